"""docs/methods.md: its numbers are right, and its reasons are those that the models give."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from tests.conftest import Query
from tests.docs.markdown import blocks, prose
from warehouse.building.dbt_project import SOURCES
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport

PAGE = CHECKOUT / "docs" / "methods.md"


def percent(current: str, base: str) -> Decimal:
    return (Decimal(current) / Decimal(base) - 1) * 100


def test_the_table_of_rounding_is_right() -> None:
    section = prose(PAGE).partition("## 四舍五入")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([\d.]+) \| (\d+) \| ([−\d.]+) \| ([−\d.]+) \|$", section, re.MULTILINE)
    assert len(rows) == 5
    for level, base, exact, rounded in rows:
        grown = percent(level, base)
        assert grown == Decimal(exact.replace("−", "-"))
        assert grown.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal(rounded.replace("−", "-"))


def test_the_range_of_agreement_is_right() -> None:
    (said,) = (block for block in blocks(PAGE, "text") if "1031.5" in block)
    worked = re.findall(r"\(([\d.]+) ÷ ([\d.]+) − 1\) × 100 = ([\d.]+)", said)
    assert [f"{percent(level, base):.4f}" for level, base, _ in worked] == [result for *_, result in worked]
    assert len(worked) == 2


def test_the_reasons_of_the_page_are_those_of_the_model() -> None:
    model = (SOURCES / "models" / "marts" / "core" / "mart_growth_rate.sql").read_text("utf-8")
    given = set(re.findall(r"then '((?:LEVEL|BASE|JAN)_\w+)'", model))
    section = prose(PAGE).partition("**算不出的原因")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == given


def test_the_first_months_of_foreign_capital_have_no_base(
    first_night: tuple[Settings, RefreshReport], query: Query
) -> None:
    rows = query(
        first_night[0],
        "select time_period, reason from mart_growth_rate where indicator_id = 'fdi_actual_utilized'"
        " and time_period like '2023-%' order by time_period",
    )
    assert [row["time_period"] for row in rows if row["reason"] == "BASE_ZERO"] == [
        "2023-01",
        "2023-02",
        "2023-03",
        "2023-04",
    ]
