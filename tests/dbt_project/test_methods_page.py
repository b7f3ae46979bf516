"""docs/methods.md: its formulas give the results that stand beside them, its reasons are those of the models."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.dbt_project.examples import to_places
from tests.dbt_project.macro_sql import CALLS, MacroSql
from tests.docs.markdown import prose
from warehouse.building.dbt_project import SOURCES
from warehouse.settings import CHECKOUT

PAGE = prose(CHECKOUT / "docs" / "methods.md")
FORMULAS = re.findall(r"^\| [^|]+ \| [^|]+ \| `(\w+)` \| ([^|]+) \| ([-\d.]+) \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("macro", "example", "result"), FORMULAS, ids=lambda part: part)
def test_a_formula_of_the_page_gives_its_result(
    macros: MacroSql, macro: str, example: str, result: str
) -> None:
    operands = dict(pair.split("=") for pair in example.split())
    places = -Decimal(result).as_tuple().exponent
    assert to_places(Decimal(str(macros.of(macro, **operands))), places) == Decimal(result)


def test_the_page_has_every_formula_that_a_macro_has() -> None:
    on_the_page = {macro for macro, _, _ in FORMULAS}
    # Rounded forms, bounds, words and periods are explained in prose.
    prefixes = ("growth_percent_", "growth_low", "growth_high", "growth_agrees", "growth_tolerance", "turn_")
    others = {
        "period_on_period_percent", "share_of_growth_reason", "single_month", "two_decimals", "ten_thousands", "hundred_millions",
        "most_confidential", "progress_gap_pp_of_levels", "month_before", "three_months_before", "two_years_before", "year_before",
    }  # fmt: skip
    in_prose = {name for name in CALLS if name.startswith(prefixes) or name.endswith("_rounded")} | others
    assert set(CALLS) - in_prose == on_the_page


@pytest.mark.parametrize(
    ("model", "heading", "code"),
    [
        ("mart_contribution", "## 拉动与贡献率", r"'((?:PART|JAN|LEVEL|TOTAL|SCOPE|BASE)_[A-Z_]+)'"),
        (
            "mart_single_month",
            "## 当月数与环比",
            r"'((?:MONTHS?|JAN|LEVEL|VINTAGES|REVISED|YEAR|BASE)_[A-Z_]+)'",
        ),
    ],
)
def test_the_reasons_of_the_page_are_those_of_the_model(model: str, heading: str, code: str) -> None:
    macros = (SOURCES / "macros" / "contribution.sql").read_text("utf-8") if "contribution" in model else ""
    sql = next((SOURCES / "models" / "marts").rglob(f"{model}.sql")).read_text("utf-8")
    given = set(re.findall(r"then " + code, sql + macros)) | set(re.findall(r"else " + code, sql))
    given |= set(re.findall(r"earlier\.month_reason, " + code, sql))
    section = PAGE.partition(heading)[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == given
