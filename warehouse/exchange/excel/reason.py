"""The word that stands where there is no value: no cell of a pack is blank."""

from __future__ import annotations

from typing import Any

from warehouse.codes import fixed_lists

NOTHING = "无"


def word_for(code: Any) -> str:
    """A reason as a word; a code that nobody has put into words stands as it is, and no code is `NOTHING`."""
    if not code:
        return NOTHING
    lists = fixed_lists()
    words = lists["CL_OBS_REASON"].get(code) or lists["CL_COMPUTED_REASON"].get(code)
    return words[0] if words else str(code)
