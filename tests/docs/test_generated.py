"""What is made of the program's own words is what the program says now."""

from __future__ import annotations

import pytest

from docs import generate, picture
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_generated_page_is_in_step(name: str) -> None:
    assert (generate.FOLDER / name).read_text("utf-8") == generate.PAGES[name](), "python -m docs.generate"


def test_the_picture_is_that_of_the_sample_night(first_night: tuple[Settings, RefreshReport]) -> None:
    drawn = picture.draw(picture.gather(Home(first_night[0].home)))
    assert picture.PICTURE.read_text("utf-8") == drawn, "python -m docs.picture"


def test_the_picture_needs_nothing_from_elsewhere() -> None:
    drawn = picture.PICTURE.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in drawn
    assert "<script" not in drawn
