"""The figures that are withheld, as they may be written, by the keys that rows of published tables have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.warehouse.disclosure.attack import last_year, rows


class Inside:
    """The figures that are withheld, by the keys that rows of published tables have."""

    def __init__(self, inside: Any, public: Any) -> None:
        self.units = dict(
            inside.execute("select indicator_id, display_unit_mult from dim_indicator").fetchall()
        )
        withheld = {
            key
            for (key,) in public.execute(
                "select observation_id from mart_indicator where obs_status = 'Q'"
            ).fetchall()
        }
        self.by_id: dict[int, set[str]] = {}
        self.by_series: dict[tuple[str, str], set[str]] = {}
        figures = rows(
            inside,
            "select * from mart_indicator where measure = 'VALUE' and time_transform = 'N' and obs_value is not null",
        )
        public_of: defaultdict[str, set[str]] = defaultdict(set)
        for row in figures:
            if row["observation_id"] not in withheld:
                public_of[row["series_id"]] |= self._written(row["indicator_id"], row["obs_value"])
        for row in figures:
            if row["observation_id"] in withheld:
                # Nothing came in August: what is withheld of it is what is published of July.
                forms = self._written(row["indicator_id"], row["obs_value"]) - public_of[row["series_id"]]
                self.by_id[row["observation_id"]] = forms
                self.by_series[row["series_id"], row["time_period"]] = forms

    def _written(self, indicator: str, value: Decimal) -> set[str]:
        """How a number may be written; of fewer than three digits any date has it."""
        shown = float(value) / 10 ** self.units[indicator]
        written = {f"{shown:.{places}f}" for places in (0, 1, 2)} | {
            f"{shown:.4f}".rstrip("0").rstrip("."),
            f"{value:.0f}",
        }
        return {each for each in written if float(each) and len(re.sub(r"\D", "", each)) >= 3}

    def of_row(self, row: Mapping[str, Any]) -> set[str]:
        """What a row must not have: the figures of its series and its keys, and those of the year before."""
        found: set[str] = set()
        series, period = row.get("series_id"), row.get("time_period")
        if "row_key" in row:
            series, period = row["row_key"].split("|")[:2]
        if series and period:
            for when in (period, last_year(period)):
                found |= self.by_series.get((series, when), set())
        for name, value in row.items():
            if name.endswith("_id") and isinstance(value, int):
                found |= self.by_id.get(value, set())
        return found
