"""Many cells as people name them: the fewest rectangles."""

from __future__ import annotations

import pytest

from ingest.workbook.cells.address import ranges


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ([], ""),
        ([(9, 8)], "H9"),
        ([(row, 1) for row in range(5, 32)], "A5:A31"),
        ([(5, 1), (6, 1), (9, 1)], "A5:A6、A9"),
        ([(4, 2), (5, 2), (4, 3), (5, 3), (4, 5)], "B4:C5、E4"),
        ([(4, 2), (4, 3), (5, 3)], "B4、C4:C5"),
    ],
)
def test_cells_are_named_as_rectangles(places: list[tuple[int, int]], named: str) -> None:
    assert ranges(places) == named
