"""What a guarded process may take of the machine, and what it is given of its caller's."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one call may take; those of reading a file, where nothing else is asked for, are settings.

    Bytes of address space; seconds of processor, however busy the machine is; seconds of waiting, for a
    call that hangs without computing.
    """

    memory_bytes: int = 2048 * MIB
    cpu_seconds: int = 60
    wall_seconds: float = 600


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the process has from its caller: folders of modules ahead of its own, variables, its folder, open files.

    By default it is the caller's all but for open files. Code of strangers gets as little as it can run with.
    """

    paths: tuple[str, ...] = field(default_factory=lambda: tuple(sys.path))
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    folder: Path | None = None
    descriptors: tuple[int, ...] = ()
