"""The folders of the inbox, a department's each: whether this account can list, enter and empty them."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from warehouse.collect.inbox import readable
from warehouse.collect.not_taken import shortened

# linux/capability.h: whoever has it removes what others own, also from a folder with the sticky bit.
_CAP_FOWNER = 3


@dataclass(frozen=True, slots=True)
class FolderFault:
    """One folder that is wrong: which and why, and what to do."""

    found: str
    remedy_zh: str
    remedy_en: str


def faults(inbox: Path, known: Mapping[str, str]) -> tuple[int, tuple[FolderFault, ...]]:
    """How many departments' folders there are, and what is wrong with them and with other folders.

    `known`: the department by each name that its folder may have.
    """
    try:
        paths = sorted(inbox.iterdir())
    except OSError as error:
        return 0, (_not_open("inbox/", inbox, f"看不到里面 (cannot be listed): {error.strerror}"),)
    count, wrong = 0, []
    for path in paths:
        folder = readable(path.name)
        try:
            state = path.lstat()
        except FileNotFoundError:
            continue  # gone since the inbox was listed
        except OSError as error:
            return count, (_not_open("inbox/", inbox, f"进不去 (cannot be entered): {error.strerror}"),)
        if folder in known:
            count += 1
            fault = _fault(folder, path, state)
            wrong += [fault] if fault else []
        elif stat.S_ISDIR(state.st_mode) and not folder.startswith("."):
            wrong.append(
                FolderFault(
                    f"{shortened(folder)}/ 不是登记的部门 (of no department)",
                    "改成登记的部门名称或编号,或在 department.csv 中登记",
                    "call it by a department's name or id, or enter it in department.csv",
                )
            )
    return count, tuple(wrong)


def _fault(folder: str, path: Path, state: os.stat_result) -> FolderFault | None:
    if not stat.S_ISDIR(state.st_mode):
        what = "是链接 (is a link)" if stat.S_ISLNK(state.st_mode) else "不是文件夹 (is no folder)"
        return FolderFault(f"{folder} {what}", "换成文件夹本身", "put a folder itself there")
    lacks = [
        said
        for right, said in (
            (os.R_OK, "看不到里面 (cannot be listed)"),
            (os.X_OK, "进不去 (cannot be entered)"),
            (os.W_OK, "删不掉里面的文件 (files cannot be removed)"),
        )
        if not os.access(path, right, effective_ids=True)
    ]
    if lacks:
        return _not_open(f"{folder}/", path, ", ".join(lacks))
    sticky = state.st_mode & stat.S_ISVTX and state.st_uid != os.geteuid()
    if sticky and not _may_remove_what_others_own():
        return FolderFault(
            f"{folder}/ {stat.S_IMODE(state.st_mode):04o} 只有所有者能删 (sticky: files can be removed by their owner only)",
            f"chmod -t {path},或把文件夹改归运行账号",
            "or make the folder this account's own",
        )
    return None


def _not_open(folder: str, path: Path, said: str) -> FolderFault:
    return FolderFault(
        f"{folder} {said}",
        f"让运行账号能读、能写、能进 {path},如 chgrp、chmod 2770",
        "this account must be able to read, write and enter it, by its group for one",
    )


def _may_remove_what_others_own() -> bool:
    stated = Path("/proc/self/status").read_text(encoding="utf-8", errors="replace")
    effective = next(line for line in stated.splitlines() if line.startswith("CapEff:"))
    return bool(int(effective.split()[1], 16) >> _CAP_FOWNER & 1)
