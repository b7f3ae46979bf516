"""PostgreSQL shows what is published: the same rows, all of one snapshot, to those who may read them."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from psycopg import sql

from tests.conftest import Night, copy_of, remove_tree
from tests.warehouse.command import Run
from tests.warehouse.serving.conftest import DAY
from warehouse.answers.doctor.serving_looks import serving_looks
from warehouse.dictionary import BI, Model
from warehouse.home import DATABASE, Home
from warehouse.office_models import models_of
from warehouse.serving.address import Address, ServingError
from warehouse.serving.publish import SCHEMAS, Served, publish
from warehouse.serving.roles import OFFICE, OPEN
from warehouse.serving.rows import copy_rows
from warehouse.settings import CHECKOUT, Settings
from warehouse.snapshots.snapshot_files import parquet_of
from warehouse.steps.serve import serve_after_publishing
from warehouse.variables import settings_from_environment

PASSWORD = "secret"  # noqa: S105 - of a server that lives as long as the tests
Loaded = tuple[Address, Served, Settings]


def rows_of(address: Address, statement: str) -> list[tuple[Any, ...]]:
    with address.connected() as connection:
        return connection.execute(statement.encode()).fetchall()


def in_order(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows as texts, whichever of two equal zones their instants are in."""
    return sorted(
        repr([one.astimezone(UTC) if isinstance(one, datetime) and one.tzinfo else one for one in row])
        for row in rows
    )


def schemas(address: Address) -> set[str]:
    found = rows_of(address, "select nspname from pg_namespace where nspname !~ '^pg_'")
    return {name for (name,) in found} - {"information_schema", "public"}


def test_every_relation_has_the_rows_of_the_snapshot_and_its_id(served: Loaded) -> None:
    address, done, settings = served
    current = Home(settings.home).current.resolve()
    with (
        duckdb.connect(str(current / DATABASE), read_only=True) as snapshot,
        address.connected() as connection,
    ):
        snapshot.execute("set timezone = 'UTC'")
        connection.execute("set timezone = 'UTC'")
        for model in models_of(settings.office):
            names = [column.name for column in model.columns]
            there = ", ".join(names)
            expected = snapshot.execute(f"select {there} from {model.schema}.{model.name}").fetchall()
            shown = "bi" if model.schema == BI else "marts"
            found = connection.execute(f"select {there} from {shown}.{model.name}".encode()).fetchall()
            assert in_order(found) == in_order(expected), model.name
            ids = connection.execute(
                f"select distinct snapshot_id from {shown}.{model.name}".encode()
            ).fetchall()
            assert not expected or ids == [(current.name,)], model.name
    assert (done.already, done.snapshot_id) == (False, current.name)
    assert done.rows > 40_000


def test_every_parquet_file_has_the_rows_of_its_table(first_night: Night) -> None:
    settings = first_night[0]
    current = Home(settings.home).current.resolve()
    rows = 0
    with duckdb.connect(str(current / DATABASE), read_only=True) as snapshot:
        for model in models_of(settings.office):
            table, file = f"{model.schema}.{model.name}", f"read_parquet('{parquet_of(current, model)}')"
            for one, other in ((table, file), (file, table)):
                assert not snapshot.execute(f"from {one} except all from {other}").fetchall(), model.name
            columns = "select column_name, column_type from (describe from {})"
            assert (
                snapshot.execute(columns.format(table)).fetchall()
                == snapshot.execute(columns.format(file)).fetchall()
            )
            rows += snapshot.execute(f"select count(*) from {file}").fetchall()[0][0]
    assert rows > 40_000


def test_figures_are_exact_and_have_their_names_in_both_languages(served: Loaded) -> None:
    address = served[0]
    assert rows_of(
        address,
        "select cast(obs_value as text), display_value from marts.mart_indicator where indicator_id = 'fdi_actual_utilized'"
        " and time_period = '2023-12' and time_transform = 'N' and is_default",
    ) == [("10320000.000000", "1032")]
    assert rows_of(
        address,
        """select "本期数", "同比_%" from bi."主要指标" where "指标" = '实际到账外资' and "月份" = date '2023-12-01'""",
    ) == [(1032, Decimal("63.55"))]
    assert rows_of(address, "select obj_description('marts.mart_growth_rate'::regclass)") == [
        (
            "填报同比与计算同比并列，附基数、差与原因 Growth as reported beside growth as computed, with base, gap and reason",
        )
    ]


def test_the_connection_file_for_excel_asks_what_the_server_answers(served: Loaded) -> None:
    text = (CHECKOUT / "docs" / "tools" / "headline.odc").read_text("utf-8")
    (command,) = re.findall("<odc:CommandText>(.*?)</odc:CommandText>", text)
    found = {(row[0], row[1]): row[3] for row in rows_of(served[0], command)}
    assert found["实际到账外资", "鲸园街道"] == 1032


def test_what_is_shown_already_is_not_loaded_again(served: Loaded) -> None:
    address, done, settings = served
    before = schemas(address)
    again = publish(address, Home(settings.home).current.resolve(), settings.office, DAY)
    assert (again.already, again.snapshot_id, again.rows) == (True, done.snapshot_id, 0)
    assert schemas(address) == before


@pytest.mark.usefixtures("public_once")
def test_what_a_killed_load_left_is_gone_after_the_next(empty: Address, first_night: Night) -> None:
    settings = first_night[0]
    with empty.connected() as connection:
        for left in ("marts_next", "marts_rows_0a1b2c3d", "bi_previous_0a1b2c3d", "bi_open_rows_0a1b2c3d"):
            connection.execute(f"create schema {left}".encode())
        # Somebody else's schema of a like name stays.
        connection.execute("create schema marts_of_my_own")
    publish(empty, Home(settings.home).current.resolve(), settings.office, DAY)
    others = schemas(empty) - set(SCHEMAS)
    assert {name.rpartition("_")[0] for name in others} == {
        "marts_rows",
        "bi_rows",
        "bi_open_rows",
        "marts_of_my",
    }


@pytest.fixture
def logins(served: Loaded) -> Iterator[dict[str, psycopg.Connection[Any]]]:
    """A tool of the office and one of the public, each with a login of its own."""
    address = served[0]
    with address.connected() as connection:
        for name, group in (("tool_office", OFFICE), ("tool_open", OPEN)):
            connection.execute(f"drop role if exists {name}".encode())
            connection.execute(f"create role {name} login password '{PASSWORD}' in role {group}".encode())
    said = psycopg.conninfo.conninfo_to_dict(address.dsn)
    opened = {
        name: psycopg.connect(
            host=said["host"],
            port=said["port"],
            dbname=said["dbname"],
            user=name,
            password=PASSWORD,
            autocommit=True,
        )
        for name in ("tool_office", "tool_open")
    }
    yield opened
    for connection in opened.values():
        connection.close()


@pytest.mark.parametrize(
    ("login", "readable"),
    [("tool_office", ("marts", "bi")), ("tool_open", ("bi_open",))],
)
def test_each_login_reads_its_own_schemas_and_nothing_else(
    logins: dict[str, psycopg.Connection[Any]], login: str, readable: tuple[str, ...]
) -> None:
    tool = logins[login]
    for schema in SCHEMAS:
        statement = (
            f"select count(*) from {schema}.{'mart_indicator' if schema == 'marts' else 'headline'}".encode()
        )
        if schema in readable:
            assert tool.execute(statement).fetchone()[0] > 0  # type: ignore[index]
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tool.execute(statement)


@pytest.mark.parametrize(
    "attack",
    [
        "create table public.mine (x int)",
        "create schema mine",
        "create temp table mine (x int)",
        "delete from marts.mart_indicator",
        "update bi.headline set value = 1",
        "drop view bi.headline",
        "alter schema marts rename to mine",
        "set role indicators_loader",
        "copy (select 1) to program 'id'",
        "select pg_read_file('/etc/passwd')",
        "select * from pg_authid",
    ],
)
def test_a_tool_of_the_office_changes_nothing(
    logins: dict[str, psycopg.Connection[Any]], attack: str
) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
        logins["tool_office"].execute(attack.encode())


def test_the_rows_behind_the_views_are_read_by_nobody(
    served: Loaded, logins: dict[str, psycopg.Connection[Any]]
) -> None:
    (behind,) = {name for name in schemas(served[0]) if name.startswith("marts_rows_")}
    statement = sql.SQL("select * from {}").format(sql.Identifier(behind, "mart_indicator"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        logins["tool_office"].execute(statement)


@pytest.mark.usefixtures("public_once")
def test_readers_during_swaps_see_one_snapshot_and_no_error(
    empty: Address, first_night: Night, tmp_path: Path
) -> None:
    settings = first_night[0]
    current = Home(settings.home).current.resolve()
    publish(empty, current, settings.office, DAY)
    # The same files under other ids: what a refresh and a rollback show one after the other.
    snapshots = [current]
    for name in ("20240301T000000Z-aaaaaaaa", "20240302T000000Z-bbbbbbbb"):
        (tmp_path / name).symlink_to(current)
        snapshots.append(tmp_path / name)
    seen: list[set[str]] = []
    joined: list[int] = []
    failed: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        try:
            with psycopg.connect(empty.dsn, autocommit=True) as connection:
                while not done.is_set():
                    found = connection.execute("select distinct snapshot_id from bi.headline").fetchall()
                    seen.append({name for (name,) in found})
                    # Two relations in one statement are found one after the other: joined by the id they are of one.
                    found = connection.execute(
                        "select count(*) from bi.headline as one inner join marts.snapshot as two using (snapshot_id)"
                    ).fetchall()
                    joined.append(found[0][0])
        except Exception as error:  # noqa: BLE001 - whatever a reader meets fails the test
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    try:
        for turn in range(2):
            # Not resolved: a folder is called what it is called.
            _publish_as(empty, snapshots[1 + turn % 2], settings)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert {len(names) for names in seen} == {1}
    assert len(set(joined) - {0}) == 1
    assert len({name for names in seen for name in names}) == 3


def _publish_as(address: Address, snapshot: Path, settings: Settings) -> None:
    publish(address, snapshot, settings.office, DAY, snapshot_id=snapshot.name)


def test_a_server_that_is_down_is_told_without_its_password_and_ends_no_night(
    night: Settings, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "postgresql://loader:geheim@127.0.0.1:1/indicators"
    settings = _with(night, address)
    report = serve_after_publishing(settings, datetime(2024, 2, 1, tzinfo=UTC))
    assert report.problem.startswith("POSTGRES_UNREACHABLE loader@127.0.0.1:1/indicators")
    assert "geheim" not in report.problem
    monkeypatch.setenv("INDICATORS_POSTGRES", address)
    ran = run("publish", home=night.home)
    assert (ran.status, ran.code) == (1, "POSTGRES_UNREACHABLE")
    assert "geheim" not in ran.err + run("doctor", home=night.home).out


def _with(settings: Settings, address: str) -> Settings:
    return replace(settings, postgres=address)


def test_the_command_loads_the_current_snapshot_and_says_so(
    night: Settings, empty: Address, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_POSTGRES", empty.dsn)
    first, again = run("publish", home=night.home), run("publish", home=night.home)
    assert (first.status, again.status) == (0, 0)
    assert "已写入 PostgreSQL" in first.out
    assert "PostgreSQL 已是当前快照" in again.out
    monkeypatch.delenv("INDICATORS_POSTGRES")
    assert run("publish", home=night.home).code == "POSTGRES_NOT_SET"


@pytest.mark.usefixtures("public_once")
def test_a_rollback_takes_postgres_along_and_so_does_going_on(
    corrected_night: Night,
    first_night: Night,
    tmp_path: Path,
    empty: Address,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = copy_of(corrected_night[0], tmp_path)
    newest = Home(settings.home).current.resolve().name
    monkeypatch.setenv("INDICATORS_POSTGRES", empty.dsn)
    back = run("rollback", "--reason", "核对", "--by", "李四", home=settings.home)
    earlier = Home(settings.home).current.resolve().name
    assert earlier != newest
    assert f"也已换到 (too) {earlier}" in back.out
    assert rows_of(empty, "select snapshot_id from marts.snapshot") == [(earlier,)]
    run("resume", "--by", "李四", home=settings.home)
    assert rows_of(empty, "select snapshot_id from marts.snapshot") == [(newest,)]
    # What the doctor says of it: beside these files, beside those of the first night, and of a server that is not there.
    assert _looked(settings.home, empty.dsn) == (True, f"{empty.shown} {newest}")
    first = Home(first_night[0].home)
    assert _looked(first.root, empty.dsn) == (
        False,
        f"{empty.shown} {newest} ≠ 文件 files {first.current.resolve().name}",
    )
    answers, said = _looked(settings.home, "postgresql://nobody@127.0.0.1:1/none")
    assert (answers, said.startswith("nobody@127.0.0.1:1/none: ")) == (False, True)
    remove_tree(settings.home)


def _looked(home: Path, dsn: str) -> tuple[bool, str]:
    (look,) = serving_looks(
        settings_from_environment({"INDICATORS_HOME": str(home), "INDICATORS_POSTGRES": dsn})
    )
    return look.right, look.found


@pytest.mark.usefixtures("public_once")
def test_a_refused_load_leaves_readers_what_they_had(empty: Address, first_night: Night) -> None:
    settings = first_night[0]
    current = Home(settings.home).current.resolve()
    publish(empty, current, settings.office, DAY)
    with empty.connected() as connection:
        connection.execute("drop role if exists bound")
        connection.execute(f"create role bound login password '{PASSWORD}'".encode())
        connection.execute(
            f"grant connect on database {empty.dsn.split('dbname=')[1].split()[0]} to bound".encode()
        )
        connection.execute("grant usage on schema marts to bound; grant select on marts.snapshot to bound")
    weak = Address(psycopg.conninfo.make_conninfo(empty.dsn, user="bound", password=PASSWORD))
    with pytest.raises(ServingError) as refused:
        publish(weak, current, settings.office, DAY, snapshot_id="20240401T000000Z-cccccccc")
    assert refused.value.code == "POSTGRES_REFUSED"
    assert rows_of(empty, "select snapshot_id from marts.snapshot") == [(current.name,)]


@pytest.mark.usefixtures("public_once")
def test_a_server_that_ends_in_the_middle_of_the_rows_is_told_and_ends_no_night(
    empty: Address, first_night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(first_night[0], postgres=empty.dsn)
    copied: list[str] = []

    def cut_off(arrows: Sequence[Any], source: Any, schema: str, model: Model) -> int:
        copied.append(model.name)
        if len(copied) == 3:
            rows_of(
                empty,
                "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                " and datname = current_database()",
            )
        return copy_rows(arrows, source, schema, model)

    monkeypatch.setattr("warehouse.serving.publish.copy_rows", cut_off)
    report = serve_after_publishing(settings, datetime(2024, 2, 1, tzinfo=UTC))
    assert report.problem.startswith(("POSTGRES_REFUSED", "POSTGRES_UNREACHABLE"))
    assert "password" not in report.problem
    assert schemas(empty).isdisjoint(SCHEMAS)
    monkeypatch.undo()
    publish(empty, Home(settings.home).current.resolve(), settings.office, DAY)
    assert len({name for name in schemas(empty) if "_rows_" in name}) == 3
