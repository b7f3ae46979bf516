"""Texts that a build keeps as words: what stays the same for whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.home import DATABASE


@pytest.fixture(scope="module")
def build(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(
        str(sample_build / DATABASE), read_only=True, config={"file_search_path": str(sample_build)}
    ) as connection:
        yield connection


def test_a_fact_carries_the_words_of_its_series_and_not_their_text(build: duckdb.DuckDBPyConnection) -> None:
    said = build.execute("select typeof(ref_area), typeof(obs_value) from mart_revision limit 1").fetchone()

    assert said is not None
    assert said[0].startswith("ENUM(")
    assert said[1] == "DECIMAL(28,6)"


def test_words_sort_as_their_text_does(build: duckdb.DuckDBPyConnection) -> None:
    said = build.execute("select series_id from intermediate.int_series order by series_id").fetchall()
    ids = [one for (one,) in said]

    assert len(ids) > 200
    assert ids == sorted(ids)


def test_words_are_joined_with_a_text_that_is_none_of_them(build: duckdb.DuckDBPyConnection) -> None:
    there = build.execute(
        "select count(*) from intermediate.int_series as one inner join (select 'never said' as series_id) as other"
        " on one.series_id = other.series_id"
    ).fetchone()

    assert there == (0,)
