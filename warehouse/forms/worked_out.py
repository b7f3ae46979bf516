"""Growths, completions and gaps that the marts work out, for the cells that ask for them, and from which cells they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ingest.observation import Series
from warehouse.forms.held import Figure, Held
from warehouse.store.connection import selected

Key = tuple[str, str]
# What tells a progress: the level's dimensions, its measure, its kind of target.
_PROGRESS = {"COMPLETION": "completion_rounded", "PROGRESS_GAP": "progress_gap_rounded"}
_OF = ("indicator_id", "method_id", "ref_area", "place_id", "breakdown", "accumulation", "target_kind")
_WORDS = {
    "growth": "本期与上年同期算出",
    "completion_rounded": "本期与目标算出",
    "progress_gap_rounded": "完成率减序时进度",
}


def worked_out(held: Held, wanted: Collection[tuple[Series, str]]) -> dict[Key, Figure]:
    """By series id and period. `wanted`: series with the period in which each is asked for."""
    if held.connection is None:
        return {}
    return dict([*_growths(held, wanted), *_progress(held, wanted)])


def _growths(held: Held, wanted: Collection[tuple[Series, str]]) -> Iterator[tuple[Key, Figure]]:
    ids = sorted(
        {one.series_id for one, _ in wanted if (one.measure, one.time_transform) == ("VALUE", "G1Y")}
    )
    if not ids:
        return
    rows = selected(held.connection, _GROWTH, ids=ids)
    places = _places(held, rows, ("level_id", "base_id"))
    for row in rows:
        sources = [places.get(row[name], "") for name in ("level_id", "base_id")]
        yield (row["series_id"], row["time_period"]), _figure(row, "growth", "growth_computed", sources)


def _progress(held: Held, wanted: Collection[tuple[Series, str]]) -> Iterator[tuple[Key, Figure]]:
    asked: dict[tuple[str, ...], list[Series]] = {}
    for one, period in wanted:
        if one.measure in _PROGRESS:
            asked.setdefault((*(getattr(one, name) for name in _OF), period), []).append(one)
    if not asked:
        return
    rows = selected(held.connection, _TARGETS, periods=sorted({key[-1] for key in asked}))
    places = _places(held, rows, ("level_id", "target_id"))
    for row in rows:
        sources = [places.get(row[name], "") for name in ("level_id", "target_id")]
        for series in asked.get((*(row[name] for name in _OF), row["time_period"]), ()):
            column = _PROGRESS[series.measure]
            yield (series.series_id, row["time_period"]), _figure(row, column, column, sources)


_GROWTH = """
    select growth_series_id as series_id, time_period, growth_computed_rounded as growth, reason, conf_status,
           is_synthetic, restricted_figures, invented_figures, level_id, base_id
    from mart_growth_rate where list_contains($ids, growth_series_id)
"""
_TARGETS = """
    select *, coalesce(owner_department_id, '') as department_id
    from mart_target_progress where list_contains($periods, time_period)
"""
_PLACES = """
    select observation_id, source_file, source_sheet, source_cell
    from fct_observation where list_contains($ids, cast(observation_id as varchar))
"""


def _figure(row: Mapping[str, Any], column: str, figure: str, sources: list[str]) -> Figure:
    """A worked-out figure of a row. `figure`: what the row's lists of restricted and invented ones call it."""
    named = {figure, figure.removesuffix("_rounded"), f"{figure}_rounded"}
    restricted = not named.isdisjoint((row["restricted_figures"] or "").split(","))
    invented = not named.isdisjoint((row["invented_figures"] or "").split(","))
    return Figure(
        value=row[column],
        reason=row["reason"] or "",
        shown="",
        form_id="",
        department_id="",
        file="、".join(dict.fromkeys(source for source in sources if source)),
        sheet="",
        cell="",
        is_synthetic=bool(row["is_synthetic"]) or invented,
        conf_status="A" if restricted else row["conf_status"],
        computed=_WORDS[column],
    )


def _places(held: Held, rows: list[dict[str, Any]], names: tuple[str, ...]) -> dict[Any, str]:
    """Where the figures behind some rows stand, by their ids; the public build does not say."""
    ids = sorted({str(row[name]) for row in rows for name in names if row[name] is not None})
    if held.is_public or not ids:
        return {}
    return {
        one["observation_id"]: f"{one['source_file']} {one['source_sheet']}!{one['source_cell']}"
        for one in selected(held.connection, _PLACES, ids=ids)
    }
