"""What the catalogue says of how figures stand to one another is there for whoever asks it, as of a month."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.office.load import load_office
from ingest.office.relation.in_force import latest
from ingest.office.relation.rows import RankUniverse
from warehouse.settings import CHECKOUT

OFFICE = load_office(CHECKOUT / "offices" / "jingyuan")


def test_an_indicator_that_is_part_of_another_one_is_named_with_it() -> None:
    pairs = {(part.part, part.whole) for part in OFFICE.parts_of("indicator", "2024-03")}
    assert ("online_retail_sales_above_quota", "retail_sales_above_quota") in pairs


def test_a_field_that_is_part_of_another_one_is_named_by_its_form() -> None:
    (part,) = OFFICE.parts_of("field", "2024-03", "L03")
    assert (part.part, part.whole) == ("amount", "contracted_total")
    assert OFFICE.parts_of("field", "2024-03", "L04") == ()


def test_a_part_counts_from_its_first_month_on() -> None:
    assert OFFICE.parts_of("field", "2021-12", "L03") == ()


def test_a_whole_says_its_parts_and_that_they_are_complete() -> None:
    (district,) = [one for one in OFFICE.wholes if one.whole == "371002"]
    assert district.parts == ("371002002", "371002_X371002002")
    assert district.complete


def test_parts_that_nobody_declares_complete_are_not(tmp_path: Path) -> None:
    text = (OFFICE.folder / "catalogue" / "partition.csv").read_text(encoding="utf-8")
    folder = tmp_path / "office"
    (folder / "catalogue").mkdir(parents=True)
    for path in OFFICE.folder.glob("catalogue/*.csv"):
        (folder / "catalogue" / path.name).write_bytes(path.read_bytes())
    (folder / "office.yml").write_bytes((OFFICE.folder / "office.yml").read_bytes())
    blank = text.replace(",yes\n", ",\n")
    (folder / "catalogue" / "partition.csv").write_text(blank, encoding="utf-8")
    assert [one.complete for one in load_office(folder).wholes] == [False, False]


def test_nine_areas_are_ranked_and_each_is_named() -> None:
    universe = OFFICE.rank_universe("371002 镇街", "2024-03")
    assert universe is not None
    assert (universe.n, len(universe.areas), universe.is_sample) == (9, 9, True)
    assert OFFICE.rank_universe("371002 镇街", "2021-12") is None


@pytest.mark.parametrize(("period", "n"), [("2023-12", 9), ("2024-01", 8), ("2024-07", 8), ("2024", 8)])
def test_who_is_ranked_is_that_of_the_month(period: str, n: int) -> None:
    def universe(count: int, first: str, last: str) -> RankUniverse:
        return RankUniverse(universe="全区", n=count, valid_from=first, valid_to=last, source="示例")

    found = latest([universe(9, "2022-01", "2023-12"), universe(8, "2024-01", "")], period)
    assert found is not None
    assert found.n == n


def test_the_average_rate_of_a_year_is_that_of_the_communique() -> None:
    assert OFFICE.average_rate("USD", "CNY", "2023") == Decimal("7.0467")
    assert OFFICE.average_rate("USD", "CNY", "1990") is None
