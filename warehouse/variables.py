"""The environment's variables INDICATORS_*: each with its type, its limits, a default that is safe, and what it means.

`Variables` is the only list of them. Plain pydantic, though pydantic-settings is installed: that one reads nothing
but the process's own environment, where doctor and tests ask about another, and costs 45 ms of CPU above
pydantic, which Typer loads for any command with options. No command that does without settings imports this module.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ingest.guard.bounds import Bounds
from ingest.workbook.limits import Limits
from warehouse.settings import CHECKOUT, DEFAULT_OFFICE, MIB, SettingError, Settings

PREFIX = "INDICATORS_"
# What the program itself tells the processes that it starts.
_INTERNAL = frozenset(PREFIX + name for name in ("BUILD_FILE", "BUILD_INPUTS", "STARTED_BY_UP", "STARTED_AS"))
_BYTES = re.compile(r"([0-9]+)\s*(KiB|MiB|GiB)?", re.IGNORECASE)
# In an address, and among words with values; and the key of a group's robot, 企业微信 or 钉钉.
_PASSWORD = re.compile(
    r"(?<=:)[^:/@\s]+(?=@)|(?<=password=)(?:'[^']*'|\S+)|(?<=[?&]key=)[^&\s'\"]+|(?<=access_token=)[^&\s'\"]+"
)
_UNITS = {"": 1, "kib": 1024, "mib": MIB, "gib": 1024 * MIB}
_LIMIT = "max_"  # the variables of `Limits`
# Below this a reader cannot start: Python with Arrow has 340 MiB of address space before it reads.
_LEAST_MEMORY = 512 * MIB


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a variable is for, for people."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a variable's text must be."""

    zh: str
    en: str


def _whole(text: object) -> object:
    return int(text) if isinstance(text, str) else text


def _size(text: object) -> object:
    """A size in bytes: '52428800' or '50MiB'."""
    if not isinstance(text, str):
        return text
    match = _BYTES.fullmatch(text)
    if not match:
        raise ValueError("no size")
    return int(match[1]) * _UNITS[(match[2] or "").lower()]


def without_password(text: str) -> str:
    """What may be shown of a variable's text."""
    return _PASSWORD.sub("…", text)


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


def _command(text: str) -> str:
    shlex.split(text)  # ValueError: a quotation mark without its other
    return text


Command = Annotated[
    str,
    AfterValidator(_command),
    Expected("一条命令，引号成对，不经 shell", "a command with its quotation marks closed; no shell runs it"),
]
Folder = Annotated[Path, AfterValidator(_absolute), Expected("文件夹的路径", "the path of a folder")]
Count = Annotated[
    int, BeforeValidator(_whole), Field(ge=1), Expected("整数，不小于 1", "a whole number, 1 or more")
]
Workers = Annotated[
    int, BeforeValidator(_whole), Field(ge=0), Expected("整数,0 为自动", "a whole number, 0 or more")
]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False), Expected("秒数，不小于 0", "seconds, 0 or more")]


def _server(text: str) -> str:
    """As libpq writes it: an address, or words with values. What stands in it is looked at where it is connected to."""
    if text and not (text.startswith(("postgresql://", "postgres://")) or "=" in text):
        raise ValueError("no address")
    return text


Server = Annotated[
    str,
    AfterValidator(_server),
    Expected("如 postgresql://loader@127.0.0.1/indicators", "as postgresql://loader@127.0.0.1/indicators"),
]
Size = Annotated[int, BeforeValidator(_size), Field(ge=1), Expected("大小，如 50MiB", "a size such as 50MiB")]
Memory = Annotated[
    int,
    BeforeValidator(_size),
    Field(ge=_LEAST_MEMORY),
    Expected("大小，不小于 512MiB", "a size of 512MiB or more"),
]
# One that needs no privilege; the one above it is used too.
Port = Annotated[
    int,
    BeforeValidator(_whole),
    Field(ge=1024, le=65534),
    Expected("1024 至 65534 的端口", "a port from 1024 to 65534"),
]
Language = Annotated[Literal["both", "zh", "en"], Expected("both、zh 或 en", "both, zh or en")]
Rounding = Annotated[
    Literal["half_up", "half_even"], Expected("half_up 或 half_even", "half_up or half_even")
]

_LIMITS, _BOUNDS = Limits(), Bounds()


class Variables(BaseModel):
    """Sizes are bytes, times seconds. The variable of a field is its name in capitals after INDICATORS_."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Annotated[Folder, Meaning("数据主目录", "where everything kept lies")] = CHECKOUT / "var"
    office: Annotated[
        Folder, Meaning("本单位的表式与目录", "the facts of the office: its forms and catalogue")
    ] = DEFAULT_OFFICE
    language: Annotated[Language, Meaning("屏幕上的语言 both|zh|en", "language on the screen")] = "both"
    settle_seconds: Annotated[
        Seconds,
        Meaning("文件多少秒不再变化才算交完", "seconds without change after which a file counts as copied"),
    ] = 1.0
    chunk_bytes: Annotated[
        Size, Meaning("每批读取的报表总大小", "size of the submissions read as one chunk")
    ] = 8 * MIB
    read_workers: Annotated[
        Workers,
        Meaning(
            "indicators refresh 同时读表的子进程数;0 = 可用的处理器数",
            "processes of indicators refresh that read at once; 0: as many as processors",
        ),
    ] = 0
    keep_days: Annotated[Count, Meaning("快照至少保留天数", "days a snapshot is kept")] = 14
    keep_snapshots: Annotated[Count, Meaning("至少保留的快照个数", "number of snapshots kept at least")] = 30
    rounding: Annotated[
        Rounding,
        Meaning(
            "显示值怎样修约：half_up 四舍五入 | half_even 五成双（GB/T 8170）",
            "how what is shown is rounded: half_up, or half_even as GB/T 8170 has it",
        ),
    ] = "half_up"
    max_file_bytes: Annotated[Size, Meaning("单个文件大小上限", "size of a file")] = _LIMITS.file_bytes
    max_entries: Annotated[Count, Meaning("工作簿部件数上限", "parts of a workbook")] = _LIMITS.entries
    max_entry_bytes: Annotated[Size, Meaning("单个部件展开后上限", "size of one part, inflated")] = (
        _LIMITS.entry_bytes
    )
    max_total_bytes: Annotated[Size, Meaning("全部部件展开后上限", "size of all parts, inflated")] = (
        _LIMITS.total_bytes
    )
    max_ratio: Annotated[Count, Meaning("压缩比上限", "ratio of inflated to compressed")] = _LIMITS.ratio
    max_ratio_from_bytes: Annotated[
        Size, Meaning("展开后超过此大小才检查压缩比", "inflated size above which the ratio is asked")
    ] = _LIMITS.ratio_from_bytes
    max_cells: Annotated[Count, Meaning("单元格数上限", "cells of a workbook")] = _LIMITS.cells
    max_merges: Annotated[Count, Meaning("合并区域数上限", "merged ranges of a workbook")] = _LIMITS.merges
    max_text_characters: Annotated[Count, Meaning("单个文本字符数上限", "characters of one text")] = (
        _LIMITS.text_characters
    )
    child_memory_bytes: Annotated[
        Memory, Meaning("读表子进程内存上限", "memory of the process that reads a workbook")
    ] = _BOUNDS.memory_bytes
    child_cpu_seconds: Annotated[
        Count, Meaning("读表子进程处理器秒数上限", "processor seconds of the process that reads a workbook")
    ] = _BOUNDS.cpu_seconds
    child_wall_seconds: Annotated[
        Count, Meaning("读一份报表最多等待的秒数", "seconds that a workbook is waited for")
    ] = int(_BOUNDS.wall_seconds)
    airflow_port: Annotated[
        Port,
        Meaning(
            "Airflow 页面的端口，其上一号供任务使用", "port of Airflow's pages; the next one is for its tasks"
        ),
    ] = 8080
    postgres: Annotated[
        Server,
        Meaning(
            "看板读的 PostgreSQL；不设则只发布文件，make up 用自带的一个",
            "the PostgreSQL that BI tools read; where none is set, files alone, and one of its own under make up",
        ),
    ] = ""
    postgres_watchdog: Annotated[
        Server,
        Meaning(
            "看门狗登录 PostgreSQL 的地址，结束失控的查询",
            "the address of the watchdog's login, which ends runaway queries",
        ),
    ] = ""
    postgres_port: Annotated[
        Port, Meaning("make up 自带的 PostgreSQL 的端口", "port of the PostgreSQL that make up starts")
    ] = 5433
    superset_port: Annotated[
        Port, Meaning("make superset 的页面的端口", "port of the pages of make superset")
    ] = 8088
    notify: Annotated[
        Command,
        Meaning(
            "通知命令：每部门每晚一条，JSON 写入它的标准输入；不设则不通知",
            "the command that sends a notice, one a department and night, JSON on its standard input; none is sent without",
        ),
    ] = ""
    notify_seconds: Annotated[
        Count, Meaning("通知命令最多运行的秒数", "seconds that the command of a notice may take")
    ] = 30


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable, for doctor and the page of settings."""

    name: str
    field: str
    default: Path | str | int | float
    meaning: Meaning
    expected: Expected

    def problem(self, text: str) -> str:
        """Why a text cannot be its value: the variable, what was found, what is expected."""
        return (
            f"{self.name}={without_password(text)!r}：应为{self.expected.zh}({self.meaning.zh}；默认 {self.default})"
            f" · expected {self.expected.en} ({self.meaning.en}; default {self.default})"
        )


def _setting(field: str) -> Setting:
    declared = Variables.model_fields[field]
    meaning = next(one for one in declared.metadata if isinstance(one, Meaning))
    expected = next(one for one in declared.metadata if isinstance(one, Expected))
    return Setting(f"{PREFIX}{field.upper()}", field, declared.default, meaning, expected)


SETTINGS: tuple[Setting, ...] = tuple(map(_setting, Variables.model_fields))
_BY_FIELD = {setting.field: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Environment:
    """What an environment says. `values`: of the right variables, and the defaults of all others; `texts`: of those
    that are set, `problems`: of those that are wrong, by variable.

    `unknown`: variables that look like ours and are not, each with the one that seems to be meant, or nothing.
    """

    values: Variables
    texts: Mapping[str, str]
    problems: Mapping[str, str]
    unknown: Mapping[str, str]

    def settings(self) -> Settings:
        """The settings that the values make, paths as the disk has them."""
        values = dict(self.values)
        own = {field.name: values[field.name] for field in fields(Settings) if field.name != "limits"}
        # Resolved once, so that a home which is a link is one folder to everybody, whatever becomes of the link.
        own["home"] = Path(os.path.realpath(values["home"]))
        limits = {field.name: values[_LIMIT + field.name] for field in fields(Limits)}
        return Settings(**own, limits=Limits(**limits))


def read_environment(environment: Mapping[str, str]) -> Environment:
    """Every variable, read once; an unset or empty one means the default."""
    texts = {
        setting.field: text for setting in SETTINGS if (text := environment.get(setting.name, "").strip())
    }
    problems: dict[str, str] = {}
    try:
        values = Variables.model_validate(texts)
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors(include_url=False)}
        problems = {
            _BY_FIELD[field].name: _BY_FIELD[field].problem(texts[field]) for field in texts if field in wrong
        }
        values = Variables.model_validate(
            {field: text for field, text in texts.items() if field not in wrong}
        )
    return Environment(
        values,
        {_BY_FIELD[field].name: text for field, text in texts.items()},
        problems,
        _unknown(environment),
    )


def _unknown(environment: Mapping[str, str]) -> dict[str, str]:
    known = {setting.name for setting in SETTINGS} | _INTERNAL
    unknown = {}
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name not in known:
            # Without what all of them share, or every name would be like every other.
            close = difflib.get_close_matches(name[len(PREFIX) :].lower(), Variables.model_fields, n=1)
            unknown[name] = _BY_FIELD[close[0]].name if close else ""
    return unknown


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment gives them; an unset or empty variable means the default.

    SettingError names every variable that cannot be read.
    """
    read = read_environment(os.environ if environment is None else environment)
    if read.problems:
        raise SettingError("SETTING", found="\n".join(read.problems.values()))
    return read.settings()
