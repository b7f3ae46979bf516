"""What stands below a table and is no row of it: who filled it in, who checked it, their telephone, the day.

Every clerk signs below the last row, in whatever order and columns there is room for; no form lists it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.label import label_key
from ingest.period.calendar_date import read_date
from ingest.reading.tables.table import text_of
from ingest.workbook.cells.cell import Cell, Kind

_PEOPLE = (
    r"(?:填报|填表|制表|审核|复核|审批|审定|核对|校对|经办|承办|联系|报送|录入)人|制表|填表|审核|复核|校对|经办"
    r"|(?:单位|部门|科室|统计|分管|主要)?(?:负责人|领导)|统计(?:负责)?人员?|统计员|签字|签名|签章|盖章|公章"
    r"|(?:填报|填表|制表|报送)(?:单位|部门|科室)|(?:单位|部门)公章"
)
_PHONES = r"(?:联系|办公|固定|移动)?电话(?:号码)?|手机(?:号码?)?|联系方式"
_DAYS = r"(?:填报|填表|制表|报送|报出|上报|打印)?日期|(?:填报|填表|制表|报送|报出|上报)时间"
_MARK = r"(?:\((?:签字|签名|签章|盖章|公章|手机)\))?"
_SIGNED = re.compile(
    rf"(?:(?P<people>{_PEOPLE})|(?P<phone>{_PHONES})|(?P<day>{_DAYS})){_MARK}(?:及(?:{_PHONES}))?(?P<rest>:.*)?"
)
# Without a colon only what can be nothing else: 填报人张三, 联系电话0631-5231234.
_SIGNED_SHORT = re.compile(rf"[\u4e00-\u9fff]{{2,3}}人[\u4e00-\u9fff·]{{2,4}}|(?:{_PHONES})[0-9-]+")
_BEGINS = re.compile(rf"{_PEOPLE}|{_PHONES}")
# A local number without its area is told by the words before it only: as digits it could be a figure.
_NUMBER = r"(?:1[3-9][0-9]{9}|\(?0[0-9]{2,3}\)?-?[2-9][0-9]{6,7}(?:-[0-9]{1,5})?)"
_PHONE = re.compile(rf"(?:[\u4e00-\u9fff·]{{2,4}}[:,、]?)?\(?{_NUMBER}\)?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")


@dataclass(frozen=True, slots=True)
class Footer:
    """A row of signatures: where it begins and what it says."""

    cell: str
    text: str


def footer_of(cells: Iterable[Cell]) -> Footer | None:
    """The signatures that a row of cells consists of; None where anything else stands among them.

    A figure is no signature unless it can only be a telephone number or follows the words for one.
    """
    filled = [cell for cell in cells if text_of(cell)]
    open_label = ""  # the kind of signature whose value is to stand in the next cell
    for index, cell in enumerate(filled):
        signed = _signed(cell)
        if signed is not None:
            open_label = signed
        elif _is_filled_in(cell, open_label) or _is_by_itself(cell, filled[index + 1 :]):
            open_label = ""
        else:
            return None
    return Footer(filled[0].address, " ".join(text_of(cell) for cell in filled)) if filled else None


def _signed(cell: Cell) -> str | None:
    """What a cell with the words of a signature leaves to the next cell: people, phone, day, or nothing."""
    if cell.kind is not Kind.TEXT:
        return None
    key = label_key(text_of(cell))
    match = _SIGNED.fullmatch(key)
    if match is None:
        return "" if _SIGNED_SHORT.fullmatch(key) and _BEGINS.match(key) else None
    if (match["rest"] or "").strip(":"):
        return ""
    return next(name for name in ("people", "phone", "day") if match[name])


def _is_filled_in(cell: Cell, label: str) -> bool:
    """Whether a cell is what a label beside it asks for; a person's name is no number."""
    return bool(label) and (cell.kind is not Kind.NUMBER or label != "people")


def _is_by_itself(cell: Cell, behind: list[Cell]) -> bool:
    """Whether a cell needs no label: a day, a telephone number, a name with its number in the next cell."""
    return _is_day(cell) or _is_phone(cell) or _is_named(cell, behind)


def _is_day(cell: Cell) -> bool:
    return cell.kind in (Kind.DATE, Kind.TEXT) and read_date(cell) is not None


def _is_phone(cell: Cell) -> bool:
    """A telephone number, with or without a name. Of numbers only those of mobiles are no figures."""
    key = label_key(text_of(cell))
    return bool((_MOBILE if cell.kind is Kind.NUMBER else _PHONE).fullmatch(key))


def _is_named(cell: Cell, behind: list[Cell]) -> bool:
    """A name whose telephone number stands in the next cell."""
    named = cell.kind is Kind.TEXT and _NAME.fullmatch(label_key(text_of(cell)))
    return bool(named and behind and _is_phone(behind[0]))


def not_read(footers: Iterable[Footer], place: Place) -> list[Finding]:
    """One hint for all the signatures below a table."""
    found = list(footers)
    if not found:
        return []
    text = "、".join(footer.text for footer in found)
    return [finding("FOOTER_NOT_READ", place.at(found[0].cell), found=text, subject="footer")]
