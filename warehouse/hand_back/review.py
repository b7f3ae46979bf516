"""Everything that one hand-back says of one workbook: what was found, in which order and under which number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ingest.finding.finding import Finding
from ingest.finding.message import Duty, Severity
from warehouse.ledger.hand_backs import Said

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CELL = re.compile(r"([A-Z]*)([0-9]*)")
_NO_FORM = "UNKNOWN_FORM"
# What must be mended first.
_ORDER = {duty: number for number, duty in enumerate(Duty)}


class State(StrEnum):
    """What has become of the workbook, for whoever handed it in."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ASKED = "asked"
    PARTLY = "partly"
    TO_MEND = "to_mend"
    TO_EXPLAIN = "to_explain"
    UNKNOWN = "unknown"
    RELEASED = "released"
    REFUSED = "refused"
    PRECHECKED = "prechecked"


@dataclass(frozen=True, slots=True)
class Words:
    """A state in words: what it is, and what is to be done now."""

    state_zh: str
    next_zh: str
    state_en: str


STATES = {
    State.RECEIVED: Words("已收到，尚未审核", "审核后另有回执。", "received, not judged yet"),
    State.ACCEPTED: Words("已采用", "不用再做什么。", "accepted"),
    State.ASKED: Words(
        "已采用，有需要说明的", "请在“审核意见”表里写明情况；数有错的，改正后重报。", "accepted, questions"
    ),
    State.PARTLY: Words(
        "已采用，其中有的数待核",
        "请改正待核的数，或在“审核意见”表里写明情况，然后重报整份。",
        "accepted, some values held",
    ),
    State.TO_MEND: Words("待改，整份未采用", "请改正后重报整份。", "held, to be corrected"),
    State.TO_EXPLAIN: Words(
        "待核，整份未采用",
        "数有错的改正；属实的，在“审核意见”表里写明情况。然后重报整份。",
        "held, to be explained",
    ),
    State.UNKNOWN: Words(
        "未识别，未采用", "请核对是不是登记的报表；新表由管理员登记后读取，不必重报。", "no known form"
    ),
    State.RELEASED: Words("核实通过，已采用", "不用再做什么。", "released into the data"),
    State.REFUSED: Words("已退回，不采用", "请报正确的一份。", "refused"),
    State.PRECHECKED: Words(
        "预检，没有报送", "改好后放入本部门的收件箱文件夹，才算报送。", "checked beforehand, not handed in"
    ),
}
DUTIES_ZH = {
    Duty.MUST_FIX: "强制性",
    Duty.EXPLAIN: "核实性",
    Duty.NOTICE: "提示性",
    Duty.HAND_IN: "催报",
    Duty.OPERATOR: "管理员处理",
}
# What an explanation may be; others are asked about.
KINDS = ("属实-季节", "属实-一次性大项", "属实-口径或范围变化", "属实-更正往期", "上级反馈", "其他")


@dataclass(frozen=True, slots=True)
class Item:
    """A finding with its number. `follows`: it goes away with the one whose number it has.

    `said`: the explanation that came; `verdict_zh`: what was decided on it, or why it will not do as it is.
    """

    label: str
    finding: Finding
    follows: bool
    said: Said | None = None
    verdict_zh: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One workbook as it is handed back. `held_values`: single values that wait; `figures`, `rows`: what was read.

    `judged_against`: what it could be compared with is said only of what was judged.
    """

    submission_id: str
    file_name: str
    sha256: str
    size_bytes: int
    received_at: datetime
    department_zh: str
    form_id: str
    form_zh: str
    period: str
    state: State
    items: tuple[Item, ...]
    figures: int
    rows: int
    held_values: int
    reason: str = ""

    @property
    def used(self) -> int:
        """How many figures are in the data, or will be with the next build."""
        whole = self.state in (State.ACCEPTED, State.ASKED, State.PARTLY, State.RELEASED)
        return self.figures - self.held_values if whole else 0

    @property
    def counts(self) -> Mapping[Duty, int]:
        """How many findings of each duty, without what only follows."""
        roots = [one.finding.duty for one in self.items if not one.follows]
        return {duty: roots.count(duty) for duty in Duty}


def items_of(
    findings: Iterable[Finding], said: Mapping[str, Said], verdicts: Mapping[str, str]
) -> tuple[Item, ...]:
    """The findings numbered: what must be mended first, line by line, and under each what follows from it.

    `said`, `verdicts`: the explanation of a finding and what became of it, by its id.
    """
    every = list(findings)
    known = {one.finding_id for one in every if not one.caused_by}
    roots = [one for one in every if one.caused_by not in known]
    consequences: dict[str, list[Finding]] = {}
    for one in every:
        if one.caused_by in known:
            consequences.setdefault(one.caused_by, []).append(one)
    items = []
    for number, root in enumerate(sorted(roots, key=_in_turn), 1):
        label = _label(number)
        about = root.finding_id
        items.append(Item(label, root, False, said.get(about), verdicts.get(about, "")))
        # Two roots may have one id: the same thing, at two cells.
        for behind, one in enumerate(sorted(consequences.pop(root.finding_id, []), key=_in_turn), 1):
            items.append(Item(f"{label}-{behind}", one, True))
    return tuple(items)


def _label(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"


def _in_turn(one: Finding) -> tuple[object, ...]:
    match = _CELL.match(one.cell)
    column, line = match.groups() if match else ("", "")
    holds = one.severity not in (Severity.HOLD, Severity.BLOCK)
    return _ORDER[one.duty], holds, one.sheet, int(line or 0), len(column), column, one.rule


def state_of(findings: Iterable[Finding], kind: str) -> State:
    """The state by the decision that stands ('accept', 'hold', 'release', 'refuse', or '' while there is none)."""
    roots = [one for one in findings if not one.caused_by]
    holding = [one for one in roots if one.severity is Severity.HOLD]
    match kind:
        case "":
            return State.RECEIVED
        case "refuse":
            return State.REFUSED
        case "release":
            return State.RELEASED
        case "hold" if any(one.rule == _NO_FORM for one in holding):
            return State.UNKNOWN
        case "hold":
            mends = any(one.duty is Duty.MUST_FIX for one in holding)
            return State.TO_MEND if mends else State.TO_EXPLAIN
    if holding:
        return State.PARTLY
    asks = any(one.severity is Severity.WARN and one.duty is not Duty.OPERATOR for one in roots)
    return State.ASKED if asks else State.ACCEPTED


def held_values_of(findings: Iterable[Finding], kind: str) -> int:
    """How many single cells wait of what was accepted."""
    if kind != "accept":
        return 0
    return len(
        {(one.sheet, one.cell) for one in findings if one.severity is Severity.HOLD and one.scope == "row"}
    )
