"""Where on a sheet tables stand: bands of columns beside each other, and blocks of rows below each other.

A block is what has one header over one body. Blank rows and columns alone part nothing: bodies have blank
rows for show, and wide tables blank columns. A new block begins where a header stands, a new band where
the first column behind a blank one labels the rows again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.tabulate.token import Role, Token, Tokens
from ingest.tabulate.words import is_formula_hint, is_note, ordinal
from ingest.workbook.cells.cell import Kind

_FEWEST_ORDINALS = 3
_WIDEST_STEP = 10  # years between the columns of a table: censuses


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `top` to `bottom` and columns `left` to `right`; `data` are the rows that hold values."""

    tokens: Tokens
    top: int
    bottom: int
    left: int
    right: int
    data: tuple[int, ...]

    def row(self, number: int) -> list[Token]:
        """The tokens of a row of the sheet within the block's columns, left to right."""
        return self.tokens.in_columns(number, self.left, self.right)


def blocks_of(tokens: Tokens) -> list[Block]:
    """All blocks of a sheet, left to right and top to bottom.

    Cut into bands as a whole, then into blocks, and each block into bands once more: tables stand side by
    side in one part of a sheet and not in another.
    """
    rows = sorted(tokens.rows)
    found: list[Block] = []
    for left, right in _bands(tokens, rows):
        for block in _blocks(tokens, rows, left, right):
            within = rows[bisect_left(rows, block.top) : bisect_right(rows, block.bottom)]
            parts = _bands(tokens, within, block.left, block.right)
            if len(parts) < 2:
                parts = _beside_itself(block)
            if len(parts) < 2:
                found.append(block)
                continue
            for first, last in parts:
                found += _blocks(tokens, within, first, last)
    return found


def _bands(tokens: Tokens, rows: list[int], left: int = 1, right: int = 1 << 14) -> list[tuple[int, int]]:
    """Ranges of columns that hold tables of their own."""
    numbers: Counter[int] = Counter()
    for row in rows:
        numbers.update(token.column for token in tokens.in_columns(row, left, right))
    if not numbers:
        return []
    columns = sorted(numbers)
    runs = [[columns[0], columns[0]]]
    for before, column in pairwise(columns):
        if column == before + 1:
            runs[-1][1] = column
        else:
            runs.append([column, column])
    bands = [runs[0]]
    words: list[list[int]] = []  # runs of words alone since the last band: labels of it, or of the next
    for run in runs[1:]:
        if not _has_values(tokens, rows, *run):
            words.append(run)
            continue
        labels = _labels_rows(tokens, rows, run[0], run[1]) and _has_values(tokens, rows, *bands[-1])
        if labels or _stands_alone(tokens, rows, bands[-1], run):
            if words and not labels and words[-1][1] == run[0] - 2:
                run[0] = words.pop()[0]
            bands.append(run)
        else:
            bands[-1][1] = run[1]
        words.clear()
    if words:
        bands[-1][1] = words[-1][1]
    return [(first, last) for first, last in bands]


def _beside_itself(block: Block) -> list[tuple[int, int]]:
    """The halves of a long table that was broken to stand beside itself: its first header comes again."""
    header = block.row(block.data[0] - 1) if block.data[0] > block.top else []
    if not header or header[0].column != block.left:
        return [(block.left, block.right)]
    begins = [token.column for token in header if token.text == header[0].text]
    ends = [column - 1 for column in begins[1:]] + [block.right]
    return list(zip(begins, ends, strict=True))


def _has_values(tokens: Tokens, rows: list[int], first: int, last: int) -> bool:
    return any(token.is_value for row in rows for token in tokens.in_columns(row, first, last))


def _stands_alone(tokens: Tokens, rows: list[int], band: list[int], run: list[int]) -> bool:
    """Whether most values of some columns stand in rows where the band before has none: beside no table."""
    own = [row for row in rows if any(token.is_value for token in tokens.in_columns(row, *run))]
    beside = sum(any(token.is_value for token in tokens.in_columns(row, *band)) for row in own)
    figures = sum(any(token.role is Role.NUMBER for token in tokens.in_columns(row, *band)) for row in rows)
    return len(own) > 0 and beside < len(own) / 2 and figures > 1


def _labels_rows(tokens: Tokens, rows: list[int], first: int, last: int) -> bool:
    """Whether the first of these columns labels the values in the others: by words, dates or years."""
    labelled = years = values = 0
    stated: list[int] = []
    for row in rows:
        found = tokens.in_columns(row, first, last)
        if not found or found[0].column != first or not any(token.is_value for token in found[1:]):
            continue
        values += 1
        labelled += found[0].is_label
        years += found[0].is_year
        whole = found[0].whole
        if whole is not None:
            stated.append(whole)
    counted = len(stated) >= 5 and all(after - before == 1 for before, after in pairwise(stated[:20]))
    return values >= 2 and (labelled + years > values / 2 or counted)


def _blocks(tokens: Tokens, rows: list[int], left: int, right: int) -> list[Block]:
    found: list[Block] = []
    top = rows[0]
    data: list[int] = []
    valued: Counter[int] = Counter()  # how often each column held a value in this body
    worded: Counter[int] = Counter()  # … a word
    years: list[int] = []  # rows of years alone: a header, unless no other row holds a value
    worded_above = False  # whether a header of words was met before the data
    gap = False
    before = rows[0]
    for row in rows:
        line = tokens.in_columns(row, left, right)
        if not line:
            continue
        gap = gap or row > before + 1 or len(line) == 1
        if data and _is_header_again(line, valued, worded, gap):
            found.append(Block(tokens, top, data[-1], left, right, tuple(data)))
            top, data, years, worded_above = data[-1] + 1, [], [], True
            valued.clear()
            worded.clear()
        elif _is_data(line, bool(data), worded_above):
            data.append(row)
            valued.update(token.column for token in line if token.is_value)
            worded.update(token.column for token in line if token.is_label)
            gap = False
        elif not data and sum(token.is_label for token in line) > 1:
            worded_above = True
        elif not data and line[0].is_label and any(token.is_year for token in line[1:]):
            years.append(row)
        before = row
    if not data:
        # Counts that look like years: below a header of words or of years they are the data.
        data = years if years and years[0] > top else years[1:]
    if data:
        found.append(Block(tokens, top, data[-1], left, right, tuple(data)))
    return found


def _is_data(line: list[Token], in_body: bool, worded_above: bool) -> bool:
    values = [token for token in line if token.is_value]
    if not values or (len(values) < 2 and is_note(line[0].text)):
        return False
    if len(line) == 1:
        # A number alone in its row is that of a page, or a helper of formulas.
        return False
    if in_body:
        return True
    hints = any("=" in token.text and is_formula_hint(token.text) for token in line if token.is_label)
    return not (
        hints or _is_years(line, values, worded_above) or is_ordinals(line) or _is_marks(line, values)
    )


def _is_years(line: list[Token], values: list[Token], worded_above: bool) -> bool:
    """A header of years: nothing else in it is a number, and more than its first cell is one.

    Below a header of words, a labelled row of numbers between 1900 and 2100 is one of years only where
    they go on by the same step.
    """
    numbers = [token for token in values if token.role is Role.NUMBER]
    if not numbers or not all(token.is_year for token in numbers):
        return False
    if worded_above and line[0].is_label:
        years = [token.whole or 0 for token in numbers]
        steps = {after - before for before, after in pairwise(years)}
        return len(steps) == 1 and 0 < abs(next(iter(steps))) <= _WIDEST_STEP
    return len(numbers) > 1 or line[0] is not numbers[0]


def is_ordinals(line: Iterable[Token]) -> bool:
    """Whether a row only counts its columns: 甲 乙 1 2 3, (1) (2) (3), A B C."""
    told = [ordinal(token.text) for token in line]
    counted = [place for place in told if place is not None]
    if len(counted) < _FEWEST_ORDINALS or len(counted) < len(told):
        return False
    steps = [after - before for before, after in pairwise(counted)]
    return sum(step == 1 for step in steps) >= len(steps) - 1  # 甲 乙 1 2: one step back


def _is_marks(line: list[Token], values: list[Token]) -> bool:
    """Signs that are no values before a body has begun: a dash or a star among the words of a header."""
    # A formula that was never calculated, or an error, is a value that is not there yet.
    typed = all(token.cell.kind is Kind.TEXT for token in values)
    marks = all(token.role is Role.MARK for token in values)
    words = sum(token.is_label for token in line)
    return marks and (not words or (typed and (len(values) < 2 or len(values) < words)))


def _is_header_again(line: list[Token], valued: Counter[int], worded: Counter[int], gap: bool) -> bool:
    """Whether a row below data is the header of another block: it has words where values stood."""
    numeric = {column for column, count in valued.items() if count > worded[column]}
    words = [token for token in line if token.is_label and token.column in numeric]
    values = [token for token in line if token.is_value]
    numbers = [token for token in values if token.role is Role.NUMBER]
    if is_note(line[0].text):
        return False
    if words and all(token.is_year for token in numbers):
        enough = len(words) >= 2 and 2 * len(words) >= len(numeric)
        # Behind a gap a narrower table may follow.
        return enough or (gap and len(line) > 1 and len(values) == len(numbers))
    years = {token.whole for token in numbers if token.is_year}
    # Years alone, all different, behind a gap and not under a column of years.
    only_years = len(years) == len(numbers) == len(values) >= 2
    labels_rows = line[0].is_year and line[0].column <= min(worded, default=0)
    return bool(gap and only_years and not labels_rows)
