"""What a department should be told, case by case, each a workbook judged alone after the clean months.

The cases that need a whole night are in test_in_the_marts.py and test_judged_by_what_held.py; README.md lists all forty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.gate_1 import Verdict, judge
from ingest.form.correction import load_corrections
from ingest.form.file import load_forms
from ingest.observation import DIMENSIONS, Series
from ingest.office.load import load_office
from samples.forms import (
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    physical_work,
    services_pull,
    target_tracking,
    trade,
)
from samples.month import DECEMBER_2023, Month
from samples.report import Report
from samples.sheet import Value
from tests.conftest import Night
from tests.expectations.judged import OFFICE, Past, edited, landed, roots, told, verdict
from tests.ingest.form.correction_register import write_register
from tests.scenarios.workbooks import physical
from warehouse.home import Home
from warehouse.landing.corrected import corrected

Told = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def past(first_night: Night) -> Past:
    return Past.of(Home(first_night[0].home).root)


def said(
    past: Past,
    report: Report,
    changed: Mapping[str, Value],
    month: Month = DECEMBER_2023,
    gone: Sequence[str] = (),
    reason: str = "_U",
) -> Told:
    """What is said first of a month's return with cells typed differently, as the first for its period."""
    one = landed(edited(report, changed, month, gone), report, month, reason=reason)
    return told(verdict(one, past.before(month)))


def of_entries(report: Report, cells: Sequence[str], times: str) -> dict[str, Value]:
    """The figures of some cells, each so many times what they are."""
    entries = edited(report, {}).entries
    return {cell: Decimal(str(entries[cell].value)) * Decimal(times) for cell in cells}


def test_20_a_plan_times_ten_a_month_of_entry_and_a_total_that_fell_are_asked_about_by_project(
    past: Past,
) -> None:
    # 820 → 8,200; entered in June, now in August; 357 → 300, less than November's 325.
    changed: dict[str, Value] = {
        "G19": 8200, "G32": 137837 + 7380, "I17": "2023年8月", "J18": 300, "J32": 98834 - 57,
    }  # fmt: skip
    assert said(past, fai_register.REPORT, changed) == [
        ("ROW_CHANGED", "G19", "warn"),
        ("ROW_CHANGED", "I17", "warn"),
        ("ROW_FALLS", "J18", "warn"),
    ]


def test_21_a_project_that_is_cancelled_is_asked_about_by_its_name(past: Past) -> None:
    gone = [f"{column}31" for column in "ABCDEFGHIJKL"]
    changed: dict[str, Value] = {"B32": "26个", "G32": 136587, "J32": 98234, "K32": 8829}
    sheet = edited(fai_register.REPORT, changed, gone=gone)
    found = roots(verdict(landed(sheet, fai_register.REPORT, DECEMBER_2023), past.before(DECEMBER_2023)))
    assert ("ROW_GONE", "示例医疗器械技改27") in {(one.rule, one.found) for one in found}


@pytest.mark.parametrize("unit", ["万欧元", "万元", "万元人民币"])
def test_22_foreign_capital_in_another_currency_is_held_and_never_taken_for_dollars(
    past: Past, unit: str
) -> None:
    (found,) = said(past, fdi_detail.REPORT, {"J2": f"单位:{unit}"})
    assert found == ("UNKNOWN_UNIT", "J2", "hold")


WRONG_UNITS: dict[str, tuple[Report, Mapping[str, Value], tuple[str, str, str]]] = {
    "yuan under ten thousands": (
        physical_work.REPORT,
        of_entries(physical_work.REPORT, ("D5", "D6", "D7", "E5", "E7"), "10000"),
        ("UNIT_OF_FORM", "D7", "hold"),
    ),
    "hundred millions under ten thousands, growth and contribution agree": (
        services_pull.REPORT,
        of_entries(
            services_pull.REPORT, [f"{column}{row}" for column in "BCD" for row in (4, 5, 6)], "0.0001"
        ),
        ("UNIT_OF_FORM", "B4", "hold"),
    ),
    "yuan, last year's figure in yuan too": (
        fdi_detail.REPORT,
        of_entries(fdi_detail.REPORT, [f"{column}{row}" for column in "GH" for row in range(5, 11)], "10000"),
        ("UNIT_OF_FORM", "H9", "hold"),
    ),
    "yuan for dollars, last year's figure at that year's rate too": (
        fdi_detail.REPORT,
        of_entries(fdi_detail.REPORT, [f"{column}{row}" for column in "GH" for row in range(5, 10)], "7")
        | {"G10": 4244, "H10": 4244, "G11": Decimal("70.22"), "H11": Decimal("70.22")},
        ("CURRENCY_OF_BASE", "H10", "hold"),
    ),
    "ten thousands of square metres under square metres": (
        buildings.REPORT,
        of_entries(buildings.REPORT, [f"G{row}" for row in (*range(3, 11), 18)], "0.0001"),
        ("UNIT_SLIP", "G19", "hold"),
    ),
    "hundred millions under ten thousands": (
        trade.REPORT,
        of_entries(trade.REPORT, ("C4", "C5", "C6", "C7", "E4", "E5", "E6", "E7", "E8"), "0.0001"),
        ("UNIT_OF_FORM", "C4", "hold"),
    ),
    # One power of ten may be lawful: asked.
    "tens of it": (
        trade.REPORT,
        of_entries(trade.REPORT, ("C4", "C5", "C6", "C7", "E4", "E5", "E6", "E7", "E8"), "10"),
        ("SIZE_OF_FORM", "C4", "warn"),
    ),
    "tenths of it": (
        trade.REPORT,
        of_entries(trade.REPORT, ("C4", "C5", "C6", "C7", "E4", "E5", "E6", "E7", "E8"), "0.1"),
        ("SIZE_OF_FORM", "C4", "warn"),
    ),
}


@pytest.mark.parametrize(("report", "changed", "first"), WRONG_UNITS.values(), ids=list(WRONG_UNITS))
def test_25_a_whole_form_in_another_unit_is_told_as_that_before_anything_else(
    past: Past, report: Report, changed: Mapping[str, Value], first: tuple[str, str, str]
) -> None:
    assert said(past, report, changed)[0] == first


def test_25_the_first_month_of_a_year_in_yuan_is_held(past: Past) -> None:
    # One hotel, 100 of ten thousands, typed as a million.
    sheet = physical(Month(2024, 1), 1_000_000, 0)
    one = landed(sheet, physical_work.REPORT, Month(2024, 1))
    assert ("UNIT_OF_FORM", "D7", "hold") in told(verdict(one, past.before(Month(2024, 1))))


def test_26_a_place_under_a_name_that_the_catalogue_does_not_know_is_held(past: Past) -> None:
    assert said(past, growth_feedback.REPORT, {"A7": "示例镇街乙"}) == [("UNKNOWN_LABEL", "A7", "hold")]


@pytest.mark.parametrize("number", [27, 33])
def test_27_33_a_place_that_is_merged_into_another_or_left_out_is_missed_among_the_ranked(
    past: Past, number: int
) -> None:
    # 27: its growth stands with the other's; 33: the others are ranked anew among eight.
    gone = [f"{column}13" for column in "ABCDEFG"]
    among_eight: dict[str, Value] = {"C8": 8, "E8": 8, "G12": 5}
    rules = [
        rule
        for rule, *_ in said(past, growth_feedback.REPORT, among_eight if number == 33 else {}, gone=gone)
    ]
    assert rules[0] == "UNIVERSE_SHRINKS"
    assert set(rules[1:]) == ({"RANK_INCONSISTENT"} if number == 27 else set())


def test_28_a_line_that_is_added_in_the_middle_of_a_year_is_held_until_the_form_knows_it(past: Past) -> None:
    assert said(past, trade.REPORT, {"A8": "其中:体育用品类"}) == [("UNKNOWN_LABEL", "A8", "hold")]


def test_29_an_index_on_a_new_base_is_another_series(past: Past) -> None:
    # A base is part of how an index is counted, and so of its method: figures on two bases are never subtracted.
    first = next(one for one in past.returns if one.form_id == "L08").observations.to_pylist()[0]
    of_2020, of_2025 = (
        Series(
            **{name: first[name] for name in DIMENSIONS}
            | {"method_id": f"base_{year}", "unit_measure": "INDEX"}
        )
        for year in (2020, 2025)
    )
    assert of_2020.series_id != of_2025.series_id


def test_30_a_quarter_in_the_title_over_figures_since_january_is_asked_about(past: Past) -> None:
    assert said(past, physical_work.REPORT, {"D2": "2023年四季度"}) == [
        ("QUARTER_OR_YEAR_TO_DATE", "D2", "warn")
    ]


TIES: dict[str, tuple[dict[str, Value], Told]] = {
    "by unrounded growth, 4 and 5": ({"B9": Decimal("6.2")}, []),
    "the same place twice, the next left out": ({"B9": Decimal("6.2"), "C5": 4}, []),
    "the same place twice, the next not left out": (
        {"B9": Decimal("6.2"), "C5": 4, "C7": 5, "C12": 6, "C13": 7, "C8": 8},
        [("RANK_INCONSISTENT", cell, "warn") for cell in ("C7", "C8", "C12", "C13")],
    ),
}


@pytest.mark.parametrize(("changed", "first"), TIES.values(), ids=list(TIES))
def test_32_growths_that_tie_may_be_ranked_in_either_official_way(
    past: Past, changed: dict[str, Value], first: Told
) -> None:
    assert said(past, growth_feedback.REPORT, changed) == first


@pytest.mark.parametrize(
    ("report", "cell", "typed"),
    [(trade.REPORT, "F4", "5.4个百分点"), (services_pull.REPORT, "F5", "8.50%")],
    ids=["points under percent", "percent under points"],
)
def test_34_percent_and_points_are_not_taken_for_each_other(
    past: Past, report: Report, cell: str, typed: str
) -> None:
    assert said(past, report, {cell: typed}) == [("TEXT_IN_NUMBER", cell, "hold")]


@pytest.mark.parametrize(
    ("cell", "typed"), [("B8", "8.7"), ("B13", "2.3"), ("D5", "3.1"), ("F12", "7.3"), ("B6", "-12.4")]
)
def test_36_a_sign_that_is_lost_is_told_as_a_sign_and_not_as_ranks(past: Past, cell: str, typed: str) -> None:
    assert said(past, growth_feedback.REPORT, {cell: Decimal(typed)}) == [
        ("SIGN_AGAINST_RANKS", cell, "warn")
    ]


def test_36_ranks_that_no_single_sign_explains_are_told_one_by_one(past: Past) -> None:
    assert said(past, growth_feedback.REPORT, {"C6": 3, "C11": 2}) == [
        ("RANK_INCONSISTENT", "C6", "warn"),
        ("RANK_INCONSISTENT", "C11", "warn"),
    ]


def test_36_a_growth_that_is_left_blank_beside_its_rank_is_told_and_the_ranks_behind_it_are_not(
    past: Past,
) -> None:
    assert said(past, growth_feedback.REPORT, {"B7": None}) == [("RANK_OF_NOTHING", "B7", "warn")]


def test_37_a_month_and_a_year_to_date_that_are_swapped_are_held(past: Past) -> None:
    entries = edited(trade.REPORT, {}).entries
    swapped: dict[str, Value] = {}
    for row in range(4, 9):
        for one, other in (("C", "E"), ("D", "F")):
            swapped |= {
                f"{one}{row}": entries[f"{other}{row}"].value,
                f"{other}{row}": entries[f"{one}{row}"].value,
            }
    assert said(past, trade.REPORT, swapped) == [("MONTH_EXCEEDS_YTD", "C4", "hold")]


# What is asked about the past, and by what it is answered.


def test_a_target_of_zero_is_asked_about(past: Past) -> None:
    assert said(past, target_tracking.REPORT, {"D5": 0, "H5": None, "J5": None}) == [
        ("TARGET_CHANGED", "D5", "warn")
    ]


def test_a_target_of_an_earlier_month_is_not_held_against_a_later_ones(past: Past) -> None:
    # 1,200 from December on; March's table comes again with 1,000, as before.
    december = landed(
        edited(target_tracking.REPORT, {"D5": 1200, "H5": Decimal("86.00"), "J5": Decimal("-14.00")}),
        target_tracking.REPORT,
        DECEMBER_2023,
    )
    march = Month(2023, 3)
    one = landed(edited(target_tracking.REPORT, {}, march), target_tracking.REPORT, march, number=1)
    assert told(verdict(one, [*past.returns, december])) == []


@pytest.mark.parametrize(
    ("reason", "asked"),
    [
        ("_U", ["TARGET_CHANGED", "YTD_FALLS"]),
        ("enforcement_removal", ["TARGET_CHANGED"]),
        ("correction", []),
        ("late_report", ["TARGET_CHANGED", "YTD_FALLS"]),
    ],
)
def test_a_reason_answers_what_it_is_about_and_nothing_else(
    past: Past, reason: str, asked: list[str]
) -> None:
    # 1,400 after 1,417, and another target for visits.
    changed: dict[str, Value] = {
        "D10": 40, "H10": Decimal("90.00"), "J10": Decimal("-10.00"),
        "E8": 1400, "H8": Decimal("93.33"), "J8": Decimal("-6.67"),
    }  # fmt: skip
    rules = {rule for rule, *_ in said(past, target_tracking.REPORT, changed, reason=reason)}
    assert sorted(rules & {"TARGET_CHANGED", "YTD_FALLS"}) == asked


def _physical_work(figures: Sequence[tuple[int, int]]) -> list[Verdict]:
    """What is said of months of 2024 and their amounts, handed in one after the other in one night."""
    report = physical_work.REPORT
    new = [
        landed(physical(Month(2024, month), amount, 0), report, Month(2024, month), number=number)
        for number, (month, amount) in enumerate(figures)
    ]
    judgement = judge(new, load_office(OFFICE), load_forms(OFFICE))
    assert judgement.blocking == ()
    return list(judgement.verdicts)


def _every_rule(said: Verdict) -> set[str]:
    return {found.rule for found in said.every_finding}


def test_a_month_after_one_that_fell_is_held_against_that_one() -> None:
    # 300, then 200, then 250: the fall is asked about once.
    _, april, may = _physical_work([(3, 300), (4, 200), (5, 250)])
    assert "YTD_FALLS" in _every_rule(april)
    assert "YTD_FALLS" not in _every_rule(may)


@pytest.mark.parametrize(
    "again",
    [[(3, 310), (4, 410)], [(4, 410), (3, 310)]],
    ids=["the earlier month first", "the later month first"],
)
def test_months_that_are_revised_in_one_night_do_not_stand_as_they_were(again: list[tuple[int, int]]) -> None:
    said = _physical_work([(3, 300), (4, 400), (5, 500), *again])[3 + again.index((3, 310))]
    (found,) = [one for one in said.every_finding if one.rule == "LATER_MONTHS_STAND"]
    # April is new; May is not.
    assert "2024-05" in found.message_zh
    assert "2024-04" not in found.message_zh


def test_a_return_is_held_against_the_figure_that_the_office_has_corrected(
    past: Past, tmp_path: Path
) -> None:
    # November's total of domestic capital is 90,348; the office has corrected it to 98,000: December's 96,500 falls.
    office = load_office(OFFICE)
    november = next(one for one in past.returns if (one.form_id, one.period) == ("L04", "2023-11"))
    total = next(row for row in november.observations.to_pylist() if row["obs_value"] == Decimal(903_480_000))
    write_register(
        tmp_path,
        {
            "form_id": "L04", "period": "2023-11", "sheet": total["sheet"], "cell": total["cell"],
            "expect": total["raw_text"], "wrong_value": "90348", "right_value": "98000",
        },
    )  # fmt: skip
    corrections = load_corrections(replace(office, folder=tmp_path), load_forms(OFFICE))
    mended = [
        replace(one, observations=corrected(one, corrections, office)) for one in past.before(DECEMBER_2023)
    ]
    december = landed(edited(domestic_capital.REPORT, {}), domestic_capital.REPORT, DECEMBER_2023)
    assert "YTD_FALLS" not in {rule for rule, *_ in told(verdict(december, past.before(DECEMBER_2023)))}
    assert "YTD_FALLS" in {rule for rule, *_ in told(verdict(december, mended))}
