"""The schema bi of a snapshot: its tables with their words, their Parquet files, and the same rows under Chinese names."""

from __future__ import annotations

import os

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.conftest import Night, Query
from warehouse.answers.query import query as ask
from warehouse.dictionary import BI, models
from warehouse.home import DATABASE, Home
from warehouse.store.manifest import read_manifest

OF_BI = [model for model in models() if model.room == BI]


def test_every_model_of_bi_is_a_table_and_a_file_and_is_counted(first_night: Night, query: Query) -> None:
    current = Home(first_night[0].home).current
    stated = read_manifest(current)
    for model in OF_BI:
        (counted,) = query(first_night[0], f"select count(*) as n from {model.relation}")
        file = f"{BI}/{model.name}.parquet"
        assert pq.read_metadata(current / file).num_rows == counted["n"]
        assert stated["facts"]["rows"][model.relation] == counted["n"]
        # Nothing of the samples was revised, and no meeting was shown them.
        assert (counted["n"] > 0) is (model.name not in {"revisions", "edition_changes"})
        assert file in stated["files"]


def test_the_chinese_view_has_the_same_rows_under_the_names_of_the_dictionary(
    first_night: Night, query: Query
) -> None:
    for model in models():
        if not model.label_zh:
            continue
        here = query(first_night[0], f"select * from {model.schema}.{model.name} order by all")
        there = query(first_night[0], f'select * from bi."{model.label_zh}" order by all')
        named = query(first_night[0], f'describe bi."{model.label_zh}"')
        assert [row["column_name"] for row in named] == [column.label_zh for column in model.columns]
        assert [[*row.values()] for row in there] == [[*row.values()] for row in here]


def test_what_a_bi_tool_shows_beside_a_chinese_column_is_its_description(
    first_night: Night, query: Query
) -> None:
    rows = query(
        first_night[0],
        "select comment from duckdb_columns() where table_name = '报送情况' and column_name = '按时'",
    )
    assert [row["comment"].startswith("应报日期之前报来并被采用为1") for row in rows] == [True]


@pytest.mark.parametrize("sql", ["select count(*) from bi.headline", 'select count(*) from bi."主要指标"'])
def test_people_ask_for_bi_by_its_name(first_night: Night, sql: str) -> None:
    answer = ask((Home(first_night[0].home).current / DATABASE).resolve(), sql)
    assert answer.table.to_pylist()[0].popitem()[1] > 1000


def test_the_chinese_views_answer_under_whatever_name_the_file_is_attached(first_night: Night) -> None:
    file = os.fspath(Home(first_night[0].home).current / DATABASE)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as another (read_only)")
        (counted,) = connection.execute('select count(*) from another.bi."报送情况"').fetchall()
    assert counted[0] > 0
