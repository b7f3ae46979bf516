"""docs/marts.md: its queries run on the sample night and answer, its tables are those of a snapshot."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Query
from tests.docs.markdown import blocks, prose
from warehouse.dictionary import models
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport

PAGE = CHECKOUT / "docs" / "marts.md"
QUERIES = blocks(PAGE, "sql")


@pytest.mark.parametrize("sql", QUERIES, ids=lambda sql: re.findall(r"from (\w+)", sql)[0])
def test_a_query_of_the_page_answers(
    first_night: tuple[Settings, RefreshReport], query: Query, sql: str
) -> None:
    # Twice in one process: what the first leaves open must not stand in the way of the second.
    assert query(first_night[0], sql)
    assert query(first_night[0], sql)


def test_the_page_names_every_table_of_a_snapshot() -> None:
    named = set(re.findall(r"`([\w.]+)`", prose(PAGE)))
    assert {model.relation for model in models()} <= named


def test_the_tranches_of_the_page_add_up_to_the_published_total(
    first_night: tuple[Settings, RefreshReport], query: Query
) -> None:
    (sql,) = (each for each in QUERIES if "fct_fdi_tranche" in each)
    rows = query(first_night[0], sql)
    assert [int(row["amount"]) for row in rows] == [2_600_000, 3_120_000, 2_200_000, 2_400_000]
    assert {int(row["utilized"]) for row in rows} == {10_320_000}
