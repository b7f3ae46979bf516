"""Why something in the inbox is not taken, or not taken away: each reason as the finding that says so.

A name stands below the inbox, as people read it: '统计站/12月/外资.xlsx', a folder's with a slash at its end.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterable, Mapping

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.workbook.limits import MIB, Limits
from warehouse.store.archive import ArchiveDamageError

# A name of the disk may have 255 bytes and a path 4,096: several screens of one finding.
_LONGEST_NAME = 160

# What the system says most of an entry, in Chinese; the rest is told in its own words.
_SAID_ZH = {
    errno.EACCES: "权限不够",
    errno.EPERM: "权限不够",
    errno.EROFS: "文件系统只读",
    errno.EBUSY: "正被占用",
    errno.EIO: "磁盘或网络读写出错",
    errno.ENAMETOOLONG: "名字太长",
}


def shortened(name: str) -> str:
    """A name as a finding has it: the middle of a long one is left out."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:100]}…{name[101 - _LONGEST_NAME :]}"


def untold(names: Iterable[str], findings: Iterable[Finding]) -> list[str]:
    """The names of files of which no finding speaks: neither of the file nor of a folder that it lies in."""
    told = {each.file for each in findings}
    folders = tuple(place for place in told if place.endswith("/"))
    return [name for name in names if shortened(name) not in told and not shortened(name).startswith(folders)]


def no_file(name: str, mode: int) -> Finding:
    """Something that is no regular file, by its mode: a link, a folder, a pipe, a socket or a device."""
    name = shortened(name)
    if stat.S_ISLNK(mode):
        return finding("SYMLINK", Place(file=name), found=name)
    kind_zh, kind_en = _kind(mode)
    return finding("NOT_A_FILE", Place(file=name), found=name, kind_zh=kind_zh, kind_en=kind_en)


def _kind(mode: int) -> tuple[str, str]:
    if stat.S_ISDIR(mode):
        return "文件夹", "a folder"
    if stat.S_ISFIFO(mode):
        return "管道(FIFO)", "a pipe (FIFO)"
    if stat.S_ISSOCK(mode):
        return "套接字(socket)", "a socket"
    return "设备(device)", "a device"


def unreadable(name: str, error: OSError) -> Finding:
    """A file or folder that this account may not, or the disk does not let it, read."""
    return _refused("NOT_READABLE", name, error)


def not_removed(name: str, error: OSError) -> Finding:
    """A file that is archived and entered, and stays where it is all the same."""
    return _refused("NOT_REMOVED", name, error)


def _refused(rule: str, name: str, error: OSError) -> Finding:
    said_en = error.strerror or str(error)
    said_zh = _SAID_ZH.get(error.errno or 0, said_en)
    found = said_en if said_zh == said_en else f"{said_zh} ({said_en})"
    return finding(rule, Place(file=shortened(name)), found=found, said_zh=said_zh, said_en=said_en)


def too_deep(name: str, levels: int) -> Finding:
    """A folder into which is not looked, because it lies below so many others."""
    name = shortened(name)
    return finding("TOO_DEEP", Place(file=name), found=name, expected=levels)


def archived_copy_damaged(name: str, error: ArchiveDamageError) -> Finding:
    """A file whose bytes are in the archive already, in a file that has been damaged since."""
    return finding("ARCHIVED_COPY_DAMAGED", Place(file=shortened(name)), found=error.words["file"])


def outside_a_department(name: str) -> Finding:
    """A file that lies in the inbox itself, or in a folder of no department."""
    name = shortened(name)
    return finding("NOT_IN_A_DEPARTMENT", Place(file=name), found=name)


def packed(name: str) -> Finding:
    """A zip, rar or 7z."""
    return finding("ARCHIVE_FILE", Place(file=shortened(name)), found=shortened(name.rpartition("/")[2]))


def handed_back_unchanged(name: str, copy_of: str) -> Finding:
    """A marked workbook as it went out. `copy_of`: the submission that it is of."""
    return finding("HANDED_BACK_UNCHANGED", Place(file=shortened(name)), found=copy_of)


def too_large(name: str, size: int, limits: Limits) -> Finding | None:
    """A file of so many bytes, if that is above the limit."""
    if size <= limits.file_bytes:
        return None
    return finding(
        "FILE_TOO_LARGE",
        Place(file=shortened(name)),
        found=f"{size / MIB:.1f} MiB",
        expected=f"{limits.file_bytes / MIB:.0f} MiB",
    )


def unknown_department(folder: str, known: Mapping[str, str]) -> Finding:
    """A folder of no department. `known`: the department by each name that its folder may have."""
    return finding(
        "UNKNOWN_DEPARTMENT",
        Place(file=shortened(f"{folder}/")),
        found=shortened(folder),
        expected="、".join(name for name, department_id in known.items() if name != department_id),
    )
