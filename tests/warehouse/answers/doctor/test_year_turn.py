"""年度结转: what a new year needs and what of it is open, from November on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingest.declared.closed_lists import YearItem
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.office.office_file import OfficeFile, load_office_file
from warehouse.answers.doctor.diagnosis import Inspection
from warehouse.answers.doctor.year_turn import year_turn_looks
from warehouse.settings import DEFAULT_OFFICE

NEXT = {"2025": ("calendar", "forms", "areas", "thresholds", "comparable_bases")}
THIS = {"2024": NEXT["2025"]}
CAME = {("PLAN", "2024")}


@pytest.fixture(scope="module")
def office() -> Office:
    listed = {date(2024, 1, 1): "holiday", date(2025, 1, 1): "holiday"}
    return replace(load_office(DEFAULT_OFFICE), holidays=listed)


@pytest.fixture(scope="module")
def forms() -> tuple[Form, ...]:
    return tuple(load_forms(DEFAULT_OFFICE))


def looks(
    office: Office,
    forms: tuple[Form, ...],
    today: date,
    confirmed: dict[str, tuple[YearItem, ...]],
    came: set[tuple[str, str]] = CAME,
) -> list[Inspection]:
    file: OfficeFile = replace(load_office_file(DEFAULT_OFFICE), confirmed_years=confirmed)
    return year_turn_looks(file, office, forms, came, today)


def names(found: list[Inspection]) -> list[str]:
    return [one.name_zh for one in found]


def test_until_october_the_next_year_is_not_shown_and_from_november_on_it_is(
    office: Office, forms: tuple[Form, ...]
) -> None:
    assert looks(office, forms, date(2024, 10, 31), THIS) == []
    assert names(looks(office, forms, date(2024, 11, 1), THIS)) == [
        "年度结转 2025：目标",
        "年度结转 2025：报送日历",
        "年度结转 2025：表式",
        "年度结转 2025：地区和参排单位",
        "年度结转 2025：起点和合理范围",
        "年度结转 2025：可比基数",
    ]


def test_what_is_open_is_no_fault_and_says_what_to_do(office: Office, forms: tuple[Form, ...]) -> None:
    found = looks(office, forms, date(2024, 11, 1), THIS)
    assert all(one.right and one.hint for one in found)
    target, calendar = found[:2]
    assert target.found == "《年度工作计划指标表》2025 年的还没有 (not there yet)"
    assert calendar.remedy_zh.endswith("看过以后在 office.yml 写 confirmed_years: {'2025': [calendar]}")


def test_what_is_open_of_the_current_year_stays_until_it_is_done(
    office: Office, forms: tuple[Form, ...]
) -> None:
    assert names(looks(office, forms, date(2025, 3, 1), NEXT)) == ["年度结转 2025：目标"]
    assert looks(office, forms, date(2025, 3, 1), NEXT, CAME | {("PLAN", "2025")}) == []
    without = replace(office, holidays={date(2024, 1, 1): "holiday"})
    assert names(looks(without, forms, date(2025, 3, 1), NEXT, {("PLAN", "2025")})) == [
        "年度结转 2025：节假日"
    ]


def test_a_next_year_that_is_ready_is_one_line(office: Office, forms: tuple[Form, ...]) -> None:
    (one,) = looks(office, forms, date(2024, 12, 1), {**THIS, **NEXT}, CAME | {("PLAN", "2025")})
    assert (one.name_zh, one.hint) == ("年度结转 2025", False)
    assert (
        one.found
        == "目标、节假日、报送日历、表式、地区和参排单位、起点和合理范围、可比基数：都已就绪 (all done)"
    )


def test_a_form_that_ends_and_a_ranking_that_ends_are_named(office: Office, forms: tuple[Form, ...]) -> None:
    ending = replace(
        office,
        calendar={
            form_id: replace(due, valid_to="2024-12") if form_id == "L04" else due
            for form_id, due in office.calendar.items()
        },
        rank_universes=tuple(
            replace(one, valid_to="2024-12", is_sample="yes") for one in office.rank_universes
        ),
    )
    found = {one.name_zh: one.found for one in looks(ending, forms, date(2024, 11, 1), THIS)}
    assert found["年度结转 2025：报送日历"].endswith("，到 2024-12 为止 (ending): L04")
    assert found["年度结转 2025：地区和参排单位"].endswith("(ranked until then): 371002 镇街")


def test_the_first_year_of_an_office_turns_nothing_over(office: Office, forms: tuple[Form, ...]) -> None:
    assert looks(replace(office, first_month="2024-01"), forms, date(2024, 5, 1), {}) == []
