"""Which flag speaks for which figure, and which reason for which missing value."""

from __future__ import annotations

from warehouse.answers.formula import REASONS
from warehouse.codes import fixed_lists
from warehouse.dictionary import Column, models
from warehouse.exchange.excel.invented import flags
from warehouse.exchange.excel.reason import reason_columns, word_for
from warehouse.exchange.published import REGISTER_ROW, names_units

AMOUNT = "decimal(28,6)"


def test_a_flag_speaks_for_its_part_and_the_rows_own_for_what_the_row_is_about() -> None:
    found = flags(
        (
            "utilized",
            "growth_computed",
            "base_value",
            "tranches_recognised",
            "n_vintages",
            "is_synthetic",
            "tranches_are_synthetic",
            "growth_is_synthetic",
        )
    )
    assert found["utilized"] == ("is_synthetic",)
    assert found["growth_computed"] == found["base_value"] == ("growth_is_synthetic",)
    assert found["tranches_recognised"] == ("tranches_are_synthetic",)
    assert "n_vintages" not in found


def test_a_figure_that_no_flag_names_is_invented_if_anything_of_the_row_is() -> None:
    found = flags(("households", "is_synthetic", "parts_are_synthetic"))
    assert found["households"] == ("is_synthetic", "parts_are_synthetic")


def test_every_figure_of_a_table_with_a_flag_has_one() -> None:
    for model in models():
        names = tuple(column.name for column in model.columns)
        if any("synthetic" in name for name in names):
            found = flags(names)
            assert all(found.get(name, True) for name in names), model.name


def column(name: str, words: str, kind: str = AMOUNT) -> Column:
    return Column(name, kind, words, "")


def test_the_longest_beginning_of_a_name_that_has_a_reason_speaks_for_it() -> None:
    found = reason_columns(
        [
            column("month_growth_reported", "填报本月同比"),
            column("month_value", "本月数"),
            column("obs_value", "数值"),
            column("month_growth_reason", "没有本月同比的原因", "varchar"),
            column("month_reason", "没有本月数的原因", "varchar"),
            column("obs_reason", "没有数值的原因", "varchar"),
        ]
    )
    assert found == {
        "month_growth_reported": "month_growth_reason",
        "month_value": "month_reason",
        "obs_value": "obs_reason",
    }


def test_why_nothing_was_computed_does_not_speak_for_what_was_reported() -> None:
    found = reason_columns(
        [
            column("ytd_growth_reported", "填报累计同比"),
            column("ytd_growth_computed_rounded", "计算累计同比"),
            column("ytd_growth_reason", "没有计算累计同比的原因", "varchar"),
        ]
    )
    assert found == {"ytd_growth_computed_rounded": "ytd_growth_reason"}


def test_a_reason_is_a_word_and_one_that_has_none_stands_as_it_is() -> None:
    assert [word_for(code) for code in ("NOT_STATED", "JAN_EXEMPT", "BASE_ZERO", "WASHED_AWAY", "", None)] == [
        "未填", "免报", "上年同期为 0", "WASHED_AWAY", "无", "无",
    ]  # fmt: skip


def test_reasons_are_worded_as_a_trace_words_them() -> None:
    assert {code: fixed_lists()["CL_COMPUTED_REASON"][code] for code in REASONS} == REASONS


def test_every_register_stays_in_the_office() -> None:
    registers = [model for model in models() if REGISTER_ROW in {column.name for column in model.columns}]
    assert len(registers) >= 3
    assert all(names_units(model) for model in registers)
