"""A web page laid out on one sheet, as Excel opens it: its tables one below the other, its text between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, MAX_ROW, Range
from ingest.workbook.cells.cell import Position
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.grid import Grid, Stored, place_key
from ingest.workbook.web.flow import Flow, Mark
from ingest.workbook.web.style import Attributes, ElementLook, StyleSheet
from ingest.workbook.web.table import TableLayout
from ingest.workbook.web.value import html_value, is_blank

_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"),
        *(
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
        ),
        *("ol", "p", "pre", "section", "ul"),
    ]
)
_MARKS = frozenset(["b", "strong", "sup", "sub", "pre"])
_VOID = frozenset(
    ["br", "col", "hr", "img", "input", "link", "meta", "wbr", "area", "base", "embed", "param"]
)
_GROUPS = frozenset(["thead", "tbody", "tfoot"])
# Content that is not shown; what scripts and styles hold never comes as text to be shown either.
_UNSHOWN = frozenset(["title", "xml", "template", "noframes", "script", "style"])
_DEEPEST_TABLE = 32
_DEEPEST_MARK = 256


@dataclass(slots=True)
class OpenTable:
    """An open table. `cell`, `caption`: the one that is open."""

    layout: TableLayout
    hidden: bool
    cells_hidden: bool  # it stands in a cell that is
    cell: Flow | None = None
    caption: Flow | None = None
    group_hidden: bool = False
    row_look: ElementLook = field(default_factory=ElementLook)
    columns: int = 0  # that <col> has described


class Page(HTMLParser):
    """One page, read piece by piece. What it makes is in the public fields."""

    def __init__(self, styles: StyleSheet, count: Count) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = Grid()
        self.merges: list[Range] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.hidden_cells: set[Position] = set()
        self.left_out = 0  # characters of hidden text within cells and lines that are shown
        self.table_count = 0
        self.frame_count = 0
        self.unclosed = ""  # the element that the page never ends
        self._styles = styles
        self._count = count
        self._tables: list[OpenTable] = []
        self._page = Flow(self._count, 1, 1)
        self._unshown: list[str] = []

    def finish(self) -> None:
        """The page has ended."""
        if self._tables:
            self.unclosed = "table"
        elif self._unshown:
            self.unclosed = self._unshown[0]
        self._put_lines(self._page)
        self.grid.put_in_order()

    # What html.parser calls.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unshown:
            if tag == self._unshown[0]:
                self._unshown.append(tag)
            return
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if tag in _UNSHOWN:
            self._unshown.append(tag)
        elif tag == "table":
            self._begin_table(attributes)
        elif tag in ("frame", "iframe"):
            self.frame_count += 1
        elif self._tables and (tag in _GROUPS or tag in ("tr", "td", "th", "caption", "col")):
            self._begin_part(self._tables[-1], tag, attributes)
        else:
            self._begin_text(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unshown:
            if tag == self._unshown[0]:
                self._unshown.pop()
            return
        table = self._tables[-1] if self._tables else None
        if table and tag == "table":
            self._end_table(table)
        elif table and tag in ("td", "th", "caption"):
            self._end_cell(table)
        elif table and tag == "tr":
            self._end_row(table)
        elif table and tag in _GROUPS:
            self._end_group(table)
        else:
            self._end_text(tag)

    def handle_data(self, data: str) -> None:
        if not self._unshown:
            self._open_flow().add(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """<![if …]> and the like are comments. html.parser stops with an AssertionError at those it does not know."""
        return self.parse_bogus_comment(i)

    # Text and what marks it.

    def _open_flow(self) -> Flow:
        """Where text goes. What stands in a table but in no cell of it comes below the table."""
        for table in reversed(self._tables):
            if flow := table.cell or table.caption:
                return flow
        return self._page

    def _begin_text(self, tag: str, attributes: Attributes) -> None:
        text = self._open_flow()
        if tag == "br":
            text.line_break()
            return
        if tag in _BLOCKS:
            if text.marks and text.marks[-1].tag == "p":
                text.marks.pop()  # a paragraph ends where the next block begins
            text.edge()
        if tag in _VOID:
            return
        look = self._styles.look(tag, attributes)
        bold = look.bold or (look.bold is None and tag in ("b", "strong"))
        if tag in _MARKS or look.hidden or look.bold:
            if len(text.marks) >= _DEEPEST_MARK:
                raise unreadable.damaged("标记嵌套过深", "elements nested too deep")
            text.marks.append(Mark(tag, look.hidden, bold))

    def _end_text(self, tag: str) -> None:
        text = self._open_flow()
        if tag in _BLOCKS:
            text.edge()
        for index in range(len(text.marks) - 1, -1, -1):
            if text.marks[index].tag == tag:
                del text.marks[index:]
                break

    def _put_lines(self, flow: Flow) -> None:
        """The lines of a flow, each in a row of its own."""
        bold = flow.all_bold
        hidden = any(table.hidden for table in self._tables)
        for line in flow.take_lines():
            self._count.add_cells()
            if hidden:
                self.hidden_rows.add(flow.row)
            if flow.row > MAX_ROW:
                raise unreadable.damaged("行号超出工作表", "a row outside the sheet")
            if not is_blank(line):
                self._put(flow.row, flow.column, html_value({}, line, ""), flow.look, bold)
            flow.row += 1
        self._note_left_out(flow)

    def _note_left_out(self, flow: Flow) -> None:
        self.left_out += flow.hidden
        flow.hidden = 0

    def _put(
        self, row: int, column: int, value: tuple[Stored, str] | None, look: ElementLook, bold: bool
    ) -> None:
        if value:
            self.grid.keys.append(place_key(row, column))
            self.grid.stored.append(value[0])
            self.grid.raws.append(value[1])
            self.grid.styles.append(look.style(bold))

    # Tables and their parts.

    def _begin_table(self, attributes: Attributes) -> None:
        if self._tables and not (self._tables[-1].cell or self._tables[-1].caption):
            self._end_table(self._tables[-1])  # a table within a table, but in no cell, follows it
        if len(self._tables) == _DEEPEST_TABLE:
            raise unreadable.damaged("表格嵌套过深", "tables nested too deep")
        flow = self._open_flow()
        self._put_lines(flow)
        flow.tables += 1
        self.table_count += 1
        hidden = self._styles.look("table", attributes).hidden or any(mark.hidden for mark in flow.marks)
        self._tables.append(
            OpenTable(
                TableLayout(flow.row, flow.column, self._count, self.merges),
                hidden or any(table.hidden for table in self._tables),
                flow.look.hidden or any(table.cells_hidden for table in self._tables),
            )
        )

    def _end_table(self, table: OpenTable) -> None:
        self._end_group(table)
        self._tables.pop()
        flow = self._open_flow()
        flow.edge()
        flow.row = table.layout.next_row
        flow.right = max(flow.right, table.layout.right)

    def _begin_part(self, table: OpenTable, tag: str, attributes: Attributes) -> None:
        look = self._styles.look(tag, attributes)
        if tag in ("td", "th"):
            self._begin_cell(table, tag, attributes, look)
        elif tag == "tr":
            self._end_cell(table)
            row = table.layout.begin_row()
            table.row_look = look
            if table.hidden or table.group_hidden or look.hidden:
                self.hidden_rows.add(row)
        elif tag == "caption":
            self._end_row(table)
            table.caption = Flow(self._count, table.layout.next_row, table.layout.left)
        elif tag == "col":
            first = table.layout.left + table.columns
            table.columns += _span(attributes, "span", MAX_COLUMN)
            if look.hidden:
                self.hidden_columns.update(
                    range(first, min(table.layout.left + table.columns, MAX_COLUMN + 1))
                )
        else:
            self._end_group(table)
            table.group_hidden = look.hidden

    def _begin_cell(self, table: OpenTable, tag: str, attributes: Attributes, look: ElementLook) -> None:
        self._end_cell(table)
        if not table.layout.in_row:
            self._begin_part(table, "tr", {})
        across, down = _span(attributes, "colspan", MAX_COLUMN), _span(attributes, "rowspan", MAX_ROW)
        row, column = table.layout.place(max(across, 1), down)
        cell = Flow(self._count, row, column)
        cell.attributes, cell.look = attributes, look
        cell.bold = look.bold if look.bold is not None else tag == "th" or bool(table.row_look.bold)
        table.cell = cell
        if look.hidden or table.cells_hidden:
            self.hidden_cells.add((row, column))

    def _end_cell(self, table: OpenTable) -> None:
        """End the open cell, or the open caption."""
        if table.caption:
            self._put_lines(table.caption)
            table.layout.next_row = table.caption.row
            table.caption = None
        cell, table.cell = table.cell, None
        if cell is None:
            return
        if cell.tables:
            self._put_lines(cell)
            table.layout.hold_table(cell.row - 1, cell.right)
            return
        row, column = cell.row, cell.column
        bold = cell.all_bold
        text = _cell_text(cell.take_lines())
        self._note_left_out(cell)
        if formula := cell.attributes.get("x:fmla"):
            self.grid.formulas[place_key(row, column)] = formula.removeprefix("=")
        self._put(row, column, html_value(cell.attributes, text, cell.look.code), cell.look, bold)

    def _end_row(self, table: OpenTable) -> None:
        self._end_cell(table)
        table.layout.end_row()

    def _end_group(self, table: OpenTable) -> None:
        self._end_cell(table)
        table.layout.end_group()
        table.group_hidden = False


def _cell_text(lines: list[str]) -> str:
    """One text of the lines, without blank ones above and below."""
    filled = [index for index, line in enumerate(lines) if not is_blank(line)]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


def _span(attributes: Attributes, name: str, most: int) -> int:
    """How many rows or columns; 1 where that is not said, or not in digits."""
    stated = attributes.get(name, "").strip()
    if not (stated.isascii() and stated.isdigit()):
        return 1
    digits = stated.lstrip("0") or "0"
    return min(int(digits), most) if len(digits) < 10 else most
