"""A ratio is rounded once from its exact operands; the mode is a setting, and part of what a build is."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tests.dbt_project.examples import amounts, examples, percent, to_places
from tests.dbt_project.macro_sql import MacroSql, compiled
from warehouse.settings import SettingError
from warehouse.variables import settings_from_environment
from warehouse.version import code_version


@pytest.fixture(scope="module")
def values() -> list[dict[str, Decimal]]:
    thousandths = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n * 10 + 5) / 1000)
    return examples(st.fixed_dictionaries({"x": st.one_of(thousandths, amounts("-1e13"))}))


@pytest.mark.parametrize("mode", [ROUND_HALF_UP, ROUND_HALF_EVEN])
def test_a_growth_is_rounded_as_exact_decimals_are_ties_included(
    macros: MacroSql, half_even: MacroSql, growths: list[dict[str, Decimal]], mode: str
) -> None:
    rounded = (macros if mode == ROUND_HALF_UP else half_even).evaluate("growth_percent_rounded", growths)
    wanted = [to_places(percent(row["x1"] - row["x0"], row["x0"]), 2, mode) for row in growths]
    assert [each for each in zip(growths, rounded, wanted, strict=True) if each[1] != each[2]] == []


@pytest.mark.parametrize("mode", [ROUND_HALF_UP, ROUND_HALF_EVEN])
def test_a_value_is_shown_as_exact_decimals_are_rounded_ties_included(
    macros: MacroSql, half_even: MacroSql, values: list[dict[str, Decimal]], mode: str
) -> None:
    shown = (macros if mode == ROUND_HALF_UP else half_even).evaluate("two_decimals", values)
    # What would be rounded to nothing is shown with its first two digits.
    wanted = [
        to_places(row["x"], 2, mode) or to_places(row["x"], max(4, 1 - row["x"].adjusted()), mode)
        for row in values
    ]
    assert [each for each in zip(values, shown, wanted, strict=True) if Decimal(each[1]) != each[2]] == []


@pytest.mark.parametrize(
    ("unit", "amount", "shown"),
    [
        # 1032 美元 where whole 万美元 are shown, 120000 元 where 亿元 are with two decimals.
        ("ten_thousands", "1032", "0.1032"),
        ("ten_thousands", "-1032", "-0.1032"),
        ("ten_thousands", "4000", "0.4"),
        ("ten_thousands", "5000", "1"),
        ("ten_thousands", "1234.56", "0.1235"),
        ("ten_thousands", "0.1", "0.00001"),
        ("ten_thousands", "0", "0"),
        ("ten_thousands", "10320000", "1032"),
        ("hundred_millions", "120000", "0.0012"),
        ("hundred_millions", "-120000", "-0.0012"),
        ("hundred_millions", "51234", "0.00051"),
        ("hundred_millions", "500000", "0.01"),
        ("hundred_millions", "0.000001", "0.00000000000001"),
        ("hundred_millions", "0", "0.00"),
        ("hundred_millions", "205000000", "2.05"),
    ],
)
def test_what_is_not_zero_is_never_shown_as_zero(
    macros: MacroSql, unit: str, amount: str, shown: str
) -> None:
    assert macros.of(unit, x=amount) == shown


def test_a_tie_that_goes_to_zero_is_shown_in_full(half_even: MacroSql) -> None:
    # Half of 万美元 goes to the even digit, which is 0.
    assert half_even.of("ten_thousands", x="5000") == "0.5"


@pytest.mark.parametrize(
    ("level", "up", "even"),
    [
        ("1023.45", "2.35", "2.34"),
        ("976.55", "-2.35", "-2.34"),
        ("1023.55", "2.36", "2.36"),
        ("1023.450001", "2.35", "2.35"),
    ],
)
def test_a_tie_goes_up_or_to_the_even_digit(
    macros: MacroSql, half_even: MacroSql, level: str, up: str, even: str
) -> None:
    assert macros.of("growth_percent_rounded", x1=level, x0="1000") == Decimal(up)
    assert half_even.of("growth_percent_rounded", x1=level, x0="1000") == Decimal(even)


@pytest.mark.night
def test_a_mode_that_nobody_knows_stops_the_build(project: Path, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failure:
        compiled("{{ growth_percent_rounded('x1', 'x0') }}", project, tmp_path, rounding="nearest")
    assert "half_up or half_even is wanted" in failure.value.stdout


def test_the_mode_is_a_setting_and_half_up_unless_it_is_set() -> None:
    assert settings_from_environment({}).rounding == "half_up"
    assert settings_from_environment({"INDICATORS_ROUNDING": "half_even"}).rounding == "half_even"
    with pytest.raises(SettingError, match="INDICATORS_ROUNDING='nearest'"):
        settings_from_environment({"INDICATORS_ROUNDING": "nearest"})


def test_another_mode_makes_another_build_of_the_same_submissions() -> None:
    settings = settings_from_environment({})
    assert code_version(settings) != code_version(replace(settings, rounding="half_even"))
