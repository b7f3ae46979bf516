"""docs/bi.md: its queries run on the sample night and answer, and it names every relation of the schema bi."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.conftest import Night, Query
from tests.docs.markdown import blocks, spans
from warehouse.dictionary import ADDITIVE, BI, models
from warehouse.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "bi.md"
QUERIES = blocks(PAGE, "sql")


@pytest.mark.parametrize("number", range(len(QUERIES)))
def test_a_query_of_the_page_answers(first_night: Night, query: Query, number: int) -> None:
    assert query(first_night[0], QUERIES[number])


def test_the_page_names_every_relation_in_both_languages_and_every_kind_of_adding_up() -> None:
    named = set(spans(PAGE))
    for model in models():
        if model.label_zh:
            assert {model.relation, model.label_zh} <= named
    assert set(ADDITIVE) <= named


def test_the_page_s_own_sums_are_right(first_night: Night, query: Query) -> None:
    (received,) = (each for each in QUERIES if "as received" in each)
    assert {row["year"]: row["received"] for row in query(first_night[0], received)}[2023] == 1032
    (targets,) = (each for each in QUERIES if "from bi.target_progress" in each)
    shown = {row["line_zh"]: row["completion"] for row in query(first_night[0], targets)}
    assert shown["实际到账外资"] == Decimal("103.20")
    (rates,) = (each for each in QUERIES if "on_time_rate" in each)
    assert all(0 <= row["on_time_rate"] <= 1 for row in query(first_night[0], rates))


def test_every_model_of_bi_has_a_page_or_is_told_as_evidence() -> None:
    # A relation that nobody drags should not be there.
    text = PAGE.read_text("utf-8")
    used = {model.relation for model in models() if model.room == BI and f"from {model.relation}" in text}
    joined = {model.relation for model in models() if model.room == BI and f"join {model.relation}" in text}
    assert {model.relation for model in models() if model.room == BI} <= used | joined
