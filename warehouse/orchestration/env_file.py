"""A file of environment variables, as a shell, systemd and we read it alike: NAME='value', comments after #."""

from __future__ import annotations

import shlex
from pathlib import Path


def read_env_file(path: Path) -> dict[str, str]:
    """The variables, nothing in them expanded. ValueError: it is no such file. OSError: it cannot be read."""
    words = shlex.split(path.read_text("utf-8"), comments=True)
    return dict(word.split("=", 1) for word in words)
