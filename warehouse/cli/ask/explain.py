"""`indicators explain`: what a code means, with an example and what to do."""

from __future__ import annotations

import difflib
from enum import StrEnum
from typing import Annotated

import typer

from ingest.finding.message import Message, messages
from ingest.finding.refusal import Refusal
from warehouse.cli.screen import say
from warehouse.cli.usage import epilog
from warehouse.language import languages

EPILOG = epilog(
    "indicators explain UNKNOWN_LABEL",
    "indicators explain SEVERAL_SERIES --lang en",
    "indicators explain lock_held",
)


class Language(StrEnum):
    """The language of an explanation, as `--lang` names it."""

    ZH = "zh"
    EN = "en"


_SEVERITIES = {
    "block": ("本次不发布", "nothing is published"),
    "hold": ("待核，改正、说明或放行后采用", "held until corrected, explained or released"),
    "warn": ("采用并标注，请说明", "loaded and marked; an explanation is asked for"),
    "hint": ("采用，供参考", "loaded; worth a look"),
}
_DUTIES = {
    "must_fix": ("强制性：必须改正", "must be corrected"),
    "explain": ("核实性：改正或说明", "to be corrected or explained"),
    "notice": ("提示性：看一看", "to be looked at"),
    "hand_in": ("催报", "to be handed in"),
    "operator": ("内部：由管理员处理", "the operator's"),
}
_SCOPES = {
    "submission": ("整份报表", "the whole submission"),
    "row": ("这一行或这一个数", "the one row or value"),
    "inbox": ("收件箱里的文件", "the file in the inbox"),
}
# label in Chinese and English, fields of the rule or error in both languages
_LINES = (
    ("意思", "meaning", "meaning"),
    ("例子", "example", "example"),
    ("影响", "effect", "consequence"),
    ("改法", "remedy", "remedy"),
)

Code = Annotated[
    str,
    typer.Argument(metavar="CODE", help="错误或问题第一行的代码 · the code in the first line of an error"),
]
Lang = Annotated[
    Language | None, typer.Option("--lang", help="只用一种语言 · one language only", show_default=False)
]


def explain(code: Code, lang: Lang = None) -> int:
    """Print what a code means. Refusal for a code that is none."""
    stated = _stated(code.strip().upper())
    for place, language in enumerate([lang] if lang else map(Language, languages())):
        if place:
            say()
        for line in _explanation(stated, language):
            say(line)
    return 0


def _stated(code: str) -> Message:
    """The rule or the error of a code. Refusal names the nearest one."""
    known = messages()
    if code in known:
        return known[code]
    near = difflib.get_close_matches(code, known, n=1, cutoff=0.4)
    raise Refusal("UNKNOWN_CODE", found=code, expected=f"{near[0]}?" if near else "")


def _explanation(stated: Message, language: Language) -> list[str]:
    """The lines of one language; what the message leaves empty is left out."""
    which = int(language is Language.EN)
    lines = [f"{stated.code}  {getattr(stated, f'title_{language}')}"]
    for *labels, name in _LINES:
        text = getattr(stated, name if name == "example" else f"{name}_{language}")
        # The effect of a rule is what publishing does, below.
        if text and not (stated.severity and name == "consequence"):
            lines.append(f"  {labels[which]}  {text}")
    if stated.severity and stated.duty:
        facts = (
            ("发布", "publishing", _SEVERITIES[stated.severity]),
            ("部门", "department", _DUTIES[stated.duty]),
            ("范围", "scope", _SCOPES[stated.scope]),
        )
        lines += [f"  {(zh, en)[which]}  {words[which]}" for zh, en, words in facts]
    else:
        lines.append(f"  {('退出码', 'exit status')[which]}  {stated.exit_status}")
    return lines
