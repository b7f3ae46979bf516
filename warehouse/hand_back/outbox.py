"""The folders of the outbox, one a submission: put there whole, and afterwards only what has changed is written again."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from warehouse.collect.inbox import readable
from warehouse.settings import BUSINESS_ZONE
from warehouse.store.durable import drop_stale, put_folder, remove_tree, staging_path, sync_folder

# A name of the disk has 255 bytes, and what is put behind ours needs some.
_LONGEST_BYTES = 200
_NO_NAME = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


def safe_name(name: str) -> str:
    """A name that every file system takes, as near to the given one as can be; never a path."""
    bare = _NO_NAME.sub("_", readable(name)).strip(" .") or "_"
    stem, dot, extension = bare.rpartition(".")
    if not stem or len(extension.encode()) > _LONGEST_BYTES // 10:
        stem, dot, extension = bare, "", ""
    while len(f"{stem}{dot}{extension}".encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{extension}"


@contextmanager
def being_made(beside: Path) -> Iterator[Path]:
    """A folder that nobody reads yet, in an existing one; what is left of it is removed in the end."""
    staging = staging_path(beside)
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        if staging.exists():
            remove_tree(staging)


def put(staging: Path, target: Path, ours: Mapping[str, str]) -> tuple[str, ...]:
    """Put what was made where the department finds it, and return the names of what was written.

    What is there already with the same bytes is left as it is. `ours`: the SHA-256 of files that went out before, with
    their names; a copy that somebody has written into since is left too, and the new one gets a number behind its name.
    """
    _open_like(staging, target.parent)
    if not target.exists():
        names = tuple(sorted(path.name for path in staging.iterdir()))
        put_folder(staging, target)
        return names
    written = []
    for path in sorted(staging.iterdir()):
        place = target / path.name
        new = _sha256(path)
        if place.exists() and path.name in ours.values():
            there = _sha256(place)
            if there != new and there not in ours:
                place = _numbered(place, {new})
        if place.exists() and _sha256(place) == new:
            continue
        path.replace(place)
        written.append(place.name)
    if written:
        sync_folder(target)
    return tuple(written)


def _numbered(place: Path, same: Collection[str]) -> Path:
    number = 2
    while True:
        tried = place.with_stem(f"{place.stem}({number})")
        if not tried.exists() or _sha256(tried) in same:
            return tried
        number += 1


def _open_like(staging: Path, folder: Path) -> None:
    """As open to others as the folder that they go to: an office opens its outbox to a group on purpose."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    for path in staging.iterdir():
        path.chmod(mode & 0o666)
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    staging.chmod(mode & 0o2777)


def folder_name(received_at: datetime, submission_id: str) -> str:
    """The folder of a hand-back: when the workbook was received, in Beijing, and its id."""
    return f"{received_at.astimezone(BUSINESS_ZONE):%Y-%m-%d_%H%M}_{submission_id}"


def department_folder(outbox: Path, name: str) -> Path:
    """The folder of a department, made if it is missing, as open as the outbox."""
    folder = outbox / safe_name(name)
    drop_stale(folder)  # what a killed run left
    if not folder.exists():
        folder.mkdir(mode=0o700)
        folder.chmod(stat.S_IMODE(outbox.stat().st_mode) & 0o2777)
        sync_folder(outbox)
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
