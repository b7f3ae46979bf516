"""Is everything as it should be? The effective settings, and what can be looked at without changing it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Mapping
from datetime import UTC, datetime

from ingest.declared.problem import OfficeError, problems_in
from ingest.finding.refusal import Refusal
from ingest.form.correction import load_corrections
from ingest.form.file import load_forms
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.office.office_file import load_office_file
from warehouse.answers.doctor.catalogue_looks import catalogue_looks
from warehouse.answers.doctor.diagnosis import Diagnosis, Inspection, SettingState
from warehouse.answers.doctor.installed import versions
from warehouse.answers.doctor.ledger_looks import ledger_looks
from warehouse.answers.doctor.serving_looks import serving_looks
from warehouse.answers.doctor.year_turn import year_turn_looks
from warehouse.collect.departments import departments
from warehouse.collect.inbox_folders import faults
from warehouse.family.pages import pages_in
from warehouse.home import Home
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.slot import accepted_today
from warehouse.settings import Settings, business_day
from warehouse.snapshots.snapshot import SnapshotError, current
from warehouse.store.full_disk import is_full_disk
from warehouse.store.lock import LockHeld, NoLocksError, refresh_lock
from warehouse.store.manifest import verify
from warehouse.variables import SETTINGS, Environment, read_environment, without_password

# A build of the whole needs the new file beside the old one and room to sort; samples take 30 MB.
LEAST_FREE_BYTES = 1024**3


def examine(environment: Mapping[str, str]) -> Diagnosis:
    """Look at everything once. What is wrong is in the answer; nothing is raised and nothing is changed."""
    read = read_environment(environment)
    # Settings that cannot be used fall back to their defaults here, so that the rest can be looked at.
    settings = read.settings()
    home = Home(settings.home)
    office = _office(settings)
    looks = [
        *_unknown_variables(read),
        *office,
        *_folders(home),
        *(_departments(home, settings) if all(look.right for look in office) else ()),
        _disk(home),
        *ledger_looks(home),
        _lock(home),
        _snapshot(home),
        *serving_looks(settings),
    ]
    return Diagnosis(setting_states(read), versions(), tuple(looks))


def setting_states(read: Environment) -> tuple[SettingState, ...]:
    """Every setting: what it is, where that comes from, and what is wrong with it."""
    return tuple(
        SettingState(
            name=setting.name,
            value=without_password(
                read.texts[setting.name]
                if setting.name in read.problems
                else str(getattr(read.values, setting.field))
            ),
            default=str(setting.default),
            origin="environment" if setting.name in read.texts else "default",
            meaning_zh=setting.meaning.zh,
            meaning_en=setting.meaning.en,
            problem=read.problems.get(setting.name, ""),
        )
        for setting in SETTINGS
    )


def _unknown_variables(read: Environment) -> list[Inspection]:
    """A variable that nobody reads is a setting that somebody believes in."""
    return [
        Inspection(
            "没有这个设置",
            "no such setting",
            False,
            name,
            f"是否 {meant}?" if meant else "取消该环境变量",
            f"is {meant} meant?" if meant else "unset the variable",
        )
        for name, meant in read.unknown.items()
    ]


def _office(settings: Settings) -> list[Inspection]:
    """A line for each problem of the office's files, or one that they are sound."""
    names = ("单位目录", "office")
    problems: list[str] = []
    office, forms = None, None
    try:
        office = load_office(settings.office)
    except OfficeError as error:
        problems.extend(problems_in(error))
    try:
        forms = load_forms(settings.office, office)
    except OfficeError as error:
        problems.extend(problems_in(error))
    if not problems:
        try:
            pages_in(settings.office)
        except OfficeError as error:
            problems.extend(problems_in(error))
    if not problems and office and forms is not None:
        try:
            load_corrections(office, forms)
        except OfficeError as error:
            problems.extend(problems_in(error))
        else:
            ids = ", ".join(form.form_id for form in forms)
            sound = Inspection(*names, True, f"{office.name_zh} {settings.office} · {ids}")
            today = business_day(datetime.now(UTC))
            looks = [
                *catalogue_looks(office, forms, today),
                *year_turn_looks(
                    load_office_file(settings.office), office, forms, _came(settings, office), today
                ),
            ]
            return [sound, *looks] if all(look.right for look in looks) else looks
    remedies = ("核对 INDICATORS_OFFICE 和该文件", "check INDICATORS_OFFICE and the file")
    return [Inspection(*names, False, problem, *remedies) for problem in problems]


def _came(settings: Settings, office: Office) -> set[tuple[str, str]]:
    """Form and period of what was accepted; nothing where the ledger does not say, which its own look tells."""
    home = Home(settings.home)
    try:
        if not is_there(home):
            return set()
        with open_ledger(home) as book:
            return {(one.form_id, one.period) for one in accepted_today(book, office) if one.period}
    except (Refusal, sqlite3.Error, OSError):
        return set()


def _folders(home: Home) -> list[Inspection]:
    """The home is for this account only; what lies in it can be written by it."""
    if not home.root.exists():
        return [Inspection("数据主目录", "home folder", True, f"{home.root} 还没有 (not made yet)")]
    mode = stat.S_IMODE(home.root.stat().st_mode)
    looks = [
        Inspection(
            "数据主目录权限",
            "mode of the home folder",
            not mode & 0o077,
            f"{home.root} {mode:04o}",
            f"chmod 0700 {home.root}",
            "it must be this account's only",
        )
    ]
    unwritable = [
        str(path) for path in home.folders() if path.exists() and not os.access(path, os.W_OK | os.X_OK)
    ]
    found = " ".join(unwritable) or "全部可写 (all of them)"
    looks.append(
        Inspection(
            "文件夹可写", "folders writable", not unwritable, found, "改权限或所有者", "mend owner or mode"
        )
    )
    return looks


def _departments(home: Home, settings: Settings) -> list[Inspection]:
    """A line for each department's folder that is wrong, or one for all of them."""
    names = ("部门文件夹", "department folder")
    if not home.inbox.is_dir():
        return []
    count, wrong = faults(home.inbox, departments(settings.office))
    if wrong:
        return [Inspection(*names, False, one.found, one.remedy_zh, one.remedy_en) for one in wrong]
    found = (
        f"全部 {count} 个可看、可进、可写 (all of them: listed, entered, written)"
        if count
        else "还没有 (none yet)"
    )
    return [Inspection(*names, True, found)]


def _disk(home: Home) -> Inspection:
    existing = next(path for path in (home.root, *home.root.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    gib = 1024**3
    return Inspection(
        "剩余空间",
        "free disk",
        free >= LEAST_FREE_BYTES,
        f"{free / gib:.1f} GiB",
        f"至少要有 {LEAST_FREE_BYTES / gib:.0f} GiB",
        f"at least {LEAST_FREE_BYTES / gib:.0f} GiB are needed",
    )


def _lock(home: Home) -> Inspection:
    """A lock that is held is a refresh that runs: worth knowing, not wrong."""
    names = ("更新锁", "refresh lock")
    if not home.refresh_lock.exists():
        return Inspection(*names, True, "空闲 (free)")
    try:
        # Taken for microseconds; a refresh that begins in them is told to try again.
        with refresh_lock(home):
            return Inspection(*names, True, "空闲 (free)")
    except LockHeld as held:
        return Inspection(*names, True, held.found)
    except NoLocksError as error:
        said = f"{error.where}: {error.found}"
        return Inspection(*names, False, said, "把数据主目录放到本机磁盘上", "put the home on a local disk")
    except OSError as error:
        if is_full_disk(error):
            return Inspection(*names, False, str(error), "磁盘满了，腾出空间", "the disk is full: make room")
        return Inspection(
            *names, False, str(error), "改 refresh.lock 的权限", "mend the mode of refresh.lock"
        )


def _snapshot(home: Home) -> Inspection:
    """The current snapshot against its manifest, byte by byte, and against where the ledger says it is."""
    names = ("当前快照", "current snapshot")
    try:
        folder = current(home)
    except SnapshotError as error:
        return Inspection(
            *names,
            False,
            error.found,
            "indicators snapshots, indicators rollback",
            "go back to one that is there",
        )
    if folder is None:
        return Inspection(*names, True, "还没有 (none yet)")
    damage = verify(folder)
    if not damage:
        return Inspection(*names, True, f"{folder.name} 与清单一致 (as its manifest says)")
    first = damage[0]
    return Inspection(
        *names,
        False,
        f"{first.path}: {first.found} ≠ {first.expected}" + (f" … {len(damage)}" if len(damage) > 1 else ""),
        "indicators rollback 回到完好的快照",
        "indicators rollback goes back to a sound one",
    )
