"""How a number was read or computed, in words with its own figures: (Chinese, English)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ingest.decimal_text import plain

Row = Mapping[str, Any]
Words = tuple[str, str]

SAMPLE = "(示例)"

_AGREES = {
    "agrees": ("一致", "they agree"),
    "differs": ("不一致", "they differ"),
}
_BASES = {
    "COMPARABLE": ("本表所填可比口径上年同期", "the comparable base that the form states"),
    "QUOTED": ("本表所填上年同期", "last year's figure as the form quotes it"),
    "OWN": ("上年同期自己的报表", "last year's own submission"),
}
REASONS = {
    "LEVEL_NOT_COLLECTED": ("不收集绝对量", "no level is collected"),
    "LEVEL_MISSING": ("没有本期数", "the level is missing"),
    "LEVEL_NOT_A_POINT": ("本期数不是确切的数", "the level is no exact figure"),
    "LEVEL_NEGATIVE": ("本期数为负", "the level is negative"),
    "JAN_EXEMPT": ("一月免报", "no report for January"),
    "BASE_MISSING": ("没有上年同期数", "the base is missing"),
    "BASE_ZERO": ("上年同期为 0", "the base is zero"),
    "BASE_NEGATIVE": ("上年同期为负", "the base is negative"),
}


def value_in_words(
    value: Row, said: Row, register: Row | None, components: int, stated: Row | None = None
) -> Words:
    """A value that was handed in, or added up from a register of which `components` cells count.

    `said`: its row of fct_observation; `register`: what the register of the same submission adds up to; `stated`: the
    total that the submission states and that is not its number, because its rows add up to another.
    """
    if value["value_origin"] == "register":
        total = _total(value)
        zh = f"由台账 {components} 个单元格（{value['source_cell']}）汇总 = {total[0]}"
        en = f"{components} cells of the register ({value['source_cell']}) together = {total[1]}"
        if stated is not None and stated["obs_value"] is not None:
            at = f"{stated['source_sheet']}!{stated['source_cell']}"
            zh += f"；表中合计 {at} 填“{stated['raw_text']}”，即 {_number(stated)}，{_AGREES['differs'][0]}，以汇总为准"
            en += f"; the total at {at} says “{stated['raw_text']}”, {_number(stated)}: {_AGREES['differs'][1]}, and the sum counts"
        return zh, en
    if value["obs_value"] is None:
        return _no_value(value, said)
    if value["measure"] == "RANK":
        return _rank(value, said)
    zh, en = _as_read(value, said)
    if register is not None and value["reconciliation"] in _AGREES:
        agrees = _AGREES[value["reconciliation"]]
        total = _total(register)
        zh += f"；台账 {components} 个单元格合计 {total[0]}，{agrees[0]}"
        en += f"; {components} cells of the register add up to {total[1]}: {agrees[1]}"
    return zh, en


def growth_in_words(value: Row, said: Row, growth: Row) -> Words:
    """A reported growth beside the computed one. `growth`: its row of mart_growth_rate."""
    zh, en = _as_read(value, said) if value["obs_value"] is not None else _no_value(value, said)
    if growth["reason"]:
        reason = REASONS.get(growth["reason"], (growth["reason"], growth["reason"]))
        return (
            f"{zh}；未计算：{reason[0]} {growth['reason']}",
            f"{en}; not computed: {reason[1]}, {growth['reason']}",
        )
    base = _BASES[growth["base_source"]]
    level, base_value = (
        f"{plain(growth[name])} {growth['level_unit']}" for name in ("level_value", "base_value")
    )
    ratio = f"({level} ÷ {base_value} - 1) × 100 = {growth['growth_computed']}%{_mark_of(growth, 'growth_computed')}"
    zh += f"；计算 {ratio}，基数为{base[0]} {_at(growth, 'base')}"
    en += f"; computed {ratio} over {base[1]}, {_at(growth, 'base')}"
    if growth["gap_pp"] is not None:
        agrees = _AGREES["agrees" if growth["agrees"] else "differs"]
        gap = (
            f"{growth['gap_pp']:.6f}",
            "?" if growth["tolerance_pp"] is None else f"{growth['tolerance_pp']:.6f}",
        )
        zh += f"；相差 {gap[0]} 个百分点（容差 {gap[1]}），{agrees[0]}"
        en += f"; {gap[0]} percentage points apart (tolerance {gap[1]}): {agrees[1]}"
    if growth["base_differs"]:
        own = f"{plain(growth['base_value_own'])} {growth['level_unit']} → {growth['growth_computed_own']}%{_mark_of(growth, 'growth_computed_own')}"
        zh += f"；按{_BASES['OWN'][0]} {_at(growth, 'base_own')} 为 {own}"
        en += f"; over {_BASES['OWN'][1]}, {_at(growth, 'base_own')}: {own}"
    return zh, en


def _total(register: Row) -> Words:
    """What rows add up to: nothing while all of them wait to be recognised."""
    if register["obs_value"] is None:
        reason = register["obs_reason"] or register["obs_status"]
        return f"没有数值，{reason}", f"no value, {reason}"
    total = _number(register)
    return total, total


def _number(row: Row) -> str:
    return f"{plain(row['obs_value'])} {row['unit_measure']}{_mark(row)}"


def _mark(row: Row) -> str:
    """Invented figures say so wherever they are displayed."""
    return SAMPLE if row["is_synthetic"] else ""


def _mark_of(growth: Row, figure: str) -> str:
    return SAMPLE if figure in growth["invented_figures"].split(",") else ""


def _at(growth: Row, name: str) -> str:
    return f"{growth[f'{name}_file']} {growth[f'{name}_sheet']}!{growth[f'{name}_cell']}"


def _as_read(value: Row, said: Row) -> Words:
    if value["value_origin"] == "corrected":
        cell, corrected = f"“{said['raw_text']}”", _number(value)
        return (
            f"填报 {cell}，经更正 {said['correction_id']} = {corrected}",
            f"reported {cell}, corrected by {said['correction_id']} = {corrected}",
        )
    unit = "" if said["reported_unit"] in (None, "_Z") else said["reported_unit"]
    reported = said["reported_value"]
    read = f"{plain(reported)}{unit}" if isinstance(reported, Decimal) else f"“{said['raw_text']}”"
    power = f" × 10^{said['reported_unit_mult']}" if said["reported_unit_mult"] else ""
    return f"填报 {read}{power} = {_number(value)}", f"reported {read}{power} = {_number(value)}"


def _rank(value: Row, said: Row) -> Words:
    zh, en = f"填报位次 “{said['raw_text']}”", f"rank as reported “{said['raw_text']}”"
    if value["rank_of_n"] is not None:
        zh, en = f"{zh}，共 {value['rank_of_n']} 个", f"{en} of {value['rank_of_n']}"
    if value["reconciliation"] in _AGREES:
        agrees = _AGREES[value["reconciliation"]]
        zh, en = f"{zh}；按各地数值重排，{agrees[0]}", f"{en}; ranked again from the values: {agrees[1]}"
    return zh, en


def _no_value(value: Row, said: Row) -> Words:
    reason = value["obs_reason"] or value["obs_status"]
    if reason == "HELD":
        return (
            f"待核，未采用：单元格原文“{said['raw_text']}”，见 indicators held",
            f"held, not in the data: the cell says “{said['raw_text']}”, see indicators held",
        )
    if reason == "WITHDRAWN":
        return (
            f"报过的数，《{value['source_file']}》里没有了：撤回 {reason}",
            f"said before, and left out of {value['source_file']}: withdrawn, {reason}",
        )
    return (
        f"没有数值：单元格原文“{said['raw_text']}”，{reason}",
        f"no value: the cell says “{said['raw_text']}”, {reason}",
    )
