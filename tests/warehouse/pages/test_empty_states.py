"""Pages of a file with nothing in it, with one row, without a department, and with figures that are withheld."""

from __future__ import annotations

import re

from tests.warehouse.pages.conftest import SiteAfter, text_of

EVERYTHING = (
    "delete from {0} where true",
    (
        "bi.headline", "bi.headline_evidence", "bi.growth_change", "bi.single_month", "bi.returns", "bi.revisions",
        "bi.growth_ranking", "mart_indicator", "mart_growth_rate", "mart_target_progress", "fct_observation", "fct_evidence",
        "submission", "finding", "mart_question", "check_result", "mart_correction", "mart_release", "mart_reconciliation",
        "mart_fai_project_month", "mart_fdi_tranche", "mart_building", "mart_visit", "mart_estate", "mart_key_project_return",
        "mart_domestic_capital_project_month", "mart_physical_work_project_month", "fct_register_cell",
    ),
)  # fmt: skip


def test_a_file_without_a_row_says_what_to_do(site_after: SiteAfter) -> None:
    statement, tables = EVERYTHING
    site = site_after(*(statement.format(table) for table in tables))
    assert "还没有数据。把各部门的报表放进 inbox/部门名/，再运行 make refresh。" in text_of(
        site.page("index.html")
    )
    assert "还没有登记要报的表" in text_of(site.page("status.html"))
    assert "没有待核的报表" in text_of(site.page("quality.html"))
    assert "还没有数据" in text_of(site.page("meeting.html"))
    assert not list((site.folder).glob("i/*"))


def test_one_line_with_one_period_is_a_site(site_after: SiteAfter) -> None:
    one = "indicator_id = 'fdi_actual_utilized' and time_period = '2023-12' and accumulation = 'YTD'"
    key = f"(select concat_ws('|', series_id, time_period) from mart_growth_rate where {one})"
    site = site_after(
        f"delete from bi.headline where row_key not in {key}",
        f"delete from bi.headline_evidence where row_key not in {key}",
    )
    assert [path.stem for path in site.folder.glob("i/*.html")] == ["fdi_actual_utilized"]
    said = text_of(site.page("index.html"))
    assert "1项主要指标中，有年度目标的1项全部达到序时进度" in said
    assert "共1行，已全部列出" in said
    assert "[无上期增速]" in said
    # One point is no line: there is nothing to be drawn.
    assert "<figure>" not in site.page("i/fdi_actual_utilized.html")


def test_a_department_that_handed_in_nothing_has_its_page_and_where_to_put_its_returns(
    site_after: SiteAfter,
) -> None:
    site = site_after(
        "delete from submission where department_zh = '统计站'", "delete from bi.headline where true"
    )
    page = next(
        path for path in (site.folder / "d").iterdir() if "统计站</h1>" in path.read_text(encoding="utf-8")
    )
    assert "还没有收到过统计站的报表，放入 inbox/统计站/" in text_of(page.read_text(encoding="utf-8"))


def test_a_figure_that_is_withheld_says_so_wherever_it_stood(site_after: SiteAfter) -> None:
    site = site_after(
        "update mart_indicator set obs_value = null, qualifier = '_Z', obs_reason = 'SUPPRESSED', display_value = '[不公布]'"
        " where indicator_id = 'fdi_actual_utilized' and measure = 'VALUE' and time_transform = 'N'",
        "update bi.headline set value = null, target = null, completion = null, gap_pp = null"
        " where line_zh = '实际到账外资'",
        "update mart_growth_rate set growth_computed = null, growth_computed_rounded = null, base_value = null,"
        " reason = 'LEVEL_MISSING' where indicator_id = 'fdi_actual_utilized'",
        "update mart_target_progress set completion_rounded = null where indicator_id = 'fdi_actual_utilized'",
    )
    html = site.page("i/fdi_actual_utilized.html")
    said = text_of(html)
    assert "增速63.55%" in said
    assert "[不公布]" in said
    assert not re.search(r"<td[^>]*>\s*</td>", html)
    row = site.page("index.html").partition(">实际到账外资</a>")[2].partition("</tr>")[0]
    assert "[不公布]" in row
    assert "1032" not in row


def test_a_held_return_is_said_on_the_pages_that_show_its_figures(site_after: SiteAfter) -> None:
    held = "(select max(submission_id) from submission where form_id = 'L03')"
    site = site_after(
        f"update submission set decision = 'hold' where submission_id = {held}",
        "update snapshot set submissions_held = 1",
    )
    assert "有报表待核。1份收到的报表待核，未进入数据" in text_of(site.page("index.html"))
    assert "待核1份" in text_of(site.page("d/econ_dev_office.html"))
    assert "《外资到账明细" in text_of(site.page("quality.html")).partition("待核")[2]
    # The period has another return that was let in: the page that the first one leads to names what is held all the same.
    assert "待核1份：经济发展办公室《外资到账明细" in text_of(site.page("status.html"))


def test_a_held_return_that_was_handed_in_again_is_on_the_departments_page_once(
    site_after: SiteAfter,
) -> None:
    of_form = "(select {0}(submission_id) from submission where form_id = 'L03')"
    first, last = of_form.format("min"), of_form.format("max")
    asked = (
        "insert into mart_question by name select submission_id, 'f1' as finding_id, department_id, form_id,"
        " 'hold' as severity, '{1}' as question_state from submission where submission_id = {0}"
    )
    site = site_after(
        f"update submission set decision = 'hold' where submission_id in ({first}, {last})",
        asked.format(first, "corrected"),
        asked.format(last, "open"),
    )
    said = text_of(site.page("d/econ_dev_office.html"))
    assert "待核1份，待说明0处" in said
