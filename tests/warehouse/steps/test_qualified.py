"""A number that a department only bounds stays bounds from the cell to the mart, and is shown as it was written."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from samples.sheet import Value
from tests.conftest import MadeOnce, Night, Query, copy_of
from tests.warehouse.corrected_return import NEXT_DAY, hand_in_capital_form
from warehouse.settings import Settings
from warehouse.steps.refresh import refresh

# One day's corrections after another: bounds, other bounds, a multiple that nobody can tell.
CORRECTIONS: tuple[dict[str, Value], ...] = (
    {"G11": "增长超60%", "H11": "增长超60%"},
    {"G11": "增长超63%", "H11": "增长超63%"},
    {"G11": "增长近11倍", "H11": "增长近11倍", "H10": "约 631"},
)
FOREIGN_CAPITAL = "indicator_id = 'fdi_actual_utilized' and ref_area = '371002002' and accumulation = 'YTD'"


@pytest.fixture(scope="session")
def bounded_night(made_once: MadeOnce, first_night: Night) -> Settings:
    """A home in which the growth of foreign capital came three times as bounds. Read only."""
    settings: Settings = made_once("bounded", lambda folder: _bounded(first_night[0], folder))[1]
    return settings


def _bounded(first: Settings, folder: Path) -> Settings:
    settings = copy_of(first, folder)
    for day, changed in enumerate(CORRECTIONS):
        hand_in_capital_form(settings, folder, changed, NEXT_DAY + timedelta(days=day))
    refresh(settings)
    return settings


def test_growth_by_nearly_eleven_times_is_its_bounds_in_the_mart(
    bounded_night: Settings, query: Query
) -> None:
    (row,) = query(
        bounded_night,
        f"from mart_indicator where {FOREIGN_CAPITAL} and time_transform = 'G1Y' and time_period = '2023-12'",
    )
    assert (row["obs_value"], row["qualifier"]) == (None, "nearly")
    assert (row["value_low"], row["low_inclusive"]) == (Decimal(950), True)
    assert (row["value_high"], row["high_inclusive"]) == (Decimal(1100), False)
    assert (row["obs_status"], row["obs_reason"]) == ("U", "MULTIPLE_UNRESOLVED")
    assert row["display_value"] == "[增长近11倍](示例)"


def test_other_bounds_are_another_vintage(bounded_night: Settings, query: Query) -> None:
    rows = query(
        bounded_night,
        f"select raw_text, value_low, vintage from fct_observation where {FOREIGN_CAPITAL}"
        " and time_transform = 'G1Y' and time_period = '2023-12' and obs_value is null order by received_at",
    )
    assert [(row["raw_text"], row["value_low"]) for row in rows] == [
        ("增长超60%", Decimal(60)),
        ("增长超63%", Decimal(63)),
        ("增长近11倍", Decimal(950)),
    ]
    assert len({row["vintage"] for row in rows}) == 3


def test_about_a_number_keeps_it_and_is_marked(bounded_night: Settings, query: Query) -> None:
    rows = query(
        bounded_night,
        f"select obs_value from fct_observation where {FOREIGN_CAPITAL} and raw_text = '约 631'"
        " and qualifier = 'approx'",
    )
    assert [row["obs_value"] for row in rows] == [Decimal(6310000)]
