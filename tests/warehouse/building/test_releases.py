"""When figures are released, by rule and by what somebody has entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ingest.office.catalogue import Release
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.building.releases import FormRelease, released_by, releases
from warehouse.variables import settings_from_environment


@pytest.fixture(scope="module")
def office() -> Office:
    return load_office(settings_from_environment({}).office)


def _with(office: Office, *lines: dict[str, Any]) -> Office:
    words = {"form_id": "L02", "released_by_zh": "区统计局", "released_by_en": "district", "source": "公报"}
    return replace(office, releases=tuple(Release(**(words | line)) for line in lines))


def _of(office: Office, period: str) -> list[FormRelease]:
    return [one for one in releases(office) if one.time_period == period]


RULE = {"months_after": 1, "day": 28}


def test_a_rule_gives_every_month_its_day_moved_to_a_working_day(office: Office) -> None:
    ruled = _with(office, RULE)
    # 28 February 2024 is a Wednesday; 28 January a Sunday; 28 April a Sunday that is worked.
    days = [_of(ruled, period)[0].ends_embargo_on for period in ("2024-01", "2023-12", "2024-03")]
    assert days == [date(2024, 2, 28), date(2024, 1, 29), date(2024, 4, 28)]


def test_a_day_that_is_entered_takes_the_place_of_the_rules(office: Office) -> None:
    (one,) = _of(_with(office, RULE, {"period": "2024-01", "released_on": date(2024, 3, 5)}), "2024-01")
    assert (one.expected_on, one.released_on, one.ends_embargo_on) == (
        date(2024, 2, 28),
        date(2024, 3, 5),
        date(2024, 3, 5),
    )


def test_without_a_rule_only_what_is_entered_is_released(office: Office) -> None:
    entered = _with(office, {"period": "2023", "released_on": date(2024, 3, 2)})
    # Of a year its December.
    assert [(one.time_period, one.expected_on) for one in releases(entered)] == [
        ("2023-12", date(2024, 3, 2))
    ]


def test_a_release_is_known_from_its_day_on(office: Office) -> None:
    entered = _with(office, {"period": "2024-01", "released_on": date(2024, 3, 5)})
    assert released_by(entered, date(2024, 3, 4)) == []
    assert len(released_by(entered, date(2024, 3, 5))) == 1


def test_the_sample_office_says_of_its_rule_that_it_is_an_assumption(office: Office) -> None:
    (rule,) = office.releases
    assert "示例" in rule.note
    assert rule.source == "示例"
