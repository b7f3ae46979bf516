"""Which libraries a command loads: those that look, and a night that finds nothing new, load none that they do not use.

Importing them takes longer than what these commands do: dbt 1.9 s of processor time, Great Expectations 2.4, pandas 0.3.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import Night
from warehouse.settings import CHECKOUT, Settings

HEAVY = (
    "airflow", "dbt", "duckdb", "great_expectations", "jinja2", "numpy", "openpyxl", "pandas", "pyarrow", "rich", "scipy",
    "xlsxwriter",
)  # fmt: skip
CODE = """
import json, sys
from warehouse.cli.app import main
status = main(sys.argv[2:])
print(json.dumps([status, [name for name in json.loads(sys.argv[1]) if name in sys.modules]]), file=sys.stderr)
"""


def loaded_by(settings: Settings, *arguments: str) -> list[str]:
    """The heavy libraries that one command loads in a process of its own, which must end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INDICATORS_")}
    ran = subprocess.run(
        [sys.executable, "-c", CODE, json.dumps(HEAVY), *arguments],
        env={**kept, "INDICATORS_HOME": str(settings.home), "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    status, loaded = json.loads(ran.stderr.splitlines()[-1])
    assert status == 0, ran.stderr
    return list(loaded)


@pytest.mark.parametrize(
    ("command", "loaded"),
    [
        ("--help", []),
        ("query --help", []),
        # The rows come back as Arrow, which counts with numpy; DuckDB runs in another process.
        ("query SELECT --format csv", ["numpy", "pyarrow"]),
        ("trace fdi_actual_utilized 2023-12 --json", ["duckdb"]),
        # Rich draws the tables of people.
        ("trace fdi_actual_utilized 2023-12", ["duckdb", "rich"]),
        ("snapshots --json", []),
    ],
)
def test_a_command_that_looks_loads_what_it_looks_with(
    first_night: Night, command: str, loaded: list[str]
) -> None:
    words = ["select 1 as one" if word == "SELECT" else word for word in command.split()]
    assert loaded_by(first_night[0], *words) == loaded


def test_a_night_without_anything_new_loads_the_database_for_its_headline_figures_alone(
    night: Settings,
) -> None:
    assert loaded_by(night, "refresh") == ["duckdb"]
    assert loaded_by(night, "refresh", "--quiet") == []
    assert loaded_by(night, "refresh", "--hand-back") == []
