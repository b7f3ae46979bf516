"""The figures of services, old estates, key projects and monthly counts agree with one another and over time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.samples.test_sample_figures import exact, growth_of, half_up

OpenSheet = Callable[[str], Worksheet]

YEARS = (2022, 2023)
# The rows of the services form: the whole, the street, the others.
WHOLE, STREET, OTHERS = 4, 5, 6
# Their columns: level, last year on the comparable scope, difference, growth, contribution, share.
LEVEL, BASE, DIFFERENCE, GROWTH, PULL, SHARE = range(2, 8)
AT_A_REAL_PLACE = ("“城中村”改造遗留问题持续年数", "零碳试点社区", "零碳社区专项资金")


def services(open_sheet: OpenSheet, year: int, month: int) -> dict[int, tuple[int, ...]]:
    """Level, base and difference of each row."""
    sheet = open_sheet(f"inbox/统计站/规上服务业营业收入{year}年1-{month}月.xlsx")
    return {
        row: tuple(int(str(sheet.cell(row, column).value)) for column in (LEVEL, BASE, DIFFERENCE))
        for row in (WHOLE, STREET, OTHERS)
    }


def counts(open_sheet: OpenSheet, year: int, month: int) -> dict[str, object]:
    """The figure of each line of the monthly counts."""
    sheet = open_sheet(f"inbox/党政办公室/行政工作统计月报{year}年{month}月.xlsx")
    return {str(row[1]): row[4] for row in sheet.iter_rows(min_row=4, max_row=29, values_only=True)}


@pytest.mark.parametrize("year", YEARS)
def test_the_street_and_the_others_make_up_the_district_and_what_it_has_grown_by(
    year: int, open_sheet: OpenSheet
) -> None:
    for month in range(2, 13):
        rows = services(open_sheet, year, month)
        for figure in range(3):
            assert rows[WHOLE][figure] == rows[STREET][figure] + rows[OTHERS][figure]
        assert all(level - base == difference for level, base, difference in rows.values())


@pytest.mark.parametrize("year", YEARS)
def test_growth_contribution_and_share_are_rounded_from_the_forms_own_cells(
    year: int, open_sheet: OpenSheet
) -> None:
    for month in range(2, 13):
        sheet = open_sheet(f"inbox/统计站/规上服务业营业收入{year}年1-{month}月.xlsx")
        rows = services(open_sheet, year, month)
        _, whole_base, whole_difference = rows[WHOLE]
        for row, (level, base, difference) in rows.items():
            stated = [exact(sheet.cell(row, column).value) for column in (GROWTH, PULL, SHARE)]
            assert stated == [
                growth_of(level, base, 2),
                half_up(Fraction(100 * difference, whole_base), 2),
                half_up(Fraction(100 * difference, whole_difference), 1),
            ]


@pytest.mark.parametrize("year", YEARS)
def test_contributions_add_up_to_the_growth_of_the_district_as_printed(
    year: int, open_sheet: OpenSheet
) -> None:
    for month in range(2, 13):
        sheet = open_sheet(f"inbox/统计站/规上服务业营业收入{year}年1-{month}月.xlsx")
        whole, street, others = (Decimal(str(sheet.cell(row, PULL).value)) for row in (WHOLE, STREET, OTHERS))
        assert street + others == whole, month


def test_services_never_fall_within_a_year(open_sheet: OpenSheet) -> None:
    for year in YEARS:
        levels = [services(open_sheet, year, month)[STREET][0] for month in range(2, 13)]
        assert levels == sorted(levels)


def test_last_year_on_the_comparable_scope_is_not_what_last_years_form_published(
    open_sheet: OpenSheet,
) -> None:
    for month in range(2, 13):
        comparable = services(open_sheet, 2023, month)[STREET][1]
        published = services(open_sheet, 2022, month)[STREET][0]
        assert comparable < published, month
    assert services(open_sheet, 2022, 11)[STREET][0] == 421700  # the comparable base is 410,000


def test_the_note_of_services_names_the_month_that_is_still_out(open_sheet: OpenSheet) -> None:
    november = open_sheet("inbox/统计站/规上服务业营业收入2023年1-11月.xlsx")
    december = open_sheet("inbox/统计站/规上服务业营业收入2023年1-12月.xlsx")
    assert november["A7"].value == "注:2023年1-12月数据尚未反馈;上年同期数为同口径数,与上年公布数不同。"
    assert december["A7"].value == "注:上年同期数为同口径数,与上年公布数不同。"


def test_the_estates_of_2023_were_planned_a_year_before_for_another_sum(open_sheet: OpenSheet) -> None:
    planned = open_sheet("inbox/城市建设办公室/老旧小区改造台账2022年.xlsx")
    done = open_sheet("inbox/城市建设办公室/老旧小区改造台账2023年.xlsx")
    assert [cell.value for cell in planned[9]][:7] == ["2023小计", None, "3个", 29, 539, 5.29, 2950]
    assert [cell.value for cell in done[6]][:7] == ["2023小计", None, "3个", 29, 539, 5.29, 2870]
    assert [planned.cell(row, 3).value for row in (6, 7, 8)] == [done.cell(row, 3).value for row in (3, 4, 5)]


@pytest.mark.parametrize("year", YEARS)
def test_subtotals_of_the_estates_add_up_their_rows(year: int, open_sheet: OpenSheet) -> None:
    sheet = open_sheet(f"inbox/城市建设办公室/老旧小区改造台账{year}年.xlsx")
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    parts: list[tuple[object, ...]] = []
    for row in rows:
        if not str(row[0]).endswith("小计"):
            parts.append(row)
            continue
        assert row[2] == f"{len(parts)}个"
        for column in range(3, 7):
            assert exact(row[column]) == sum(exact(part[column]) or 0 for part in parts)
        parts = []
    assert parts == []


def test_counts_since_january_never_fall_and_end_on_what_the_report_states(open_sheet: OpenSheet) -> None:
    ends = {"改造升级宾馆": 10, "引荐省内外客商": 80, "燃气设施更新": 4600, "征集意见建议": 150}
    ends |= {"帮助解决问题": 90, "专题学习研讨": 95, "志愿服务": 38, "双报到单位资助解决社区问题": 45}
    ends |= {"社工服务项目": 24, "公益创投项目": 6, "历史遗留旧村改造突破": 2, "建设垃圾分类房的小区": 5}
    for label, end in ends.items():
        for year, last in ((2022, 12), (2023, 11)):
            path = [int(str(counts(open_sheet, year, month)[label])) for month in range(1, last + 1)]
            assert path == sorted(path), label
            assert path[-1] <= end, label
    served = [Decimal(str(counts(open_sheet, 2023, month)["社工服务人次"])) for month in range(1, 13)]
    assert served == sorted(served)
    assert served[-1] == Decimal("1.5")


def test_the_monthly_counts_say_the_full_points_of_the_services_form_of_the_month_before(
    open_sheet: OpenSheet,
) -> None:
    for year, month in [(year, month) for year in YEARS for month in range(3, 13)]:
        sheet = open_sheet(f"inbox/统计站/规上服务业营业收入{year}年1-{month - 1}月.xlsx")
        points = int(float(str(sheet.cell(STREET, PULL).value)))
        assert counts(open_sheet, year, month)["规上服务业拉动全区增长(错月)"] == f"{points}以上"
    # January is exempt; 2021 has no form; December's is repeated in January: 3.73 points.
    said = [counts(open_sheet, 2022, month)["规上服务业拉动全区增长(错月)"] for month in (1, 2)]
    assert said == [None, "—"]
    assert counts(open_sheet, 2023, 1)["规上服务业拉动全区增长(错月)"] == "3以上"


def test_no_invented_count_stands_beside_a_real_place_and_no_sentence_beside_an_invented_count(
    open_sheet: OpenSheet,
) -> None:
    for year, month in [(year, month) for year in YEARS for month in range(1, 13)][:-1]:
        said = counts(open_sheet, year, month)
        blank = "—" if (year, month) == (2022, 12) else None
        assert [said[label] for label in AT_A_REAL_PLACE] == [blank] * 3
        sheet = open_sheet(f"inbox/党政办公室/行政工作统计月报{year}年{month}月.xlsx")
        assert [sheet.cell(row, 6).value for row in range(4, 30)] == [None] * 26


def test_numbers_with_a_word_are_typed_as_texts(open_sheet: OpenSheet) -> None:
    december = counts(open_sheet, 2023, 12)
    assert (december["改造升级宾馆"], december["燃气设施更新"]) == ("10余", "4600余")
    assert december["规上服务业拉动全区增长(错月)"] == "8以上"
    plan = open_sheet("inbox/党政办公室/年度工作计划指标表2024年.xlsx")
    said = {row[1]: row[4] for row in plan.iter_rows(min_row=4, max_row=26, values_only=True)}
    assert said["王家岭新建建筑面积"] == "约2.1"
    assert said["免费入门培训课时(每人)"] == "1-3"  # a text: Excel would make the third of January of it
