"""The page that the product is judged by: foreign capital of 2023, both growths, and the cells that they rest on."""

from __future__ import annotations

import re

import pytest

from tests.warehouse.pages.conftest import Site, text_of

PAGE, TRACE = "i/fdi_actual_utilized.html", "t/fdi_actual_utilized-2023-h2.html"


@pytest.fixture(scope="module")
def block(sample_site: Site) -> dict[str, str]:
    """The traces of December, by kind."""
    html = sample_site.page(TRACE)
    return {
        kind: text_of("<main" + html.partition(f'id="2023-12-{kind}"')[2].partition("</article>")[0])
        for kind in ("value", "base", "growth", "computed", "change", "completion")
    }


def test_the_sentence_is_that_of_the_report(sample_site: Site) -> None:
    assert (
        "1—12月，实际到账外资1032万美元，同比增长63.55%，完成年度目标的103.20%（示例），超序时进度3.20个百分点（示例），"
        "在9个参排单位中居第2位（示例）。"
    ) in text_of(sample_site.page(PAGE))


def test_the_growth_that_was_stated_stands_beside_the_one_that_is_computed(sample_site: Site) -> None:
    row = sample_site.page(PAGE).partition('id="m2023-12"')[2].partition("</tr>")[0]
    cells = [
        re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    ]
    assert cells == [
        "1032", "631", "240示例", "63.55", "63.55", "一致", "+38.03", "1000", "103.20", "+3.20", "2共9", "认定", "24-01-06",
    ]  # fmt: skip


def test_why_it_moved_is_said_in_one_line(sample_site: Site) -> None:
    assert "增速比1—11月加快38.03个百分点（示例）：当月240万美元（示例），上年当月没有。" in text_of(
        sample_site.page(PAGE)
    )


def test_five_cells_of_the_return_are_one_step_away(sample_site: Site) -> None:
    assert f'href="../{TRACE}#2023-12-value"' in sample_site.page(PAGE)
    section = sample_site.page(TRACE).partition('id="2023-12"')[2].partition("</section>")[0]
    # 1032, the base and the growth framed in one piece of the sheet, with the tranches that they are the sum of.
    framed = re.findall(r'<td class="hit num">([^<]*)</td>', section.partition("</table>")[0])
    assert framed == ["1032", "631", "63.55"]
    for tranche in ("260", "312", "220", "240"):
        assert f">{tranche}</td>" in section
    assert "《<bdi>外资到账明细2023年12月.xlsx</bdi>》“<bdi>外资到账明细</bdi>”表，H9、H10、H11" in section


def test_the_trace_says_where_the_figure_stands_and_how_it_was_read(block: dict[str, str]) -> None:
    said = block["value"]
    assert (
        "取自经济发展办公室2024-01-06报送的《外资到账明细2023年12月.xlsx》，“外资到账明细”表 H9 单元格，原文“1032”。"
        in said
    )
    assert "填报 1032万美元 × 10^4 = 10320000美元；台账 4 个单元格合计 10320000美元（示例），一致" in said
    assert "与《重点经济指标完成情况调度表》 E5 一致" in said
    assert "2024-01-06起为此数，没有修订" in said


def test_the_trace_of_a_computed_figure_says_what_it_was_computed_of(block: dict[str, str]) -> None:
    assert "（本期数 ÷ 上年同期 − 1）× 100" in block["computed"]
    assert "本期数1032万美元" in block["computed"].replace(" ", "")
    assert "与填报相比一致" in block["computed"].replace(" ", "")
    assert "两者之差÷基数631万美元＝+38.03个百分点" in block["change"]
    assert "本期数 ÷ 年度目标 × 100" in block["completion"]


def test_a_tranche_has_its_page_with_its_cell(sample_site: Site) -> None:
    listed = sample_site.page("r/fdi_tranche.html")
    page = re.search(
        r'href="\.\./(p/fdi_tranche-[0-9a-f]{12}\.html)"><bdi>示例企业A\(增资\)，2023-12-14', listed
    )
    assert page
    html = sample_site.page(page[1])
    assert re.search(r'<td class="hit num">240</td>', html)
    assert "万美元" in text_of(html)
