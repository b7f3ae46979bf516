"""Unit words that say two things, and rates of exchange that do not go back and forth."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from decimal import Decimal

from ingest.decimal_text import plain
from ingest.label import label_key
from ingest.office.catalogue_files import CatalogueFiles

# Rates there and back are rounded to four or five digits: their product is 1 but for that.
_THERE_AND_BACK = (Decimal("0.99"), Decimal("1.01"))


def unit_problems(files: CatalogueFiles) -> Iterator[str]:
    """Two words that are read alike and mean two units, and a unit of measure of two kinds."""
    words: dict[str, int] = {}
    kinds: dict[str, int] = {}
    rows = files.catalogue.unit
    for at, row in enumerate(rows):
        first = rows[words.setdefault(label_key(row.unit_zh), at)]
        if (first.unit_measure, first.unit_mult) != (row.unit_measure, row.unit_mult):
            here, there = (
                ("unit", at, "unit_zh"),
                ("unit", words[label_key(row.unit_zh)], "unit_zh"),
            )
            yield files.against(here, there, f"{row.unit_zh} = {first.unit_zh}")
        kind = rows[kinds.setdefault(row.unit_measure, at)]
        for column in ("dimension", "currency"):
            said: tuple[Hashable, Hashable] = (getattr(row, column), getattr(kind, column))
            if said[0] != said[1]:
                yield files.against(
                    ("unit", at, column),
                    ("unit", kinds[row.unit_measure], column),
                    f"{row.unit_measure}: {said[0]} ≠ {said[1]}",
                )


def rate_problems(files: CatalogueFiles) -> Iterator[str]:
    """A rate and the rate back of the same period and kind."""
    rows = files.catalogue.exchange_rate
    back = {(one.quote_currency, one.currency, one.period, one.kind): at for at, one in enumerate(rows)}
    for at, row in enumerate(rows):
        other = back.get((row.currency, row.quote_currency, row.period, row.kind), at)
        if row.currency == row.quote_currency:
            what = f"{row.quote_currency!r}: 与 currency 相同 is the same currency"
            yield files.problem("exchange_rate", at, "quote_currency", what)
        elif other < at and not _THERE_AND_BACK[0] <= row.rate * rows[other].rate <= _THERE_AND_BACK[1]:
            what = f"{plain(row.rate)} × {plain(rows[other].rate)} ≠ 1"
            yield files.against(("exchange_rate", at, "rate"), ("exchange_rate", other, "rate"), what)
