"""Web pages in a single file (MHTML, .mht, often named .xls): one page a sheet."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesHeaderParser
from quopri import decodestring
from urllib.parse import unquote

from ingest.workbook import unreadable
from ingest.workbook.cells.cell import Workbook, workbook_of
from ingest.workbook.cells.count import Count
from ingest.workbook.limits import KIB, Limits
from ingest.workbook.text.encoding import decoded_text
from ingest.workbook.web.excel_island import Island, StatedSheet, island
from ingest.workbook.web.workbook import only_stated, page_text, read_page

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEADERS = 64 * KIB
# Asked of the headers as they stand: email decodes parameters by whatever codec they name.
_BOUNDARY = re.compile(r"""\bboundary\s*=\s*(?:"([^"]{1,100})"|([^\s;"]{1,100}))""", re.IGNORECASE)
_CHARSET = re.compile(r"""\bcharset\s*=\s*"?([\w.-]{1,40})""", re.IGNORECASE)
_PAGE, _STYLES = "text/html", "text/css"


@dataclass(frozen=True, slots=True)
class _Part:
    """One file of the page: its name, its kind (a page or a style sheet), its text."""

    name: str
    kind: str
    text: str


def read_mhtml(data: bytes, limits: Limits) -> Workbook:
    """The sheets that the workbook's page lists, each from its part; without a list, each page with a table.

    Raises Unreadable: DAMAGED_FILE where the file is cut off or a listed sheet is missing, NOT_A_WORKBOOK
    where no page has a table, EMPTY_WORKBOOK, LIMIT_EXCEEDED.
    """
    parts = list(_parts(data, limits))
    pages = [part for part in parts if part.kind == _PAGE]
    styles = tuple(part.text for part in parts if part.kind == _STYLES)
    stated = next((found for page in pages if (found := island(page.text)).sheets), Island())
    count = Count(limits)
    sheets = _listed(stated, pages) or _unlisted(pages)
    read = [read_page(text, sheet, count, stated.date_system_1904, styles) for sheet, text in sheets]
    with_table = [page for page in read if page.tables]
    if not with_table:
        raise unreadable.not_a_workbook("没有表格的网页 (web page without a table)", "mhtml")
    notes = tuple(note for page in with_table for note in page.notes)
    return workbook_of(tuple(page.sheet for page in with_table), "mhtml", notes, stated.date_system_1904)


def _listed(stated: Island, pages: list[_Part]) -> list[tuple[StatedSheet, str]]:
    """The sheets that have a part each, with the text of it. Parts are found by their file's name alone."""
    by_name = {page.name: page.text for page in pages}  # each may be a sheet once
    found: list[tuple[StatedSheet, str]] = []
    names: set[str] = set()
    for sheet in stated.sheets:
        if not sheet.source:
            continue
        text = by_name.pop(_file_name(sheet.source), None)
        if text is None:
            raise unreadable.damaged("工作表没有对应部件", "a sheet without its part", sheet=sheet.name)
        if not sheet.name or sheet.name.casefold() in names:
            raise unreadable.damaged(
                "工作表没有名称或同名", "a sheet without a name of its own", sheet=sheet.name
            )
        names.add(sheet.name.casefold())
        # What the sheet's own page says of its being hidden stands there and not in the list.
        own = island(text).sheets
        found.append((replace(sheet, visibility=own[0].visibility) if len(own) == 1 else sheet, text))
    return found


def _unlisted(pages: list[_Part]) -> list[tuple[StatedSheet, str]]:
    """Every page; the first by the name it states, more of them by numbers: they are frames of it."""
    first = [(only_stated(island(page.text)), page.text) for page in pages[:1]]
    return first + [
        (StatedSheet(f"Sheet{number}", "", "visible"), page.text) for number, page in enumerate(pages[1:], 2)
    ]


def _parts(data: bytes, limits: Limits) -> Iterator[_Part]:
    """The pages and style sheets. Parts within parts, which no program writes for sheets, are none."""
    headers, body = _split(data)
    boundary = _BOUNDARY.search(_content_type(headers))
    if not boundary:
        yield from _part(headers, body)
        return
    mark = b"\n--" + (boundary[1] or boundary[2]).encode("ascii", "ignore")
    body = b"\n" + body
    if body.count(mark) - 1 > limits.entries:  # the last one ends the last part
        raise unreadable.over_limit("entries", f">{limits.entries:,}", f"{limits.entries:,}")
    _, *sections = body.split(mark)
    if not sections or not sections[-1].startswith(b"--"):
        raise unreadable.damaged(
            "文件不完整,没有结束标记", "the file is cut off, its last boundary is missing"
        )
    for section in sections[:-1]:
        yield from _part(*_split(section.partition(b"\n")[2]))


def _split(section: bytes) -> tuple[Message, bytes]:
    """Headers and content."""
    blank = _BLANK_LINE.search(section, 0, _LONGEST_HEADERS)
    if not blank:
        raise unreadable.damaged("缺少或过长的头部", "headers that do not end")
    return BytesHeaderParser().parsebytes(section[: blank.end()]), section[blank.end() :]


def _part(headers: Message, body: bytes) -> Iterator[_Part]:
    kind = _content_type(headers).partition(";")[0].strip().lower()
    if kind not in (_PAGE, _STYLES):
        return
    name = _file_name(_header(headers, "Content-Location"))
    content = _decoded(body, _header(headers, "Content-Transfer-Encoding").strip().lower(), name)
    charset = _CHARSET.search(_content_type(headers))
    stated = charset[1] if charset else ""
    yield _Part(name, kind, page_text(content, stated) if kind == _PAGE else decoded_text(content, stated))


def _decoded(body: bytes, encoding: str, name: str) -> bytes:
    if encoding == "quoted-printable":
        return decodestring(body)
    if encoding != "base64":
        return body
    try:
        return b64decode(b"".join(body.split()), validate=True)
    except binascii.Error as error:
        raise unreadable.damaged("base64 内容不完整", "base64 that is damaged", name) from error


def _content_type(headers: Message) -> str:
    return _header(headers, "Content-Type")


def _header(headers: Message, name: str) -> str:
    return str(headers.get(name, ""))


def _file_name(location: str) -> str:
    """'file:///C:/1/表.files/sheet001.htm' → 'sheet001.htm'."""
    return unquote(location).replace("\\", "/").rsplit("/", 1)[-1].strip().lower()
