"""Which rows above a block's data are its header, and which are titles or sections."""

from __future__ import annotations

from ingest.tabulate.block import Block
from ingest.tabulate.column import Columns
from ingest.tabulate.token import Token
from ingest.tabulate.unit_label import states_unit, unit_of_line
from ingest.workbook.cells.address import Range


def header_rows(block: Block, columns: Columns) -> tuple[list[int], list[Token], int]:
    """The header's rows, the titles above it, and the first row that belongs to the body."""
    first_data = columns.first_data
    rows: list[int] = []
    titles: list[Token] = []
    below = block.data[0]
    ended = False
    for row in range(block.data[0] - 1, block.top - 1, -1):
        line = block.row(row)
        over_data = [
            token
            for token in line
            if (token.column >= first_data and not from_the_left(block, token, first_data))
            or _names_block(block, token, rows)
        ]
        spanned = not over_data and _spanned(block, columns, row)
        if ended:
            titles = [*line, *titles]
        elif not line and not spanned:
            ended = bool(rows)
        elif not over_data and not spanned:
            if rows or _is_title(block, columns, line):
                ended = True
                titles = [*line, *titles]
            else:
                below = row
        elif _is_note_line(line) or _is_lone_title(block, columns, over_data, line, rows):
            ended = bool(rows) and not _is_note_line(line)
            titles = [*line, *titles]
        else:
            rows.insert(0, row)
    if not rows:
        below = block.data[0]
    return rows, titles, below


def _names_block(block: Block, token: Token, rows: list[int]) -> bool:
    """Whether a merge right above a header spans just this block, on a sheet that is wider: its name among
    several side by side. On a sheet of one table the same merge is the table's title.
    """
    merge = block.tokens.sheet.merge_at(token.row, token.column)
    return (
        merge is not None
        and bool(rows)
        and merge.bottom == rows[0] - 1
        and (merge.left, merge.right) == (block.left, block.right)
        and not unit_of_line(token.text)
        and block.right - block.left + 1 < block.tokens.width / 2
    )


def from_the_left(block: Block, token: Token, first_data: int) -> bool:
    """Whether a token's merge begins left of the data: a title over the whole table."""
    merge = block.tokens.sheet.merge_at(token.row, token.column)
    return bool(merge and merge.left < first_data)


def _spanned(block: Block, columns: Columns, row: int) -> bool:
    """Whether merges from rows above cover a row's data columns: a blank row within a header."""
    sheet = block.tokens.sheet
    covering = [sheet.merge_at(row, column) for column in columns.data]
    return any(merge and merge.top < row and merge.left >= columns.first_data for merge in covering)


def _is_title(block: Block, columns: Columns, line: list[Token]) -> bool:
    """A line in front of the data that is no section of it: merged over it, or stating a unit.

    What is merged over a table below the header is a section.
    """
    if len(line) != 1:
        return False
    if unit_of_line(line[0].text):
        return True
    merge = block.tokens.sheet.merge_at(line[0].row, line[0].column)
    over = merge and merge.right > columns.first_data and not line[0].cell.style.bold
    return bool(over and _labels_above(block, columns, line[0].row) == 0)


def _labels_above(block: Block, columns: Columns, row: int) -> int:
    """How many labels, years and ordinals stand over the data in the nearest filled row above."""
    for above in range(row - 1, block.top - 1, -1):
        line = block.row(above)
        if line:
            over = [token for token in line if token.column >= columns.first_data]
            return sum(not from_the_left(block, token, columns.first_data) for token in over)
    return 0


def _is_note_line(line: list[Token]) -> bool:
    """A line above a header that says who, when and in what unit, not what the columns are."""
    said = [token.text for token in line if token.is_label]
    if any(states_unit(text) for text in said):
        return True
    return 0 < len(said) < 4 and all("：" in text or ":" in text for text in said)


def _is_lone_title(
    block: Block, columns: Columns, over_data: list[Token], line: list[Token], rows: list[int]
) -> bool:
    """A single text over the data that spans nothing: a title or a unit set in the middle or at the right.

    Over the first data column, right above the header's other rows, it names the group of them all.
    """
    if len(line) != 1 or not over_data or len(columns.data) < 2:
        return False
    token = over_data[0]
    merge = block.tokens.sheet.merge_at(token.row, token.column)
    if merge and merge.right > merge.left:
        return bool(rows) and _is_wide_title(block, columns, merge)
    if _labels_above(block, columns, token.row) > 1:
        return False  # the only label in a lower row of a header
    above = block.tokens.at(token.row - 1, token.column)
    if not rows and above and above.is_label:
        return False  # the last words of a label that is split over rows
    names_group = bool(rows) and token.row == rows[0] - 1 and token.column == columns.first_data
    return not names_group


def _is_wide_title(block: Block, columns: Columns, merge: Range) -> bool:
    """A merge over more than half of the data and not all of it, with nothing over the rest: set for show."""
    over = [column for column in columns.data if merge.left <= column <= merge.right]
    rest = [column for column in columns.data if column not in over]
    bare = all(block.tokens.seen_at(merge.top, column) is None for column in rest)
    return bool(rest) and bare and len(over) > len(columns.data) / 2
