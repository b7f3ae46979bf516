"""The effective settings: one environment variable each, with a default that is safe, and what it means.

`SETTINGS` is the only list of them; `indicators doctor` prints it and `settings_from_environment` reads it.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.finding.refusal import Refusal
from ingest.office.timezone import BUSINESS_TIMEZONE
from ingest.workbook.limits import Bounds, Limits

CHECKOUT = Path(__file__).resolve().parents[1]
BUSINESS_ZONE = ZoneInfo(BUSINESS_TIMEZONE)

MIB, GIB = 1024**2, 1024**3
_BYTES = re.compile(r"([0-9]+)\s*(KiB|MiB|GiB)?", re.IGNORECASE)
_UNITS = {"": 1, "kib": 1024, "mib": MIB, "gib": GIB}


class SettingError(Refusal):
    """A variable whose text cannot be the setting's value. The message names the variable and the remedy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run works with. Sizes are bytes, times seconds; paths are absolute."""

    home: Path
    office: Path
    language: str
    settle_seconds: float
    chunk_bytes: int
    read_workers: int
    keep_days: int
    keep_snapshots: int
    rounding: str
    limits: Limits
    child_memory_bytes: int
    child_cpu_seconds: int
    child_wall_seconds: int
    airflow_port: int

    @property
    def child_bounds(self) -> Bounds:
        """What the process that reads a workbook may take."""
        return Bounds(self.child_memory_bytes, self.child_cpu_seconds, self.child_wall_seconds)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, its field in `Settings` ('limits.cells' in its limits), default, meaning."""

    name: str
    field: str
    default: Path | str | int | float
    parse: Callable[[str], Path | str | int | float]
    meaning_zh: str
    meaning_en: str


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _count(text: str) -> int:
    """A whole number, 1 or more."""
    number = int(text)
    if number < 1:
        raise ValueError("1 or more is wanted")
    return number


def _workers(text: str) -> int:
    """A number of processes; 0 leaves it to the machine."""
    return 0 if text == "0" else _count(text)


def _seconds(text: str) -> float:
    """A number of seconds, 0 or more and finite."""
    number = float(text)
    if not math.isfinite(number) or number < 0:
        raise ValueError("0 or more is wanted")
    return number


def _bytes(text: str) -> int:
    """A size, 1 or more: '52428800' or '50MiB'."""
    match = _BYTES.fullmatch(text)
    if not match or int(match[1]) < 1:
        raise ValueError("a size such as 50MiB is wanted")
    return int(match[1]) * _UNITS[(match[2] or "").lower()]


def _child_memory(text: str) -> int:
    """A size that a reader can start in: Python with Arrow has 340 MiB of address space before it reads."""
    size = _bytes(text)
    if size < 512 * MIB:
        raise ValueError("512MiB or more is wanted")
    return size


def _port(text: str) -> int:
    """A port that needs no privilege; the one above it is used too."""
    number = int(text)
    if not 1024 <= number < 65535:
        raise ValueError("a port from 1024 to 65534 is wanted")
    return number


def _language(text: str) -> str:
    if text not in ("zh", "en"):
        raise ValueError("zh or en is wanted")
    return text


def _rounding(text: str) -> str:
    if text not in ("half_up", "half_even"):
        raise ValueError("half_up or half_even is wanted")
    return text


_LIMITS, _BOUNDS = Limits(), Bounds()
SETTINGS: tuple[Setting, ...] = (
    Setting("INDICATORS_HOME", "home", CHECKOUT / "var", _path, "数据主目录", "where everything kept lies"),
    Setting(
        "INDICATORS_OFFICE",
        "office",
        CHECKOUT / "offices" / "jingyuan",
        _path,
        "本单位的表式与目录",
        "the facts of the office: its forms and catalogue",
    ),
    Setting("INDICATORS_LANGUAGE", "language", "zh", _language, "先显示的语言 zh|en", "language shown first"),
    Setting(
        "INDICATORS_SETTLE_SECONDS",
        "settle_seconds",
        1.0,
        _seconds,
        "文件多少秒不再变化才算交完",
        "seconds without change after which a file counts as copied",
    ),
    Setting(
        "INDICATORS_CHUNK_BYTES",
        "chunk_bytes",
        8 * MIB,
        _bytes,
        "每批读取的报表总大小",
        "size of the submissions read as one chunk",
    ),
    Setting(
        "INDICATORS_READ_WORKERS",
        "read_workers",
        0,
        _workers,
        "indicators refresh 同时读表的子进程数;0 = 可用的处理器数",
        "processes of indicators refresh that read at once; 0: as many as processors",
    ),
    Setting("INDICATORS_KEEP_DAYS", "keep_days", 14, _count, "快照至少保留天数", "days a snapshot is kept"),
    Setting(
        "INDICATORS_KEEP_SNAPSHOTS",
        "keep_snapshots",
        30,
        _count,
        "至少保留的快照个数",
        "number of snapshots kept at least",
    ),
    Setting(
        "INDICATORS_ROUNDING",
        "rounding",
        "half_up",
        _rounding,
        "显示值怎样修约:half_up 四舍五入 | half_even 五成双(GB/T 8170)",
        "how what is shown is rounded: half_up, or half_even as GB/T 8170 has it",
    ),
    Setting(
        "INDICATORS_MAX_FILE_BYTES",
        "limits.file_bytes",
        _LIMITS.file_bytes,
        _bytes,
        "单个文件大小上限",
        "size of a file",
    ),
    Setting(
        "INDICATORS_MAX_ENTRIES",
        "limits.entries",
        _LIMITS.entries,
        _count,
        "工作簿部件数上限",
        "parts of a workbook",
    ),
    Setting(
        "INDICATORS_MAX_ENTRY_BYTES",
        "limits.entry_bytes",
        _LIMITS.entry_bytes,
        _bytes,
        "单个部件展开后上限",
        "size of one part, inflated",
    ),
    Setting(
        "INDICATORS_MAX_TOTAL_BYTES",
        "limits.total_bytes",
        _LIMITS.total_bytes,
        _bytes,
        "全部部件展开后上限",
        "size of all parts, inflated",
    ),
    Setting(
        "INDICATORS_MAX_RATIO",
        "limits.ratio",
        _LIMITS.ratio,
        _count,
        "压缩比上限",
        "ratio of inflated to compressed",
    ),
    Setting(
        "INDICATORS_MAX_RATIO_FROM_BYTES",
        "limits.ratio_from_bytes",
        _LIMITS.ratio_from_bytes,
        _bytes,
        "展开后超过此大小才检查压缩比",
        "inflated size above which the ratio is asked",
    ),
    Setting(
        "INDICATORS_MAX_CELLS", "limits.cells", _LIMITS.cells, _count, "单元格数上限", "cells of a workbook"
    ),
    Setting(
        "INDICATORS_MAX_MERGES",
        "limits.merges",
        _LIMITS.merges,
        _count,
        "合并区域数上限",
        "merged ranges of a workbook",
    ),
    Setting(
        "INDICATORS_MAX_TEXT_CHARACTERS",
        "limits.text_characters",
        _LIMITS.text_characters,
        _count,
        "单个文本字符数上限",
        "characters of one text",
    ),
    Setting(
        "INDICATORS_CHILD_MEMORY_BYTES",
        "child_memory_bytes",
        _BOUNDS.memory_bytes,
        _child_memory,
        "读表子进程内存上限",
        "memory of the process that reads a workbook",
    ),
    Setting(
        "INDICATORS_CHILD_CPU_SECONDS",
        "child_cpu_seconds",
        _BOUNDS.cpu_seconds,
        _count,
        "读表子进程处理器秒数上限",
        "processor seconds of the process that reads a workbook",
    ),
    Setting(
        "INDICATORS_CHILD_WALL_SECONDS",
        "child_wall_seconds",
        _BOUNDS.wall_seconds,
        _count,
        "读一份报表最多等待的秒数",
        "seconds that a workbook is waited for",
    ),
    Setting(
        "INDICATORS_AIRFLOW_PORT",
        "airflow_port",
        8080,
        _port,
        "Airflow 页面的端口，其上一号供任务使用",
        "port of Airflow's pages; the next one is for its tasks",
    ),
)


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment gives them; an unset or empty variable means the default.

    SettingError names the first variable that cannot be read.
    """
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    limits: dict[str, Any] = {}
    for setting in SETTINGS:
        text = given.get(setting.name, "").strip()
        group, _, field = setting.field.rpartition(".")
        try:
            (limits if group else values)[field] = setting.parse(text) if text else setting.default
        except ValueError as error:
            raise SettingError(
                "SETTING",
                found=f"环境变量 {setting.name}={text!r} 不能用({setting.meaning_zh};默认 {setting.default})。"
                f" {setting.name}={text!r} cannot be used ({setting.meaning_en}): {error}",
            ) from error
    # Resolved once, so that a home which is a link is one folder to everybody, whatever becomes of the link.
    values["home"] = Path(os.path.realpath(values["home"]))
    return Settings(**values, limits=Limits(**limits))


def effective(settings: Settings, setting: Setting) -> object:
    """The value that a setting has."""
    value: object = settings
    for field in setting.field.split("."):
        value = getattr(value, field)
    return value
