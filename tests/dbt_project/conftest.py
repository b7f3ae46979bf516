"""The macros in either mode of rounding, compiled once a run; and growths to try them on, ties among them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.dbt_project.examples import amounts, examples, percent
from tests.dbt_project.macro_sql import MacroSql, macro_sql
from warehouse.dbt_project import write_project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The complete dbt project, as a build has it."""
    return write_project(tmp_path_factory.mktemp("dbt") / "project")


@pytest.fixture(scope="session")
def macros(project: Path, tmp_path_factory: pytest.TempPathFactory) -> MacroSql:
    """As they are unless somebody sets another mode: half up."""
    return macro_sql(project, tmp_path_factory.mktemp("half_up"), "half_up")


@pytest.fixture(scope="session")
def half_even(project: Path, tmp_path_factory: pytest.TempPathFactory) -> MacroSql:
    return macro_sql(project, tmp_path_factory.mktemp("half_even"), "half_even")


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
    assert sum(each % Decimal("0.01") in (Decimal("0.005"), Decimal("-0.005")) for each in exact) > 1000
    return rows
