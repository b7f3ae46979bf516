"""A page of a family is read strictly: what is wrong in it is said with its file, its line and its place, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.declared.problem import OfficeError, problems_in
from ingest.family.load import load_pages
from ingest.office.load import load_office
from warehouse.family.pages import STANDARD, pages_in
from warehouse.settings import CHECKOUT

PAGE = """\
name: industry
zh: 工业：销售额，附同比
en: "Industry: sales with their growth"
figures:
  sales_ytd: {indicator: wholesale_sales_above_quota, zh: 销售额，年初累计, en: sales since January, unit_zh: 元, unit_en: CNY}
  sales_month: {indicator: wholesale_sales_above_quota, accumulation: PERIOD, zh: 销售额，本月, en: sales of the month}
growth_of:
  sales_ytd: {}
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(CHECKOUT / "offices" / "jingyuan", tmp_path / "office"))
    (folder / "families").mkdir()
    return folder


def write(office: Path, text: str, name: str = "industry") -> None:
    (office / "families" / f"{name}.yml").write_text(text, encoding="utf-8")


def said(office: Path) -> list[str]:
    with pytest.raises(OfficeError) as refused:
        load_office(office)
    return [problem.removeprefix(f"{office}/families/") for problem in problems_in(refused.value)]


def test_a_page_of_an_office_is_one_of_its_files(office: Path) -> None:
    write(office, PAGE)
    load_office(office)
    (file,) = pages_in(office)
    assert list(file.page.figures) == ["sales_ytd", "sales_month"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        # ids that the catalogue does not have
        ("{indicator: wholesale_sales_above_quota, zh", "{indicator: wholesale_sales_above_qota, zh", "industry.yml: 第 5 行 line 5: figures.sales_ytd.indicator 'wholesale_sales_above_qota': 不在 is not in catalogue/indicator.csv,是否 did you mean wholesale_sales_above_quota?"),
        ("accumulation: PERIOD", "accumulation: PERIOD, breakdown: privat", "industry.yml: 第 6 行 line 6: figures.sales_month.breakdown 'privat': 不在 is not in catalogue/breakdown.csv,是否 did you mean private?"),
        # names that no figure has, and columns of one name
        ("  sales_ytd: {}", "  sales: {}", "industry.yml: 第 8 行 line 8: growth_of.sales 'sales': 不在 is not in figures"),
        ("  sales_month:", "  sales_ytd_reason:", "industry.yml: 第 6 行 line 6: figures.sales_ytd_reason 列 sales_ytd_reason 有两个 is the column of two 矛盾 contradicts"),
        ("accumulation: PERIOD, ", "", "industry.yml: 第 6 行 line 6: figures.sales_month 同一序列 the same series 矛盾 contradicts"),
        # the grammar
        ("  sales_month:", "  Sales-Month:", "应为小写字母、数字、下划线,如 received_ytd expected small letters, digits, underscores, like received_ytd"),
        ("accumulation: PERIOD", "accumulation: MONTH", "figures.sales_month.accumulation[0] 'MONTH': 应为 expected PERIOD, YTD, POINT, ITD, LIFE"),
        ("growth_of:", "growths_of:", "第 7 行 line 7: growths_of 不认识的词 unknown word"),
        ("figures:", "grain: [time_period, sector]\nfigures:", "第 4 行 line 4: grain[1] 'sector': 应为 expected time_period, ref_area"),
        ("figures:", "grain: [time_period, currency]\nfigures:", "第 4 行 line 4: grain 缺少 lacks ref_area"),
        ("zh: 销售额，年初累计, ", "", "第 5 行 line 5: figures.sales_ytd.zh 为空 must not be blank"),
        ("growth_of:\n  sales_ytd: {}\n", "ratios:\n  r: {of: sales_ytd, over: sales_month, kind: percents, zh: 比, en: ratio}\n", "ratios.r.kind 'percents': 应为 expected percent, completion, each,是否 did you mean percent?"),
        # what a figure cannot have
        ("accumulation: PERIOD", "accumulation: PERIOD, recomputed: rank", "figures.sales_month.recomputed 只有位次可重算 only a rank is recomputed"),
        ("accumulation: PERIOD, zh", "accumulation: PERIOD, transform: G1Y, zh", ""),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_place(office: Path, old: str, new: str, problem: str) -> None:
    assert old in PAGE
    write(office, PAGE.replace(old, new, 1))
    if not problem:  # a growth by itself is a figure like any other
        load_office(office)
        return
    assert any(problem in each for each in said(office)), said(office)


def test_everything_that_is_wrong_is_said_at_once(office: Path) -> None:
    write(office, PAGE.replace("wholesale", "whole_sale").replace("  sales_ytd: {}", "  sales: {}"))
    assert len(said(office)) == 3


def test_two_pages_of_one_name_are_refused_with_both_places(office: Path) -> None:
    write(office, PAGE)
    write(office, PAGE, "more")
    (problem,) = said(office)
    assert problem.startswith("more.yml: 第 1 行 line 1: name 'industry': 两页同名 two pages of one name")
    assert "industry.yml: 第 1 行 line 1: name" in problem


def test_a_page_does_not_take_the_name_of_one_of_the_products(office: Path) -> None:
    write(office, PAGE.replace("name: industry", "name: foreign_capital"))
    load_office(office)
    with pytest.raises(OfficeError) as refused:
        pages_in(office)
    assert "foreign_capital.yml: 第 1 行 line 1: name" in str(refused.value.found)


def test_a_page_that_says_no_kind_of_rows_is_refused(office: Path) -> None:
    write(office, "name: industry\nzh: 工业\nen: industry\n")
    (problem,) = said(office)
    assert "figures、lines、groups 写一种 expected one of figures, lines, groups" in problem


def test_the_products_pages_are_sound_and_of_the_sample_offices_catalogue() -> None:
    office = load_office(CHECKOUT / "offices" / "jingyuan")
    pages = [file.page for file in load_pages(STANDARD)]
    assert len(pages) == 13
    used = {figure.indicator for page in pages for figure in page.figures.values() if figure.indicator}
    assert used <= office.indicators.keys()
