"""What meetings were shown, beside what a correction and a new period made of it."""

from __future__ import annotations

import re

from tests.conftest import Night, Query
from tests.warehouse.pages.conftest import Site, text_of
from warehouse.home import Home
from warehouse.pages.site import PAGES

CHANGES = "select * from bi.edition_changes where edition_zh = '调度会 2023-12' and line_zh = '实际到账外资'"


def test_a_correction_is_told_value_by_value_with_old_new_who_and_why(
    corrected_night: Night, query: Query
) -> None:
    rows = {row["figure_zh"]: row for row in query(corrected_night[0], CHANGES)}
    # 240 became 260 万美元: 1052 ÷ 631 − 1 = 66.72 %, and 105.2 % of the target.
    assert {name: (row["shown"], row["shown_now"], row["moved_zh"]) for name, row in rows.items()} == {
        "本期数": ("1032万美元", "1052万美元(示例)", "同期修订"),
        "同比": ("63.55%", "66.72%(示例)", "同期修订"),
        "比上期": ("+38.03个百分点(示例)", "+41.2个百分点(示例)", "同期修订"),
        "年度目标": ("1000万美元(示例)", "1000万美元(示例)", "未变"),
        "完成率": ("103.20%(示例)", "105.20%(示例)", "同期修订"),
        "超欠序时": ("+3.20个百分点(示例)", "+5.20个百分点(示例)", "同期修订"),
        "位次": ("第2位(示例)", "第2位(示例)", "未变"),
    }
    assert rows["本期数"]["moved_why_zh"] == "经济发展办公室2024-01-07报来，原因：未说明"
    assert (rows["本期数"]["frozen_zh"], rows["本期数"]["signed_zh"]) == ("张三 2024-01-06 定稿", "未审签")


def test_every_other_figure_of_the_sheet_is_told_as_it_was_shown(
    corrected_night: Night, query: Query
) -> None:
    counted = query(
        corrected_night[0],
        "select moved_zh, count(*) as figures from bi.edition_changes where edition_zh = '调度会 2023-12' group by all",
    )
    assert {row["moved_zh"]: row["figures"] for row in counted} == {"未变": 64, "同期修订": 5}


def test_a_new_period_is_no_revision_of_the_one_that_was_shown(corrected_night: Night, query: Query) -> None:
    (row,) = query(
        corrected_night[0],
        "select * from bi.edition_changes where edition_zh = '调度会 2023-11' and figure_zh = '同比'"
        " and line_zh = '固定资产投资（不含农户）'",
    )
    assert (row["period_zh"], row["shown"], row["shown_now"]) == ("1—11月", "12.5%(示例)", "12.5%(示例)")
    assert (row["newest_period_zh"], row["newest"]) == ("2023年1—12月", "12.4%(示例)")
    assert row["moved_zh"] == "新一期"
    assert row["moved_why_zh"] == "2024-01-22收到，《固投增速反馈2023年1-12月.xlsx》"
    assert row["signed_zh"] == "李四 2024-01-07 审签"
    # 近11倍 is no number: from November to December nothing can be told of how the growth changed.
    (words,) = query(
        corrected_night[0],
        "select newest from bi.edition_changes where edition_zh = '调度会 2023-11' and figure_zh = '比上期'"
        " and line_zh = '内资到位资金'",
    )
    assert words["newest"] == "[没有]"


def test_the_pages_say_what_the_meeting_was_shown(corrected_night: Night) -> None:
    site = Site((Home(corrected_night[0].home).current / PAGES).resolve())
    said = text_of(site.page("meeting.html"))
    assert "实际到账外资，本期数：会上1032万美元（2023年1—12月），同期现为1052万美元示例" in said
    assert "调度会 2023-12会议稿，未审签" in said
    assert "李四 2024-01-07 审签" in said
    line = text_of(site.page("i/fixed_asset_investment.html"))
    assert "同比：会上12.5%示例（2023年1—11月），现为12.4%示例（2023年1—12月）" in line
    edition = text_of(site.page("e/2.html"))
    assert "14项已有新一期，其余未变" in edition
    assert "共70个数，已全部列出。" in edition


def test_every_figure_of_an_edition_leads_to_its_trace(corrected_night: Night) -> None:
    site = Site((Home(corrected_night[0].home).current / PAGES).resolve())
    for name in ("e/1.html", "e/2.html"):
        links = re.findall(r'<a class="n[^"]*" href="\.\./(t/[^"#]+)#([^"]+)"', site.page(name))
        shown = re.findall(r'class="n[ "]', site.page(name))
        assert len(links) == len(shown) > 200
        for page, place in set(links):
            assert f'id="{place}"' in site.page(page), (name, page, place)
