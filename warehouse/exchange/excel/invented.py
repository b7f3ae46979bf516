"""Which figures of a row are invented: every number of a pack that is says 示例.

A row has one flag or several (is_synthetic, tranches_are_synthetic, growth_is_synthetic, parts_are_synthetic). The
figure that the row is about goes by the row's own flag, so that a real total stays unmarked beside invented
tranches; a figure whose name tells which part it belongs to goes by that part's. Any other is marked where one of
the flags is up: a real figure marked beside an invented one is the lesser harm, and mart_indicator has the
mark of each by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FLAG = re.compile(r"(?:(\w+)_)?(?:is|are)_synthetic")
# What counts or places a row and is no figure of the office.
_COUNTERS = frozenset(
    {
        "sequence", "vintage", "n_vintages", "row_no", "position", "rank_of_n", "reported_unit_mult",
        "reported_decimals", "unit_mult", "rows_checked", "rows_unexpected",
    }
)  # fmt: skip
# What the rows of the families' marts are about, the figure that their display_value shows: the first of these.
_ABOUT = frozenset(
    {
        "obs_value", "utilized", "received_ytd", "revenue_ytd", "revitalized_ytd", "ytd_value", "investment", "visits",
        "projects",
    }
)  # fmt: skip
# What rests on the base of a growth; the growth as reported is the department's own figure.
_GROWTH = "growth"
_ON_THE_BASE = ("growth_computed", "base_", "gap_pp", "tolerance_pp")


def flags(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """For each column of a table, the columns any of which says that its figure is invented."""
    parts = {match[1] or "": name for name in names if (match := _FLAG.fullmatch(name))}
    about = next((name for name in names if name in _ABOUT), "")
    return {name: _flags_of(name, name == about, parts) for name in names if parts and name not in _COUNTERS}


def _flags_of(name: str, about: bool, parts: Mapping[str, str]) -> tuple[str, ...]:
    if about and "" in parts:
        return (parts[""],)
    if name.startswith(_ON_THE_BASE) and _GROWTH in parts:
        return (parts[_GROWTH],)
    own = tuple(flag for part, flag in parts.items() if part and part != _GROWTH and part in name)
    return own or tuple(parts.values())
