"""What the workbook of a hand-back is. Apart from its making, which brings every reader along: whoever asks for one needs none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CopyKind(StrEnum):
    """What the workbook of a hand-back is."""

    MARKED = "marked"  # the very workbook
    REWRITTEN = "rewritten"  # what was read of another format
    LISTED = "listed"  # the list alone


@dataclass(frozen=True, slots=True)
class Copied:
    """The workbook that was made. `why_zh`: why it is not the department's own with marks; `extension` with its dot."""

    kind: CopyKind
    extension: str
    sha256: str
    why_zh: str = ""
    why_en: str = ""
