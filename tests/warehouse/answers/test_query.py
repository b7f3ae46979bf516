"""Somebody else's SQL: what it answers, and that it can neither read, write nor exhaust anything."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.finding.refusal import Refusal
from ingest.guard.bounds import Bounds
from warehouse.answers.query import QUERY_BOUNDS, Answer, query
from warehouse.cli.ask.answer import Format, as_file, csv_text, objects

Ask = Callable[..., Answer]
FEW_SECONDS = replace(QUERY_BOUNDS, cpu_seconds=2)
JOIN = "select count(*) from range(100000000) a, range(100000000) b"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published file with one table: 外资 1032 万美元, and a value that is missing."""
    file = tmp_path_factory.mktemp("published") / "indicators.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            """
            create table mart (name varchar, obs_value decimal(28, 6), received_at timestamp, path varchar[]);
            insert into mart values
                ('实际到账外资', 10320000, '2024-01-06 01:50:00', ['合计', '本年累计']),
                ('固定资产投资', null, null, null);
            """
        )
    return file


@pytest.fixture
def ask(database: Path) -> Ask:
    def asked(
        sql: str, limit: int = 10_000, bounds: Bounds = QUERY_BOUNDS, count_seconds: float = 5.0
    ) -> Answer:
        return query(database, sql, limit, bounds, count_seconds)

    return asked


def _sum(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# ------------------------------------------------------------------------------------------------ answers


def test_a_value_comes_back_exact_and_a_null_as_nothing(ask: Ask) -> None:
    answer = ask("select name, obs_value from mart order by name desc")
    assert answer.table.to_pylist() == [
        {"name": "实际到账外资", "obs_value": Decimal("10320000.000000")},
        {"name": "固定资产投资", "obs_value": None},
    ]
    assert (answer.rows, answer.exact, answer.cut) == (2, True, False)


@pytest.mark.parametrize(
    "sql", ["from mart", "with a as (from mart) select * from a", "describe mart", "show tables"]
)
def test_whatever_only_reads_is_a_select(ask: Ask, sql: str) -> None:
    assert ask(sql).rows > 0


def test_a_pivot_is_one_statement_whether_its_columns_are_listed_or_found(ask: Ask) -> None:
    found = ask("pivot mart on name using count(*) group by received_at").table.to_pylist()
    assert sorted((row["固定资产投资"], row["实际到账外资"]) for row in found) == [(0, 1), (1, 0)]
    assert ask("with a as (pivot mart on name using sum(obs_value)) select count(*) as n from a").rows == 1
    assert ask("from (pivot mart on name in ('实际到账外资') using sum(obs_value))").rows > 0


def test_columns_of_one_name_are_kept_apart(ask: Ask) -> None:
    assert ask("select 1 as a, 2 as a, 3 as a_2, 4 as a").table.to_pylist() == [
        {"a": 1, "a_3": 2, "a_2": 3, "a_4": 4}
    ]


def test_rows_past_the_limit_are_counted_and_not_sent(ask: Ask) -> None:
    answer = ask("select range from range(5000)", limit=3)
    assert [row["range"] for row in answer.table.to_pylist()] == [0, 1, 2]
    assert (answer.rows, answer.exact, answer.cut) == (5000, True, True)


def test_counting_ends_when_it_would_cost_more_than_the_answer(ask: Ask) -> None:
    answer = ask("select a.range from range(100000000) a, range(100) b", limit=2, count_seconds=0.5)
    assert answer.table.num_rows == 2
    assert not answer.exact
    assert 2 < answer.rows < 10_000_000_000


def test_json_has_decimals_as_text_instants_in_utc_and_lists_as_lists(ask: Ask) -> None:
    from warehouse.cli.screen import as_json

    (row,) = objects(ask("from mart where name = '实际到账外资'").table)
    assert as_json(row["obs_value"]) == "10320000.000000"
    assert as_json(row["received_at"]) == "2024-01-06T01:50:00Z"
    assert row["path"] == ["合计", "本年累计"]


def test_json_has_words_for_what_it_has_no_numbers_for(ask: Ask) -> None:
    sql = "select 'nan'::double as a, ['inf'::double] as b, interval '1 month 2 days' as c, date '2024-01-05' as d"
    assert objects(ask(sql).table) == [{"a": "nan", "b": ["inf"], "c": "P1M2DT0S", "d": date(2024, 1, 5)}]


@pytest.mark.parametrize(
    ("sql", "cell"),
    [
        ("'=1+1'", "'=1+1"),
        ("'@SUM(A1)'", "'@SUM(A1)"),
        ("'+cmd'", "'+cmd"),
        ("'-cmd'", "'-cmd"),
        ("chr(9) || '=1'", "'\t=1"),
        ("'-5.2'", "-5.2"),
        ("-5.25::decimal(6, 2)", "-5.25"),
        ("'+8.7%'", "+8.7%"),
        ("null", ""),
        ("true", "true"),
    ],
)
def test_csv_disarms_what_a_spreadsheet_would_run_and_nothing_else(ask: Ask, sql: str, cell: str) -> None:
    assert csv_text(ask(f"select {sql} as a, 1 as b").table) == f"a,b\n{cell},1\n"


def test_lines_of_csv_end_as_programs_expect_and_for_excel_as_windows_does(ask: Ask) -> None:
    table = ask(r"select e'两\r行' as a, e'又\n一' as b").table
    assert csv_text(table) == 'a,b\n"两\r行","又\n一"\n'
    assert as_file(table, Format.CSV, excel=True).decode() == '\ufeffa,b\r\n"两\r行","又\n一"\r\n'


def test_a_column_name_is_disarmed_too(ask: Ask) -> None:
    assert csv_text(ask('select 1 as "=1+1"').table).startswith("'=1+1\n")


# -------------------------------------------------------------------------------------- what is not allowed


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{secret}')",
        "select * from read_csv('{secret}')",
        "select * from read_json('{secret}')",
        "select * from read_blob('{secret}')",
        "select * from read_parquet('{folder}/*.parquet')",
        "select * from parquet_metadata('{secret}')",
        "select * from sniff_csv('{secret}')",
        "select * from '{secret}'",
        "select * from query_table('{secret}')",
        "select * from glob('{folder}/*')",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "import database '{folder}'",
    ],
)
def test_no_other_file_and_no_network_is_reached(ask: Ask, database: Path, tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n42\n", encoding="ascii")
    (tmp_path / "schema.sql").write_text("create table stolen as select 42;", encoding="ascii")
    (tmp_path / "load.sql").write_text("", encoding="ascii")
    before = _sum(database)
    with pytest.raises(Refusal) as refused:
        ask(sql.format(secret=secret, folder=tmp_path))
    assert refused.value.code == "SQL_FAILED"
    assert _sum(database) == before


@pytest.mark.parametrize(
    "sql",
    [
        "copy mart to '{target}'",
        "export database '{target}'",
        "attach '{target}' as other",
        "attach ':memory:' as other",
        "install httpfs",
        "load httpfs",
        "load '{target}'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset memory_limit",
        "pragma threads = 8",
        "create table other as select 1",
        "create temp table other as select 1",
        "create secret s (type s3)",
        "insert into mart (name) values ('x')",
        "update mart set obs_value = 1",
        "delete from mart",
        "drop table mart",
        "call enable_logging()",
        "prepare p as select 1",
        "begin",
        "vacuum",
        "explain analyze select 1",
    ],
)
def test_only_a_select_is_run(ask: Ask, database: Path, tmp_path: Path, sql: str) -> None:
    before, target = _sum(database), tmp_path / "target"
    with pytest.raises(Refusal) as refused:
        ask(sql.format(target=target))
    assert refused.value.code == "SQL_NOT_SELECT"
    assert (_sum(database), target.exists()) == (before, False)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "-- nothing",
        "select 1; select 2",
        "select 1; drop table mart",
        "create temp type a as enum ('x'); pivot mart on name using count(*)",
    ],
)
def test_it_is_one_statement_or_none_is_run(ask: Ask, database: Path, sql: str) -> None:
    before = _sum(database)
    with pytest.raises(Refusal) as refused:
        ask(sql)
    assert refused.value.code == "SQL_NOT_ONE_STATEMENT"
    assert _sum(database) == before


@pytest.mark.parametrize(
    "sql", ["select * from query('select 1; drop table mart')", "select * from query('drop table mart')"]
)
def test_a_statement_inside_a_function_is_held_to_the_same(ask: Ask, sql: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(sql)
    assert (refused.value.code, ask("from mart").rows) == ("SQL_FAILED", 2)


@pytest.mark.parametrize("name", ["request", "connection", "output", "schema", "sys"])
def test_a_name_that_is_no_table_is_no_variable_of_the_program_either(ask: Ask, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(f"select * from {name}")
    assert "does not exist" in refused.value.found


def test_the_environment_cannot_be_asked(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_SECRET", "42")
    with pytest.raises(Refusal, match="getenv"):
        ask("select getenv('INDICATORS_SECRET')")


def test_a_module_lying_about_is_not_run(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "duckdb.py").write_text("raise SystemExit(9)", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert ask("select 1").rows == 1


# ------------------------------------------------------------------------------------------ what costs too much


def test_a_runaway_join_is_killed(ask: Ask) -> None:
    began = time.monotonic()
    with pytest.raises(Refusal) as stopped:
        ask(JOIN, bounds=FEW_SECONDS)
    assert stopped.value.code == "SQL_TOO_LONG"
    assert time.monotonic() - began < 15


def test_a_query_that_waits_is_killed_too(ask: Ask) -> None:
    with pytest.raises(Refusal) as stopped:
        ask(JOIN, bounds=replace(QUERY_BOUNDS, wall_seconds=1))
    assert (stopped.value.code, stopped.value.found) == ("SQL_TOO_LONG", "> 1 s")


def test_the_memory_is_bounded_by_the_kernel_too(ask: Ask) -> None:
    # DuckDB takes a database's own threads and buffers out of 200 MiB, Arrow does not fit beside them.
    with pytest.raises(Refusal) as stopped:
        ask("select 1", bounds=replace(QUERY_BOUNDS, memory_bytes=200 * 1024**2))
    assert stopped.value.code == "SQL_TOO_LARGE"


def test_an_answer_of_two_hundred_mebibytes_fits_and_one_of_three_hundred_does_not(ask: Ask) -> None:
    assert ask("select repeat('x', 1000000) from range(200)").table.nbytes > 200 * 1000**2
    with pytest.raises(Refusal) as stopped:
        ask("select repeat('x', 1000000) from range(300)")
    assert (stopped.value.code, stopped.value.found) == ("SQL_TOO_LARGE", "> 256 MiB")


def test_a_string_bomb_ends_within_the_limits(ask: Ask) -> None:
    with pytest.raises(Refusal) as stopped:
        ask("select repeat('x', 1000000000) || repeat('y', 1000000000)", bounds=FEW_SECONDS)
    assert stopped.value.code in ("SQL_TOO_LARGE", "SQL_TOO_LONG")


@pytest.mark.parametrize(
    "sql", ["select list(range) from range(1000000000)", "select repeat('x', 1000000) from range(2000)"]
)
def test_what_does_not_fit_is_refused(ask: Ask, sql: str) -> None:
    with pytest.raises(Refusal) as stopped:
        ask(sql)
    assert stopped.value.code == "SQL_TOO_LARGE"


def test_an_error_of_the_sql_says_where(ask: Ask) -> None:
    with pytest.raises(Refusal) as failed:
        ask("select obs_valu from mart")
    assert failed.value.code == "SQL_FAILED"
    assert "obs_valu" in failed.value.found
    assert "LINE 1" in failed.value.found


def test_an_instant_keeps_its_microseconds(ask: Ask) -> None:
    (row,) = ask("select timestamp '2024-01-06 01:50:00.000001' as at").table.to_pylist()
    assert row["at"] == datetime(2024, 1, 6, 1, 50, 0, 1)  # noqa: DTZ001 - the file's UTC, without a zone
