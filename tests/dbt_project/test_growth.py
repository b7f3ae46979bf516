"""Growth as the models compute it, against exact decimals: percent, its rounding, agreement, periods.

The SQL is the macros' own, compiled by dbt; DuckDB runs it on operands that hypothesis makes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from warehouse.build import PROJECT

Evaluate = Callable[..., tuple[Any, ...]]

_AMOUNT = "cast(? as decimal(28, 6))"
_MACROS = """
select
  {{ growth_percent('x1', 'x0') }} as percent,
  {{ growth_percent_rounded('x1', 'x0') }} as rounded,
  {{ growth_agrees('r', 'hr', 'x1', 'h1', 'x0', 'h0') }} as agrees,
  {{ growth_tolerance('hr', 'x1', 'h1', 'x0', 'h0') }} as tolerance
from operands
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The SQL of the growth macros."""
    folder = tmp_path_factory.mktemp("dbt")
    return _compiled(_MACROS, folder)


def _compiled(inline: str, folder: Path) -> str:
    command = [
        sys.executable, "-m", "dbt.cli.main", "--quiet", "--log-path", str(folder), "--no-partial-parse", "compile",
        "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--target-path", str(folder / "target"),
        "--output", "json", "--inline", inline,
    ]  # fmt: skip
    environment = {**os.environ, "INDICATORS_BUILD_FILE": str(folder / "empty.duckdb")}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=True)
    return str(json.loads(run.stdout)["compiled"])


@pytest.fixture(scope="module")
def evaluate(compiled: str) -> Iterator[Evaluate]:
    with duckdb.connect() as connection:

        def row(*operands: Decimal) -> tuple[Any, ...]:
            names = ("x1", "h1", "x0", "h0", "r", "hr")
            given = ", ".join(f"{_AMOUNT} as {name}" for name in names)
            result = connection.execute(f"with operands as (select {given}) {compiled}", operands).fetchone()
            assert result is not None
            return tuple(result)

        yield row


ZERO = Decimal(0)
levels = st.decimals(min_value=0, max_value=10**13, places=6)
bases = st.decimals(min_value=Decimal("0.01"), max_value=10**13, places=6)


def exact(current: Decimal, base: Decimal) -> Decimal:
    return (current - base) * 100 / base


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(current=levels, base=bases)
@example(current=Decimal(10320000), base=Decimal(6310000))
@example(current=Decimal(10) ** 13, base=Decimal("0.01"))  # 10¹⁷ %: a slip, and no reason to stop a build
@example(current=Decimal("1023.45"), base=Decimal(1000))  # 2.345 %: a tie
@example(current=Decimal("976.55"), base=Decimal(1000))  # −2.345 %
def test_growth_is_the_exact_ratio(evaluate: Evaluate, current: Decimal, base: Decimal) -> None:
    percent, rounded, *_ = evaluate(current, ZERO, base, ZERO, ZERO, ZERO)
    wanted = exact(current, base)
    assert percent == pytest.approx(float(wanted), rel=1e-12, abs=1e-12)
    assert rounded == wanted.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("current", "base", "rounded"),
    [
        ("1032", "631", "63.55"),
        ("1032", "640", "61.25"),
        ("1382000", "1250000", "10.56"),
        ("12915", "10500", "23.00"),
        ("5952", "3200", "86.00"),
        ("792", "381", "107.87"),
        ("1023.45", "1000", "2.35"),
        ("976.55", "1000", "-2.35"),
        ("0", "200", "-100.00"),
    ],
)
def test_a_growth_that_somebody_worked_out(evaluate: Evaluate, current: str, base: str, rounded: str) -> None:
    assert evaluate(Decimal(current), ZERO, Decimal(base), ZERO, ZERO, ZERO)[1] == Decimal(rounded)


@pytest.mark.parametrize(
    ("reported", "half_ulp", "agrees"),
    [
        ("63.55", "0.005", True),
        ("63.6", "0.05", True),
        ("64", "0.5", True),
        # 1032 may be 1032.5 and 631 may be 630.5: 63.76 is the most that can come of them.
        ("63.76", "0.005", True),
        ("63.77", "0.005", False),
        ("63.34", "0.005", True),
        ("63.33", "0.005", False),
        ("163.55", "0.005", False),
    ],
)
def test_a_reported_growth_agrees_within_what_rounding_allows(
    evaluate: Evaluate, reported: str, half_ulp: str, agrees: bool
) -> None:
    operands = (
        Decimal(10320000),
        Decimal(5000),
        Decimal(6310000),
        Decimal(5000),
        Decimal(reported),
        Decimal(half_ulp),
    )
    assert evaluate(*operands)[2] is agrees


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    current=st.integers(min_value=0, max_value=10**9),
    base=st.integers(min_value=1, max_value=10**9),
    decimals=st.integers(min_value=0, max_value=4),
    nudge_current=st.decimals(min_value=Decimal("-0.499"), max_value=Decimal("0.499"), places=3),
    nudge_base=st.decimals(min_value=Decimal("-0.499"), max_value=Decimal("0.499"), places=3),
)
def test_a_growth_computed_before_rounding_the_levels_always_agrees(
    evaluate: Evaluate, current: int, base: int, decimals: int, nudge_current: Decimal, nudge_base: Decimal
) -> None:
    # The department computes from its own unrounded figures; we see both levels rounded to units.
    unrounded = exact(max(ZERO, current + nudge_current), base + nudge_base)
    reported = unrounded.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    half = Decimal("0.5")
    operands = (Decimal(current), half, Decimal(base), half, reported, half.scaleb(-decimals))
    assert evaluate(*operands)[2] is True


def test_a_period_before_goes_by_the_calendar(tmp_path: Path) -> None:
    months = {12: "twelve", 1: "one", 3: "three"}
    columns = ", ".join(f"{{{{ period_before('p', {back}) }}}} as {name}" for back, name in months.items())
    sql = _compiled(f"select {columns} from (select ? as p)", tmp_path)
    with duckdb.connect() as connection:
        assert connection.execute(sql, ["2023-12"]).fetchone() == ("2022-12", "2023-11", "2023-09")
        assert connection.execute(sql, ["2023-01"]).fetchone() == ("2022-01", "2022-12", "2022-10")
