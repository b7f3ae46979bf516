"""The words of every code: of a rule that a return breaks, and of an error that ends a command.

They stand in messages.yml beside the code that raises them, in whichever package that is, and are found there.
Read when the first of them is asked for, never before: a command that has nothing to say does without them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

FILE_NAME = "messages.yml"
PACKAGES = ("ingest", "expectations", "warehouse")
_LANGUAGES = ("zh", "en")
# What is not right with a return is for whoever hands it in to mend, as wrong usage is.
_STATUS_OF_A_RULE = 2
_SLOT = re.compile(r"\{(\w+)\}")


class Severity(StrEnum):
    """What publishing does."""

    BLOCK = "block"  # nothing is published
    HOLD = "hold"  # the submission, or the row, waits
    WARN = "warn"  # published; an explanation is asked for
    HINT = "hint"  # published; worth a look


class Duty(StrEnum):
    """What the department does."""

    MUST_FIX = "must_fix"  # 强制性
    EXPLAIN = "explain"  # 核实性
    NOTICE = "notice"  # 提示性
    HAND_IN = "hand_in"  # 催报
    OPERATOR = "operator"  # 内部


@dataclass(frozen=True, slots=True)
class Message:
    """What is said under one code. Words in braces are slots, filled in where it is said.

    A rule states `severity`, `duty`, `scope` and its `message`; what follows from it (`consequence`) is the same for
    all of a severity and scope. An error states `exit_status` and its `consequence`; its `message` is its title.
    `scope`: what a rule is about, which is what a hold keeps back: the submission, one row of it, or only how the
    file lies in the inbox.
    """

    code: str
    title_zh: str
    title_en: str
    message_zh: str
    message_en: str
    consequence_zh: str
    consequence_en: str
    remedy_zh: str
    remedy_en: str
    meaning_zh: str
    meaning_en: str
    example: str
    exit_status: int = _STATUS_OF_A_RULE
    severity: Severity | None = None
    duty: Duty | None = None
    scope: str = ""

    @property
    def is_rule(self) -> bool:
        return self.severity is not None

    def filled(self, words: dict[str, object]) -> Message:
        """The same with its slots filled; one that was given no word stays visible."""
        given = _Words({slot: str(word) for slot, word in words.items()})
        said = ("message_zh", "message_en", "remedy_zh", "remedy_en")
        return replace(self, **{name: getattr(self, name).format_map(given) for name in said})


class _Words(dict[str, str]):
    """A slot without a word is no reason to raise on the way to saying what is wrong."""

    def __missing__(self, slot: str) -> str:
        return "{" + slot + "}"


_STAYS = ("本次不发布,已发布的数字不变", "nothing is published; what is published stays")
# True of what is only looked at and of what waits for another reason, as of what was taken.
_MARKED = ("不影响采用，会标注，请说明", "no reason to hold it; marked, please explain")
_LOADED = ("不影响采用", "no reason to hold it")
CONSEQUENCES = {
    (Severity.BLOCK, "submission"): _STAYS,
    (Severity.BLOCK, "row"): _STAYS,
    (Severity.HOLD, "submission"): (
        "该份报表待核,未进入数据;已发布的数字不变",
        "this submission is held and not loaded; what is published stays",
    ),
    (Severity.HOLD, "row"): (
        "该数待核,未进入数据;同表其他数照常采用",
        "this value is held and not loaded; the rest of the form is",
    ),
    (Severity.WARN, "submission"): _MARKED,
    (Severity.WARN, "row"): _MARKED,
    (Severity.HINT, "submission"): _LOADED,
    (Severity.HINT, "row"): _LOADED,
    (Severity.HOLD, "inbox"): (
        "没有收,原处不动;其他文件照常",
        "not taken in: it stays where it is; other files are not concerned",
    ),
    (Severity.HINT, "inbox"): (
        "已存档、已登记,不会丢,也不会重收",
        "archived and entered: not lost, and not taken a second time",
    ),
}


def message(code: str) -> Message:
    """The words of a code. KeyError for one that no package knows."""
    return messages()[code]


@cache
def messages() -> dict[str, Message]:
    """All messages by code. ValueError names the file of a code that is stated twice, or not as it should be."""
    every: dict[str, Message] = {}
    for package in PACKAGES:
        for file in _files(resources.files(package)):
            try:
                stated = yaml.load(file.read_bytes(), _Loader)  # noqa: S506 - a safe loader
                for code, words in stated.items():
                    if code in every:
                        raise ValueError(f"{code} is stated in another package as well")
                    every[code] = message_of(code, words)
            except (ValueError, TypeError, KeyError) as error:
                raise ValueError(f"{file}: {error}") from error
    return every


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: (entry.is_dir(), entry.name)):
        if entry.name == FILE_NAME:
            yield entry
        elif entry.is_dir():
            yield from _files(entry)


class _Loader(yaml.CSafeLoader):
    """YAML's own lets the second of two equal keys replace the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ValueError(f"{', '.join(sorted(twice))} is stated twice")
        return super().construct_mapping(node, deep)


def message_of(code: str, words: dict[str, Any]) -> Message:
    """The message of a code as YAML states it. ValueError, KeyError or TypeError for what is none.

    Plain rather than a pydantic model: a command that explains itself would wait for that import alone.
    """
    if ("severity" in words) == ("exit_status" in words):
        raise ValueError(f"{code}: either a rule with its severity or an error with its exit status")
    follows: dict[str, Any]
    if "severity" in words:
        severity = Severity(words["severity"])
        scope = words.get("scope", "submission")
        follows = dict(zip(("consequence_zh", "consequence_en"), CONSEQUENCES[severity, scope], strict=True))
        given = {**words, "severity": severity, "duty": Duty(words["duty"]), "scope": scope}
    else:
        follows = {"message_zh": words["title_zh"], "message_en": words["title_en"]}
        given = words
    if set(follows) & set(given):
        raise ValueError(f"{code}: {', '.join(sorted(follows))} follow from the rest")
    made = Message(code=code, **given, **follows)
    _check(made)
    return made


def _check(made: Message) -> None:
    for field in fields(made):
        value = getattr(made, field.name)
        if field.name.startswith("exit"):
            if not isinstance(value, int):
                raise ValueError(f"{made.code}: {field.name} is no number")
        elif value is not None and not isinstance(value, str):
            raise ValueError(f"{made.code}: {field.name} is no text")
    texts = ("title", "message", "consequence", "remedy", "meaning")
    for text in texts:
        if bool(getattr(made, f"{text}_zh")) != bool(getattr(made, f"{text}_en")):
            raise ValueError(f"{made.code}: {text} in one language only")
    zh, en = (_slots(" ".join(getattr(made, f"{text}_{one}") for text in texts)) for one in _LANGUAGES)
    if zh != en:
        raise ValueError(f"{made.code}: the languages differ in {', '.join(sorted(zh ^ en))}")


def _slots(text: str) -> set[str]:
    """The slots of a text; {kind_zh} and {kind_en} are one word in two languages."""
    return {slot.removesuffix("_zh").removesuffix("_en") for slot in _SLOT.findall(text)}
