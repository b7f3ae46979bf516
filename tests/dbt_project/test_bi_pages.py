"""The five pages that an office puts together in a BI tool: each chart and table is a group-by and a sum over one
relation of the schema bi, with the figures that a person has worked out. Figures are those of December 2023.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import Night, Query
from warehouse.dictionary import BI, models

DECEMBER = "month = make_date(2023, 12, 1)"
OWN = "area_zh = '鲸园街道'"


def row_of(query: Query, night: Night, sql: str) -> dict[str, Any]:
    (row,) = query(night[0], sql)
    return row


def headline(query: Query, night: Night, line_zh: str) -> dict[str, Any]:
    return row_of(
        query, night, f"select * from bi.headline where is_latest and {OWN} and line_zh = '{line_zh}'"
    )


# ------------------------------------------------------------------------------------------- 主要指标


def test_foreign_capital_of_the_year_is_1032_up_63_55_percent_and_38_03_points_since_november(
    first_night: Night, query: Query
) -> None:
    row = headline(query, first_night, "实际到账外资")
    assert (row["month"], row["period_zh"]) == (date(2023, 12, 1), "1—12月")
    assert (row["value"], row["unit_zh"]) == (1032, "万美元")
    assert (row["growth"], row["growth_zh"]) == (Decimal("63.55"), "63.55%")
    # 63.55 after 25.52.
    assert row["growth_change_pp"] == Decimal("38.03")
    assert (row["target"], row["completion"], row["gap_pp"]) == (1000, Decimal("103.20"), Decimal("3.20"))
    assert row["standing_zh"] == "超序时"
    assert (row["rank"], row["rank_of"], row["rank_change"]) == (2, 9, 2)
    # 1032 and 63.55 are real; the target and the rank are not.
    assert row["state_zh"] == "认定；2024-01-06收到；示例：目标、位次"


def test_a_growth_that_is_stated_in_words_has_no_number(first_night: Night, query: Query) -> None:
    row = headline(query, first_night, "内资到位资金")
    assert (row["value"], row["unit_zh"], row["growth"], row["growth_zh"]) == (
        Decimal("9.65"),
        "亿元",
        None,
        "近11倍",
    )
    # Nothing is taken from what has no number.
    assert row["growth_change_pp"] is None


@pytest.mark.parametrize(
    ("line_zh", "value", "unit_zh", "growth"),
    [
        ("限额以上住宿业营业额", 12915, "万元", Decimal("23.00")),
        ("限额以上餐饮业营业额", 5952, "万元", Decimal("86.00")),
        ("固定资产投资入库项目数", 27, "个", Decimal("22.73")),
        ("内资实物工作量", 1537, "万元", Decimal("140.16")),
        ("盘活楼宇面积", Decimal("3.52"), "万平方米", Decimal("35.38")),
        ("固定资产投资(不含农户)", None, "万元", Decimal("12.40")),
        ("固定资产投资(不含农户)其中：民间投资", None, "万元", Decimal("8.80")),
    ],
)  # fmt: skip
def test_a_line_of_the_meeting(
    first_night: Night, query: Query, line_zh: str, value: Decimal | int | None, unit_zh: str, growth: Decimal
) -> None:
    row = headline(query, first_night, line_zh)
    assert (row["value"], row["unit_zh"], row["growth"]) == (value, unit_zh, growth)


def test_a_number_of_the_real_report_is_not_marked_as_invented(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        f"select line_zh, growth_zh from bi.headline where is_latest and {OWN} and growth_zh in ('63.55%', '23.0%', '86.0%')"
        " order by line_order",
    )
    assert [row["line_zh"] for row in rows] == [
        "实际到账外资",
        "限额以上住宿业营业额",
        "限额以上餐饮业营业额",
    ]


def test_what_is_known_by_bounds_alone_is_said_in_words(first_night: Night, query: Query) -> None:
    row = headline(query, first_night, "改造升级宾馆数")
    assert (row["value"], row["growth"], row["growth_zh"]) == (None, None, "[本期数不是确切的数]")
    assert row["state_zh"].startswith("本期10余")


def test_a_row_without_a_figure_says_why(first_night: Night, query: Query) -> None:
    assert headline(query, first_night, "固定资产投资(不含农户)")["state_zh"].startswith(
        "不收集绝对量；反馈；2024-01-22收到"
    )
    silent = query(
        first_night[0],
        "select * from bi.headline where value is null and state_zh not similar to '.*(本期|不收集|没有本期数).*'",
    )
    assert silent == []
    silent = query(
        first_night[0],
        "select * from bi.single_month where month_value is null and not starts_with(state_zh, '[')",
    )
    assert silent == []


def test_no_code_shows_where_words_are_promised(first_night: Night, query: Query) -> None:
    shown = [
        (model.name, column.name, row["word"])
        for model in models()
        if model.room == BI
        for column in model.columns
        if column.name.endswith("_zh")
        for row in query(
            first_night[0],
            f"select distinct {column.name} as word from {model.relation}"
            f" where regexp_full_match({column.name}, '[A-Za-z0-9_]+')",
        )
    ]
    assert shown == []


def test_the_first_period_of_a_year_is_compared_with_the_whole_year_before(
    first_night: Night, query: Query
) -> None:
    # 8.3 of January and February after 7.6 of all of 2022: 加快0.7个百分点.
    row = row_of(
        query,
        first_night,
        f"select growth, growth_change_pp from bi.headline where {OWN} and line_zh = '固定资产投资(不含农户)'"
        " and month = make_date(2023, 2, 1)",
    )
    assert (row["growth"], row["growth_change_pp"]) == (Decimal("8.30"), Decimal("0.70"))


def test_every_line_has_one_latest_row_and_no_two_lines_of_a_month_have_one_name(
    first_night: Night, query: Query
) -> None:
    latest = query(
        first_night[0],
        "select line_zh, area_zh, period_zh, count(*) as n from bi.headline where is_latest group by all having n > 1",
    )
    assert latest == []
    twice = query(
        first_night[0],
        "select month, period_zh, line_zh, area_zh, count(*) as n from bi.headline group by all having n > 1",
    )
    assert twice == []


def test_the_page_can_be_dragged_in_chinese(first_night: Night, query: Query) -> None:
    row = row_of(
        query,
        first_night,
        'select 本期数, 单位, "同比_%", "增速变动_百分点", 位次, 参排单位数, 位次变动 from bi."主要指标"'
        " where 是否最新一期 and 地区 = '鲸园街道' and 指标 = '实际到账外资'",
    )
    assert [*row.values()] == [1032, "万美元", Decimal("63.55"), Decimal("38.03"), 2, 9, 2]


def test_the_evidence_of_a_line_leads_to_its_cell(first_night: Night, query: Query) -> None:
    row = row_of(
        query,
        first_night,
        "select evidence.* from bi.headline inner join bi.headline_evidence as evidence using (row_key)"
        f" where is_latest and {OWN} and line_zh = '实际到账外资'",
    )
    assert (row["growth_reported"], row["growth_computed"], row["agrees"]) == (
        Decimal("63.55"),
        Decimal("63.55"),
        True,
    )
    assert (row["base"], row["base_source_zh"]) == (631, "本表所列上年同期数")
    assert (row["value_previous_period"], row["value_last_year"]) == (792, 631)
    assert (row["is_synthetic"], row["invented_figures_zh"]) == (False, "目标、位次")
    assert row["restricted_figures_zh"].startswith("本期数：来自一两家单位；同比：来自一两家单位")
    assert (row["file"], row["sheet"], row["cell"]) == ("外资到账明细2023年12月.xlsx", "外资到账明细", "H9")
    assert isinstance(row["observation_id"], str)


# ------------------------------------------------------------------------------------------- 目标完成


def test_completion_beside_the_calendar(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select line_zh, completion, time_progress, gap_pp, target, unit_zh, standing_zh, target_kind_zh from bi.target_progress"
        f" where {DECEMBER} and period_zh = '1—12月' and target_form_zh = '总量' order by line_order",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("固定资产投资入库项目数", 108, 100, 8, 25, "个", "超序时", "下达目标"),
        ("实际到账外资", Decimal("103.20"), 100, Decimal("3.20"), 1000, "万美元", "超序时", "下达目标"),
        ("内资到位资金", Decimal("107.22"), 100, Decimal("7.22"), 9, "亿元", "超序时", "下达目标"),
        ("内资实物工作量", Decimal("102.47"), 100, Decimal("2.47"), 1500, "万元", "超序时", "下达目标"),
        ("主动外出招商(服务)次数", 120, 100, 20, 30, "次", "超序时", "下达目标"),
        ("盘活楼宇面积", Decimal("117.33"), 100, Decimal("17.33"), 3, "万平方米", "超序时", "下达目标"),
    ]


def test_what_was_promised_and_nothing_is_said_of_yet_is_on_the_page(
    first_night: Night, query: Query
) -> None:
    row = row_of(
        query,
        first_night,
        "select value, target, unit_zh, completion, standing_zh, area_zh, is_latest from bi.target_progress"
        " where line_zh = '新建住宅栋数' and area_zh like '%王家岭%'",
    )
    assert [*row.values()] == [None, 4, "栋", None, "尚无实际数", "鲸园街道 王家岭区域", True]


# ------------------------------------------------------------------------------------------- 固投


def test_the_ranking_of_the_streets_by_growth(first_night: Night, query: Query) -> None:
    rows = query(
        first_night[0],
        "select area_zh, rank, growth, growth_change_pp, rank_change, rank_of, tie_zh from bi.growth_ranking"
        f" where {DECEMBER} and line_zh = '固定资产投资(不含农户)' order by rank",
    )
    assert len(rows) == 9
    # 12.4 after 12.5.
    assert [*rows[1].values()] == ["鲸园街道", 2, Decimal("12.40"), Decimal("-0.10"), 0, 9, ""]
    assert [row["rank"] for row in rows] == [*range(1, 10)]


def test_a_row_that_was_not_ranked_says_nothing_of_how_many_were(first_night: Night, query: Query) -> None:
    row = row_of(
        query,
        first_night,
        f"select rank, rank_of, growth, growth_zh from bi.growth_ranking where {DECEMBER} and is_own_area"
        " and line_zh like '%工业技改投资'",
    )
    assert [*row.values()] == [None, None, None, "[不适用]"]


# ------------------------------------------------------------------------------------------- why it moved


def test_december_moved_the_growth_of_foreign_capital_by_38_03_points(
    first_night: Night, query: Query
) -> None:
    # l = 240, b = 0: 240 ÷ 631. And November: l = 0, b = 250: -250 × 2.0787 ÷ 631.
    rows = query(
        first_night[0],
        "select month_value, month_value_last_year, month_growth, base, growth_change_pp, explained_pp, month_needed"
        " from bi.growth_change where line_zh = '实际到账外资' and month >= make_date(2023, 11, 1) order by month",
    )
    assert [tuple(row.values()) for row in rows] == [
        (0, 250, -100, 631, Decimal("-82.35"), Decimal("-82.36"), Decimal("519.6850")),
        (240, 0, None, 631, Decimal("38.03"), Decimal("38.03"), 0),
    ]


def test_a_change_is_told_in_a_sentence(first_night: Night, query: Query) -> None:
    row = row_of(
        query, first_night, "select why_zh from bi.growth_change where is_latest and line_zh = '实际到账外资'"
    )
    assert row["why_zh"] == (
        "当月240万美元，上年同月0万美元，按上期增速应为0万美元；两者之差÷基数631万美元＝+38.03个百分点(示例)"
    )


def test_the_month_explains_every_change_of_a_computed_growth(first_night: Night, query: Query) -> None:
    # (l − b · (1 + G0)) ÷ B1, from the columns that are shown, to their four decimals.
    rows = query(
        first_night[0],
        "select * from bi.growth_change where abs(explained_pp - 100 * (month_value - month_needed) / base)"
        " > 0.0051 + 100 * 0.0001 / base",
    )
    assert rows == []


def test_growth_of_the_month_alone_is_shown_for_trade(first_night: Night, query: Query) -> None:
    row = row_of(
        query,
        first_night,
        "select month_value, month_value_last_year, month_growth, period_zh, state_zh from bi.single_month"
        f" where {DECEMBER} and line_zh = '限额以上餐饮业营业额'",
    )
    assert [*row.values()] == [545, 328, Decimal("66.20"), "12月", "填报；同比为填报；示例：当月数、当月同比"]


# ------------------------------------------------------------------------------------------- 报送


def test_rates_of_reporting_are_a_sum_over_a_sum(first_night: Night, query: Query) -> None:
    row = row_of(
        query,
        first_night,
        "select sum(due) as due, sum(on_time) as on_time, sum(missing) as missing, sum(on_time) / sum(due) as rate"
        f" from bi.returns where {DECEMBER}",
    )
    assert [*row.values()] == [12, 12, 0, 1]
    over = query(
        first_night[0],
        "select department_zh, month from bi.returns group by all"
        " having sum(on_time) > sum(due) or sum(first_time_right) > sum(handed_in) or sum(missing) > sum(due)",
    )
    assert over == []


def test_returns_of_a_month_are_in_the_words_of_an_office(first_night: Night, query: Query) -> None:
    row = row_of(
        query,
        first_night,
        f"select department_zh, form_zh, due_on, received_on, state_zh from bi.returns where {DECEMBER} and form_id = 'L03'",
    )
    assert [*row.values()] == [
        "经济发展办公室",
        "外资到账明细表",
        date(2024, 1, 10),
        date(2024, 1, 6),
        "按时",
    ]
