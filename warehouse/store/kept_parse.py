"""What dbt made of the project's files, kept from build to build: to parse them again takes 3 s of processor time.

Kept under the hash of all that it can depend on: our code, the models, the office's files, the mode of rounding, and
the versions of what reads them. A build takes a copy into its own folder and works there, so that builds at the same
time have nothing in common; what it had to parse anew it leaves here, whole or not at all. A kept file says by itself
what it was made for and what is in it; one that is not as it was left is not used. dbt on its part compares every file
of the project with what it parsed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
from pathlib import Path

from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.store.durable import drop_stale, write_file
from warehouse.version import code_version

# Where dbt looks for it, and writes it if it had to parse, in the folder of its target.
FILE = "partial_parse.msgpack"
_PACKAGES = ("dbt-core", "dbt-adapters", "dbt-common", "dbt-duckdb", "duckdb", "mashumaro")
# Of the code of today and that of yesterday, to which somebody may go back.
_KEPT = 2


def key_of(settings: Settings) -> str:
    """The hash of all that a parse can depend on."""
    versions = [platform.python_version(), *map(importlib.metadata.version, _PACKAGES)]
    return hashlib.sha256("\n".join([code_version(settings), *versions]).encode()).hexdigest()[:16]


def take(settings: Settings, target: Path) -> bytes | None:
    """Put the kept parse into the target folder of a build. Its content; None where there is none to be used."""
    key = key_of(settings)
    place = _folder(settings) / key
    try:
        stated, _, content = place.read_bytes().partition(b"\n")
    except OSError:
        return None
    if stated.decode("ascii", "replace") != _seal(key, content):
        return None
    target.mkdir(exist_ok=True)
    (target / FILE).write_bytes(content)
    os.utime(place)  # used last: it is dropped last
    return content


def keep(settings: Settings, target: Path, taken: bytes | None) -> bool:
    """Keep the parse that a finished build leaves in its target folder, unless it is the one that was taken.

    Whether it was made anew.
    """
    try:
        content = (target / FILE).read_bytes()
    except FileNotFoundError:
        return False
    if content == taken:
        return False
    key, folder = key_of(settings), _folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    drop_stale(folder)
    write_file(folder / key, f"{_seal(key, content)}\n".encode() + content)
    _drop_old(folder)
    return True


def _folder(settings: Settings) -> Path:
    return Home(settings.home).builds / "parsed"


def _seal(key: str, content: bytes) -> str:
    return hashlib.sha256(key.encode() + content).hexdigest()


def _drop_old(folder: Path) -> None:
    by_age = sorted(
        (path for path in folder.glob("[!.]*") if path.is_file()), key=lambda path: path.stat().st_mtime
    )
    for path in by_age[:-_KEPT]:
        path.unlink(missing_ok=True)
