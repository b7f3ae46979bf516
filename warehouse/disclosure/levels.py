"""The levels of a published file: what was measured in a period, however many forms and versions say it.

A level quoted in the return of a year later is the same figure, and so is the one of an earlier version: they are withheld
together. Beside what was reported stand the single months that two cumulative levels give away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ingest.office.catalogue import DisclosureWaiver
from ingest.office.relation.whole import Whole
from warehouse.disclosure.complement import CUMULATIVE, GROWTH_OF_MONTH, GROWTH_OF_YEAR, MONTH, PART, YEAR
from warehouse.disclosure.complement import GROWTH as _GROWTH
from warehouse.disclosure.figure import DECIDED, FREE, Figure, Key, Relation

LEVEL, GROWTH = "level", "growth"
# What tells lines apart; a form, a version and a base of comparison do not.
LINE = (
    "indicator_id", "method_id", "ref_area", "place_id", "breakdown", "freq", "accumulation", "currency",
    "price_basis", "status_class", "target_kind",
)  # fmt: skip
# What two cumulative levels differ by, where nobody has stated it or something else has been stated.
DIFFERENCE = "DIFFERENCE"
# What has come in of what grows from month to month: a sum since January in months that are published too, a stock and
# the total of whole lives in differences that nobody prints and everybody can take.
_RUNNING = {"YTD": "PERIOD", "LIFE": DIFFERENCE, "POINT": DIFFERENCE}
_REASON_OF = {"A": "FEW_UNITS", "O": "DOMINANCE", "T": "DOMINANCE", "D": "SECONDARY", "E": "EMBARGO"}
# Written with three digits, a whole and its parts may differ by as much and nobody is misled by it.
_NEAR = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Line:
    """The dimensions of a level but time."""

    indicator_id: str
    method_id: str
    ref_area: str
    place_id: str
    breakdown: str
    freq: str
    accumulation: str
    currency: str
    price_basis: str
    status_class: str
    target_kind: str

    @property
    def text(self) -> str:
        return "|".join(getattr(self, name) for name in LINE)

    def other(self, **changed: str) -> Line:
        return Line(**{name: changed.get(name, getattr(self, name)) for name in LINE})


@dataclass(frozen=True, slots=True)
class Said:
    """A level as an observation says it. `value` is None where only bounds are known, or nothing."""

    line: Line
    period: str
    value: Fraction | None
    status: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels and single months by key; `lines`: the line of each text."""

    figures: Mapping[Key, Figure]
    lines: Mapping[str, Line]
    relations: tuple[Relation, ...]


def concerned(connection: Any, wholes: Iterable[str]) -> str:
    """The indicators of which anything is restricted, and those of `wholes`, that groups of a register add up to, as a
    list in SQL. No relation leaves them: of all others everything is public."""
    rows = connection.execute(
        """
        select indicator_id from fct_observation where conf_status <> 'F'
        union select indicator_id from mart_disclosure where conf_status <> 'F'
        """
    ).fetchall()
    found = sorted({indicator for (indicator,) in rows} | set(wholes))
    return ", ".join(f"'{indicator}'" for indicator in found) or "''"


def said_in(connection: Any, indicators: str) -> list[Said]:
    """Every level that the current observations of a file say of `indicators`, a list in SQL; a target, which is nobody's,
    is restricted by its units alone."""
    rows = connection.execute(
        f"""
        select
          {", ".join(f"said.{name}" for name in LINE)},
          said.time_period,
          cast(said.obs_value as varchar),
          case
            when said.status_class = 'target' and said.conf_status not in ('C', 'E', 'N') then coalesce(told.conf_status, 'F')
            else said.conf_status
          end,
          shown.observation_id is not null and said.scope_basis = 'OWN'
        from fct_observation as said
        left join mart_indicator as shown on said.observation_id = shown.observation_id
        left join mart_disclosure as told
          on said.series_id = told.series_id and said.time_period = told.time_period and told.disclosed = 'figure'
        where said.measure = 'VALUE' and said.time_transform = 'N' and said.component_area = '_Z'
          and said.is_current and said.indicator_id in ({indicators})
        order by said.observation_id
        """  # noqa: S608 - names of our own
    ).fetchall()
    return [
        Said(
            Line(*row[: len(LINE)]), row[-4], None if row[-3] is None else Fraction(row[-3]), row[-2], row[-1]
        )
        for row in rows
    ]


def months_in(connection: Any) -> dict[tuple[str, ...], str]:
    """Indicator, area, breakdown, accumulation and period of the single months that let units be inferred, and their
    status."""
    return {
        tuple(row[:5]): row[5]
        for row in connection.execute(
            """
            select indicator_id, ref_area, breakdown, accumulation, time_period, conf_status
            from mart_disclosure
            where disclosed = 'month' and conf_status <> 'F'
            """
        ).fetchall()
    }


def waived_on(
    waivers: Iterable[DisclosureWaiver], day: date, transform: str = "N"
) -> set[tuple[str, str, str, str, str]]:
    """Indicator, area, breakdown, period and accumulation of the levels, or growths (G1Y), that are waived on a day."""
    return {
        (one.indicator_id, one.ref_area, one.breakdown, one.period, one.accumulation)
        for one in waivers
        if one.time_transform == transform
        and one.valid_from <= day
        and (one.valid_to is None or day <= one.valid_to)
    }


def kept_growths(keys: Iterable[Key], waived: set[tuple[str, str, str, str, str]]) -> frozenset[Key]:
    """The growths among some keys that are waived."""
    return frozenset(
        key
        for key in keys
        if key.kind == GROWTH
        and (of := Line(*key.line.split("|")))
        and (of.indicator_id, of.ref_area, of.breakdown, key.period, of.accumulation) in waived
    )


def levels_of(
    said: Sequence[Said],
    months: Mapping[tuple[str, ...], str],
    catalogue: Mapping[str, str],
    waived: set[tuple[str, str, str, str, str]],
    wholes: Iterable[Whole],
) -> Levels:
    """Levels, single months and what holds between them. `months`: as months_in; `catalogue`: the status that the
    catalogue gives an indicator, which its single months have too."""
    lines: dict[str, Line] = {}
    values: dict[Key, Fraction] = {}
    statuses: dict[Key, str] = {}
    shown: set[Key] = set()
    for one in said:
        key = Key(LEVEL, one.line.text, one.period)
        lines.setdefault(key.line, one.line)
        if one.value is not None and (key not in values or (one.is_shown and key not in shown)):
            values[key] = one.value
        if one.is_shown:
            shown.add(key)
        # Of nothing nobody has a part.
        if one.status in DECIDED or (
            one.status != FREE and one.value != 0 and statuses.get(key) not in DECIDED
        ):
            statuses[key] = one.status
    relations = [*_months(values, statuses, lines, months, catalogue)]
    relations += _years(values, lines)
    relations += _growths(values, lines)
    relations += _parts(values, lines, list(wholes))
    figures = {}
    for key in values.keys() | statuses.keys():
        line = lines[key.line]
        status = statuses.get(key, FREE)
        figures[key] = Figure(
            key,
            values.get(key, Fraction(0)),
            "" if status == FREE else _REASON_OF.get(status, "CATALOGUE"),
            (line.indicator_id, line.ref_area, line.breakdown, key.period, line.accumulation) in waived,
            _cost(line, key.period, values.get(key, Fraction(0))),
        )
    return Levels(figures, lines, tuple(relations))


def growth_costs(levels: Levels) -> dict[Key, int]:
    """What it costs to withhold each growth: that of a month is quoted by few, that of a year by everybody."""
    costs = {}
    for relation in levels.relations:
        if (growth := relation.ratio) is not None:
            line = levels.lines[growth.line]
            of_month = line.freq == "M" and line.accumulation in ("PERIOD", DIFFERENCE)
            costs[growth] = (
                GROWTH_OF_MONTH
                if of_month or line.breakdown != "_T"
                else GROWTH_OF_YEAR
                if growth.period.endswith("-12") or len(growth.period) == 4
                else _GROWTH
            )
    return costs


def year_before(period: str) -> str:
    """The same period of the year before: 2022-12 of 2023-12, 2022 of 2023."""
    return f"{int(period[:4]) - 1:04d}{period[4:]}"


def month_before(period: str) -> str:
    """The month before in the same year; empty for January, and for what is no month."""
    month = period[5:7]
    return f"{period[:5]}{int(month) - 1:02d}" if month.isdigit() and month != "01" else ""


def _months(
    values: dict[Key, Fraction],
    statuses: dict[Key, str],
    lines: dict[str, Line],
    restricted: Mapping[tuple[str, ...], str],
    catalogue: Mapping[str, str],
) -> Iterable[Relation]:
    """Cumulative − cumulative of the month before − month; adds the months themselves."""
    for key, value in list(values.items()):
        line = lines[key.line]
        if line.freq != "M" or line.accumulation not in _RUNNING or line.status_class != "actual":
            continue
        before_period = month_before(key.period)
        before = Key(LEVEL, key.line, before_period)
        if before_period and before not in values:
            continue
        difference = value - (values[before] if before_period else 0)
        month_line = line.other(accumulation=_RUNNING[line.accumulation])
        month = Key(LEVEL, month_line.text, key.period)
        if month in values and not _near(values[month], difference):
            month_line = line.other(accumulation=DIFFERENCE)
            month = Key(LEVEL, month_line.text, key.period)
        lines.setdefault(month.line, month_line)
        values.setdefault(month, difference)
        status = restricted.get(
            (line.indicator_id, line.ref_area, line.breakdown, line.accumulation, key.period)
        )
        given = catalogue.get(line.indicator_id, FREE)
        if given == "E" and statuses.get(key) != "E":
            # Released: the embargo of its months has ended with it.
            given = FREE
        if given in DECIDED:
            statuses[month] = given
        elif (status or given != FREE) and values[month] and statuses.get(month) not in DECIDED:
            statuses[month] = status or given
        terms = [(key, Fraction(1)), (month, Fraction(-1))]
        if before_period:
            terms.append((before, Fraction(-1)))
        yield Relation(tuple(terms))


def _years(values: Mapping[Key, Fraction], lines: Mapping[str, Line]) -> Iterable[Relation]:
    """A year's figure is what December has come to, where both are said."""
    for key, value in values.items():
        line = lines[key.line]
        if (line.freq, line.accumulation, line.status_class) == ("A", "PERIOD", "actual"):
            december = Key(LEVEL, line.other(freq="M", accumulation="YTD").text, f"{key.period}-12")
            if december in values and _near(values[december], value):
                yield Relation(((key, Fraction(1)), (december, Fraction(-1))))


def _growths(values: Mapping[Key, Fraction], lines: Mapping[str, Line]) -> Iterable[Relation]:
    """Level − base · (1 + growth): as if the growth were given to every digit."""
    for key, value in values.items():
        base = Key(LEVEL, key.line, year_before(key.period))
        if lines[key.line].status_class == "actual" and values.get(base, 0) > 0:
            growth = Key(GROWTH, key.line, key.period)
            # A fall by 100 % tells that there is nothing, whatever the base was.
            rest = ((base, -value / values[base]),) if value else ()
            yield Relation(((key, Fraction(1)), *rest), growth)


def _parts(
    values: Mapping[Key, Fraction], lines: Mapping[str, Line], wholes: Sequence[Whole]
) -> Iterable[Relation]:
    """Whole − parts, where the catalogue says that the parts are all of it and the figures say so too."""
    for whole in wholes:
        for key, value in values.items():
            line = lines[key.line]
            if getattr(line, whole.dimension) != whole.whole:
                continue
            parts = [
                Key(LEVEL, line.other(**{whole.dimension: part}).text, key.period) for part in whole.parts
            ]
            if all(part in values for part in parts) and _near(sum(values[part] for part in parts), value):
                yield Relation(((key, Fraction(1)), *((part, Fraction(-1)) for part in parts)))


def _near(one: Fraction | int, other: Fraction) -> bool:
    return abs(one - other) <= _NEAR * max(abs(Fraction(one)), abs(other))


def _cost(line: Line, period: str, value: Fraction) -> tuple[int, int, Fraction]:
    if line.accumulation in ("PERIOD", DIFFERENCE) and line.freq == "M":
        kind = MONTH
    elif line.breakdown != "_T":
        kind = PART
    else:
        kind = YEAR if period.endswith("-12") or len(period) == 4 else CUMULATIVE
    # A nothing protects nobody: that it is withheld is as good as to say so.
    return (kind, int(value == 0), abs(value))
