"""Where the PostgreSQL of our own lies, and whether it runs. Knows no library of PostgreSQL: every refresh looks here."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

# An account that owns nothing else cannot enter a home, which is its owner's alone.
_AS_ROOT = Path("/var/lib/indicators")


def own_folder(home: Path) -> Path:
    """The folder of a home's own server: in the home, or apart from it where we are root and the server must not be."""
    if os.geteuid() != 0:
        return home / "postgres"
    return _AS_ROOT / f"postgres-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


def own_port(home: Path) -> int | None:
    """The port of a home's own server, as its own file says; None where none runs."""
    try:
        lines = (own_folder(home) / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        number, port = int(lines[0]), int(lines[3])
    except (OSError, ValueError, IndexError):
        return None
    return port if _is_alive(number) else None


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
