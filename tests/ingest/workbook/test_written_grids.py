"""Whatever grid is written by another library is read back the same."""

import io
import re
from decimal import Decimal

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.workbook.cells.address import a1
from ingest.workbook.cells.cell import Kind
from ingest.workbook.read import read_workbook
from tests.examples import up_to

# Characters that XML or Excel's escapes treat specially come up often.
letters = st.one_of(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"),
    st.sampled_from("_x000D_ \n\t<>&\"'　万元％①"),
)
# xlsxwriter takes a text of _xHHHH_ for an escape that the caller made; it is not written as it stands.
texts = st.text(letters, min_size=1, max_size=40).filter(
    lambda text: not re.search(r"_x[0-9A-Fa-f]{4}_", text)
)
# 15 digits are what Excel shows, and what a clerk can have typed.
numbers = st.decimals(
    min_value=Decimal("-999999999999.999"), max_value=Decimal("999999999999.999"), places=3, allow_nan=False
)
places = st.tuples(st.integers(1, 200), st.integers(1, 60))
grids = st.dictionaries(places, st.one_of(texts, numbers, st.booleans()), min_size=1, max_size=30)


@settings(deadline=None, max_examples=up_to(50))
@given(grids, st.booleans())
def test_a_grid_is_read_back_as_written(grid, shared):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": not shared}) as book:
        sheet = book.add_worksheet()
        for (row, column), value in sorted(grid.items()):
            if isinstance(value, bool):
                sheet.write_boolean(row - 1, column - 1, value)
            elif isinstance(value, Decimal):
                sheet.write_number(row - 1, column - 1, float(value))
            else:
                sheet.write_string(row - 1, column - 1, value)
    (read,) = read_workbook(target.getvalue()).sheets
    kinds = {bool: Kind.BOOLEAN, Decimal: Kind.NUMBER, str: Kind.TEXT}
    assert {(cell.row, cell.column): (cell.kind, cell.value) for cell in read.cells()} == {
        place: (kinds[type(value)], value) for place, value in grid.items()
    }
    assert [cell.address for cell in read.cells()] == [a1(*place) for place in sorted(grid)]
