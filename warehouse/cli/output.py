"""Where `--output` may write, and the writing: never into the home, never over a file that somebody else made.

An answer of ours carries the SHA-256 of its bytes as an extended attribute. What has it, and still has those bytes,
is an earlier answer that nobody has touched, and the next one replaces it without a word. Excel, WPS and most editors
save by making a new file of the same name, and all of them change bytes: what a person worked on is no answer of ours
any more.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.screen import both
from warehouse.exchange.target import free_place
from warehouse.home import Home
from warehouse.store.durable import sha256_of, staging_path, sync_folder
from warehouse.store.full_disk import is_full_disk

Force = Annotated[
    bool,
    typer.Option(
        "--force", help="替换那里已有的文件，不替换文件夹 · replace a file that is there, never a folder"
    ),
]

_MARK = "user.indicators.sha256"
# What the shell has opened for us. Opening it again by its name would begin anew at the start of a regular file
# ('>> growth.csv'), and fails for a socket; so the descriptor itself is written to.
_OPENED = re.compile(r"/dev/(stdout|stderr)|/(?:dev|proc/self)/fd/([0-9]+)")
_DESCRIPTORS = {"stdout": 1, "stderr": 2}


@dataclass(frozen=True, slots=True)
class Output:
    """A place that may be written to. `typed`: as the person wrote it; `place`: where links take it.

    `is_stream`: a device, a pipe or what the shell has opened; it is written to and never replaced.
    """

    typed: Path
    place: Path
    force: bool = False
    is_stream: bool = False


def file_output(typed: Path, force: bool, home: Path) -> Output:
    """The file to write an answer to, asked before the work begins.

    Refusal: it lies in the home, is a folder, or holds what is no earlier answer and `force` is not given;
    or there is no folder to put it into.
    """
    with _named(typed):
        place = _outside(typed, Home(home))
        output = Output(typed, place, force, _is_stream(typed, place))
        if not output.is_stream:
            _refuse_foreign(output)
    return output


def folder_output(typed: Path, home: Path) -> Output:
    """The new folder to write an export to, asked before the work begins.

    Refusal for the home, what lies in it and what holds it. Refusal where something is there already.
    """
    with _named(typed):
        place = _outside(typed, Home(home))
        if _within(_real(home), place):
            raise _in_home(typed, place, home)
        _kind(typed, place)
        free_place(typed)
    return Output(typed, place)


def write(output: Output, content: bytes) -> None:
    """Write an answer, to a file whole or not at all. Refusal leaves what was there."""
    if not output.is_stream:
        with new_file(output) as file:
            file.write_bytes(content)
        return
    with _named(output.typed):
        opened = _opened(output.typed)
        descriptor = os.open(output.typed, os.O_WRONLY) if opened is None else os.dup(opened)
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor has no path
            stream.write(content)


@contextmanager
def new_file(output: Output) -> Iterator[Path]:
    """A file to fill, which takes the place of the output at the end. Refusal leaves what was there."""
    staging = staging_path(output.place.parent)
    with _named(output.typed, staging):
        try:
            staging.touch(exist_ok=False)
            yield staging
            _mark(staging)
            # Somebody may have saved a file of that name while the answer was worked out.
            _refuse_foreign(output)
            staging.replace(output.place)
        finally:
            with contextlib.suppress(OSError):
                staging.unlink(missing_ok=True)
        sync_folder(output.place.parent)


def _outside(typed: Path, home: Home) -> Path:
    """Where a target leads. Refusal if that is in the home."""
    place = _real(typed)
    # An office may have moved a folder of its home, or the ledger, to another disk and left a link.
    if any(_within(place, _real(kept)) for kept in (*home.folders(), home.ledger)):
        raise _in_home(typed, place, home.root)
    return place


def _in_home(typed: Path, place: Path, home: Path) -> Exception:
    outside = both(f"{home} 以外的位置", f"a place outside {home}")
    leads = "" if place == typed else str(place)
    return Refusal("OUTPUT_IN_HOME", where=str(typed), found=leads, expected=outside)


def _real(path: Path) -> Path:
    """The path without links and '..'. Not Path.resolve, which raises RuntimeError for a link to itself."""
    return Path(os.path.realpath(path))


def _within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or lies in it, by name or by what the disk says. Both without links.

    By name where nothing is there yet. By device and inode because one folder has several names where it is mounted
    twice, and where the disk does not tell VAR from var, as on a Mac.
    """
    known = _identity(folder)
    same = known is not None and known in map(_identity, (path, *path.parents))
    return same or path.is_relative_to(folder)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _kind(typed: Path, place: Path) -> int | None:
    """What stands there, as st_mode has it; None for nothing. OSError where there is no folder to put it into."""
    try:
        return typed.stat().st_mode
    except FileNotFoundError:
        if not stat.S_ISDIR(place.parent.stat().st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from None
        return None


def _is_stream(typed: Path, place: Path) -> bool:
    """Whether a target is written to as it is; else it is a file, there or not. Refusal for a folder."""
    kind = _kind(typed, place)
    if kind is None:
        return False
    if stat.S_ISDIR(kind):
        wanted = both("文件，不是文件夹", "a file, not a folder")
        raise Refusal("USAGE", found=f"--output {typed}", expected=wanted, command="")
    return not stat.S_ISREG(kind) or _opened(typed) is not None


def _opened(typed: Path) -> int | None:
    """The descriptor that a name stands for, if it is one that the shell has opened."""
    name = _OPENED.fullmatch(str(typed))
    return (_DESCRIPTORS[name[1]] if name[1] else int(name[2])) if name else None


def _refuse_foreign(output: Output) -> None:
    """Refusal where a file is that we did not write, or that was changed since."""
    if not output.force and output.place.exists() and not _is_earlier_answer(output.place):
        raise Refusal("OUTPUT_EXISTS", where=str(output.typed))


def _mark(file: Path) -> None:
    """Note on a finished file what its bytes are, and make both last."""
    digest = sha256_of(file)
    descriptor = os.open(file, os.O_RDONLY)
    try:
        # Not every disk keeps attributes (FAT, NFS before version 4.2), and Python sets none on a Mac. The answer is
        # as good without; it will not be known again, so that the next one needs --force, which is the safe side.
        with contextlib.suppress(OSError, AttributeError):
            os.setxattr(descriptor, _MARK, digest.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_earlier_answer(place: Path) -> bool:
    """Whether a file is an answer of ours as it was written."""
    try:
        return os.getxattr(place, _MARK) == sha256_of(place).encode("ascii")
    except (OSError, AttributeError):
        return False  # no mark, nowhere to keep one, or not for us to read: nothing says that it is ours


@contextmanager
def _named(typed: Path, staging: Path | None = None) -> Iterator[None]:
    """What the file system refuses as an error that names what was typed, not what is staged beside it.

    While an answer is staged other things fail too: a library's temporary file has a name of its own, and a closed
    pipe is whoever watched our progress. Those go up as they are.
    """
    try:
        yield
    except OSError as error:
        if staging and (isinstance(error, BrokenPipeError) or not _is_about(error, staging)):
            raise
        code = "DISK_FULL" if is_full_disk(error) else "DISK"
        raise Refusal(code, where=str(typed), found=error.strerror or str(error)) from error


def _is_about(error: OSError, staging: Path) -> bool:
    return error.filename is None or str(error.filename) in (str(staging), str(staging.parent))
