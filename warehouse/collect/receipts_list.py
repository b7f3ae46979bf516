"""inbox/receipts.csv: the operator's list of when the files of a back-load were received, and by whom.

A wrong `received_at` cannot be mended later: it decides which submission fills a slot. So a file named by a
row that is wrong stays in the inbox, and while any row is wrong, so do files that no row names.
"""

from __future__ import annotations

import csv
import io
import sqlite3
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from ingest.office.revision_reason import known_reason, listing
from ingest.workbook.cells.address import position
from warehouse.collect.inbox import Look
from warehouse.collect.not_taken import untold
from warehouse.home import RECEIPTS_LIST
from warehouse.ledger.entries import receipts
from warehouse.settings import BUSINESS_ZONE

COLUMNS = ("path", "department_id", "received_at", "received_by", "sample", "stated_cells", "reason")
_YES, _NO = ("1", "yes", "true", "是"), ("", "0", "no", "false", "否")


@dataclass(frozen=True, slots=True)
class ListedReceipt:
    """What the list says of one file. `line` counts from 1, the header's."""

    line: int
    path: str
    department: str
    received_at: datetime
    received_by: str
    is_sample: bool
    stated_cells: tuple[str, ...]
    revision_reason: str

    @property
    def file_name(self) -> str:
        return PurePosixPath(self.path).name


@dataclass(frozen=True, slots=True)
class ReceiptsList:
    """The rows that are right, by path, and what is wrong with the others."""

    receipts: dict[str, ListedReceipt]
    findings: tuple[Finding, ...]


class ReceiptError(Refusal):
    """A receipt that cannot be: what was found and what would do."""


def _wrong(found: str, expected: str) -> ReceiptError:
    return ReceiptError("RECEIVED_AT", found=found, expected=expected)


def wrong_row(line: int, found: str, expected: str) -> Finding:
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
    if not {"path", "received_at"} <= set(header) <= set(COLUMNS) or len(set(header)) != len(header):
        return _unreadable("表头 header: " + ",".join(header), ",".join(COLUMNS))
    receipts: dict[str, ListedReceipt] = {}
    wrong: set[str] = set()
    findings: list[Finding] = []
    for line, cells in enumerate(table[1:], start=2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if not any(row.values()):
            continue
        path = _path(row.get("path", ""))
        try:
            if path in receipts or path in wrong:
                raise _wrong(f"{path} 出现两次 named twice", "每个文件一行 one row a file")
            receipts[path] = _receipt(line, path, row, len(cells) <= len(header), now)
        except ReceiptError as error:
            wrong.add(path)
            receipts.pop(path, None)
            findings.append(wrong_row(line, error.found, error.expected))
    return ReceiptsList(receipts, tuple(findings))


def with_lost_rows(stated: ReceiptsList, seen: Look, ledger: sqlite3.Connection) -> ReceiptsList:
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


def parse_received_at(text: str, now: datetime) -> datetime:
    """An instant as an operator writes it; without a zone it is Beijing time.

    ReceiptError for what is no instant or lies in the future.
    """
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(f"received_at={text!r}", "如 2024-01-05T09:30:00+08:00,ISO 8601") from None
    return check_received_at(stated if stated.tzinfo else stated.replace(tzinfo=BUSINESS_ZONE), now)


def check_received_at(received_at: datetime, now: datetime) -> datetime:
    """The instant itself; ReceiptError if it lies in the future, which nobody can have received."""
    if received_at > now:
        raise _wrong(
            f"received_at={received_at.isoformat()} 在将来 lies in the future",
            f"不晚于现在 not after {now.isoformat(timespec='seconds')}",
        )
    return received_at


def _unreadable(found: str, expected: str) -> ReceiptsList:
    return ReceiptsList({}, (wrong_row(1, found, expected),))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _path(text: str) -> str:
    """A path below the inbox as `InboxFile.name` writes it; a Windows path is understood."""
    return unicodedata.normalize("NFC", text.replace("\\", "/")).removeprefix("./")


def _receipt(line: int, path: str, row: dict[str, str], fits: bool, now: datetime) -> ListedReceipt:
    if not fits:
        raise _wrong("单元格多于表头 more cells than the header", ",".join(COLUMNS))
    if not path:
        raise _wrong("path 为空 is blank", "部门/文件 department/file")
    sample = row.get("sample", "").lower()
    if sample not in _YES + _NO:
        raise _wrong(f"sample={sample!r}", "1 或 0")
    reason = known_reason(row.get("reason", ""))
    if reason is None:
        raise _wrong(f"reason={row['reason']!r}", listing())
    return ListedReceipt(
        line=line,
        path=path,
        department=row.get("department_id", ""),
        received_at=parse_received_at(row.get("received_at", ""), now),
        received_by=row.get("received_by", "") or RECEIPTS_LIST,
        is_sample=sample in _YES,
        stated_cells=_cells(row.get("stated_cells", "")),
        revision_reason=reason,
    )


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
