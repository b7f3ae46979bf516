"""The figures of the samples agree with one another across months and forms."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from openpyxl.worksheet.worksheet import Worksheet

OpenSheet = Callable[[str], Worksheet]

MONTHS = range(1, 13)
LEVEL_LINES = ("批发业销售额", "零售业销售额", "住宿业营业额", "餐饮业营业额")


def half_up(exact: Fraction, decimals: int) -> Decimal:
    """四舍五入, by whole numbers: the oracle that shares no code with the samples."""
    steps = floor(abs(exact) * 10**decimals + Fraction(1, 2))
    return Decimal(steps if exact >= 0 else -steps).scaleb(-decimals)


def growth_of(current: int, base: int, decimals: int) -> Decimal:
    return half_up(Fraction(current - base, base) * 100, decimals)


def exact(cell: object) -> Decimal | None:
    return Decimal(str(cell)) if isinstance(cell, int | float) else None


def labelled(sheet: Worksheet, label: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)


def trade(open_sheet: OpenSheet, year: int, month: int) -> dict[str, tuple[object, ...]]:
    """Month, its growth, year to date, its growth by line."""
    rows = open_sheet(f"inbox/统计站/限上批零住餐{year}{month:02}.xlsx").iter_rows(
        min_row=4, values_only=True
    )
    return {str(row[0]): row[2:6] for row in rows}


def register(open_sheet: OpenSheet, year: int, month: int) -> Worksheet:
    return open_sheet(f"inbox/经济发展办公室/固定资产投资项目入库台账{year}年{month}月.xlsx")


def closing(open_sheet: OpenSheet, year: int, month: int) -> tuple[object, object, object]:
    """Total, last year's figure and growth as the foreign-capital form states them in column H."""
    sheet = open_sheet(f"inbox/经济发展办公室/外资到账明细{year}年{month}月.xlsx")
    total = labelled(sheet, "合计")
    return sheet.cell(total, 8).value, sheet.cell(total + 1, 8).value, sheet.cell(total + 2, 8).value


@pytest.mark.parametrize("year", [2022, 2023])
def test_year_to_date_is_the_sum_of_the_months(year: int, open_sheet: OpenSheet) -> None:
    so_far = dict.fromkeys((*LEVEL_LINES, "#网上零售额"), 0)
    for month in MONTHS:
        for label, (level, _, ytd, _) in trade(open_sheet, year, month).items():
            so_far[label] += 0 if level == "…" else int(str(level))
            assert ytd == so_far[label], (label, month)


def test_hotels_and_catering_of_2022_end_on_the_bases_of_23_and_86_percent(open_sheet: OpenSheet) -> None:
    december = trade(open_sheet, 2022, 12)
    assert december["住宿业营业额"][2] == 10500
    assert december["餐饮业营业额"][2] == 3200


def test_every_growth_of_2023_in_trade_is_the_rounded_ratio_to_the_2022_workbook(
    open_sheet: OpenSheet,
) -> None:
    compared = 0
    for month in MONTHS:
        base = trade(open_sheet, 2022, month)
        for label, row in trade(open_sheet, 2023, month).items():
            for level, growth in ((0, 1), (2, 3)):
                if row[level] == "…" or base[label][level] == "…":
                    assert row[growth] is None
                    continue
                expected = growth_of(int(str(row[level])), int(str(base[label][level])), 1)
                assert exact(row[growth]) == expected, (label, month)
                compared += 1
    assert compared == 118  # five lines, twelve months, two windows, less two months below the unit


def test_a_growth_of_exactly_a_half_goes_away_from_zero(open_sheet: OpenSheet) -> None:
    # 500 / 320 = 1.5625: 56.25 %, which half-even would print as 56.2.
    assert trade(open_sheet, 2023, 1)["餐饮业营业额"] == (500, 56.3, 500, 56.3)
    # 632 over 640 a year before: -1.25 %, which half-even would print as -1.2.
    assert trade(open_sheet, 2022, 2)["住宿业营业额"][:2] == (632, -1.3)


def test_the_cumulative_header_of_january_names_january_twice(open_sheet: OpenSheet) -> None:
    sheet = open_sheet("inbox/统计站/限上批零住餐202301.xlsx")
    assert (sheet.title, sheet["E2"].value) == ("1月", "1-1月累计")


def test_trade_names_its_year_in_the_file_name_only(open_sheet: OpenSheet) -> None:
    for month in MONTHS:
        sheet = open_sheet(f"inbox/统计站/限上批零住餐2023{month:02}.xlsx")
        texts = [sheet.title, *(str(cell.value) for row in sheet.iter_rows() for cell in row)]
        assert not [text for text in texts if "2023" in text]


def test_foreign_capital_follows_the_tranches(open_sheet: OpenSheet) -> None:
    assert [closing(open_sheet, 2022, month)[0] for month in MONTHS] == [0] * 4 + [200] * 3 + [381] * 3 + [
        631
    ] * 2
    received = [0, 0, 260, 260, 260, 572, 572, 572, 792, 792, 792, 1032]
    assert [closing(open_sheet, 2023, month)[0] for month in MONTHS] == received


def test_foreign_capital_quotes_as_last_year_what_last_years_form_stated(open_sheet: OpenSheet) -> None:
    for month in MONTHS:
        assert closing(open_sheet, 2023, month)[1] == closing(open_sheet, 2022, month)[0]


@pytest.mark.parametrize("year", [2022, 2023])
def test_foreign_capital_growth_is_the_rounded_ratio_and_blank_over_zero(
    year: int, open_sheet: OpenSheet
) -> None:
    for month in MONTHS:
        total, base, growth = closing(open_sheet, year, month)
        expected = growth_of(int(str(total)), int(str(base)), 2) if base else None
        assert exact(growth) == expected, month


def test_the_register_of_2023_grows_by_three_projects_a_month_to_27(open_sheet: OpenSheet) -> None:
    counts = []
    for month in range(2, 13):
        sheet = register(open_sheet, 2023, month)
        counts.append(sheet.cell(labelled(sheet, "合计"), 2).value)
    assert counts == [f"{count}个" for count in (3, 6, 9, 12, 15, 18, 21, 24, 27, 27, 27)]


def test_the_register_of_2022_ends_on_22_projects(open_sheet: OpenSheet) -> None:
    sheet = register(open_sheet, 2022, 12)
    assert sheet["B27"].value == "22个"


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_projects_month_is_what_its_year_to_date_has_grown_by(year: int, open_sheet: OpenSheet) -> None:
    before: dict[str, int] = {}
    for month in range(2, 13):
        sheet = register(open_sheet, year, month)
        total = labelled(sheet, "合计")
        for row in sheet.iter_rows(min_row=5, max_row=total - 1, values_only=True):
            code, planned, ytd, of_month = str(row[2]), int(str(row[6])), int(str(row[9])), row[10]
            assert 0 < ytd <= planned
            assert of_month == (None if month == 2 else ytd - before.get(code, 0))
            before[code] = ytd


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_total_row_of_the_register_adds_up_its_projects(year: int, open_sheet: OpenSheet) -> None:
    for month in range(2, 13):
        sheet = register(open_sheet, year, month)
        total = labelled(sheet, "合计")
        projects = list(sheet.iter_rows(min_row=5, max_row=total - 1, values_only=True))
        stated = next(sheet.iter_rows(min_row=total, max_row=total, values_only=True))
        for column in (6, 9):
            assert stated[column] == sum(int(str(project[column])) for project in projects)
        of_month = None if month == 2 else sum(int(str(project[10])) for project in projects)
        assert stated[10] == of_month


def test_the_register_lists_no_project_before_the_month_of_its_entry(open_sheet: OpenSheet) -> None:
    sheet = register(open_sheet, 2023, 6)
    entered = {sheet.cell(row, 9).value for row in range(5, labelled(sheet, "合计"))}
    assert entered == {f"2023年{month}月" for month in range(2, 7)}


@pytest.mark.parametrize("year", [2022, 2023])
def test_ranks_follow_the_growths_of_the_places_that_have_one(year: int, open_sheet: OpenSheet) -> None:
    for month in range(2, 13):
        sheet = open_sheet(f"inbox/统计站/固投增速反馈{year}年1-{month}月.xlsx")
        for column in (2, 4, 6):
            places = [
                (sheet.cell(row, column).value, sheet.cell(row, column + 1).value) for row in range(5, 14)
            ]
            growths = [growth for growth, _ in places if growth not in ("—", "-")]
            for growth, rank in places:
                if growth in ("—", "-"):
                    assert rank is None
                else:
                    assert rank == 1 + sum(float(str(other)) > float(str(growth)) for other in growths)


def test_places_with_the_same_growth_share_a_rank_and_the_next_is_left_out(open_sheet: OpenSheet) -> None:
    sheet = open_sheet("inbox/统计站/固投增速反馈2023年1-4月.xlsx")
    ranks = {
        sheet.cell(row, 1).value: (sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in range(5, 14)
    }
    assert ranks["鲸园街道"] == ranks["示例镇街D"] == (8.9, 3)
    assert 4 not in {rank for _, rank in ranks.values()}
