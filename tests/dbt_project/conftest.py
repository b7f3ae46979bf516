"""The macros in either mode of rounding and a build of the sample night, made once a run; and growths to try the
macros on, ties among them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.conftest import MadeOnce, Night
from tests.dbt_project.examples import COUNT, amounts, examples, percent
from tests.dbt_project.macro_sql import MacroSql, macro_sql
from warehouse.building.build import run_dbt
from warehouse.building.build_inputs import write_inputs
from warehouse.building.build_row import BuildRow
from warehouse.building.dbt_project import write_project
from warehouse.building.decided import decided_submissions
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger


@pytest.fixture(scope="session")
def project(made_once: MadeOnce) -> Path:
    """The complete dbt project, as a build has it: one for the whole run, so that dbt parses it once."""
    return made_once("project", _written)[0] / "project"


def _written(folder: Path) -> None:
    write_project(folder / "project")


@pytest.fixture(scope="session")
def macros(made_once: MadeOnce, project: Path) -> MacroSql:
    """As they are unless somebody sets another mode: half up."""
    sql: MacroSql = made_once("half_up", lambda folder: macro_sql(project, folder, "half_up"))[1]
    return sql


@pytest.fixture(scope="session")
def half_even(made_once: MadeOnce, project: Path) -> MacroSql:
    sql: MacroSql = made_once("half_even", lambda folder: macro_sql(project, folder, "half_even"))[1]
    return sql


@pytest.fixture(scope="session")
def sample_build(made_once: MadeOnce, first_night: Night) -> Path:
    """The folder in which dbt built the sample night: inputs, what was compiled, the database. Read only."""
    settings = first_night[0]

    def make(folder: Path) -> None:
        home = Home(settings.home)
        (folder / "inputs").mkdir()
        with open_ledger(home) as book:
            write_inputs(home, decided_submissions(book), folder / "inputs")
        run_dbt(settings, folder, BuildRow("test", "test", datetime(2024, 1, 31, tzinfo=UTC)))

    return made_once("sample_build", make)[0]


@st.composite
def ties(draw: st.DrawFn) -> dict[str, Decimal]:
    """A growth whose third decimal is 5 and the last: over 1000 times a power of ten, or a fraction that ends."""
    base = draw(st.sampled_from([Decimal(n) for n in (1000, 10_000, 100_000, 200, 500, 800, 12_500)]))
    thousandths = draw(st.integers(-9999, 10**7)) * 10 + 5
    return {"x1": base + base * Decimal(thousandths) / 100_000, "x0": base}


@pytest.fixture(scope="session")
def growths() -> list[dict[str, Decimal]]:
    rows = examples(st.one_of(ties(), st.fixed_dictionaries({"x1": amounts(), "x0": amounts("0.01")})))
    exact = (percent(row["x1"] - row["x0"], row["x0"]) for row in rows)
    assert sum(each % Decimal("0.01") in (Decimal("0.005"), Decimal("-0.005")) for each in exact) > COUNT / 10
    return rows
