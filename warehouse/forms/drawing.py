"""The workbook of a form that is handed out: what is known grey and locked, what is asked for open.

Protected without a password: it keeps from slips, and whoever has to change what is locked takes it off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from ingest.workbook.filling.filled import OF_VALUES
from ingest.workbook.marking.xml_text import LONGEST
from warehouse.forms.changes import Change
from warehouse.forms.outline import SERIAL, Look, Outline, Spot
from warehouse.formula import SAMPLE

CHANGES_SHEET = "变更"
_SAVED_AT = datetime(1980, 1, 1, tzinfo=UTC)  # the same form gives the same bytes
_FONT = "宋体"
_BORDERED = frozenset({Look.HEAD, Look.LABEL, Look.KNOWN, Look.OPEN, Look.CLOSED})
_OPEN = frozenset({Look.OPEN, Look.SIGNED})
_STATED: dict[Look, dict[str, Any]] = {
    Look.TITLE: {"bold": True, "font_size": 16, "align": "center"},
    Look.LINE: {"align": "left"},
    Look.UNIT: {"align": "right"},
    Look.HEAD: {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"},
    Look.LABEL: {"text_wrap": True},
    Look.KNOWN: {"bg_color": "#D9D9D9", "text_wrap": True},
    Look.OPEN: {"text_wrap": True},
    Look.CLOSED: {"bg_color": "#F2F2F2"},
    Look.REMARK: {"text_wrap": True, "valign": "top", "font_size": 10},
    Look.SIGNED: {},
}
_HEIGHTS = {Look.TITLE: 30.0, Look.HEAD: 30.0, Look.REMARK: 30.0}
_LINE_HEIGHT = 14.5
_NOTE_WIDTH, _NOTE_LINE, _A_NOTE_LINE = 260, 17, 19
_NARROW = 12
_AMOUNTS = ("amount", "count")
_MIDDLE = 16
_A4 = 9
_MAY = (
    "insert_rows", "delete_rows", "format_cells", "format_columns", "format_rows", "sort", "autofilter",
)  # fmt: skip
_LONGEST_LIST = 255


@dataclass(slots=True)
class _Formats:
    book: Any
    made: dict[tuple[Look, str, bool], Any]

    def of(self, look: Look, align: str = "", invented: bool = False) -> Any:
        """The format of a look. `align`: where the look leaves that open; `invented`: of a number that is shown as 示例."""
        key = (look, align, invented)
        if key not in self.made:
            stated = {"font_name": _FONT, "font_size": 11, "valign": "vcenter", **_STATED[look]}
            if invented:
                stated["num_format"] = f'General"{SAMPLE}"'
            if look in _BORDERED:
                stated["border"] = 1
            if align and "align" not in stated:
                stated |= {"align": align, "indent": int(align != "center")}
            self.made[key] = self.book.add_format({**stated, "locked": look not in _OPEN})
        return self.made[key]


def drawn(outline: Outline, changes: Sequence[Change] = ()) -> bytes:
    """The workbook. Texts are texts: one that begins with = is no formula."""
    buffer = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": _SAVED_AT})
    formats = _Formats(book, {})
    page = book.add_worksheet(outline.name)
    _set_up(page, outline, book)
    _draw(page, outline, formats)
    if changes:
        _draw_changes(book.add_worksheet(CHANGES_SHEET), outline, changes, formats)
    book.close()
    return buffer.getvalue()


def _set_up(page: Any, outline: Outline, book: Any) -> None:
    free = book.add_format({"locked": False, "font_name": _FONT, "font_size": 11, "valign": "vcenter"})
    # A cell outside the table is nobody's: remarks may be written there.
    page.set_column(0, 51, None, free)
    for column, width in enumerate(outline.widths):
        page.set_column(column, column, width, free)
    page.protect("", dict.fromkeys(_MAY, True))
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(0.4, 0.4, 0.5, 0.5)
    page.repeat_rows(0, outline.first_row - 2)
    page.freeze_panes(outline.first_row - 1, outline.stub)


def _draw(page: Any, outline: Outline, formats: _Formats) -> None:
    merged = {(top, left): (bottom, right) for top, left, bottom, right in outline.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in outline.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for place, spot in sorted(outline.spots.items()):
        is_marked = spot.invented and isinstance(spot.value, Decimal)
        look = formats.of(spot.look, _align(outline, place, spot), is_marked)
        if place in merged:
            bottom, right = merged[place]
            page.merge_range(place[0] - 1, place[1] - 1, bottom - 1, right - 1, "", look)
        if place in merged or place not in covered:
            _write(page, place, spot, look)
    for number, height in sorted(_heights(outline).items()):
        page.set_row(number - 1, height)


def _align(outline: Outline, place: tuple[int, int], spot: Spot) -> str:
    """Amounts to the right, serial numbers and short words in the middle, what is long to the left."""
    if spot.look in (Look.REMARK, Look.SIGNED):
        return ""
    head = outline.heads[place[1] - 1]
    if head.path[-1] == SERIAL and not isinstance(spot.value, str):
        return "center"
    spec = head.spec
    is_amount = spec is not None and not spec.key and (spec.type in _AMOUNTS or spec.value is not None)
    if isinstance(spot.value, Decimal) or (spot.look is Look.OPEN and is_amount):
        return "right"
    width = outline.widths[place[1] - 1] if place[1] <= len(outline.widths) else 0
    return "center" if width <= _MIDDLE and spot.look is not Look.LABEL else "left"


def _write(page: Any, place: tuple[int, int], spot: Spot, look: Any) -> None:
    at = place[0] - 1, place[1] - 1
    if isinstance(spot.value, Decimal):
        page.write_number(*at, float(spot.value), look)
    elif spot.value:
        page.write_string(*at, spot.value[:LONGEST], look)
    else:
        page.write_blank(*at, None, look)
    if spot.note:
        lines = sum(1 + len(line) // _A_NOTE_LINE for line in spot.note.split("\n"))
        size = {"width": _NOTE_WIDTH, "height": (lines + 1) * _NOTE_LINE}
        page.write_comment(
            *at, spot.note, {"author": OF_VALUES.author, "font_name": _FONT, "font_size": 9, **size}
        )
    if spot.choices and spot.look is Look.OPEN and len(",".join(spot.choices)) <= _LONGEST_LIST:
        page.data_validation(
            *at, *at,
            {
                "validate": "list", "source": list(spot.choices), "error_type": "warning",
                "error_title": "不在清单里", "error_message": "清单里没有这个词，仍要用吗？",
            },
        )  # fmt: skip


def _heights(outline: Outline) -> dict[int, float]:
    """The rows that are higher than one line; not every program makes a row as high as its texts need."""
    heights: dict[int, float] = {}
    spanning = {(top, left) for top, left, bottom, right in outline.merges if (bottom, right) != (top, left)}
    for (row, column), spot in outline.spots.items():
        wanted = _HEIGHTS.get(spot.look, 0.0)
        if spot.look in (Look.KNOWN, Look.LABEL, Look.HEAD) and isinstance(spot.value, str):
            width = outline.widths[column - 1] if column <= len(outline.widths) else _NARROW
            wide = sum(1 + (ord(sign) > 0x1100) for sign in spot.value)
            lines = -(-wide // max(int(width * 0.95), 1))
            if (row, column) in spanning:
                lines = 1
            wanted = max(wanted if lines > 1 else 0.0, lines * _LINE_HEIGHT + 4)
        heights[row] = max(heights.get(row, 0.0), wanted, 20.0)
    return heights


def _draw_changes(page: Any, outline: Outline, changes: Sequence[Change], formats: _Formats) -> None:
    """The list of what the form asks differently this year."""
    year = outline.period[:4]
    look = formats.of(Look.TITLE)
    page.merge_range(0, 0, 0, 4, f"{outline.form.title_zh}：{year}年的变更", look)
    heads = ("从何月起", "哪里", "变动", "原来", "现在")
    for column, text in enumerate(heads):
        page.write_string(1, column, text, formats.of(Look.HEAD))
    for row, change in enumerate(changes, start=2):
        texts = (change.since, change.part, change.kind, change.before, change.after)
        for column, text in enumerate(texts):
            look = formats.of(Look.LABEL, "left")
            page.write_string(row, column, text, look) if text else page.write_blank(row, column, None, look)
    for column, width in enumerate((12, 8, 12, 36, 36)):
        page.set_column(column, column, width)
    page.protect("", {"format_columns": True, "format_rows": True})
