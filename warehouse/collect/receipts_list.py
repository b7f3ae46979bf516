"""inbox/receipts.csv: the operator's list of when the files of a back-load were received, and by whom.

A wrong `received_at` cannot be mended later: it decides which submission fills a slot. So a file named by a
row that is wrong stays in the inbox, and while any row is wrong, so do files that no row names.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from ingest.office.revision_reason import NOT_STATED, known_reason, listing
from ingest.workbook.cells.address import position
from warehouse.collect.inbox import InboxContents
from warehouse.collect.not_taken import untold
from warehouse.home import RECEIPTS_LIST
from warehouse.ledger.entries import receipts
from warehouse.settings import BUSINESS_ZONE

_YES, _NO = ("1", "yes", "true", "是"), ("", "0", "no", "false", "否")
# As Excel writes a date, or a date and a time, into a CSV file: 2024/1/8, 2024-1-8 9:05, 2024年1月8日.
_EXCEL = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
    r"(?:\s*([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_YEAR_ELSEWHERE = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1([0-9]{4}|[0-9]{2})(\s.*)?")


class ReceiptError(Refusal, ValueError):
    """A receipt that cannot be: what was found and what would do."""


def _wrong(found: str, expected: str) -> ReceiptError:
    return ReceiptError("RECEIVED_AT", found=found, expected=expected)


def parse_received_at(text: str, now: datetime) -> datetime:
    """An instant as an operator writes it, ISO 8601 or as Excel does; without a zone it is Beijing time.

    ReceiptError for what is no instant, may be one of two, or lies in the future.
    """
    try:
        received_at = datetime.fromisoformat(text)
    except ValueError:
        received_at = _from_excel(text)
    return check_received_at(
        received_at if received_at.tzinfo else received_at.replace(tzinfo=BUSINESS_ZONE), now
    )


def _from_excel(text: str) -> datetime:
    match = _EXCEL.fullmatch(text)
    why = "(月和日分不清 month or day first?)" if _YEAR_ELSEWHERE.fullmatch(text) else ""
    if match:
        year, _, month, day, month_zh, day_zh, *clock = match.groups()
        try:
            day_of = datetime(int(year), int(month or month_zh), int(day or day_zh))  # noqa: DTZ001 - the caller gives it its zone
            hour, minute, second = (int(part or 0) for part in clock)
            return day_of.replace(hour=hour, minute=minute, second=second)
        except ValueError:
            why = "(没有这一天或这一刻 no such day or time)"
    raise _wrong(
        f"received_at={text!r}{why}",
        "如 2024-01-05T09:30:00+08:00,ISO 8601;或 or 2024/1/5 9:30、2024年1月5日",
    )


def check_received_at(received_at: datetime, now: datetime) -> datetime:
    """The instant itself; ReceiptError if it lies in the future, which nobody can have received."""
    if received_at > now:
        raise _wrong(
            f"received_at={received_at.isoformat()} 在将来 lies in the future",
            f"不晚于现在 not after {now.isoformat(timespec='seconds')}",
        )
    return received_at


def _received_at(text: str, info: ValidationInfo) -> datetime:
    context: dict[str, datetime] = info.context or {}
    return parse_received_at(text, context["now"])


def _path(text: str) -> str:
    """A path below the inbox as `InboxFile.name` writes it; a Windows path is understood."""
    path = unicodedata.normalize("NFC", text.replace("\\", "/")).removeprefix("./")
    if not path:
        raise _wrong("path 为空 is blank", "部门/文件 department/file")
    return path


def _received_by(text: str) -> str:
    return text or RECEIPTS_LIST


def _is_sample(text: str) -> bool:
    if text.lower() not in _YES + _NO:
        raise _wrong(f"sample={text.lower()!r}", " ".join(_YES + _NO))
    return text.lower() in _YES


def _reason(text: str) -> str:
    reason = known_reason(text)
    if reason is None:
        raise _wrong(f"reason={text!r}", listing())
    return reason


def _cells(text: str) -> tuple[str, ...]:
    """'外资!G9 外资!H9', or separated by semicolons where a sheet's name holds a blank."""
    cells = tuple(cell.strip() for cell in (text.split(";") if ";" in text else text.split()) if cell.strip())
    for cell in cells:
        sheet, _, address = cell.rpartition("!")
        try:
            position(address)
        except ValueError:
            sheet = ""
        if not sheet:
            raise _wrong(f"stated_cells={cell!r}", "工作表!单元格 Sheet!A1")
    return cells


class ListedReceipt(BaseModel):
    """What the list says of one file, by the columns of the list. `line` counts from 1, the header's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int = Field(exclude=True)
    path: Annotated[str, BeforeValidator(_path)]
    department: str = Field("", alias="department_id")
    received_at: Annotated[datetime, BeforeValidator(_received_at)]
    received_by: Annotated[str, BeforeValidator(_received_by)] = RECEIPTS_LIST
    is_sample: Annotated[bool, BeforeValidator(_is_sample)] = Field(False, alias="sample")
    stated_cells: Annotated[tuple[str, ...], BeforeValidator(_cells)] = ()
    revision_reason: Annotated[str, BeforeValidator(_reason)] = Field(NOT_STATED, alias="reason")

    @property
    def file_name(self) -> str:
        """The name of the file, without its folders."""
        return PurePosixPath(self.path).name


_FIELDS = {name: field for name, field in ListedReceipt.model_fields.items() if name != "line"}
COLUMNS = tuple(field.alias or name for name, field in _FIELDS.items())
_REQUIRED = tuple(field.alias or name for name, field in _FIELDS.items() if field.is_required())


@dataclass(frozen=True, slots=True)
class ReceiptsList:
    """The rows that are right, by path, and what is wrong with the others."""

    receipts: dict[str, ListedReceipt]
    findings: tuple[Finding, ...]


def wrong_row(line: int, found: str, expected: str) -> Finding:
    """A row of the list that is not followed: what stands in it and what would do."""
    return finding(
        "RECEIPTS_LIST",
        Place(file=RECEIPTS_LIST),
        found=found,
        expected=expected,
        subject=f"{line}|{found}",
        row=line,
    )


def read_receipts_list(data: bytes, now: datetime) -> ReceiptsList:
    """The list as it is written: UTF-8 or, as Excel in China saves it, GB 18030."""
    try:
        table = list(csv.reader(io.StringIO(_text(data), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return _unreadable(f"不是 CSV not CSV ({error})", "UTF-8 CSV")
    header = [name.strip() for name in table[0]] if table else []
    if wrong_header := _wrong_header(header):
        return _unreadable(wrong_header, ",".join(COLUMNS))
    receipts: dict[str, ListedReceipt] = {}
    wrong: set[str] = set()
    findings: list[Finding] = []
    for line, cells in enumerate(table[1:], start=2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if not any(row.values()):
            continue
        try:
            if len(cells) > len(header):
                raise _wrong("单元格多于表头 more cells than the header", ",".join(COLUMNS))
            blank = dict.fromkeys(_REQUIRED, "")
            receipt = ListedReceipt.model_validate({**blank, **row, "line": line}, context={"now": now})
            if receipt.path in receipts or receipt.path in wrong:
                raise _wrong(f"{receipt.path} 出现两次 named twice", "每个文件一行 one row a file")
            receipts[receipt.path] = receipt
        except (ReceiptError, ValidationError) as error:
            path = _path_of(row)
            wrong.add(path)
            receipts.pop(path, None)
            findings += [wrong_row(line, each.found, each.expected) for each in _errors(error)]
    return ReceiptsList(receipts, tuple(findings))


def _path_of(row: dict[str, str]) -> str:
    """The file that a row is about, whatever else is wrong with it; empty where it names none."""
    try:
        return _path(row.get("path", ""))
    except ReceiptError:
        return ""


def _errors(error: ReceiptError | ValidationError) -> Iterator[ReceiptError]:
    """What is wrong with a row, a cell at a time."""
    if isinstance(error, ReceiptError):
        yield error
        return
    for each in error.errors(include_url=False):
        cause = each.get("ctx", {}).get("error")
        if not isinstance(cause, ReceiptError):
            raise error
        yield cause


def _wrong_header(header: list[str]) -> str:
    """The columns that are wrong, by name; empty for a header that will do."""
    wrong = (
        ("不认识的列 unknown columns", [name for name in header if name not in COLUMNS]),
        ("缺少的列 missing columns", [name for name in _REQUIRED if name not in header]),
        ("重复的列 repeated columns", sorted({name for name in header if header.count(name) > 1})),
    )
    return ";".join(f"{what}: {','.join(names)}" for what, names in wrong if names)


def with_lost_rows(stated: ReceiptsList, seen: InboxContents, ledger: sqlite3.Connection) -> ReceiptsList:
    """The list, a finding added for each row whose file neither lies here nor was ever collected.

    A path that is misspelt would otherwise let the file it means be taken as handed in just now.
    """
    here = {file.name for file in seen.files} | set(seen.waiting)
    # What may not be read lies here all the same.
    gone = untold((path for path in stated.receipts if path not in here), seen.findings)
    if not gone:
        return stated
    entered = {(receipt.file_name, receipt.received_at) for receipt in receipts(ledger)}
    lost = tuple(
        wrong_row(
            receipt.line, f"没有这个文件 no such file: {receipt.path}", "收件箱内的文件 a file in the inbox"
        )
        for receipt in map(stated.receipts.__getitem__, gone)
        if (receipt.file_name, receipt.received_at) not in entered
    )
    return ReceiptsList(stated.receipts, stated.findings + lost)


def _unreadable(found: str, expected: str) -> ReceiptsList:
    return ReceiptsList({}, (wrong_row(1, found, expected),))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
