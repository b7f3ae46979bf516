"""What our own way of making tables and views asks of a model with a contract: a project of a few models, in one run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping

import pytest
import yaml

from warehouse.office_models import SOURCES

PROJECT = {
    "name": "small",
    "version": "1.0.0",
    "profile": "small",
    "flags": {"send_anonymous_usage_stats": False},
}
PROFILE = {
    "small": {"target": "here", "outputs": {"here": {"type": "duckdb", "path": "small.duckdb", "threads": 1}}}
}
ROW = "select cast(1 as integer) as number, 'Wendeng' as area"
MODELS = {
    "as_promised": ROW,
    "as_promised_in_words": "{{ config(words=true) }} " + ROW,
    "as_promised_in_a_view": "{{ config(materialized='view') }} " + ROW,
    "another_type": "select cast(1 as bigint) as number, 'Wendeng' as area",
    "another_name": "select cast(1 as integer) as number, 'Wendeng' as ref_area",
    "one_too_many": ROW + ", 2 as more",
    "one_too_few": "select cast(1 as integer) as number",
    "another_type_in_a_view": "{{ config(materialized='view') }} select cast(1 as bigint) as number, 'Wendeng' as area",
}
PROMISED = [{"name": "number", "data_type": "integer"}, {"name": "area", "data_type": "varchar"}]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[str, str]]:
    """By model: what became of it, and the message."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "models").mkdir()
    (folder / "macros").mkdir()
    shutil.copy(SOURCES / "macros" / "materializations.sql", folder / "macros")
    (folder / "dbt_project.yml").write_text(
        yaml.safe_dump({**PROJECT, "models": {"+materialized": "table", "+contract": {"enforced": True}}})
    )
    (folder / "profiles.yml").write_text(yaml.safe_dump(PROFILE))
    described = [{"name": name, "columns": PROMISED} for name in MODELS]
    (folder / "models" / "_models.yml").write_text(yaml.safe_dump({"models": described}))
    for name, sql in MODELS.items():
        (folder / "models" / f"{name}.sql").write_text(sql)
    dbt = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "run", "--profiles-dir", "."]
    subprocess.run(dbt, cwd=folder, capture_output=True, check=False, timeout=300)
    results = json.loads((folder / "target" / "run_results.json").read_text())["results"]
    return {each["unique_id"].rsplit(".", 1)[1]: (each["status"], each["message"]) for each in results}


@pytest.mark.parametrize("name", [name for name in MODELS if name.startswith("as_promised")])
def test_a_model_with_the_columns_of_its_contract_is_made(
    said: Mapping[str, tuple[str, str]], name: str
) -> None:
    assert said[name][0] == "success"


@pytest.mark.parametrize("name", [name for name in MODELS if not name.startswith("as_promised")])
def test_a_model_with_other_columns_than_its_contract_fails_and_says_so(
    said: Mapping[str, tuple[str, str]], name: str
) -> None:
    state, message = said[name]

    assert state == "error"
    assert "contract" in message


def test_what_differs_is_named_with_both_types(said: Mapping[str, tuple[str, str]]) -> None:
    message = said["another_type"][1]

    assert "number" in message
    assert "BIGINT" in message
    assert "INTEGER" in message
