"""What has been read of a file, held against its limits."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.workbook import unreadable
from ingest.workbook.limits import Limits
from ingest.workbook.unreadable import Unreadable


@dataclass(slots=True)
class Count:
    """Cells and merges so far, over all sheets of a workbook. A row counts as a cell; .xlsx counts rows apart."""

    limits: Limits
    cells: int = 0
    merges: int = 0
    rows: int = 0

    def add_cells(self, count: int = 1) -> None:
        """Raises Unreadable, LIMIT_EXCEEDED, from the first cell on that is too many."""
        self.cells += count
        if self.cells > self.limits.cells:
            raise _over("cells", self.limits.cells)

    def add_merge(self) -> None:
        """Raises Unreadable, LIMIT_EXCEEDED, for a merged range that is too many."""
        self.merges += 1
        if self.merges > self.limits.merges:
            raise _over("merges", self.limits.merges)

    def test_text(self, length: int) -> None:
        """Raises Unreadable, LIMIT_EXCEEDED, for a text of more characters than one may have."""
        if length > self.limits.text_characters:
            raise _over("text_characters", self.limits.text_characters)


def _over(limit: str, most: int) -> Unreadable:
    return unreadable.over_limit(limit, f">{most:,}", f"{most:,}")
