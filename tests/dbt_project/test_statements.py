"""The street's report for 2023 makes 72 statements: each is answered by the warehouse, with a cell behind it.

What each statement means as a series was worked out by hand (fact_mapping.csv beside the report); names of
places stand there in Chinese, as in the report.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Query
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport

SEED = CHECKOUT.parent / "shared" / "seed"
DIMENSIONS = (
    "indicator_id", "measure", "method_id", "ref_area", "component_area", "breakdown", "freq", "accumulation",
    "time_transform", "currency", "price_basis", "status_class", "target_kind", "scope_basis",
    "reporting_level", "unit_measure",
)  # fmt: skip
BOUNDS = ("value_low", "low_inclusive", "value_high", "high_inclusive")
# Counted from the rows of a log of which every row is invented: the count is the report's, its cells are not.
COUNTED = {"F008", "F009", "F015"}

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (SEED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


STATEMENTS = rows_of("fact_mapping.csv")


def bare(text: str) -> str:
    """Without the remarks in brackets that the mapping adds for people."""
    return text.partition(" (")[0]


def wanted(statement: Row) -> dict[str, Any]:
    """The answer that a statement asks for: form, dimensions, value with its qualifier and bounds."""
    answer: dict[str, Any] = {name: statement[name] for name in DIMENSIONS}
    answer |= {
        "form_id": bare(statement["carrier_form"]),
        "time_period": bare(statement["time_period"]),
        "place_zh": "全域" if statement["place_id"] == "_T" else bare(statement["place_id"]),
        "obs_value": Decimal(statement["obs_value"]) if statement["obs_value"] else None,
        "qualifier": statement["qualifier"],
    }
    for name in BOUNDS:
        text = statement[name]
        answer[name] = (text == "TRUE") if name.endswith("inclusive") else Decimal(text) if text else None
    for side in ("low", "high"):
        if answer[f"value_{side}"] is None:
            answer[f"{side}_inclusive"] = None
    return answer


@pytest.fixture(scope="module")
def said(first_night: tuple[Settings, RefreshReport], query: Query) -> list[dict[str, Any]]:
    """Every current value with the Chinese name of its place and the number of cells behind it."""
    return query(
        first_night[0],
        """
        select said.*, place.place_zh, coalesce(behind.cells, 0) + case said.value_origin when 'reported' then 1 else 0 end as cells
        from fct_observation as said
        inner join dim_place as place on said.place_id = place.place_id
        left join (
          select result_id, count(*) as cells from fct_evidence where role = 'component' group by all
        ) as behind
          on said.observation_id = behind.result_id
        where said.is_current
        qualify row_number() over (
          partition by said.series_id, said.time_period, said.form_id, said.value_origin
          order by said.received_at desc, said.sequence desc
        ) = 1
        """,
    )


def answers(said: list[dict[str, Any]], statement: Row) -> list[dict[str, Any]]:
    """The values that answer a statement: the same form, place, period and dimensions."""
    asked = wanted(statement)
    keys = [*DIMENSIONS, "form_id", "time_period", "place_zh"]
    found = [row for row in said if all(row[key] == asked[key] for key in keys)]
    reported = [row for row in found if row["value_origin"] == "reported"]
    return reported or found


def test_the_report_makes_72_statements() -> None:
    assert len(STATEMENTS) == 72


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda row: row["fact_id"])
def test_a_statement_has_one_answer_with_its_value_qualifier_and_bounds(
    said: list[dict[str, Any]], statement: Row
) -> None:
    found = answers(said, statement)
    assert len(found) == 1
    asked = wanted(statement)
    assert {name: found[0][name] for name in ("obs_value", "qualifier", *BOUNDS)} == {
        name: asked[name] for name in ("obs_value", "qualifier", *BOUNDS)
    }


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda row: row["fact_id"])
def test_a_statement_can_be_followed_to_its_cells(said: list[dict[str, Any]], statement: Row) -> None:
    (found,) = answers(said, statement)
    assert found["cells"] >= (int(found["obs_value"]) if statement["fact_id"] in COUNTED else 1)
    assert found["source_file"].endswith(".xlsx")


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda row: row["fact_id"])
def test_what_the_report_states_is_not_marked_as_invented(said: list[dict[str, Any]], statement: Row) -> None:
    (found,) = answers(said, statement)
    assert found["is_synthetic"] is (statement["fact_id"] in COUNTED)


def test_the_month_of_the_contribution_is_assumed(said: list[dict[str, Any]]) -> None:
    (found,) = answers(said, next(row for row in STATEMENTS if row["fact_id"] == "F007"))
    assert (found["period_basis"], found["time_period"]) == ("assumed", "2023-11")


def test_nearly_eleven_times_is_two_readings_and_no_point(said: list[dict[str, Any]]) -> None:
    (found,) = answers(said, next(row for row in STATEMENTS if row["fact_id"] == "F014"))
    assert (found["multiple_stated"], found["semantics"], found["obs_status"]) == (11, "UNRESOLVED", "U")


@pytest.mark.parametrize("fact_id", ["F017", "F022", "F032", "F037", "F038"])
def test_more_than_a_round_number_ends_by_convention(said: list[dict[str, Any]], fact_id: str) -> None:
    (found,) = answers(said, next(row for row in STATEMENTS if row["fact_id"] == fact_id))
    assert found["bound_basis"] == "convention"


def test_a_named_community_is_counted_by_its_name(said: list[dict[str, Any]]) -> None:
    (found,) = answers(said, next(row for row in STATEMENTS if row["fact_id"] == "F003"))
    assert found["value_basis"] == "enumerated"


def test_every_line_of_the_two_own_returns_carries_a_sentence_of_the_report(
    said: list[dict[str, Any]],
) -> None:
    report = (SEED / "000_bcefa74f4367bc23.txt").read_text(encoding="utf-8")
    lines = [row for row in said if row["form_id"] in ("ADM", "PLAN") and not row["is_synthetic"]]
    assert lines
    assert [row["comment_obs"] for row in lines if row["comment_obs"].strip() not in report] == []


def test_the_published_value_is_that_of_the_statement(
    first_night: tuple[Settings, RefreshReport], query: Query, said: list[dict[str, Any]]
) -> None:
    published = {
        (row["series_id"], row["time_period"]): row
        for row in query(first_night[0], "select * from mart_indicator")
    }
    for statement in STATEMENTS:
        (found,) = answers(said, statement)
        shown = published[found["series_id"], found["time_period"]]
        if statement["fact_id"] == "F007":
            # The district's own feedback speaks for the series; 8.32 lies within "8 or more".
            assert (shown["form_id"], shown["obs_value"]) == ("L07", Decimal("8.32"))
        else:
            assert (shown["obs_value"], shown["value_low"]) == (found["obs_value"], found["value_low"])


def test_no_name_with_digits_in_it_is_a_value(said: list[dict[str, Any]]) -> None:
    labels = [row["value_text"] for row in rows_of("seed_facts.csv") if row["status"] == "label"]
    assert len(labels) == 18
    texts = {row["raw_text"] for row in said}
    assert texts.isdisjoint(labels)
    assert all(row["obs_value"] != 6012349 for row in said)
