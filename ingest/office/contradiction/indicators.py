"""What an indicator's row says against itself, its unit, and what registers add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ingest.decimal_text import plain
from ingest.declared.problem import unknown_id
from ingest.label import label_key
from ingest.office.catalogue import Catalogue, Indicator, Unit
from ingest.office.catalogue_files import CatalogueFiles

# What is counted at an instant is never that of a span of time, nor the other way round.
_NEVER = {"stock": ("YTD", "PERIOD"), "flow": ("POINT",)}
# 位 counts visitors and places in a ranking, 个 projects and communities: counting words are shared.
_COUNTING = ("count", "rank")
_NO_LEVEL = "no"


def indicator_problems(files: CatalogueFiles) -> Iterator[str]:
    """What cannot be true of the indicators of an office."""
    catalogue = files.catalogue
    units = {label_key(row.unit_zh): at for at, row in enumerate(catalogue.unit)}
    for at, row in enumerate(catalogue.indicator):
        if row.range_low is not None and row.range_high is not None and row.range_low > row.range_high:
            what = f"{plain(row.range_low)}: 大于 range_high is above it, {plain(row.range_high)}"
            yield files.problem("indicator", at, "range_low", what)
        if row.accumulation in _NEVER[row.stock_or_flow]:
            what = f"{row.accumulation}: 与 stock_or_flow 矛盾 contradicts it, {row.stock_or_flow}"
            yield files.problem("indicator", at, "accumulation", what)
        yield from _display_problems(files, at, row, units)
    yield from _measure_problems(files)


def _display_problems(
    files: CatalogueFiles, at: int, row: Indicator, units: Mapping[str, int]
) -> Iterator[str]:
    """The unit in which an indicator is shown is a word of unit.csv, and as large as the indicator says."""
    known = files.catalogue.unit
    found = units.get(label_key(row.display_unit_zh))
    if found is None:
        words = [unit.unit_zh for unit in known]
        what = unknown_id(row.display_unit_zh, words, "catalogue/unit.csv")
        yield files.problem("indicator", at, "display_unit_zh", what)
        return
    unit = known[found]
    here, there = ("indicator", at, "display_unit_mult"), ("unit", found, "unit_mult")
    if unit.unit_mult != row.display_unit_mult:
        yield files.against(here, there, f"{row.display_unit_mult} ≠ {unit.unit_mult}")
    if unit.unit_measure != row.unit_measure and not _shared(unit, row, files.catalogue):
        yield files.against(
            ("indicator", at, "unit_measure"),
            ("unit", found, "unit_measure"),
            f"{row.unit_measure} ≠ {unit.unit_measure}",
        )
    elif unit.currency and unit.currency != row.currency:
        yield files.against(
            ("indicator", at, "currency"), ("unit", found, "currency"), f"{row.currency} ≠ {unit.currency}"
        )


def _shared(unit: Unit, row: Indicator, catalogue: Catalogue) -> bool:
    """Whether a counting word shows what is counted in another unit, as 个 does communities."""
    counted = all(one.dimension == "count" for one in catalogue.unit if one.unit_measure == row.unit_measure)
    return unit.dimension in _COUNTING and counted


def _measure_problems(files: CatalogueFiles) -> Iterator[str]:
    """What registers add up to is something that indicator.csv says can be added up so."""
    at_of = {row.indicator_id: at for at, row in enumerate(files.catalogue.indicator)}
    money = {unit.unit_measure for unit in files.catalogue.unit if unit.dimension == "money"}
    for at, measure in enumerate(files.catalogue.register_measure):
        if (found := at_of.get(measure.indicator_id)) is None:
            continue  # said by itself, as an id that is in no file
        indicator = files.catalogue.indicator[found]
        if measure.accumulation in _NEVER[indicator.stock_or_flow]:
            yield files.against(
                ("register_measure", at, "accumulation"),
                ("indicator", found, "stock_or_flow"),
                f"{measure.accumulation} ↔ {indicator.stock_or_flow}",
            )
        if not indicator.level_collected:
            yield files.against(
                ("register_measure", at, "indicator_id"),
                ("indicator", found, "level_collected"),
                f"{measure.indicator_id} ↔ {_NO_LEVEL}",
            )
        if measure.aggregation != "sum" and indicator.unit_measure in money:
            yield files.against(
                ("register_measure", at, "aggregation"),
                ("indicator", found, "unit_measure"),
                f"{measure.aggregation} ↔ {indicator.unit_measure}",
            )
