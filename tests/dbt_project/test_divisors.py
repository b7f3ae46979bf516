"""What counts as a division that cannot be by zero, on statements whose answer is plain."""

from __future__ import annotations

import pytest
import sqlglot

from tests.dbt_project.divisors import unguarded


@pytest.mark.parametrize(
    "expression",
    [
        "a / 12",
        "a / nullif(b, 0)",
        "a / cast(nullif(b, 0) as double)",
        "a // (2 * nullif(count(*), 0))",
        "case when b > 0 then a / b end",
        "case when b > 0 then 100.0 * cast(a as double) / cast(b as double) end",
        "case when c = 1 and b > 0 then case when a > 1 then a // (2 * cast(b as hugeint)) end end",
        "case when b > h then a / (b - h) end",
    ],
)
def test_a_guarded_division_is_none_to_worry_about(expression: str) -> None:
    assert unguarded(sqlglot.parse_one(f"select {expression} from t", read="duckdb")) == []


@pytest.mark.parametrize(
    ("expression", "divisor"),
    [
        ("a / b", "b"),
        ("a / 0", "0"),
        ("a / nullif(b, 1)", "NULLIF(b, 1)"),
        ("case when c > 0 then a / b end", "b"),
        ("case when b > 0 or c = 1 then a / b end", "b"),
        ("case when b >= 0 then a / b end", "b"),
        ("case when b > 0 then 1 else a / b end", "b"),
        ("case when a / b > 1 and b > 0 then 1 end", "b"),
        ("mod(a, b + 1)", "(b + 1)"),
    ],
)
def test_an_open_division_is_named_by_its_divisor(expression: str, divisor: str) -> None:
    assert unguarded(sqlglot.parse_one(f"select {expression} from t", read="duckdb")) == [divisor]
