"""Which figures of a row are invented: every number of a pack that is says 示例.

A row's flag speaks for all its figures. Where a part of the row has a flag of its own (tranches_are_synthetic,
growth_is_synthetic), that one speaks for the part: a real total stays unmarked beside invented tranches.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_FLAG = re.compile(r"(?:(\w+)_)?(?:is|are)_synthetic")
# What tells how much, and not what: no figure of the office.
_COUNTERS = frozenset(
    {
        "sequence", "vintage", "n_vintages", "row_no", "position", "rank_of_n", "reported_unit_mult",
        "reported_decimals", "unit_mult", "rows_checked", "rows_unexpected",
    }
)  # fmt: skip
# Parts of a growth that rest on its base; the growth as reported is the department's own figure.
_OF_COMPUTED_GROWTH = ("growth_computed", "base_", "gap_pp", "tolerance_pp")


def flags(names: tuple[str, ...]) -> Mapping[str, str]:
    """For each column of a table, the column that says whether its figure is invented."""
    parts = {match[1] or "": name for name in names if (match := _FLAG.fullmatch(name))}
    found = {}
    for name in names:
        flag = _flag_of(name, parts)
        if flag and name not in _COUNTERS:
            found[name] = flag
    return found


def _flag_of(name: str, parts: Mapping[str, str]) -> str | None:
    if "growth" in parts and name.startswith(_OF_COMPUTED_GROWTH):
        return parts["growth"]
    own = next(
        (flag for part, flag in parts.items() if part and part != "growth" and name.startswith(part)), None
    )
    return own or parts.get("")
