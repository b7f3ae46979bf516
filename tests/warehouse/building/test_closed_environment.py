"""What a build makes depends on what was handed in and on the project; not on the account that it runs in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Query
from tests.warehouse.corrected_return import CORRECTED, NEXT_DAY, hand_in_capital_form
from warehouse.answers.as_of import build_as_of
from warehouse.building.dbt_result import (
    RESULTS,
    BuildFailedError,
    FailedTestsError,
    built_with,
    keep_built_with,
    run_of,
)
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk
from warehouse.steps.refresh import accept, build, publish
from warehouse.store.manifest import read_manifest

# What people have in their accounts: switches of dbt that leave rows and nodes out, other projects, other targets,
# and what changes Python itself. The last but one is a folder with a `dbt` of its own.
HOSTILE = {
    "DBT_EMPTY": "1",
    "DBT_ENGINE_EMPTY": "1",
    "DBT_RESOURCE_TYPES": "model seed",
    "DBT_ENGINE_RESOURCE_TYPES": "model",
    "DBT_EXCLUDE_RESOURCE_TYPES": "test",
    "DBT_TARGET": "prod",
    "DBT_PROFILE": "another",
    "DBT_SAMPLE": "1 day",
    "DBT_STATE": "/nonexistent",
    "DBT_FAIL_FAST": "1",
    "DBT_PROJECT_DIR": "/nonexistent",
    "TZ": "America/New_York",
    "LC_ALL": "C",
    "TMPDIR": "/nonexistent",
    "HOME": "/nonexistent",
    "PYTHONOPTIMIZE": "1",
}


@pytest.fixture
def hostile_account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "path" / "dbt" / "cli"
    fake.mkdir(parents=True)
    (fake / "main.py").write_text("raise SystemExit(0)\n")
    for folder in (fake, fake.parent):
        (folder / "__init__.py").touch()
    for name, value in {**HOSTILE, "PYTHONPATH": str(tmp_path / "path")}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("hostile_account")
def test_no_variable_of_the_account_leaves_anything_out_of_a_build_and_half_a_build_is_not_published(
    night: Settings, tmp_path: Path, query: Query
) -> None:
    home = Home(night.home)
    before = home.current.resolve()
    hand_in_capital_form(night, tmp_path, CORRECTED, NEXT_DAY)
    for chunk in chunks_to_read(night):
        read_chunk(night, chunk)
    accept(night)
    built = build(night)
    assert (built.models, built.tests) == (131, 79)
    # As a build that was killed leaves it: what it was built with is written last.
    written = home.builds / built.build_id / "built_with.json"
    kept = written.read_bytes()
    written.unlink()
    with pytest.raises(BuildFailedError, match="not finished"):
        publish(night, built.build_id)
    assert home.current.resolve() == before
    written.write_bytes(kept)
    assert publish(night, built.build_id).moved
    assert query(night, "select count(*) as n from mart_indicator") == [{"n": 3724}]
    facts = read_manifest(home.current.resolve())["facts"]["built_with"]
    assert (facts["models"], facts["tests"], facts["dbt_arguments"]["empty"]) == (131, 79, False)
    assert set(facts["packages"]) >= {"dbt-core", "dbt-duckdb", "duckdb"}


@pytest.mark.long
@pytest.mark.usefixtures("hostile_account")
def test_no_variable_of_the_account_empties_what_was_known_on_a_day_and_it_is_shut(night: Settings) -> None:
    file = build_as_of(night, date(2023, 6, 30))
    with duckdb.connect(str(file), read_only=True) as connection:
        # Handed in by the end of June 2023: seventeen months of returns.
        (rows,) = connection.execute("select count(*) from mart_indicator").fetchone() or (0,)
    assert rows > 1000
    facts = read_manifest(file.parent)["facts"]["built_with"]
    assert (facts["dbt_arguments"]["empty"], facts["variables"]["as_of"]) == (False, "2023-06-30")
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o444, 0o555)


# ------------------------------------------------------------------------------------- what dbt says it did

NODES = {
    "model.p.a": "model",
    "model.p.b": "model",
    "seed.p.c": "seed",
    "test.p.d": "test",
    "unit_test.p.e": "unit_test",
}


@pytest.fixture
def artifacts(tmp_path: Path) -> Callable[..., Path]:
    """What dbt's process writes down of a build of everything, but for what is given."""

    def written(statuses: dict[str, str] | None = None, **arguments: Any) -> Path:
        ran = {
            name: "pass" if kind == "test" else "success"
            for name, kind in NODES.items()
            if kind != "unit_test"
        }
        ran |= statuses or {}
        results = [
            {"unique_id": name, "status": status, "message": status} for name, status in ran.items() if status
        ]
        said = {"empty": False, "exclude_resource_types": ["unit_test"], "select": [], **arguments}
        nodes = {name: {"resource_type": kind, "enabled": True} for name, kind in NODES.items()}
        (tmp_path / RESULTS).write_text(json.dumps({"results": results, "args": said, "nodes": nodes}))
        return tmp_path

    return written


def test_a_run_of_everything_is_counted(artifacts: Callable[..., Path]) -> None:
    run = run_of(artifacts(), 0, "")
    assert (run.models, run.tests, run.warnings) == (3, 1, ())


@pytest.mark.parametrize("missing", [name for name, kind in NODES.items() if kind != "unit_test"])
def test_a_node_that_did_not_run_is_named(artifacts: Callable[..., Path], missing: str) -> None:
    with pytest.raises(BuildFailedError, match=missing):
        run_of(artifacts({missing: ""}), 0, "")


def test_a_node_that_was_skipped_did_not_run(artifacts: Callable[..., Path]) -> None:
    with pytest.raises(BuildFailedError, match=r"test\.p\.d"):
        run_of(artifacts({"test.p.d": "skipped"}), 0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        {"empty": True},
        {"sample": {"start": "2023-01-01"}},
        {"select": ["mart_indicator"]},
        {"exclude": ["mart_indicator"]},
        {"resource_types": ["model"]},
        {"exclude_resource_types": ["unit_test", "test"]},
        {"event_time_start": "2023-01-01"},
    ],
)
def test_a_switch_that_leaves_rows_out_is_named(
    artifacts: Callable[..., Path], arguments: dict[str, Any]
) -> None:
    with pytest.raises(BuildFailedError, match=next(iter(arguments))):
        run_of(artifacts(**arguments), 0, "")


def test_a_test_that_warns_has_run(artifacts: Callable[..., Path]) -> None:
    assert run_of(artifacts({"test.p.d": "warn"}), 0, "").warnings == ("test.p.d: warn",)


def test_a_test_that_fails_is_the_datas_fault_and_a_model_that_fails_is_not(
    artifacts: Callable[..., Path],
) -> None:
    for status, node, only_tests in (("fail", "test.p.d", True), ("error", "model.p.a", False)):
        with pytest.raises(BuildFailedError) as raised:
            run_of(artifacts({node: status}), 1, "")
        assert isinstance(raised.value, FailedTestsError) is only_tests


def test_without_results_the_end_of_what_was_printed_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildFailedError, match="killed half-way"):
        run_of(tmp_path, 1, "killed half-way")


def test_what_a_build_was_made_with_is_read_back(artifacts: Callable[..., Path]) -> None:
    folder = artifacts()
    keep_built_with(folder, run_of(folder, 0, ""), {"as_of": "latest"}, parsed=True)
    assert (built_with(folder)["models"], built_with(folder)["variables"]) == (3, {"as_of": "latest"})
