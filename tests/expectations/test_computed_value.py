"""What a return's own figures make of what it states beside them: of the same months, and against its own target."""

from __future__ import annotations

from decimal import Decimal

from expectations.checks.computed_value import computed_values
from ingest.observation import DIMENSIONS, Observation, Series


def stated(value: str, time_period: str = "2023-10", **dimensions: str) -> Observation:
    """A figure of a return of October 2023 in whole units: year to date and actual, if nothing else is said."""
    own = {"measure": "VALUE", "accumulation": "YTD", "scope_basis": "OWN", "status_class": "actual"}
    series = Series(
        **{
            **dict.fromkeys(DIMENSIONS, "_T"),
            "indicator_id": "i",
            "ref_area": "street",
            "component_area": "_Z",
            "time_transform": "N",
            **own,
            **dimensions,
        }
    )
    return Observation(
        series, time_period, "L", "reported", "street", "s", Decimal(value), "A", "", "F", False, "eq",
        None, None, None, None, "", Decimal(value), "", 0, 0, value, "", "", "", None, "", "", "", None, "", "",
        "表", "A1", (), (),
    )  # fmt: skip


def computed(*figures: Observation) -> list[Decimal | None]:
    return [None if one is None else one.value for one in computed_values(figures)]


TARGET = stated("100", status_class="target", accumulation="PERIOD", time_period="2023")


def test_a_completion_is_of_the_year_to_date_though_the_month_stands_beside_it() -> None:
    rows = [stated("74"), stated("9", accumulation="PERIOD"), TARGET, stated("74", measure="COMPLETION")]
    assert computed(*rows) == [None, None, None, Decimal(74)]


def test_a_difference_is_of_the_same_months() -> None:
    rows = [
        stated("74"), stated("70", scope_basis="QUOTED", time_period="2022-10"),
        stated("9", accumulation="PERIOD"), stated("4", scope_basis="QUOTED", time_period="2022-10", accumulation="PERIOD"),
        stated("4", time_transform="D1Y", scope_basis="QUOTED"),
        stated("5", time_transform="D1Y", scope_basis="QUOTED", accumulation="PERIOD"),
    ]  # fmt: skip
    assert computed(*rows)[4:] == [Decimal(4), Decimal(5)]


def test_a_gap_is_against_the_months_that_have_passed_and_at_the_end_of_a_year_against_all() -> None:
    october = computed(stated("74", measure="COMPLETION"), stated("-9", measure="PROGRESS_GAP"))
    assert october[1] == Decimal(74) - Decimal(1000) / 12
    year = {"accumulation": "PERIOD", "time_period": "2023"}
    assert computed(
        stated("98", measure="COMPLETION", **year), stated("-2", measure="PROGRESS_GAP", **year)
    ) == [
        None,
        Decimal(-2),
    ]
