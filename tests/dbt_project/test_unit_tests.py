"""dbt's own unit tests of the models pass, and every column has its words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from tests.conftest import Night
from warehouse import dictionary
from warehouse.home import DATABASE


def test_the_unit_tests_of_the_models_pass(
    first_night: Night, sample_build: Path, project: Path, tmp_path: Path
) -> None:
    # They take the types of their inputs from models that are built; dbt opens the file to write.
    shutil.copy(sample_build / DATABASE, tmp_path)
    run = subprocess.run(
        [
            sys.executable, "-m", "dbt.cli.main", "--log-path", str(tmp_path), "test", "--select", "test_type:unit",
            "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(tmp_path / "unit"),
        ],
        env={
            **os.environ,
            "INDICATORS_BUILD_FILE": str(tmp_path / DATABASE),
            "INDICATORS_BUILD_INPUTS": str(sample_build / "inputs"),
            "INDICATORS_OFFICE": str(first_night[0].office),
        },
        # Views that are built name what they read from the build's folder.
        cwd=sample_build,
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
