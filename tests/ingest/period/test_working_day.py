"""Which days are worked, and by when what is due on a day that is not is due."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.office.load import load_office
from ingest.period.working_day import is_worked, listed_years, worked_from
from warehouse.variables import settings_from_environment

LISTED = load_office(settings_from_environment({}).office).holidays


@pytest.mark.parametrize(
    ("due", "moved"),
    [
        # A Thursday; a Saturday and a Sunday, to Monday.
        ("2024-01-25", "2024-01-25"),
        ("2024-05-25", "2024-05-27"),
        ("2022-09-25", "2022-09-26"),
        # The Spring Festival of 2024 ends on 17 February, and Sunday the 18th is worked.
        ("2024-02-10", "2024-02-18"),
        # A Saturday and a Sunday that are worked stay: 8 and 9 October 2022.
        ("2022-10-08", "2022-10-08"),
        # National Day 2023 ends on Friday the 6th; Saturday the 7th is worked.
        ("2023-10-05", "2023-10-07"),
        # New Year's holiday of 2023 begins in 2022.
        ("2022-12-31", "2023-01-03"),
    ],
)
def test_what_is_due_on_a_day_off_is_due_on_the_next_working_day(due: str, moved: str) -> None:
    assert worked_from(date.fromisoformat(due), LISTED) == date.fromisoformat(moved)


def test_a_year_that_is_not_listed_has_weekends_alone() -> None:
    # 1 October 2021 was a Friday.
    assert is_worked(date(2021, 10, 1), LISTED)
    assert not is_worked(date(2021, 10, 2), LISTED)


def test_a_holiday_that_begins_in_december_lists_no_year() -> None:
    assert listed_years(LISTED) == {2022, 2023, 2024}
    assert listed_years({date(2022, 12, 31): "holiday"}) == set()


@pytest.mark.parametrize(
    ("year", "holidays", "weekends_worked"), [(2022, 31, 7), (2023, 27, 7), (2024, 28, 8)]
)
def test_the_days_listed_are_as_many_as_the_notice_of_the_year_says(
    year: int, holidays: int, weekends_worked: int
) -> None:
    # 2022: 3+7+3+5+3+3+7. 2023: 3+7+1+5+3+8, of which 31 December lies in 2022. 2024: 1+8+3+5+1+3+7.
    kinds = [kind for day, kind in LISTED.items() if (day.year, day.month) != (2022, 12) and day.year == year]
    before = 1 if year == 2023 else 0
    assert (kinds.count("holiday") + before, kinds.count("workday")) == (holidays, weekends_worked)
