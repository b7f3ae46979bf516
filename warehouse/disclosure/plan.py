"""What of a published file is withheld from the public, figure by figure, and what that means for each row of a mart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ingest.family.page import Page
from ingest.office.facts import Office
from warehouse.disclosure.complement import withheld
from warehouse.disclosure.figure import DECIDED, Figure, Key, Relation
from warehouse.disclosure.groups import groups_in, shares_in
from warehouse.disclosure.levels import (
    DIFFERENCE,
    GROWTH,
    LEVEL,
    LINE,
    Line,
    concerned,
    growth_costs,
    kept_growths,
    levels_of,
    month_before,
    months_in,
    said_in,
    waived_on,
    year_before,
)

_REASON_OF = {"E": "EMBARGO"}


class Flags(NamedTuple):
    """What is withheld around a level in a period. `before`: the cumulative level a month earlier; `change`: a growth
    that the change of growth would give away; `month…`: the single month, the one before and that of last year."""

    level: bool
    base: bool
    growth: bool
    change: bool
    rank: bool
    before: bool
    month: bool
    month_before: bool
    month_base: bool
    month_growth: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`reasons`: why a figure is withheld, by its key; `exposed`: what waived figures give away all the same.

    `lines`: the line of each series id that a table has; `rates`: the ids among them that are of growths.
    `observations`: the ids of the values that are withheld; `shares`: what groups of a register are withheld of a total.
    """

    figures: Mapping[Key, Figure]
    relations: tuple[Relation, ...]
    reasons: Mapping[Key, str]
    exposed: frozenset[Key]
    lines: Mapping[str, Line]
    rates: frozenset[str]
    ranks: frozenset[Key]
    observations: frozenset[int]
    shares: frozenset[Key]

    @property
    def by_reason(self) -> Mapping[str, int]:
        """How many figures are withheld for each reason."""
        return Counter(self.reasons.values())

    def flags(self) -> Iterator[tuple[str, str, Flags]]:
        """Series, period and what is withheld there, of all where anything is."""
        periods: defaultdict[str, set[str]] = defaultdict(set)
        for key in (*self.figures, *self.reasons, *self.ranks):
            if key.kind in (LEVEL, GROWTH):
                periods[key.line].add(key.period)
        for series, line in self.lines.items():
            about = periods[line.text] | periods[line.other(accumulation="PERIOD").text]
            # The year after last is judged by what the last one shows.
            about |= {f"{int(period[:4]) + 1:04d}{period[4:]}" for period in about}
            for period in sorted(about):
                found = self._flags(line, period, series in self.rates)
                if any(found):
                    yield series, period, found

    def _flags(self, line: Line, period: str, is_rate: bool) -> Flags:
        last_year, last_month = year_before(period), month_before(period)
        growth = Key(GROWTH, line.text, period) in self.reasons
        return Flags(
            level=growth if is_rate else self._hidden(line, period),
            base=self._hidden(line, last_year),
            growth=growth,
            change=any(Key(GROWTH, line.text, other) in self.reasons for other in _year_of(period)),
            rank=Key(GROWTH, line.text, period) in self.ranks,
            before=bool(last_month) and self._hidden(line, last_month),
            month=self._month(line, period),
            month_before=bool(last_month) and self._month(line, last_month),
            month_base=self._month(line, last_year),
            month_growth=any(
                Key(GROWTH, line.other(accumulation=word).text, period) in self.reasons
                for word in ("PERIOD", DIFFERENCE)
            ),
        )

    def _hidden(self, line: Line, period: str) -> bool:
        return Key(LEVEL, line.text, period) in self.reasons

    def _month(self, line: Line, period: str) -> bool:
        return any(self._hidden(line.other(accumulation=word), period) for word in ("PERIOD", DIFFERENCE))


def plan_of(connection: Any, office: Office, pages: Iterable[Page], day: date) -> Plan:
    """What is withheld of a published file on a day, by the office's bounds and waivers."""
    catalogue = dict(connection.execute("select indicator_id, conf_status from dim_indicator").fetchall())
    waived = waived_on(office.disclosure_waivers, day)
    wholes = [whole for whole in office.wholes if whole.complete]
    groups_of = [page for page in pages if page.groups]
    indicators = concerned(
        connection, (whole.indicator for page in groups_of if page.groups for whole in page.groups.wholes)
    )
    levels = levels_of(said_in(connection, indicators), months_in(connection), catalogue, waived, wholes)
    figures, relations = dict(levels.figures), list(levels.relations)
    for page in groups_of:
        groups = groups_in(connection, page, levels, office.ref_area, office.disclosure.minimum_units)
        figures |= groups.figures
        relations += groups.relations
    rates, ranks = _decided(connection, "VALUE"), _decided(connection, "RANK")
    costs = growth_costs(levels)
    kept = kept_growths({*rates, *costs}, waived_on(office.disclosure_waivers, day, "G1Y"))
    found = withheld(figures, relations, rates, costs, office.disclosure.p_percent, kept)
    shares = {
        key for page in groups_of for key in shares_in(page, levels, office.ref_area, figures, found.reasons)
    }
    lines, of_rates = _lines(connection, indicators)
    return Plan(
        figures=figures,
        relations=tuple(relations),
        reasons=found.reasons,
        exposed=found.exposed,
        lines=lines,
        rates=of_rates,
        ranks=frozenset(ranks),
        observations=frozenset(_observations(connection, indicators, found.reasons, ranks)),
        shares=frozenset(shares),
    )


def _year_of(period: str) -> Sequence[str]:
    """The periods that a growth may be compared with: those of its year so far, and the end of the one before."""
    if not period[5:7].isdigit():
        return (period, year_before(period))
    year, month = int(period[:4]), int(period[5:7])
    return (*(f"{year:04d}-{each:02d}" for each in range(1, month + 1)), f"{year - 1:04d}-12")


def _decided(connection: Any, measure: str) -> dict[Key, str]:
    """The growths, or the ranks, that stay in the office whatever units are in them, and why."""
    rows = connection.execute(
        f"""
        select distinct {", ".join(LINE)}, time_period, conf_status
        from fct_observation
        where measure = '{measure}' and ('{measure}' = 'RANK' or time_transform = 'G1Y')
          and conf_status in ({", ".join(f"'{status}'" for status in sorted(DECIDED))})
        """  # noqa: S608 - names of our own
    ).fetchall()
    return {Key(GROWTH, Line(*row[:-2]).text, row[-2]): _REASON_OF.get(row[-1], "CATALOGUE") for row in rows}


def _lines(connection: Any, indicators: str) -> tuple[dict[str, Line], frozenset[str]]:
    """The line of every series of levels or growths that a table has, and which of them are growths."""
    lines, rates = {}, set()
    for series, transform, *line in connection.execute(
        f"""
        select series_id, time_transform, {", ".join(LINE)}
        from dim_series
        where component_area = '_Z' and measure = 'VALUE' and time_transform in ('N', 'G1Y')
          and indicator_id in ({indicators})
        union all
        -- Where no level is collected, its series has no observation and is no series of the dimension.
        select distinct series_id, 'N', {", ".join(_of_level(name) for name in LINE)}
        from mart_growth_rate
        where series_id not in (select series_id from dim_series) and indicator_id in ({indicators})
        """  # noqa: S608 - names of our own
    ).fetchall():
        lines[series] = Line(*line)
        if transform == "G1Y":
            rates.add(series)
    return lines, frozenset(rates)


def _of_level(name: str) -> str:
    return {"status_class": "'actual'", "target_kind": "'_Z'"}.get(name, name)


def _observations(
    connection: Any, indicators: str, reasons: Mapping[Key, str], ranks: Mapping[Key, str]
) -> Iterator[int]:
    """The values that are withheld: levels and growths, ranks under embargo, and what is a level in another guise."""
    rows = connection.execute(
        f"""
        select observation_id, measure, time_transform, component_area, time_period, {", ".join(LINE)}
        from fct_observation
        where indicator_id in ({indicators})
        """  # noqa: S608 - names of our own
    ).fetchall()
    for identity, measure, transform, component, period, *dimensions in rows:
        line = Line(*dimensions)
        if measure in ("COMPLETION", "PROGRESS_GAP"):
            line = line.other(target_kind="_Z")
        around = [line]
        if component != "_Z":
            around.append(line.other(ref_area=component))
        elif transform == "GO1Y":
            around.append(line.other(breakdown="_T"))
        growth = Key(GROWTH, line.text, period)
        if measure == "RANK":
            is_hidden = growth in ranks
        elif transform == "G1Y":
            is_hidden = growth in reasons
        elif transform in ("D1Y", "GO1Y"):
            is_hidden = any(
                Key(LEVEL, each.text, when) in reasons
                for each in around
                for when in (period, year_before(period))
            )
        else:
            is_hidden = Key(LEVEL, line.text, period) in reasons
        if is_hidden:
            yield int(identity)
