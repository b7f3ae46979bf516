"""The word that stands where there is no value: no cell of a pack is blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.codes import fixed_lists
from warehouse.dictionary import Column

NOTHING = "无"
_REASON, _REPORTED, _COMPUTED_ZH = "_reason", "_reported", "计算"
# What the column `reason` of a growth row speaks of; a reported growth has none of it.
_OF_GROWTH = (
    "growth_computed", "level_value", "base_value", "gap_pp", "tolerance_pp", "agrees", "difference", "index_",
)  # fmt: skip


def reason_columns(columns: Sequence[Column]) -> Mapping[str, str]:
    """For each figure of a table, the column that says why it has no value; figures without one are left out.

    month_growth_reported is spoken for by month_growth_reason, obs_value by obs_reason: the longest beginning
    of its name that has a reason. Where none has, a reason that ends in such a beginning speaks (that of
    growth_computed is part_growth_reason), and last the reason of a growth row. What was computed over last
    year's own base is not what that one is about, and why nothing was computed does not say why nothing was
    reported.
    """
    words = {column.name: column.zh for column in columns}
    reasons = [name for name in words if name.endswith(_REASON)]
    found = {}
    for column in columns:
        if column.data_type == "varchar":
            continue
        spoken_for = _spoken_for(column.name, reasons, "reason" in words)
        if spoken_for and not (_REPORTED in column.name and _COMPUTED_ZH in words[spoken_for]):
            found[column.name] = spoken_for
    return found


def _spoken_for(name: str, reasons: list[str], of_a_growth_row: bool) -> str | None:
    parts = name.split("_")
    stems = ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
    own = next((f"{stem}{_REASON}" for stem in stems if f"{stem}{_REASON}" in reasons), None)
    if own or not name.startswith(_OF_GROWTH) or "_own" in name:
        return own
    return "reason" if of_a_growth_row else _ending(stems, reasons)


def _ending(stems: list[str], reasons: list[str]) -> str | None:
    return next((name for stem in stems for name in reasons if name.endswith(f"_{stem}{_REASON}")), None)


def word_for(code: Any) -> str:
    """A reason as a word; a code that nobody has put into words stands as it is, and no code is `NOTHING`."""
    if not code:
        return NOTHING
    lists = fixed_lists()
    words = lists["CL_OBS_REASON"].get(code) or lists["CL_COMPUTED_REASON"].get(code)
    return words[0] if words else str(code)
