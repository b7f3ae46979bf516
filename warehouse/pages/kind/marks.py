"""The legend: every mark that stands where no number does, and every word beside one."""

from __future__ import annotations

from warehouse.pages.facts import Facts
from warehouse.pages.site import Page


def marks_page(facts: Facts) -> Page:
    """What each mark means, in the words of the code lists."""
    return Page(
        "marks.html",
        "marks.html",
        {
            "observed": _of(facts, "CL_OBS_REASON"),
            "computed": _of(facts, "CL_COMPUTED_REASON"),
            "due": _of(facts, "CL_DUE_STATE"),
        },
    )


def _of(facts: Facts, code_list: str) -> list[tuple[str, str]]:
    return sorted(
        (code, words)
        for (listed, code), words in facts.codes.items()
        if listed == code_list and not code.startswith("_")
    )
