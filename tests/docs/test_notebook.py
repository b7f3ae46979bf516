"""The notebook of analysts runs cell by cell on two nights, and what it finds is right."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import Night
from warehouse.settings import CHECKOUT

SVG = "{http://www.w3.org/2000/svg}"
CELLS = json.loads((CHECKOUT / "docs" / "analysis.ipynb").read_text("utf-8"))["cells"]


@pytest.fixture(scope="module")
def names(corrected_night: Night) -> dict[str, Any]:
    """Everything that the cells have named after the last of them."""
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_HOME", str(corrected_night[0].home))
        for cell in CELLS:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), found)  # noqa: S102 - our own cells
    return found


def test_the_latest_figures_are_exact_and_labelled(names: dict[str, Any]) -> None:
    headline = names["headline"].set_index("line_zh")
    assert headline.loc["实际到账外资", "value"] == Decimal(1052)
    assert headline.attrs["labels"]["growth"] == "同比_%"


def test_both_growths_of_a_year_stand_side_by_side(names: dict[str, Any]) -> None:
    december = names["growth"].set_index("time_period").loc["2023-12"]
    assert (len(names["growth"]), december["display_value"]) == (12, "1052(示例)")
    assert (december["growth_reported"], december["growth_computed_rounded"]) == (
        Decimal("66.72"),
        Decimal("66.72"),
    )


def test_the_chart_has_the_months_of_the_year(names: dict[str, Any]) -> None:
    # 260 + 312 + 220 + 260 of the corrected year.
    assert names["months"]["month_value"].sum() == 1052
    drawn = ElementTree.fromstring(names["chart"].to_svg())  # noqa: S314 - drawn here
    assert {f"{month:02}月" for month in range(1, 13)} <= {text.text for text in drawn.iter(f"{SVG}text")}


def test_the_chart_is_seen_without_a_network(names: dict[str, Any]) -> None:
    drawn = str(names["chart"].to_svg())
    assert drawn.startswith("<svg")
    assert not re.search(r"<script|<image|href|url\(|@import", drawn)


def test_a_revision_and_two_snapshots_tell_the_same_change(names: dict[str, Any]) -> None:
    revised = names["revisions"][names["revisions"]["vintage"] > 1]
    assert list(revised["revision"]) == [Decimal(200000)]
    changed = names["changed"]
    assert list(zip(changed["display_value_before"], changed["display_value_after"], strict=True)) == [
        ("1032", "1052(示例)"),
        ("63.55", "66.72(示例)"),
    ]


def test_it_is_kept_without_what_it_printed() -> None:
    assert not [cell for cell in CELLS if cell.get("outputs") or cell.get("execution_count")]
