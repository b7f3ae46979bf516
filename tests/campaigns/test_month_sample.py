"""A sample of `make campaign NAME=month`: two of its forms, from the one that is handed out to the receipt that says accepted,
by this machine's clock and without nights, WPS or LibreOffice."""

from pathlib import Path

import pytest

from tests.month import handed_in as first
from tests.month.clock import Clock
from tests.month.desk import desk_of
from tests.month.diary import Diary
from tests.month.house import House
from warehouse.home import Home
from warehouse.settings import CHECKOUT


@pytest.fixture
def house(tmp_path: Path) -> House:
    (tmp_path / "desk").mkdir()
    return House(Home(tmp_path / "home").ensure(), tmp_path / "desk", Clock(), Diary())


def filled_in(house: House, form_id: str) -> tuple[str, bytes]:
    """The workbook of a form that was handed out, as its clerk saves it."""
    desk = desk_of(CHECKOUT / "offices" / "jingyuan")
    return first.month_of_forms(house, desk, (form_id,), office_program=False)[form_id]


def test_a_form_with_a_wrong_currency_is_held_mended_and_accepted_and_its_clerk_asks_nobody(
    house: House,
) -> None:
    first.held_and_mended(house, *filled_in(house, "L03"))
    assert house.diary.asked == []


def test_a_form_with_a_true_oddity_is_explained_accepted_by_a_person_and_not_held_again(
    house: House,
) -> None:
    name, data = filled_in(house, "L09")
    said = first.looked_at(house, "L09", name, data)
    assert "照这样报送" in said
    copy = first.held_and_explained(house, name, data)
    first.accepted_by_a_person(house, copy)
    first.handed_in_with_the_same_figure(house, copy)
    assert house.diary.asked == []
