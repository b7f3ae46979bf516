"""What a run of the command left: its status, and what it printed where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def code(self) -> str:
        """The code of the error block, which is all there is on standard error."""
        assert self.err.startswith("错误 "), self.err
        return self.err.split()[1]


Run = Callable[..., Ran]
