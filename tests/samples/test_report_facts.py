"""What the street's report states on the two returns of the office's own, on the old estates and on the key
projects is read as the series, the value and the bounds that it means.

`report_facts.csv` says what each statement means; it was worked out from the report's sentences by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.form.file import load_forms
from ingest.observation import Observation
from ingest.office.load import load_office
from ingest.office.table import read_csv
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from warehouse.settings import CHECKOUT

OFFICE = CHECKOUT / "offices" / "jingyuan"
PATHS = {
    "ADM": "党政办公室/行政工作统计月报2023年12月.xlsx",
    "PLAN": "党政办公室/年度工作计划指标表2024年.xlsx",
    "L10": "城市建设办公室/老旧小区改造台账2023年.xlsx",
    "L12": "经济发展办公室/重点产业项目推进表2024年.xlsx",
}
OF_OBSERVATION = ("time_period", "reporting_level", "value_origin", "qualifier")
NUMBERS = ("obs_value", "value_low", "value_high")
INCLUSIVE = {"TRUE": True, "FALSE": False, "": None}


def facts() -> list[dict[str, str]]:
    with Path(__file__).with_name("report_facts.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def read(destination: Path) -> Mapping[str, tuple[Observation, ...]]:
    """The observations of each of the four returns, with the cells that its receipt vouches for."""
    office, forms = load_office(OFFICE), load_forms(OFFICE)
    receipts = {row["path"]: row for row in read_csv(destination / "inbox" / "receipts.csv")}
    readings = {}
    for form_id, path in PATHS.items():
        receipt = receipts[path]
        facts = SubmissionFacts(
            form_id,
            Path(path).name,
            receipt["department_id"],
            datetime.strptime(receipt["received_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            is_sample=True,
            stated_cells=frozenset(receipt["stated_cells"].split(" ")),
        )
        data = (destination / "inbox" / path).read_bytes()
        readings[form_id] = read_submission(data, facts, office, forms).observations
    return readings


def dimensions(observation: Observation, places: Mapping[str, str]) -> dict[str, object]:
    """An observation in the words of report_facts.csv."""
    series = observation.series
    said: dict[str, object] = {
        name: getattr(series, name)
        for name in facts()[0]
        if hasattr(series, name) and name not in OF_OBSERVATION
    }
    said |= {name: getattr(observation, name) for name in (*OF_OBSERVATION, *NUMBERS)}
    said |= {
        "place_zh": places[series.place_id],
        "low_inclusive": observation.low_inclusive,
        "high_inclusive": observation.high_inclusive,
    }
    return said


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: f"{fact['fact_id']}-{fact['indicator_id']}")
def test_a_statement_of_the_report_is_read_as_what_it_means(
    fact: dict[str, str], read: Mapping[str, tuple[Observation, ...]]
) -> None:
    places = {row["place_id"]: row["place_zh"] for row in read_csv(OFFICE / "catalogue" / "place.csv")}
    expected: dict[str, object] = {
        **{name: text for name, text in fact.items() if name not in ("fact_id", "form_id")},
        **{name: Decimal(fact[name]) if fact[name] else None for name in NUMBERS},
        "low_inclusive": INCLUSIVE[fact["low_inclusive"]],
        "high_inclusive": INCLUSIVE[fact["high_inclusive"]],
    }
    stated = [one for one in read[fact["form_id"]] if not one.is_synthetic]
    found = [dimensions(one, places) for one in stated if one.series.indicator_id == fact["indicator_id"]]
    assert expected in found


def test_the_two_returns_of_the_offices_own_hold_nothing_but_the_reports_statements(
    read: Mapping[str, tuple[Observation, ...]],
) -> None:
    stated = [fact["form_id"] for fact in facts()]
    for form_id, lines in (("ADM", 26), ("PLAN", 23)):
        assert len(read[form_id]) == stated.count(form_id) == lines
        assert not [one.cell for one in read[form_id] if one.is_synthetic or not one.comment_obs]


def test_a_statement_keeps_the_sentence_that_it_stands_in(
    read: Mapping[str, tuple[Observation, ...]],
) -> None:
    sentence = {one.series.indicator_id: one.comment_obs for one in (*read["ADM"], *read["PLAN"])}
    assert sentence["gas_facility_renewed_households"] == (
        "联合港华燃气、北京燃气,对辖区4600余户进行燃气设施更新,保障居民用气安全。"
    )
    assert sentence["demolition_buildings"] == (
        "计划投资1.2亿元,在拆除戚东夼老村房屋15栋的基础上,新建住宅楼4栋,建筑面积约1万平米;"
    )


def test_what_the_sentence_does_not_spell_out_says_on_what_it_rests(
    read: Mapping[str, tuple[Observation, ...]],
) -> None:
    basis = {
        one.series.indicator_id: (one.period_basis, one.value_basis)
        for one in read["ADM"]
        if (one.period_basis, one.value_basis) != ("stated", "stated")
    }
    assert basis == {
        # Services are published a month late: the report of December can only mean November.
        "svc_above_designated_size_revenue": ("assumed", "stated"),
        # 首批 is no number; one community is named.
        "zero_carbon_pilot_community_count": ("stated", "enumerated"),
    }


def test_the_floor_area_and_households_of_2023_are_not_the_reports(
    read: Mapping[str, tuple[Observation, ...]],
) -> None:
    invented = {one.cell for one in read["L10"] if one.is_synthetic}
    assert invented == {"E6", "F6"}
    assert {one.cell for one in read["L12"] if one.is_synthetic} == {"D11"}
