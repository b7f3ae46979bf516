"""dbt's own unit tests of the models pass, and every column has its words."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import yaml

from warehouse import dictionary
from warehouse.home import Home
from warehouse.ledger.entries import open_ledger
from warehouse.settings import Settings
from warehouse.steps.build import FILE_NAME, run_dbt, variables
from warehouse.steps.build_inputs import judged_submissions, write_inputs
from warehouse.steps.refresh import RefreshReport


def test_the_unit_tests_of_the_models_pass(
    first_night: tuple[Settings, RefreshReport], tmp_path: Path
) -> None:
    # They take the types of their inputs from models that are built.
    settings, home = first_night[0], Home(first_night[0].home)
    with open_ledger(home) as book:
        judged = judged_submissions(book)
    (tmp_path / "inputs").mkdir()
    write_inputs(home, judged, tmp_path / "inputs")
    run_dbt(settings, tmp_path, variables("test", "test", datetime(2024, 1, 31, tzinfo=UTC)))
    project = tmp_path / "project"
    run = subprocess.run(
        [
            sys.executable, "-m", "dbt.cli.main", "--log-path", str(tmp_path), "test", "--select", "test_type:unit",
            "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(tmp_path / "unit"),
        ],
        env={
            **os.environ,
            "INDICATORS_BUILD_FILE": str(tmp_path / FILE_NAME),
            "INDICATORS_BUILD_INPUTS": str(tmp_path / "inputs"),
            "INDICATORS_OFFICE": str(settings.office),
        },
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-3000:]
    written = [
        test["name"]
        for path in (project / "models").rglob("*.yml")
        for test in yaml.safe_load(path.read_text(encoding="utf-8")).get("unit_tests", ())
    ]
    assert f"PASS={len(written)} " in run.stdout


def test_every_column_is_described_in_both_languages() -> None:
    for model in dictionary.models():
        for column in model.columns:
            assert column.zh, (model.name, column.name)
            assert column.en, (model.name, column.name)
