"""A published table as the public sees it: an expression a column, in which what is withheld is NULL and says so.

Computed growth stands rounded where its level and base are withheld: 1032 / 631 to sixteen digits is the quotient of no
other two small numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from warehouse.dictionary import Column, Model
from warehouse.disclosure.plan import Flags
from warehouse.family.figure_columns import RESTRICTED, is_figure, reason_columns

SUPPRESSED, NOT_PUBLISHED = "SUPPRESSED", "[不公布]"
OBSERVATIONS, FLAGS, GROUPS, OF_LEVEL = "withheld_value", "withheld_flag", "withheld_group", "withheld_level"
# Where something stands in the office, who handed it in, what else was written there.
_PROVENANCE = re.compile(
    r"(?:.*_)?(?:file|sheet|cell)|(?:.*_)?submission_id|supersedes|correction_id|raw_text|number_format|reported_value"
    r"|row_path|col_path|period_raw|comment_obs|(?:first_|last_)?row(?:_no)?|row_key_of_register"
)
# How an expression names what is joined: a value, a level, a sum of a group.
_ALIAS = re.compile(r"\b([vlg]__\w+)\.")
_BOUNDS = ("_low", "_high")
_ROUNDED = 2


@dataclass(frozen=True, slots=True)
class Masked:
    """A table of the public build. `select`: its rows; `columns`: what is left of them."""

    select: str
    columns: tuple[str, ...]


@cache
def _around() -> Mapping[str, Mapping[str, Sequence[str]]]:
    file = Path(__file__).with_name("around.yml")
    told: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return told


def is_provenance(name: str) -> bool:
    """Whether a column says where in the office a figure came from."""
    return _PROVENANCE.fullmatch(name) is not None


def masked(
    model: Model, columns: Sequence[Column], source: str, shares: Mapping[str, str] = MappingProxyType({})
) -> Masked:
    """How the public sees a table of a published file. `source`: its relation, in SQL; `columns`: those that it has;
    `shares`: of groups of a register, what each share is a share of."""
    kept = [column for column in columns if not is_provenance(column.name)]
    hidden, joined = _hidden(model, kept, shares)
    reasons = reason_columns(kept, model.reasons)
    hidden |= _reasons(kept, reasons, hidden)
    main = hidden.get(model.main) or _any(
        [condition for name, condition in hidden.items() if _is_number(name, kept)]
    )
    parts = ", ".join(f"{_seen(column, hidden, main, kept)} as {column.name}" for column in kept)
    rows = f"{source} as shown {' '.join((joined, *_joins(model, parts)))}"
    return Masked(f"select {parts} from {rows}", tuple(column.name for column in kept))  # noqa: S608 - names of our own


def _joins(model: Model, parts: str) -> list[str]:
    """What an expression asks of other tables, joined once however often it is asked."""
    found = []
    for alias in dict.fromkeys(_ALIAS.findall(parts)):
        kind, of = alias[0], alias[3:]
        if kind == "v":
            on = f"{OBSERVATIONS} as {alias} on shown.{of} = {alias}.observation_id"
        elif kind == "l":
            on = f"{OF_LEVEL} as {alias} on shown.{of}_id = {alias}.observation_id"
        else:
            on = (
                f"{GROUPS} as {alias} on {alias}.mart = '{model.name}' and {alias}.way = shown.register_dimension"
                f" and {alias}.member = shown.register_group and {alias}.time_period = shown.time_period"
                f" and {alias}.figure = '{of}'"
            )
        found.append(f"left join {on}")
    return found


def _is_number(name: str, columns: Sequence[Column]) -> bool:
    return any(column.name == name and is_figure(column) for column in columns)


def _hidden(model: Model, columns: Sequence[Column], shares: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The condition under which each column is withheld, and what has to be joined to know it."""
    names = {column.name for column in columns}
    if model.name in _around():
        return _by_series(model, columns), _flag_join(names)
    if "register_dimension" in names:
        return _of_group(columns, shares), ""
    if "observation_id" in names:
        return _of_observation(columns), ""
    if any(name.endswith("_id") and name.removesuffix("_id") in names for name in names):
        return _of_figures(columns), ""
    return {}, ""


def _flag_join(names: set[str]) -> str:
    if "row_key" in names:
        series, period = "split_part(shown.row_key, '|', 1)", "split_part(shown.row_key, '|', 2)"
    else:
        series, period = "shown.series_id", "shown.time_period"
    joined = f"left join {FLAGS} as flag on flag.series_id = {series} and flag.time_period = {period}"
    if "part_series_id" in names:
        own = f"of_part.series_id = shown.part_series_id and of_part.time_period = {period}"
        return f"{joined} left join {FLAGS} as of_part on {own}"
    return joined


def _flag(names: Sequence[str]) -> str:
    return _any([f"coalesce(flag.{name}, false)" for name in names])


def _any(conditions: Sequence[str]) -> str:
    return f"({' or '.join(dict.fromkeys(conditions))})" if conditions else "false"


def _withheld(name: str) -> str:
    return f"v__{name}.observation_id is not null"


def _by_series(model: Model, columns: Sequence[Column]) -> dict[str, str]:
    told = _around()[model.name]
    names = [column.name for column in columns]
    ids = [column.name for column in columns if column.data_type == "bigint" and column.name.endswith("_id")]
    everything = [
        *(_flag((flag,)) for flag in Flags._fields if flag not in ("change", "rank")),
        *(_withheld(name) for name in ids if name != "result_id"),
    ]
    # A part's rows are told by the series of the whole, and by its own.
    if "part_series_id" in names:
        everything += ["coalesce(of_part.level, false)", "coalesce(of_part.base, false)"]
    found = {}
    for column in columns:
        flags = told.get(column.name)
        if flags is not None:
            found[column.name] = _flag(flags) if flags else "false"
        elif is_figure(column) or column.name == "why_zh":
            found[column.name] = _any(everything)
    if "target_id" in names:
        for name in ("target_value", "target_low", "target_high"):
            found[name] = _withheld("target_id")
    return {name: condition for name, condition in found.items() if condition != "false"}


def _of_group(columns: Sequence[Column], shares: Mapping[str, str]) -> dict[str, str]:
    """The sums of a register's groups; a share goes with what it is a share of."""
    sums = [column.name for column in columns if is_figure(column) and column.data_type.startswith("decimal")]
    every = _any([_of_sum(name) for name in sums])
    return {
        column.name: _any(
            [_of_sum(name) for name in dict.fromkeys((column.name, shares.get(column.name, column.name)))]
        )
        if column.name in sums or column.name in shares
        else every
        for column in columns
        if is_figure(column) and column.data_type != "integer"
    }


def _of_sum(name: str) -> str:
    return f"g__{name}.mart is not null"


def _of_observation(columns: Sequence[Column]) -> dict[str, str]:
    """A row that is one value; what last year's is stands beside it."""
    names = {column.name for column in columns}
    own = _withheld("observation_id")
    found = {
        name: own
        for name in ("obs_value", "value_low", "value_high", "multiple_stated", "rank_of_n")
        if name in names
    }
    if "value_year_before_id" in names:
        before = _withheld("value_year_before_id")
        found |= {"value_year_before": before, "difference": _any([own, before])}
    return found


def _of_figures(columns: Sequence[Column]) -> dict[str, str]:
    """Several figures in a row: each goes by its own value; what was computed of them, with any of them.

    A growth goes by that of its level; what has no key and is a whole number counts or places.
    """
    ids = [column.name for column in columns if column.data_type == "bigint" and column.name.endswith("_id")]
    stems = sorted((name.removesuffix("_id") for name in ids), key=len, reverse=True)
    anything = _any([_withheld(name) for name in ids])
    found = {}
    for column in columns:
        name = column.name
        stem = next((each for each in stems if name == each or name.startswith(f"{each}_")), "")
        if f"{name}_id" in ids:
            found[name] = _withheld(f"{name}_id")
            if name.endswith("_summed") and f"{name.removesuffix('_summed')}_id" in ids:
                # A return without rows adds up to nothing, and has no key.
                found[name] = _any([found[name], _withheld(f"{name.removesuffix('_summed')}_id")])
            if name.endswith(("_base", "_base_own")):
                level = name.removesuffix("_own").removesuffix("_base")
                found[name] = _any([found[name], _of_level(level, "base")])
        elif stem and name.endswith(_BOUNDS):
            found[name] = _withheld(f"{stem}_id")
        elif name.startswith("rank_") and "rank_reported_id" in ids and is_figure(column):
            found[name] = _withheld("rank_reported_id")
        elif stem and "_growth_computed" in name and is_figure(column):
            found[name] = _of_level(stem, "growth")
        elif is_figure(column) and column.data_type != "integer":
            found[name] = anything
    return found


def _of_level(stem: str, flag: str) -> str:
    return f"coalesce(l__{stem}.is_{flag}, false)"


def _reasons(
    columns: Sequence[Column], reasons: Mapping[str, str], hidden: Mapping[str, str]
) -> dict[str, str]:
    """A reason says that something is withheld; so does that of a growth which nobody could compute without telling of a
    level that is withheld (a base of nothing)."""
    found: dict[str, list[str]] = {}
    names = {column.name for column in columns}
    for name, condition in hidden.items():
        reason = reasons.get(name) or (f"{name}_reason" if f"{name}_reason" in names else "")
        # Where a figure has a reason of its own, what is derived from it has none: restricted_figures names it.
        if reason and (reason == f"{name}_reason" or reason.removesuffix("_reason") not in names):
            found.setdefault(reason, []).append(condition)
    if "reason" in names and "growth_computed" in names:
        found["reason"] = [
            _any([_flag(("growth",)), f"shown.growth_computed is null and {_flag(('level', 'base'))}"])
        ]
    for name in names:
        if name.endswith("_growth_computed_reason"):
            stem = name.removesuffix("_growth_computed_reason")
            if f"{stem}_id" in names:
                either = _any([_of_level(stem, "level"), _of_level(stem, "base")])
                found[name] = [
                    _any([_of_level(stem, "growth"), f"shown.{stem}_growth_computed is null and {either}"])
                ]
    return {reason: _any(conditions) for reason, conditions in found.items()}


def _seen(column: Column, hidden: Mapping[str, str], main: str, columns: Sequence[Column]) -> str:
    """A column as the public sees it."""
    name, own = column.name, f"shown.{column.name}"
    if said := _said(name, main):
        return said
    if name == RESTRICTED:
        figures = [
            f"case when {condition} and shown.{figure} is not null then '{figure}' end"
            for figure, condition in hidden.items()
            if _is_number(figure, columns)
        ]
        return f"concat_ws(',', {', '.join(figures)})" if figures else "''"
    if name == "growth_zh":
        unsaid = _any([hidden.get(name, "false"), f"shown.growth is null and {_flag(('level', 'base'))}"])
        return f"case when {unsaid} then '{NOT_PUBLISHED}' else {own} end"
    if name not in hidden:
        return own
    if name.endswith("_zh"):
        unless = hidden[name]
        if name == "standing_zh" and _is_number("growth", columns):
            # Where no level is aimed at, it is the growth that is judged: 高于目标0.40个百分点.
            unless = _any([unless, f"({_flag(('growth',))} and shown.completion is null)"])
        says = f"{unless} and coalesce({own}, '') not in ('', '无目标')"
        return f"case when {says} then '{NOT_PUBLISHED}' else {own} end"
    if column.data_type == "varchar":
        return f"case when {hidden[name]} then '{SUPPRESSED}' else {own} end"
    if (column.data_type == "double" and "growth_computed" in name) or name == "index_previous_year":
        near = f"when {_near(name, columns)} then round({own}, {_ROUNDED})"
        return f"case when {hidden[name]} then null {near} else {own} end"
    return f"case when {hidden[name]} then null else {own} end"


def _said(name: str, main: str) -> str:
    """What is said of a row's main figure; empty for any other column. Why it is withheld is not said: whether for its own
    sake or for another's, whoever knows that comes closer to it."""
    own = f"shown.{name}"
    if name == "conf_status":
        return f"case when {main} then 'N' else 'F' end"
    words = {"display_value": NOT_PUBLISHED, "obs_status": "Q", "obs_reason": SUPPRESSED}
    if main == "false" or name not in words:
        return ""
    return f"case when {main} then '{words[name]}' else {own} end"


def _near(name: str, columns: Sequence[Column]) -> str:
    """Whether the level or the base that a computed growth rests on is withheld."""
    names: set[Any] = {column.name for column in columns}
    stem = name.partition("_growth_computed")[0]
    if f"{stem}_id" in names and stem != name:
        return _any([_of_level(stem, "level"), _of_level(stem, "base")])
    return _flag(("level", "base"))
