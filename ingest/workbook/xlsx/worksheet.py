"""One worksheet part into its grid of cells, its merges and what it hides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress

from ingest.workbook import unreadable
from ingest.workbook.cells.address import MAX_COLUMN, Range, a1
from ingest.workbook.cells.cell import Position, Sheet
from ingest.workbook.cells.count import Count
from ingest.workbook.cells.formula import SharedFormula
from ingest.workbook.cells.grid import (
    COLUMN_BITS,
    NUMBER,
    TEXT,
    UNCALCULATED,
    Grid,
    Stored,
    place_key,
    place_of,
)
from ingest.workbook.cells.number_format import PLAIN, Style
from ingest.workbook.ooxml.listed_sheets import ListedSheet
from ingest.workbook.ooxml.markup import DEEPEST, parse, too_deep, trimmed
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import (
    SheetPart,
    check_grid,
    decoded,
    other_value,
    shared_text,
    stated_columns,
    stated_place,
    stated_range,
    stated_row,
)
from ingest.workbook.unreadable import Unreadable
from ingest.workbook.xlsx.plain_cells import COLUMN_NUMBERS, plain_cells, tags_of_rows

_TRUE = ("1", "true")


@dataclass(slots=True)
class Worksheet:
    """What one worksheet part says: its cells, its merges, the numbers of its hidden rows and columns."""

    grid: Grid = field(default_factory=Grid)
    merges: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def sheet_of(
    listed: ListedSheet, worksheet: Worksheet, comments: Mapping[Position, str], date_system_1904: bool
) -> Sheet:
    """A worksheet under the name and visibility by which its workbook lists it."""
    return Sheet(
        name=listed.name,
        visibility=listed.visibility,
        merges=tuple(worksheet.merges),
        hidden_rows=frozenset(worksheet.hidden_rows),
        hidden_columns=frozenset(worksheet.hidden_columns),
        comments=comments,
        date_system_1904=date_system_1904,
        _grid=worksheet.grid,
    )


def styles_by_number(stated: Iterable[Style]) -> defaultdict[str | None, Style]:
    """Styles by the number a cell states; one that is not there is plain."""
    styles: defaultdict[str | None, Style] = defaultdict(lambda: PLAIN)
    styles.update((str(number), style) for number, style in enumerate(stated))
    return styles


def read_worksheet(  # noqa: C901, PLR0915 - one function for the sake of speed, as it says
    package: Package,
    source: SheetPart,
    texts: list[str],
    styles: defaultdict[str | None, Style],
    count: Count,
) -> Worksheet:
    """Read one worksheet part. Refuses as damaged what states a place twice or holds what is no value.

    One expat pass, its handlers closures over plain variables, the commonest branch first: five calls a
    cell are most of what reading costs. Plain cells are therefore read without it, 1.7 times as fast. What
    the part declares of its dimension is not read.
    """
    sheet = Worksheet()
    grid = sheet.grid
    keys, stored, raws, kept_styles, formulas = (
        grid.keys,
        grid.stored,
        grid.raws,
        grid.styles,
        grid.formulas,
    )
    limits = package.limits
    longest_text, most_cells = limits.text_characters, limits.cells
    shared: dict[str, SharedFormula] = {}

    cells = count.cells
    row = column = 0
    row_text = ""
    key = -1  # of the cell that is open
    cell_type = "n"
    style: str | None = None
    value: str | None = None
    formula: str | SharedFormula | None = None
    shared_id: str | None = None
    text = ""
    runs: list[str] = []  # of a text that stands in the cell itself
    runs_of = -1
    runs_length = 0
    capturing = preserved = phonetic = False
    hidden_width = 0
    depth = 0  # of what is no cell, value, formula or text: those are refused within themselves

    def pieces(chunk: bytes, all_parsed: Callable[[], bool]) -> Iterator[bytes]:
        """A chunk as expat gets it: blanks in place of plain cells, so that it counts lines and bytes as ever.

        Cells are taken right behind the tag of a row that expat was handed alone and took for one: nothing
        but content can stand there. A tag that it did not take stands in a comment or is not of this sheet.
        """
        text = chunk.decode("latin-1")  # a sign for each byte; plain cells are of ASCII alone
        handed = 0
        for begin, end, following in tags_of_rows(text):
            yield chunk[handed:begin]
            rows_before, handed = count.rows, begin
            if not all_parsed() or key >= 0 or capturing:
                break
            yield chunk[begin:end]
            handed = end
            if count.rows == rows_before:
                break  # not to try each row of a long comment, which expat scans anew for each piece
            handed = take_plain(text, end, following)
            yield b" " * (handed - end)
        yield chunk[handed:]

    def take_plain(text: str, begin: int, end: int) -> int:
        """Keep plain cells as the handlers would, and say where they end; none that they would refuse."""
        nonlocal column, cells, cell_type
        plain = plain_cells(text, begin, end, row_text, texts)
        if plain is None or plain.end - begin > longest_text or cells + len(plain.raws) > most_cells:
            return begin
        before = place_key(row, 1) - 1
        keys.extend(compress([before + each for each in plain.columns], plain.raws))
        stored.extend(compress(plain.stored, plain.raws))
        raws.extend(filter(None, plain.raws))
        kept_styles.extend(compress(map(styles.__getitem__, plain.style_numbers), plain.raws))
        cells += len(plain.raws)
        column, cell_type = plain.columns[-1], "n"
        return plain.end

    def start(tag: str, attributes: dict[str, str]) -> None:  # noqa: C901 - a branch for each element
        nonlocal column, row, row_text, key, cell_type, style, value, formula, shared_id, cells
        nonlocal text, runs_of, runs_length, capturing, preserved
        if tag == "c":
            if key >= 0:
                raise source.damaged("单元格互相嵌套", "a cell within a cell", a1(*place_of(key)))
            reference = attributes.get("r")
            if reference is None:
                column += 1
                if column > MAX_COLUMN or not row:
                    raise source.damaged("单元格超出工作表", "a cell outside the sheet")
            else:
                letters = reference.removesuffix(row_text)
                known = COLUMN_NUMBERS.get(letters)
                if known and letters != reference:
                    column = known
                else:
                    row, column = stated_place(reference, source)
                    row_text = str(row)
            key = row << COLUMN_BITS | column - 1
            cell_type = attributes.get("t", "n")
            style = attributes.get("s")
            value = formula = None
            cells += 1
            if cells > most_cells:
                raise unreadable.over_limit("cells", f">{most_cells:,}", f"{most_cells:,}", source.part)
        elif tag == "v" or tag == "f" or tag == "t":
            if capturing:
                raise source.damaged("单元格内容互相嵌套", "a value within a value", row_text)
            capturing = True
            text = ""
            if tag == "f":
                shared_id = attributes.get("si") if attributes.get("t") == "shared" else None
            elif tag == "t":
                preserved = attributes.get("xml:space") == "preserve"
                if runs_of != key:
                    runs.clear()
                    runs_of, runs_length = key, 0
        else:
            start_other(tag, attributes)

    def start_other(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, row_text, phonetic, depth, hidden_width
        depth += 1
        if depth > DEEPEST:
            raise too_deep(source.part)
        if tag == "row":
            row, column = stated_row(attributes.get("r"), row, source), 0
            row_text = str(row)
            if attributes.get("hidden") in _TRUE:
                sheet.hidden_rows.add(row)
            count.rows += 1
            if count.rows > most_cells:
                raise unreadable.over_limit("cells", f">{most_cells:,}", f"{most_cells:,}", source.part)
        elif tag == "rPh":
            phonetic = True
        elif tag == "mergeCell":
            count.merges += 1
            if count.merges > limits.merges:
                raise unreadable.over_limit(
                    "merges", f">{limits.merges:,}", f"{limits.merges:,}", source.part
                )
            sheet.merges.append(stated_range(attributes.get("ref", ""), source))
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            columns = stated_columns(attributes, source)
            hidden_width += len(columns)
            if hidden_width > MAX_COLUMN:
                raise source.damaged("列定义重叠", "columns defined twice")
            sheet.hidden_columns.update(columns)

    def end(tag: str) -> None:  # noqa: C901 - a branch for each element
        nonlocal key, value, formula, runs_length, capturing, phonetic, depth
        if tag == "v":
            value = text
            capturing = False
        elif tag == "c":
            if value and cell_type == "n":
                keys.append(key)
                stored.append(NUMBER)
                raws.append(value)
                kept_styles.append(styles[style])
            elif value is not None and cell_type != "n":
                keep_other(value)
            elif formula is not None:
                keep(UNCALCULATED, "")
            if formula is not None:
                formulas[key] = formula
            key = -1
        elif tag == "t":
            capturing = False
            if cell_type != "inlineStr":
                raise source.damaged(
                    "文本与单元格类型不符", "text in a cell of another type", a1(*place_of(key))
                )
            if not phonetic:
                value = text if preserved else trimmed(text)
                runs.append(value)
                runs_length += len(value)
                if runs_length > longest_text:
                    raise too_long()
        elif tag == "f":
            formula = text
            capturing = False
            if shared_id is not None:
                if text:
                    shared[shared_id] = SharedFormula(text, *place_of(key))
                formula = shared.get(shared_id, "")
        else:
            depth -= 1
            if tag == "rPh":
                phonetic = False

    def characters(data: str) -> None:
        nonlocal text
        if capturing:
            text += data
            if len(text) > longest_text:
                raise too_long()

    def too_long() -> Unreadable:
        return unreadable.over_limit(
            "text_characters", f">{longest_text:,}", f"{longest_text:,}", source.part
        )

    def keep(holds: Stored, raw: str) -> None:
        keys.append(key)
        stored.append(holds)
        raws.append(raw)
        kept_styles.append(styles[style])

    def keep_other(raw: str) -> None:
        """A value that is no number. An empty one is not kept, unless a formula was never calculated."""
        if cell_type == "s" and raw:
            holds, raw = TEXT, shared_text(texts, raw, source, key)
        elif cell_type == "inlineStr" and runs_of == key:
            holds, raw = TEXT, decoded("".join(runs))
        elif raw or cell_type == "str":
            holds, raw = other_value(cell_type, raw, source, key)
        else:
            holds = UNCALCULATED
        if raw or (formula is not None and holds is UNCALCULATED):
            keep(holds, raw)

    parse(package, source.part, start, end, characters, "worksheet", pieces)
    count.cells = cells
    check_grid(grid, source)
    return sheet
