"""Capital, physical work, buildings and visits follow their paths, and the targets table repeats them all."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.samples.test_sample_figures import closing, exact, half_up, labelled, register

OpenSheet = Callable[[str], Worksheet]

MONTHS = range(1, 13)
YEARS = (2022, 2023)
FOREIGN, DOMESTIC, REGISTERED, WORK, AREA, VISITS = range(5, 11)  # the rows of the targets table
# Their columns: target, year to date, last year, growth, completion, time elapsed, gap, rank.
TARGET, DONE, BEFORE, GROWTH, COMPLETION, ELAPSED, GAP, RANK = range(4, 12)


def economic(open_sheet: OpenSheet, stem: str, year: int, month: int) -> Worksheet:
    return open_sheet(f"inbox/经济发展办公室/{stem}{year}年{month}月.xlsx")


def capital(open_sheet: OpenSheet, year: int, month: int) -> Worksheet:
    return economic(open_sheet, "内资到位资金台账", year, month)


def targets(open_sheet: OpenSheet, year: int, month: int) -> Worksheet:
    return economic(open_sheet, "重点指标调度表", year, month)


def total(sheet: Worksheet, column: int, label: str = "合计") -> int:
    return int(str(sheet.cell(labelled(sheet, label), column).value))


def visits(open_sheet: OpenSheet, year: int, month: int) -> list[tuple[object, ...]]:
    sheet = economic(open_sheet, "外出招商登记表", year, month)
    return list(sheet.iter_rows(min_row=3, values_only=True))


def elsewhere(open_sheet: OpenSheet, year: int, month: int) -> dict[int, Decimal | None]:
    """What the other forms of a month say, by the row of the targets table and in that row's unit."""
    projects = None
    if month > 1:
        sheet = register(open_sheet, year, month)
        projects = Decimal(str(sheet.cell(labelled(sheet, "合计"), 2).value).removesuffix("个"))
    area = total(economic(open_sheet, "楼宇盘活台账", year, month), 7)
    work = total(economic(open_sheet, "实物工作量", year, month), 4, "合  计")
    return {
        FOREIGN: exact(closing(open_sheet, year, month)[0]),
        DOMESTIC: Decimal(total(capital(open_sheet, year, month), 8)) / 10_000,
        REGISTERED: projects,
        WORK: Decimal(work),
        AREA: Decimal(area) / 10_000,
        VISITS: Decimal(len(visits(open_sheet, year, month))),
    }


def test_domestic_capital_follows_its_path_to_965_million(open_sheet: OpenSheet) -> None:
    # 2023-11 is what the stated year less the stated December leaves: 96500 - 6152.
    path = [2800, 6200, 13500, 18800, 27000, 41500, 49000, 56200, 69800, 77500, 90348, 96500]
    assert [total(capital(open_sheet, 2023, month), 8) for month in MONTHS] == path
    assert total(capital(open_sheet, 2022, 12), 8) == 8150


@pytest.mark.parametrize("year", YEARS)
def test_a_projects_capital_grows_by_its_month_and_stays_within_what_was_agreed(
    year: int, open_sheet: OpenSheet
) -> None:
    before: dict[str, int] = {}
    for month in MONTHS:
        sheet = capital(open_sheet, year, month)
        last = labelled(sheet, "小计(固投类)") - 1
        rows = list(sheet.iter_rows(min_row=5, max_row=last, values_only=True))
        for row in rows:
            name, agreed, ytd, of_month = str(row[1]), *(int(str(cell)) for cell in row[6:9])
            assert ytd <= agreed
            assert of_month == ytd - before.get(name, 0) >= 0
            before[name] = ytd
        fixed = sum(int(str(row[7])) for row in rows if row[4] == "固投类")
        others = sum(int(str(row[7])) for row in rows if row[4] != "固投类")
        assert total(sheet, 8, "小计(固投类)") == fixed
        assert total(sheet, 8, "小计(非固投类)") == others
        assert total(sheet, 8) == fixed + others
        assert total(sheet, 9) == sum(int(str(row[8])) for row in rows)


def test_domestic_capital_is_said_once_more_in_hundred_millions(open_sheet: OpenSheet) -> None:
    for year, month, said in ((2022, 12, "0.815亿元"), (2023, 11, "9.0348亿元"), (2023, 12, "9.65亿元")):
        sheet = capital(open_sheet, year, month)
        assert sheet.cell(labelled(sheet, "折合"), 8).value == said


def test_no_project_of_domestic_capital_is_listed_before_it_was_signed(open_sheet: OpenSheet) -> None:
    sheet = capital(open_sheet, 2023, 6)
    signed = {sheet.cell(row, 6).value for row in range(5, labelled(sheet, "小计(固投类)"))}
    assert signed == {"2023-01", "2023-02", "2023-04", "2023-05", "2023-06"}


def test_physical_work_follows_its_path_to_1537(open_sheet: OpenSheet) -> None:
    sheets = [economic(open_sheet, "实物工作量", 2023, month) for month in MONTHS]
    assert [total(sheet, 4, "合  计") for sheet in sheets] == [
        *(0, 0, 0, 120, 260, 430),
        *(610, 790, 980, 1180, 1417, 1537),
    ]
    assert [total(sheet, 5, "合  计") for sheet in sheets] == [
        *(0, 0, 0, 120, 140, 170),
        *(180, 180, 190, 200, 237, 120),
    ]


def test_buildings_follow_their_path_to_35200_square_metres_in_15_projects(open_sheet: OpenSheet) -> None:
    sheets = [economic(open_sheet, "楼宇盘活台账", 2023, month) for month in MONTHS]
    assert [total(sheet, 7) for sheet in sheets] == [
        *(0, 8600, 15000, 20200, 22000, 26700),
        *(29800, 32700, 35200, 35200, 35200, 35200),
    ]
    counts = [sheet.cell(labelled(sheet, "合计"), 2).value for sheet in sheets]
    assert counts == [f"{count}个项目" for count in (1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15)]
    assert total(economic(open_sheet, "楼宇盘活台账", 2022, 12), 7) == 26000


def test_three_visits_a_month_make_36_of_which_the_principal_led_ten(open_sheet: OpenSheet) -> None:
    assert [len(visits(open_sheet, 2023, month)) for month in MONTHS] == [3 * month for month in MONTHS]
    assert [visit[5] for visit in visits(open_sheet, 2023, 12)].count("是") == 10
    assert len(visits(open_sheet, 2022, 12)) == 28


@pytest.mark.parametrize("year", YEARS)
def test_the_targets_table_repeats_what_the_other_forms_of_its_month_say(
    year: int, open_sheet: OpenSheet
) -> None:
    for month in MONTHS:
        sheet = targets(open_sheet, year, month)
        said = {row: exact(sheet.cell(row, DONE).value) for row in range(FOREIGN, VISITS + 1)}
        assert said == elsewhere(open_sheet, year, month), month


def test_the_targets_table_quotes_as_last_year_what_last_years_table_said(open_sheet: OpenSheet) -> None:
    for month in MONTHS:
        sheet, year_before = targets(open_sheet, 2023, month), targets(open_sheet, 2022, month)
        for row in (FOREIGN, DOMESTIC, REGISTERED, AREA, VISITS):
            assert sheet.cell(row, BEFORE).value == year_before.cell(row, DONE).value, (row, month)
        assert sheet.cell(WORK, BEFORE).value is None


@pytest.mark.parametrize("year", YEARS)
def test_rates_of_the_targets_table_are_rounded_half_up_from_its_own_cells(
    year: int, open_sheet: OpenSheet
) -> None:
    compared = 0
    for month in MONTHS:
        sheet = targets(open_sheet, year, month)
        for row in range(FOREIGN, VISITS + 1):
            target, done, before, growth, completion, elapsed, gap = (
                exact(sheet.cell(row, column).value) for column in range(TARGET, GAP + 1)
            )
            assert elapsed == half_up(Fraction(100 * month, 12), 2)
            if done is None:
                assert (before, growth, completion, gap) == (None, None, None, None)
                continue
            assert target is not None
            assert completion == half_up(Fraction(done) / Fraction(target) * 100, 2)
            assert gap == completion - elapsed
            if sheet.cell(row, GROWTH).value == "增长近11倍" or not before:
                assert growth is None
                continue
            assert growth == half_up(Fraction(done) / Fraction(before) * 100 - 100, 2), (row, month)
            compared += 1
    # 2022: capital and visits 12 months each, projects and area 11, foreign capital from June on 7; 2023: one
    # month of foreign capital more, one of domestic capital, said in words, less.
    assert compared == 53


def test_the_growth_of_domestic_capital_is_a_number_but_in_december_2023(open_sheet: OpenSheet) -> None:
    # 90348 / 7640 - 1 = 10.825654; in December the report says it in words.
    assert targets(open_sheet, 2023, 11).cell(DOMESTIC, GROWTH).value == 1082.57
    assert targets(open_sheet, 2023, 12).cell(DOMESTIC, GROWTH).value == "增长近11倍"


def test_projects_registered_are_blank_in_january_but_for_their_target(open_sheet: OpenSheet) -> None:
    for year in YEARS:
        sheet = targets(open_sheet, year, 1)
        row = [sheet.cell(REGISTERED, column).value for column in range(TARGET, RANK + 1)]
        assert [number is None for number in row] == [False, True, True, True, True, False, True, True]


@pytest.mark.parametrize("year", YEARS)
def test_a_target_stands_all_year_and_ranks_are_of_nine_places(year: int, open_sheet: OpenSheet) -> None:
    stated = set()
    for month in MONTHS:
        sheet = targets(open_sheet, year, month)
        stated.add(tuple(sheet.cell(row, TARGET).value for row in range(FOREIGN, VISITS + 1)))
        ranks = {sheet.cell(row, RANK).value for row in range(FOREIGN, VISITS + 1)} - {None}
        assert ranks <= {f"{place}/9" for place in range(1, 10)}
    assert stated == {{2022: (600, 0.75, 20, 600, 2.5, 25), 2023: (1000, 9, 25, 1500, 3, 30)}[year]}
