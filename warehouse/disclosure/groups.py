"""The groups of a register that a family's page adds up, in several ways: over each way they are the whole, and the
divisions of an industry are its section."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ingest.family.page import Groups, Page
from warehouse.disclosure.complement import GROUP
from warehouse.disclosure.figure import FREE, Figure, Key, Relation
from warehouse.disclosure.levels import DIFFERENCE, LEVEL, Levels, month_before
from warehouse.family.described import PREFIX
from warehouse.settings import CHECKOUT

KIND = "group"
_SEEDS = CHECKOUT / "dbt_project" / "seeds"
_REASON_OF = {"A": "FEW_UNITS", "O": "DOMINANCE"}


@dataclass(frozen=True, slots=True)
class GroupFigures:
    figures: Mapping[Key, Figure]
    relations: tuple[Relation, ...]


def group_key(mart: str, way: str, group: str, count: str, period: str) -> Key:
    """The key of a sum over a group of a register."""
    return Key(KIND, "|".join((mart, way, group, count)), period)


def groups_in(connection: Any, page: Page, levels: Levels, area: str, minimum_units: int) -> GroupFigures:
    """The sums of a page's groups. `levels`: what they add up to is among them; `minimum_units`: the fewest units of a
    figure that is published."""
    groups = page.groups
    if groups is None:
        return GroupFigures({}, ())
    mart = PREFIX + page.name
    sums = [name for name, count in groups.counts.items() if count.take == "sum"]
    figures: dict[Key, Figure] = {}
    # Of a count and a period: the groups of each way.
    by_way: defaultdict[tuple[str, str], defaultdict[str, list[Key]]] = defaultdict(lambda: defaultdict(list))
    said = ", ".join(f"cast({name} as varchar)" for name in sums)
    rows = connection.execute(
        f"""
        select
          time_period, register_dimension, register_group, {groups.units}, conf_status,
          string_split(restricted_figures, ','), {said}
        from {mart}
        """  # noqa: S608 - names of our own pages
    ).fetchall()
    units: dict[tuple[str, str, str], int] = {}
    for period, way, group, counted, status, restricted, *amounts in rows:
        units[way, group, period] = counted
        for name, amount in zip(sums, amounts, strict=True):
            if amount is None:
                continue
            key = group_key(mart, way, group, name, period)
            value = Fraction(amount)
            reason = _REASON_OF.get(status, "CATALOGUE") if status != FREE and name in restricted else ""
            figures[key] = Figure(key, value, reason, False, (GROUP, int(value == 0), abs(value)))
            by_way[name, period][way].append(key)
    relations: list[Relation] = []
    for (name, period), ways in by_way.items():
        relations += _together(ways, figures, _wholes(groups, name, period, levels, area))
        relations += _sections(groups, ways)
    relations += _months(groups, figures)
    differences = _differences(groups, figures, units, minimum_units)
    figures |= {key: figure for key, figure, _ in differences}
    relations += [relation for _, _, relation in differences]
    return GroupFigures(figures, tuple(relations))


def shares_in(
    page: Page, levels: Levels, area: str, figures: Iterable[Key], reasons: Mapping[Key, str]
) -> set[Key]:
    """The shares that would tell of a total that is withheld, or that nobody publishes, what groups without it are: every
    group's of the same way and period, as keys like those of sums."""
    groups = page.groups
    if groups is None:
        return set()
    mart = PREFIX + page.name
    by_way: defaultdict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in figures:
        if key.kind == KIND and key.line.startswith(f"{mart}|"):
            _, way, _, count = key.line.split("|")
            by_way[way, count, key.period].append(key)
    found = set()
    for name, share in groups.shares.items():
        for (way, count, period), keys in by_way.items():
            wholes = _wholes(groups, count, period, levels, area) if count == share.of else []
            is_told = any(whole not in reasons for whole in wholes)
            if count == share.of and not is_told and any(key in reasons for key in (*wholes, *keys)):
                found |= {group_key(mart, way, _group(key), name, period) for key in keys}
    return found


def _wholes(groups: Groups, count: str, period: str, levels: Levels, area: str) -> list[Key]:
    """The level that the groups of a count add up to."""
    return [
        key
        for whole in groups.wholes
        if whole.of == count
        for key, figure in levels.figures.items()
        if key.kind == LEVEL
        and key.period == period
        and (line := levels.lines[key.line]).indicator_id == whole.indicator
        and (line.ref_area, line.breakdown, line.accumulation, line.status_class)
        == (area, "_T", whole.accumulation, "actual")
        and figure.value
    ]


def _together(
    ways: Mapping[str, list[Key]], figures: Mapping[Key, Figure], wholes: list[Key]
) -> Iterable[Relation]:
    """Every way adds up to the same: to the whole that is published, or else to what another way does."""
    minus = Fraction(-1)
    first, *others = ways.values()
    if wholes:
        for keys in ways.values():
            yield Relation(((wholes[0], Fraction(1)), *((key, minus) for key in keys)))
        return
    for keys in others:
        yield Relation((*((key, Fraction(1)) for key in first), *((key, minus) for key in keys)))


def _sections(groups: Groups, ways: Mapping[str, list[Key]]) -> Iterable[Relation]:
    """A section less its divisions."""
    for coarse, way in groups.by.items():
        if not way.list:
            continue
        fine = next(
            (
                name
                for name, other in groups.by.items()
                if not other.list and (other.field, other.first) == (way.field, way.first)
            ),
            None,
        )
        if fine is None:
            continue
        section_of = _section_of(way.list)
        for key in ways.get(coarse, ()):
            divisions = [other for other in ways.get(fine, ()) if section_of(_group(other)) == _group(key)]
            if divisions:
                yield Relation(((key, Fraction(1)), *((other, Fraction(-1)) for other in divisions)))


def _group(key: Key) -> str:
    return key.line.split("|")[2]


def _section_of(name: str) -> Any:
    with (_SEEDS / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["first_division"], row["last_division"], row["section"]) for row in csv.DictReader(file)]
    return lambda division: next(
        (section for first, last, section in rows if first <= division <= last), "_U"
    )


def _months(groups: Groups, figures: Mapping[Key, Figure]) -> Iterable[Relation]:
    """Cumulative − cumulative of the month before − month, of a group in which that is so: nobody entered or left."""
    pairs = [(name, f"{name.removesuffix('_ytd')}_month") for name in groups.counts if name.endswith("_ytd")]
    for key, figure in figures.items():
        mart, way, group, count = key.line.split("|")
        for cumulative, month_name in pairs:
            before_period = month_before(key.period)
            if count != cumulative or not before_period:
                continue
            month = group_key(mart, way, group, month_name, key.period)
            before = group_key(mart, way, group, count, before_period)
            if month in figures and before in figures:
                rest = figure.value - figures[before].value - figures[month].value
                if abs(rest) <= abs(figure.value) / 100:
                    yield Relation(((key, Fraction(1)), (before, Fraction(-1)), (month, Fraction(-1))))


def _differences(
    groups: Groups,
    figures: Mapping[Key, Figure],
    units: Mapping[tuple[str, str, str], int],
    minimum_units: int,
) -> list[tuple[Key, Figure, Relation]]:
    """What has come into a group since the month before, of sums without a column for the month. Nobody prints it and
    everybody can take it: of one more project the difference is the project."""
    monthly = {name for name in groups.counts if name.endswith(("_ytd", "_month"))}
    found = []
    for key, figure in figures.items():
        mart, way, group, count = key.line.split("|")
        before_period = month_before(key.period)
        before = group_key(mart, way, group, count, before_period)
        if count in monthly or before not in figures:
            continue
        change = figure.value - figures[before].value
        more = abs(units[way, group, key.period] - units[way, group, before_period])
        difference = group_key(mart, way, group, f"{count}_{DIFFERENCE}", key.period)
        reason = "FEW_UNITS" if change and more < minimum_units else ""
        terms = ((key, Fraction(1)), (before, Fraction(-1)), (difference, Fraction(-1)))
        cost = (GROUP, int(change == 0), abs(change))
        found.append((difference, Figure(difference, change, reason, False, cost), Relation(terms)))
    return found
