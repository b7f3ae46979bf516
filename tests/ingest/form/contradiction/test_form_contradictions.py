"""What a form says against itself, another form or the catalogue is refused, with the file and the line of both."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ingest.declared.problem import OfficeError, problems_in
from ingest.form.file import load_forms
from ingest.office.load import load_office
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
L01, L02, L03, L04, L07, L09, L10, L12 = (
    next((FOLDER / "forms").glob(f"{name}_*.yml")).name
    for name in ("L01", "L02", "L03", "L04", "L07", "L09", "L10", "L12")
)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "office"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else f"{text}{new}\n", encoding="utf-8")


def refused(office: Path) -> tuple[str, ...]:
    with pytest.raises(OfficeError) as error:
        load_forms(office, load_office(office))
    return problems_in(error.value)


def line_of(path: Path, text: str) -> int:
    """The last line of a file that has a text in it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return max(at for at, line in enumerate(lines, 1) if text in line)


def place(office: Path, file: str, text: str) -> str:
    path = office / ("catalogue" if file.endswith(".csv") else "forms") / file
    line = line_of(path, text)
    return f"{path}: 第 {line} 行 line {line}: "


# What is planted, where the contradiction stands and what it contradicts: file, and a text of the line.
PLANTED = {
    "a not above b and b not above a": (
        L01, "", "  - {rule: YTD_EXCEEDS_PLAN, check: not_above, field: planned_total, other: investment_month}",
        (L01, "other: investment_month}"), (L01, "field: investment_ytd, other: planned_total"),
    ),
    "two least amounts for a field": (
        L01, "", "  - {rule: BELOW_THRESHOLD, check: at_least, field: planned_total, at_least: 20000000}",
        (L01, "20000000"), (L01, "rule: BELOW_THRESHOLD, check: at_least, field: planned_total, at_least: 5000000"),
    ),
    "a running total adds up two columns": (
        L03, "", "  - {rule: RUNNING_TOTAL_DIFFERS, check: running_sum, field: running_total, amount: contracted_total}",
        (L03, "amount: contracted_total"), (L03, "running_sum, field: running_total, amount: amount"),
    ),
    "a percentage is the ratio of two pairs": (
        L12, "", "  - {rule: COMPLETION_DIFFERS, check: ratio_follows, field: completion, part: completed_ytd, whole: planned_total}",
        (L12, "whole: planned_total"), (L12, "whole: planned_year"),
    ),
    "a least amount above the greatest plausible one": (
        L01, "check: at_least, field: planned_total, at_least: 5000000", "check: at_least, field: planned_total, at_least: 200000000000",
        (L01, "200000000000"), ("indicator.csv", "fai_planned_total_investment,"),
    ),
    "a cell equals a hundred and another column": (
        L07, "      - {column: 贡献率, equals: 100}", "      - column: 贡献率\n        equals: 100\n        check_of: 增速",
        (L07, "equals: 100"), (L07, "        check_of: 增速"),
    ),
    "a column repeats a column that repeats it": (
        L03, "    field: running_total\n    type: amount", "    field: running_total\n    check_of: [到账金额, 本笔]\n    type: amount",
        (L03, "check_of: [到账金额, 本笔]"), (L03, "check_of: [到账金额, 本年累计]"),
    ),
    "a label is two rows": (
        L04, "    also: [总计, 合计数]", "    also: [总计, 小计(固投类)]",
        (L04, "also: [总计, 小计(固投类)]"), (L04, "  - label: 小计(固投类)"),
    ),
    "a header is two columns": (
        L12, "{label: 存在问题,", "{label: 存在问题, also: [形象进度],",
        (L12, "存在问题"), (L12, "{label: 形象进度"),
    ),
    "two rows mean the same": (
        L04, "    value: {breakdown: non_fixed_asset}", "    value: {breakdown: fixed_asset}",
        (L04, "  - label: 小计(非固投类)"), (L04, "  - label: 小计(固投类)"),
    ),
    "two columns mean the same": (
        L04, "    value: {accumulation: PERIOD}", "    value: {accumulation: YTD}",
        (L04, "'其中:{month}月'"), (L04, "[到位资金, 本年累计]\n    field"),
    ),
    "a row is a register's and its total": (
        L01, "    register: fai_project", "    register: fai_project\n    total_of: fai_project  # both",
        (L01, "register: fai_project"), (L01, "# both"),
    ),
    "a column is in two units": (
        L09, "breakdown: listed, unit: ㎡}", "breakdown: listed, unit: 万㎡}",
        (L09, "    unit: ㎡\n    value: {indicator_id: building_floor_area_total"), (L09, "unit: 万㎡}"),
    ),
    "a level is in a unit of something else": (
        L04, "    value: {unit: 亿元}", "    value: {unit: 万美元}",
        (L04, "万美元"), ("indicator.csv", "domestic_capital_received,"),
    ),
    "the unit line has no unit of what the table is about": (
        L04, "unit_line: [万元, 元, 亿元]", "unit_line: [万美元, 美元]",
        (L04, "unit_line"), ("indicator.csv", "domestic_capital_received,"),
    ),
    "the total of a form is not the sum that the catalogue makes": (
        L03, "sums: {amount: running_total}", "sums: {contracted_total: running_total}",
        (L03, "sums: {contracted_total"), ("register_measure.csv", "fdi_actual_utilized,_T,M,YTD"),
    ),
    "the catalogue adds up a field of words": (
        L10, "field: households\n    type: count", "field: households\n    type: text",
        ("register_measure.csv", "old_community_renovation_households,"),
        (L10, "    type: text\n    value: {indicator_id: old_community_renovation_households"),
    ),
}  # fmt: skip


def _anchor(office: Path, file: str, text: str) -> str:
    """The beginning of a problem at a line: a text over several lines is told by its last one."""
    folder = office / ("catalogue" if file.endswith(".csv") else "forms")
    if "\n" not in text:
        return place(office, file, text)
    whole = (folder / file).read_text(encoding="utf-8")
    line = whole[: whole.index(text)].count("\n") + 1
    return f"{folder / file}: 第 {line} 行 line {line}: "


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_what_contradicts_is_named_with_the_file_and_the_line_of_both(
    office: Path, planted: tuple[str, str, str, tuple[str, str], tuple[str, str]]
) -> None:
    file, old, new, here, there = planted
    change(office / "forms" / file, old, new)
    both = (_anchor(office, *here), _anchor(office, *there))
    named = [tuple(problem.split(" 矛盾 contradicts ")) for problem in refused(office)]
    found = [pair for pair in named if len(pair) == 2 and all(map(str.startswith, pair, both))]
    assert found, (both, named)


def test_two_files_with_one_version_of_a_form_are_named(office: Path) -> None:
    forms = office / "forms"
    shutil.copy(forms / L01, forms / "L01_again.yml")
    (problem,) = refused(office)
    assert re.search(
        r"L01_fai_register\.yml: 第 3 行.*同一版写了两次.*contradicts .*L01_again\.yml: 第 3 行", problem
    )


def test_two_forms_that_are_told_by_the_same_words_are_named(office: Path) -> None:
    title = "  title: 固定资产投资项目入库台账\n  headers: [项目代码, 入库月份]"
    change(office / "forms" / L12, "  title: 重点产业项目推进表\n  headers: [实施主体, 形象进度]", title)
    (problem,) = refused(office)
    assert f"{L12}: 第 9 行" in problem
    assert "认法相同" in problem
    assert f"contradicts {office}/forms/{L01}: 第 8 行" in problem


# Ids that the catalogue does not have, and fields that no column has.
UNKNOWN = [
    (L04, "indicator_id: domestic_capital_received", "indicator_id: industrial_profits", "defaults.indicator_id 'industrial_profits': 不在 is not in catalogue/indicator.csv"),
    (L02, "breakdown: private", "breakdown: privat", "columns[3].value.breakdown 'privat': 不在 is not in catalogue/breakdown.csv,是否 did you mean private?"),
    (L04, "form_id: L04", "form_id: GY1", "form_id 'GY1': 不在 is not in catalogue/calendar.csv"),
    (L04, "unit_line: [万元, 元, 亿元]", "unit_line: [万圆, 元, 亿元]", "unit_line[0] '万圆': 不在 is not in catalogue/unit.csv"),
    (L02, "areas: township", "areas: townships", "rows[0].areas 'townships': 不在"),
    (L07, "ref_area: 371002_X371002002", "ref_area: 371002_X", "rows[2].value.ref_area '371002_X': 不在 is not in catalogue/area.csv"),
    (L01, "field: planned_total, at_least: 5000000", "field: planed_total, at_least: 5000000", "checks[1].field 'planed_total': 不在 is not in columns: field,是否 did you mean planned_total?"),
    (L03, "sums: {amount: running_total}", "sums: {amont: running_total}", "rows[1].sums.amont 'amont': 不是任何一栏"),
    ("../catalogue/of_which.csv", "amount,contracted_total", "amount,contracted", "whole 'contracted': 不在 is not in forms: L03"),
    (L04, "register: domestic_capital_project", "register: capital_project", "register 'domestic_capital_project': 不在 is not in forms: L04"),
    (L04, "field: kind", "field: sort", "where_field 'kind': 不在 is not in forms: L04"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), UNKNOWN, ids=[said for *_, said in UNKNOWN])
def test_what_is_in_no_file_is_named(office: Path, file: str, old: str, new: str, said: str) -> None:
    change(office / "forms" / file, old, new)
    assert any(said in problem for problem in refused(office)), refused(office)


@pytest.mark.parametrize(
    "folder", [FOLDER, CHECKOUT / "tests" / "offices" / "linjiang"], ids=lambda path: path.name
)
def test_the_forms_of_a_sound_office_agree_with_its_catalogue(folder: Path) -> None:
    assert load_forms(folder, load_office(folder)) == load_forms(folder)
