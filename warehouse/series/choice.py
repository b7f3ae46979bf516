"""Choosing the one series that somebody means by an indicator, a month and perhaps some dimensions."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from ingest.finding.refusal import Refusal
from ingest.period.month import claims, month
from warehouse.series.words import figure_zh

Row = Mapping[str, Any]

# What tells two series of one indicator and month apart, and the option of `trace` that chooses it.
OPTIONS = {
    "ref_area": "--area",
    "measure": "--measure",
    "breakdown": "--breakdown",
    "accumulation": "--accumulation",
    "time_transform": "--transform",
    "status_class": "--status",
    "scope_basis": "--scope",
    "place_id": "--place",
    "component_area": "--component",
    "method_id": "--method",
    "target_kind": "--target",
    "freq": "--freq",
}
# Names by which a person may say a code.
_NAMES = {"ref_area": "area_zh", "place_id": "place_zh"}
# The default series (is_default of mart_indicator), as far as an option can ask for another.
_DEFAULTS = {
    "measure": ("VALUE",),
    "breakdown": ("_T",),
    "accumulation": ("YTD", "POINT", "PERIOD"),
    "time_transform": ("N",),
    "status_class": ("actual",),
    "scope_basis": ("OWN",),
    "place_id": ("_T",),
    "component_area": ("_Z",),
}
_ANNUAL = "A"
_SHOWN_CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """Which number: an indicator's id or Chinese name, a period, and dimensions where they were given.

    A year is two periods: the year to date of its last month and, where a form is annual, the year itself.
    """

    indicator: str
    periods: tuple[str, ...]
    dimensions: Mapping[str, str] = field(default_factory=dict)


def periods_of(text: str) -> tuple[str, ...]:
    """'2023-12', '202312', '2023年12月', '2023年1-12月' → ('2023-12',); '2023' → ('2023-12', '2023')."""
    said = claims("", text)
    if len(said) == 1 and said[0].year and said[0].month:
        return (month(said[0].year, said[0].month),)
    year = text.strip().removesuffix("年")
    if len(year) == 4 and year.isascii() and year.isdecimal():
        return (month(int(year), 12), year)
    raise Refusal("NOT_A_PERIOD", found=text, expected="2023-12、202312、2023年12月")


def indicator_of(text: str, names: Mapping[str, str]) -> str:
    """The id of an indicator, given by id or Chinese name. `names`: Chinese name by id."""
    ids = {**{name: indicator_id for indicator_id, name in names.items()}, **{each: each for each in names}}
    if text in ids:
        return ids[text]
    near = difflib.get_close_matches(text, ids, n=1, cutoff=0.4)
    meant = f"{ids[near[0]]}({names[ids[near[0]]]})?" if near else "、".join(names.values())
    raise Refusal("UNKNOWN_INDICATOR", found=text, expected=meant)


def number_of(text: str) -> Decimal | None:
    """The number that stands where an indicator is expected, 63.55 or 63.55%; None for words."""
    try:
        number = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        return None
    # What no amount of a published file could be is no number to look for.
    return number if number.is_finite() and -7 < number.adjusted() < 22 else None


def figures_of_number(asked: SeriesRequest, rows: Sequence[Row], area: str) -> Refusal:
    """A number alone is no question; but which figures of the period are that number can be told."""
    return Refusal(
        "UNKNOWN_INDICATOR",
        found=asked.indicator,
        expected="指标名称，如 实际到账外资" if not rows else "",
        choices=_cut([_command(row, row["indicator_zh"], asked, _unusual(row, area)) for row in rows]),
    )


def _unusual(row: Row, area: str) -> list[str]:
    """The dimensions in which a row is not what an indicator, an area and a month mean by themselves."""
    usual = {"ref_area": (area,), "target_kind": ("_Z",), **_DEFAULTS}
    return [name for name in OPTIONS if name in usual and row[name] not in usual[name]]


def choose(candidates: Sequence[Row], asked: SeriesRequest, area: str) -> Row:
    """The one row that is meant. `area`: the office's own, meant where none is named and it has a value."""
    if "ref_area" not in asked.dimensions and any(row["ref_area"] == area for row in candidates):
        candidates = [row for row in candidates if row["ref_area"] == area]
    rows = [row for row in candidates if _fits(row, asked.dimensions)]
    if not rows:
        raise Refusal(
            "NO_SUCH_SERIES",
            found=_given(asked),
            expected=f"{_known_values(candidates, asked.dimensions)} {_listing(candidates)}".strip(),
            choices=_commands(candidates, replace(asked, dimensions={})),
        )
    if len(rows) == 1:
        return rows[0]
    usual = [row for row in rows if _is_usual(row, asked.dimensions)]
    if len(usual) == 1:
        return usual[0]
    # What there is to choose from, each as the command to type.
    raise Refusal(
        "SEVERAL_SERIES", found=_given(asked), expected=_listing(rows), choices=_commands(rows, asked)
    )


def _known_values(rows: Sequence[Row], given: Mapping[str, str]) -> str:
    """Of each dimension of which no row has the value that was given, the values that there are. Empty: each has one."""
    return " ".join(
        f"{OPTIONS[name]} {'|'.join(sorted({row[_NAMES.get(name, name)] for row in rows}))}"
        for name, value in given.items()
        if not any(_fits(row, {name: value}) for row in rows)
    )


def _fits(row: Row, dimensions: Mapping[str, str]) -> bool:
    return all(
        value in ((row[name], row[_NAMES[name]]) if name in _NAMES else (row[name],))
        for name, value in dimensions.items()
    )


def _is_usual(row: Row, given: Mapping[str, str]) -> bool:
    """Whether a row is the default series but for what was given.

    Growth is of comparable scope where the form says so, so that its scope tells nothing.
    """
    free = {"scope_basis"} if row["time_transform"] != "N" else set()
    # A month of its own is asked for; the figure of a year at an annual form is simply its figure.
    if row["accumulation"] == "PERIOD" and row["freq"] != _ANNUAL and "accumulation" not in given:
        return False
    return all(name in given or name in free or row[name] in usual for name, usual in _DEFAULTS.items())


def _given(asked: SeriesRequest) -> str:
    options = (f"{OPTIONS[name]} {value}" for name, value in asked.dimensions.items())
    return " ".join([asked.indicator, asked.periods[-1], *options])


def _listing(rows: Sequence[Row]) -> str:
    """What the rows' distinguishing dimensions can be: '--breakdown _T|private'."""
    return " ".join(f"{OPTIONS[name]} {'|'.join(_values(rows, name))}" for name in _telling(rows))


def _telling(rows: Sequence[Row]) -> list[str]:
    return [name for name in OPTIONS if len({row[name] for row in rows}) > 1]


def _values(rows: Iterable[Row], name: str) -> list[str]:
    return sorted({row[name] for row in rows})


def _commands(rows: Sequence[Row], asked: SeriesRequest) -> list[str]:
    """What to type for each candidate, with what it is called and its value; past the first twenty, how many more there
    are."""
    telling = [name for name in OPTIONS if name in asked.dimensions or name in _telling(rows)]
    lines = [
        _command(row, asked.indicator, asked, telling)
        for row in sorted(rows, key=lambda row: [row[name] for name in telling])
    ]
    return _cut(lines)


def _command(row: Row, indicator: str, asked: SeriesRequest, options: Iterable[str]) -> str:
    given = (f"{OPTIONS[name]} {row[name]}" for name in options)
    command = " ".join(["indicators trace", indicator, asked.periods[-1], *given])
    unit = "" if row["obs_value"] is None else row["display_unit_zh"] or ""
    return f"{command}  → {figure_zh(row)} {row['display_value']} {unit}".rstrip()


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN_CANDIDATES
    return lines if more <= 0 else [*lines[:_SHOWN_CANDIDATES], f"… 另有 {more} 个 ({more} more)"]
