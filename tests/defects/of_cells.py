"""What stands in a cell that is no figure; labels; areas; and what must pass without a word."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from samples.folders import REPORTS
from samples.forms import (
    admin_counts,
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    physical_work,
    services_pull,
    target_tracking,
    trade,
    visits,
)
from samples.sheet import Entry, Formula, Look
from tests.defects.clean import Clean, row_of, without_row
from tests.defects.defect import Kind, Planted

_FIGURES = {
    fai_register.REPORT.stem: ("GJK", 5),
    fdi_detail.REPORT.stem: ("GH", 5),
    domestic_capital.REPORT.stem: ("H", 5),
    physical_work.REPORT.stem: ("DE", 5),
    trade.REPORT.stem: ("CE", 4),
    buildings.REPORT.stem: ("DG", 3),
    services_pull.REPORT.stem: ("BC", 4),
    target_tracking.REPORT.stem: ("DEF", 5),
}
_LABELLED = {
    growth_feedback.REPORT.stem: ("A", 5, 14),
    trade.REPORT.stem: ("A", 4, 9),
    services_pull.REPORT.stem: ("A", 4, 7),
    target_tracking.REPORT.stem: ("B", 5, 11),
}
_FULL_WIDTH = str.maketrans("0123456789.,", "0123456789.,")


def _figure(random: Random, clean: Clean) -> str | None:
    columns, first = _FIGURES[clean.report.stem]
    last = max(map(row_of, clean.sheet.entries))
    numbers = clean.numbers([f"{column}{row}" for column in columns for row in range(first, last + 1)])
    return random.choice(sorted(numbers)) if numbers else None


def _text(random: Random, clean: Clean) -> Planted | None:
    at = _figure(random, clean)
    word = random.choice(("待核", "同上", "约1.2亿", "见附表", "1-3万"))
    return Planted(clean.edited({at: word}), [at]) if at else None


def _error(random: Random, clean: Clean) -> Planted | None:
    at = _figure(random, clean)
    error = random.choice(("#REF!", "#DIV/0!", "#N/A", "#VALUE!"))
    return Planted(clean.edited({at: Formula(f"={error}", error)}), [at]) if at else None


def _unknown(random: Random, clean: Clean) -> Planted:
    column, first, end = _LABELLED[clean.report.stem]
    at = f"{column}{random.randrange(first, end)}"
    name = random.choice(("汽车类零售额", "示例镇街Z", "新兴产业产值", "其中:示例区域"))
    return Planted(clean.edited({at: name}), [at])


def _header(random: Random, clean: Clean) -> Planted:
    at, other = {
        trade.REPORT.stem: ("G2", "全市名次"),
        services_pull.REPORT.stem: ("D3", "变动"),
        target_tracking.REPORT.stem: ("J3", "快慢"),
        growth_feedback.REPORT.stem: ("F3", "其中:基建投资增速"),
    }[clean.report.stem]
    return Planted(clean.edited({at: other}), [at, f"{at[0]}{int(at[1:]) + 1}"])


def _row_missing(random: Random, clean: Clean) -> Planted:
    _, first, end = _LABELLED[clean.report.stem]
    return Planted(without_row(clean.sheet, random.randrange(first, end)))


def _other_area(random: Random, clean: Clean) -> Planted | None:
    titles = [at for at in clean.cells_with("鲸园街道") if at == "A1"]
    if not titles:
        return None
    area = random.choice(("竹岛街道", "示例镇街A", "环翠楼街道"))
    return Planted(clean.edited({"A1": clean.text("A1").replace("鲸园街道", area)}), ["A1"])


def _signed(random: Random, clean: Clean) -> Planted:
    """A line of signatures below the table, one name in each of some columns."""
    last = max(map(row_of, clean.sheet.entries)) + random.choice((1, 2))
    says = random.sample(
        ("填报人:张三", "制表:李四", "审核:王五", "复核:赵六", "负责人:钱七", "联系电话:0631-0000000"), 3
    )
    after = clean.month.next
    line = [*says, f"填报日期:{after.zh}5日"][: random.choice((1, 3, 4))]
    entries = {f"{column}{last}": Entry(text, Look.NOTE) for column, text in zip("ABCD", line, strict=False)}
    return Planted(replace(clean.sheet, entries={**clean.sheet.entries, **entries}))


def _full_width(random: Random, clean: Clean) -> Planted | None:
    """A number as a text of full-width digits, or with blanks around it: it is that number."""
    at = _figure(random, clean)
    if at is None:
        return None
    text = clean.text(at)
    return Planted(clean.edited({at: random.choice((text.translate(_FULL_WIDTH), f" {text} ", f"{text} "))}))


_WITH_FIGURES = [report for report in REPORTS if report.stem in _FIGURES]
_WITH_LABELS = [report for report in REPORTS if report.stem in _LABELLED]
_FOLLOWS = {"RANK_INCONSISTENT", "TOTAL_DIFFERS", "WITHDRAWN", "UNIVERSE_SHRINKS"}
KINDS = (
    Kind("a text for a number", _WITH_FIGURES, ("TEXT_IN_NUMBER", "OUT_OF_RANGE"), _text, {"ROW_CHANGED"}),
    Kind("an error for a number", _WITH_FIGURES, ("ERROR_CELL",), _error, {"ROW_CHANGED"}),
    Kind("a row that is not known", _WITH_LABELS, ("UNKNOWN_LABEL",), _unknown, {"MISSING_LABEL"}),
    Kind("a column that is not known", _WITH_LABELS, ("UNKNOWN_LABEL",), _header, {"MISSING_LABEL"}),
    Kind("a row left out", _WITH_LABELS, ("MISSING_LABEL", "UNIVERSE_SHRINKS"), _row_missing, _FOLLOWS),
    Kind("another area's form", REPORTS, ("AREA_MISMATCH",), _other_area),
    Kind(
        "a line of signatures (passes)",
        [
            fai_register.REPORT, fdi_detail.REPORT, domestic_capital.REPORT, physical_work.REPORT, trade.REPORT, buildings.REPORT,
            visits.REPORT, services_pull.REPORT, target_tracking.REPORT, growth_feedback.REPORT, admin_counts.REPORT,
        ],
        (),
        _signed,
    ),
    Kind("a number as a text (passes)", _WITH_FIGURES, (), _full_width),
)  # fmt: skip
