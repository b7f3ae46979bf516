"""What a statistician should see in the marts, case by case: one night carries them (night.py). The others are in
test_at_the_gate.py and test_judged_by_what_held.py."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.conftest import Query
from warehouse.settings import Settings

WORK = "indicator_id = 'domestic_capital_physical_work'"
FOREIGN = "indicator_id = 'fdi_actual_utilized' and accumulation = 'YTD'"
Row = tuple[Any, ...]


def rows(query: Query, settings: Settings, sql: str) -> list[Row]:
    return [tuple(row.values()) for row in query(settings, sql)]


def in_ten_thousands(query: Query, settings: Settings, month: str) -> Row:
    """A single month of physical work: as derived, why not, what it is called."""
    ((derived, reason, note),) = rows(
        query,
        settings,
        f"select cast(month_derived / 10000 as integer), month_derived_reason, month_note_zh from mart_single_month"
        f" where {WORK} and time_period = '{month}'",
    )
    return derived, reason, note


def asked(query: Query, settings: Settings, file: str) -> list[Row]:
    """What is asked of a file, and what is held of it: rule and cell, consequences left out."""
    return rows(
        query,
        settings,
        "select rule, source_cell from finding where severity in ('warn', 'hold') and caused_by = ''"
        f" and source_file like '{file}%' order by rule, source_cell",
    )


def growth(query: Query, settings: Settings, where: str, columns: str) -> Row:
    (row,) = rows(query, settings, f"select {columns} from mart_growth_rate where {where}")
    return row


def test_1_a_past_month_that_a_census_revised_is_a_vintage_of_its_own(judged: Settings, query: Query) -> None:
    # 778 for 790: 12 less, 1.52 % of 790.
    assert rows(
        query,
        judged,
        "select vintage, cast(obs_value / 10000 as integer), cast(revision / 10000 as integer), revision_pct_rounded,"
        f" revision_reason from mart_revision where {WORK} and form_id = 'L05' and accumulation = 'YTD'"
        " and time_period = '2023-08' order by vintage",
    ) == [(1, 790, None, None, "_Z"), (2, 778, -12, Decimal("-1.52"), "benchmark")]
    assert in_ten_thousands(query, judged, "2023-09")[:2] == (None, "VINTAGES_DIFFER")
    # The later months hold the old figure; the table that said 790 at its time is not asked.
    assert asked(query, judged, "实物工作量2023年8月_") == [("LATER_MONTHS_STAND", "D7")]
    assert asked(query, judged, "重点指标调度表2023年8月") == []


def test_2_a_month_that_came_late_is_late_and_derived(judged: Settings, query: Query) -> None:
    assert rows(
        query,
        judged,
        "select due_state, days_late from mart_submission_due where form_id = 'L04' and time_period = '2024-03'",
    ) == [("late", 82)]
    # 16,000 − 3,000 and 19,000 − 16,000: late is not revised.
    assert rows(
        query,
        judged,
        "select cast(month_derived / 10000 as integer), month_agrees from mart_single_month where indicator_id ="
        " 'domestic_capital_received' and breakdown = '_T' and time_period in ('2024-03', '2024-04') order by time_period",
    ) == [(13000, True), (3000, True)]


def test_3_the_month_after_one_that_is_missing_is_not_derived(judged: Settings, query: Query) -> None:
    assert in_ten_thousands(query, judged, "2024-03") == (None, "MONTH_BEFORE_MISSING", "")


def test_4_two_revisions_of_one_day_are_two_vintages_and_the_later_stands(
    judged: Settings, query: Query
) -> None:
    assert rows(
        query,
        judged,
        "select vintage, cast(obs_value / 10000 as integer), cast(known_from as date) = date '2024-02-10', is_current"
        f" from mart_revision where {WORK} and form_id = 'L05' and accumulation = 'YTD' and time_period = '2023-05'"
        " order by vintage",
    ) == [(1, 260, False, False), (2, 265, True, False), (3, 270, True, True)]


def test_6_a_year_to_date_that_falls_is_asked_about_unless_it_says_why(
    judged: Settings, query: Query
) -> None:
    assert in_ten_thousands(query, judged, "2024-04") == (-100, None, "核减")
    assert in_ten_thousands(query, judged, "2024-05") == (-20, None, "核减")
    # The row that fell, and under it the year to date.
    assert asked(query, judged, "实物工作量2024年4月") == [("ROW_FALLS", "D5")]
    assert asked(query, judged, "实物工作量2024年5月") == []


def test_7_what_is_taken_back_is_a_negative_month(judged: Settings, query: Query) -> None:
    assert rows(
        query,
        judged,
        "select cast(ytd_amount / 10000 as integer), cast(month_derived / 10000 as integer), month_note_zh"
        " from mart_single_month where indicator_id = 'fdi_actual_utilized' and time_period = '2024-03'",
    ) == [(50, -50, "核减")]


def test_8_a_level_or_a_base_below_zero_has_words_and_no_growth(judged: Settings, query: Query) -> None:
    columns = "growth_computed, reason, turn_zh, cast(difference / 10000 as integer)"
    assert growth(query, judged, f"{FOREIGN} and time_period = '2024-09'", columns) == (
        None, "LEVEL_NEGATIVE", "由正转负", -842,
    )  # fmt: skip
    assert growth(query, judged, f"{FOREIGN} and time_period = '2025-09'", columns) == (
        None, "BASE_NEGATIVE", "由负转正", 130,
    )  # fmt: skip


def test_9_a_joint_return_of_january_and_february_covers_january(judged: Settings, query: Query) -> None:
    assert rows(
        query,
        judged,
        "select due_state from mart_submission_due where form_id = 'L04' and time_period in ('2024-01', '2024-02')"
        " order by time_period",
    ) == [("covered",), ("on_time",)]
    assert rows(
        query,
        judged,
        "select cast(obs_value / 10000 as integer) from mart_indicator where indicator_id = 'domestic_capital_received'"
        " and time_period = '2024-02' and is_default",
    ) == [(3000,)]


def test_10_growth_on_the_comparable_scope_is_not_held_against_the_figure_of_last_year(
    judged: Settings, query: Query
) -> None:
    # 60,000 over 50,000 on this year's scope; last year's own return said 73,300.
    assert growth(
        query,
        judged,
        "indicator_id = 'svc_above_designated_size_revenue' and ref_area = '371002002' and accumulation = 'YTD'"
        " and time_period = '2024-02'",
        "growth_computed_rounded, growth_computed_own_rounded, agrees, comparability",
    ) == (Decimal("20.00"), Decimal("-18.14"), True, "SCOPE_DIFFERS")
    assert asked(query, judged, "规上服务业营业收入2024年1-2月") == []


def test_11_a_quoted_base_that_is_not_last_years_own_gives_both_growths_and_a_question(
    judged: Settings, query: Query
) -> None:
    # 300 over 265 as quoted, and over 260.
    assert growth(
        query,
        judged,
        f"{FOREIGN} and time_period = '2024-04'",
        "growth_computed_rounded, growth_computed_own_rounded, agrees, agrees_own",
    ) == (Decimal("13.21"), Decimal("15.38"), True, False)
    assert asked(query, judged, "外资到账明细2024年4月") == [("BASE_DIFFERS", "H9")]


def test_12_a_whole_that_fell_or_stood_still_has_contributions_and_no_shares(
    judged: Settings, query: Query
) -> None:
    assert rows(
        query,
        judged,
        "select contribution_pp_rounded, share_of_growth, share_reason, parts_add_up from mart_contribution"
        " where part = '371002002' and indicator_id = 'svc_above_designated_size_revenue'"
        " and time_period in ('2024-02', '2024-03') order by time_period",
    ) == [
        # 10,000 of 200,000 and of 300,000.
        (Decimal("5.00"), None, "TOTAL_FELL", True),
        (Decimal("3.33"), None, "TOTAL_UNCHANGED", True),
    ]


def test_17_a_growth_over_nothing_is_held_and_the_difference_stands(judged: Settings, query: Query) -> None:
    assert growth(
        query,
        judged,
        f"{FOREIGN} and time_period = '2024-02'",
        "growth_reported, growth_computed, reason, cast(difference / 10000 as integer)",
    ) == (None, None, "BASE_ZERO", 100)
    assert asked(query, judged, "外资到账明细2024年2月") == [("GROWTH_ON_ZERO_BASE", "H8")]
    assert rows(
        query,
        judged,
        "select utilized_growth_reported_reason from mart_foreign_capital where time_period = '2024-02'",
    ) == [("HELD",)]


def test_18_a_growth_over_a_small_base_says_so_and_where_nobody_states_one_is_told_in_words(
    judged: Settings, query: Query
) -> None:
    # 500 over 5; and two projects where there was one.
    assert growth(query, judged, f"{FOREIGN} and time_period = '2025-01'", "growth_computed_rounded, base_small") == (
        Decimal("9900.00"), True,
    )  # fmt: skip
    assert rows(
        query,
        judged,
        "select growth_zh from bi.headline where line_zh = '报送实物工作量项目数'"
        " and month in (date '2024-04-01', date '2024-06-01') order by month",
    ) == [("由1个增至2个(示例)",), ("与上年同期均为2个(示例)",)]


def test_24_a_table_in_another_unit_with_figures_in_that_unit_is_no_step(
    judged: Settings, query: Query
) -> None:
    # 0.05亿元 after 180万元.
    assert in_ten_thousands(query, judged, "2024-06") == (320, None, "")
    assert asked(query, judged, "实物工作量2024年6月") == []


def test_39_a_table_of_key_projects_that_names_a_month_is_the_current_list_and_on_time(
    judged: Settings, query: Query
) -> None:
    # The plan that came in January, and the table of June: the year's list once. Half of 8.73亿元 is done.
    assert rows(
        query,
        judged,
        "select register_year, sum(planned_year) / 10000, sum(completed_ytd) / 10000 from mart_key_project_return"
        " where is_latest_of_year group by register_year order by register_year",
    ) == [("2024", 87300, 43650), ("2025", 87300, 0)]
    # 2025's plan names its January.
    assert rows(
        query,
        judged,
        "select time_period, due_state from mart_submission_due where form_id = 'L12' and time_period < '2026'"
        " order by time_period",
    ) == [("2024-12", "on_time"), ("2025-12", "on_time")]


def test_40_samples_and_real_returns_are_published_together_and_each_figure_says_which_it_is(
    judged: Settings, query: Query
) -> None:
    # 300 of 2024 is real, 260 of 2023 is a sample: so is what is computed of both, and what is stated is not.
    assert growth(
        query,
        judged,
        f"{FOREIGN} and time_period = '2024-04'",
        "is_synthetic, list_contains(string_split(invented_figures, ','), 'growth_computed_own')",
    ) == (False, True)
    assert growth(query, judged, f"{WORK} and accumulation = 'YTD' and time_period = '2024-04'", "is_synthetic") == (True,)  # fmt: skip
