"""The SQL of the project's macros, compiled by dbt and run by DuckDB over many rows at once.

dbt needs seconds to start, so that all macros a test asks for are rendered in one go, each with its operands
named as columns; a test then evaluates one of them over a table of operands.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.landing import AMOUNT

Operands = Mapping[str, Any]

_BETWEEN = "--- next ---"
CALLS = {
    "growth_percent": "growth_percent('x1', 'x0')",
    "growth_percent_rounded": "growth_percent_rounded('x1', 'x0')",
    "growth_percent_one_decimal": "growth_percent_rounded('x1', 'x0', 1)",
    "growth_low": "growth_low('low1', 'low0', 'high0')",
    "growth_high": "growth_high('high1', 'low0', 'high0')",
    "growth_agrees": "growth_agrees_within('r - hr', 'r + hr', 'x1 - h1', 'x1 + h1', 'x0 - h0', 'x0 + h0')",
    "growth_tolerance": "growth_tolerance('hr', 'x1', 'h1', 'x0', 'h0')",
    "index_percent": "index_percent('x1', 'x0')",
    "difference": "difference('x1', 'x0')",
    "period_on_period_percent": "period_on_period_percent('x1', 'x0', 'one_vintage')",
    "two_year_average_of_levels": "two_year_average_of_levels('x1', 'x0')",
    "two_year_average_of_rates": "two_year_average_of_rates('g1', 'g2')",
    "average_annual_growth": "average_annual_growth('x1', 'x0', 'years')",
    "turn_zh": "turn('x1', 'x0', 'false', 'zh')",
    "turn_en": "turn('x1', 'x0', 'false', 'en')",
    "contribution_pp": "contribution_pp('change', 'whole_base')",
    "contribution_pp_rounded": "contribution_pp_rounded('change', 'whole_base')",
    "share_of_growth": "share_of_growth('change', 'whole_change')",
    "share_of_growth_rounded": "share_of_growth_rounded('change', 'whole_change', 1)",
    "share_of_growth_reason": "share_of_growth_reason('whole_change')",
    "share_percent": "share_percent('part', 'whole')",
    "share_change_pp": "share_change_pp('part', 'whole', 'part_base', 'whole_base')",
    "completion_percent": "completion_percent('actual', 'target')",
    "completion_percent_rounded": "completion_percent_rounded('actual', 'target')",
    "completion_of_ceiling": "completion_percent('actual', 'target', lower_is_better=true)",
    "time_progress_percent": "time_progress_percent('month')",
    "progress_gap_pp": "progress_gap_pp('completion', 'month')",
    "progress_gap_pp_of_levels": "progress_gap_pp_of_levels('actual', 'target', 'month')",
    "rate_target_gap_pp": "rate_target_gap_pp('g', 'target')",
    "most_confidential": "most_confidential(['one', 'other'])",
    "single_month": "single_month('ytd', 'ytd_before', 'period')",
    "month_before": "period_before('period', 1)",
    "two_decimals": "decimal_text('x', '2')",
    "ten_thousands": "decimal_text('x', '0', '4')",
    "hundred_millions": "decimal_text('x', '2', '8')",
    "year_before": "period_before('period', 12)",
    "two_years_before": "period_before('period', 24)",
    "three_months_before": "period_before('period', 3)",
}


def compiled(text: str, project: Path, folder: Path, **variables: str) -> str:
    """What dbt makes of a text with macros of the complete project in it. CalledProcessError where it cannot."""
    # What was parsed is kept beside the project, for each set of variables: parsing is half of dbt's time.
    parsed = project.parent / f"parsed {variables}"
    command = [
        sys.executable, "-m", "dbt.cli.main", "--quiet", "--log-path", str(folder), "--partial-parse", "compile",
        "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(parsed),
        "--output", "json", "--vars", json.dumps(variables), "--inline", text,
    ]  # fmt: skip
    environment = {**os.environ, "INDICATORS_BUILD_FILE": str(project.parent / "empty.duckdb")}
    with (project.parent / "dbt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=240, check=True
        )
    return str(json.loads(run.stdout)["compiled"])


@dataclass(frozen=True, slots=True)
class MacroSql:
    """Every macro as the SQL of an expression over its operands' columns."""

    expressions: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.expressions[name]

    def evaluate(self, name: str, rows: Sequence[Operands]) -> list[Any]:
        """One macro over many rows of operands, in their order, in one query."""
        return [value for (value,) in self.query(f"select {self[name]} from operands order by row_no", rows)]

    def of(self, name: str, **operands: Any) -> Any:
        """One macro of one row of operands; texts of figures become amounts."""
        row = {key: Decimal(value) if key != "period" else value for key, value in operands.items()}
        return self.evaluate(name, [row])[0]

    @staticmethod
    def query(sql: str, rows: Sequence[Operands]) -> list[tuple[Any, ...]]:
        """The rows of a query over the table `operands`; amounts have the type that the warehouse gives them."""
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        table = pa.table(
            {name: pa.array(values, type=_type(values)) for name, values in columns.items()}
            | {"row_no": pa.array(range(len(rows)))}
        )
        with duckdb.connect() as connection:
            connection.register("operands", table)
            return connection.execute(sql).fetchall()


def _type(values: list[Any]) -> pa.DataType | None:
    return None if any(isinstance(value, str | bool) for value in values) else AMOUNT


def macro_sql(project: Path, folder: Path, rounding: str) -> MacroSql:
    """All macros of `CALLS` in one mode of rounding."""
    text = f"\n{_BETWEEN}\n".join(f"{{{{ {call} }}}}" for call in CALLS.values())
    parts = compiled(text, project, folder, rounding=rounding).split(_BETWEEN)
    return MacroSql(dict(zip(CALLS, parts, strict=True)))
