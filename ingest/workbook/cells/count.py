"""What has been read of a file, held against its limits."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.workbook import unreadable
from ingest.workbook.limits import Limits
from ingest.workbook.unreadable import Unreadable


@dataclass(slots=True)
class Count:
    """Cells (rows alike) and merges so far, over all sheets of a workbook."""

    limits: Limits
    cells: int = 0
    merges: int = 0

    def add_cells(self, count: int = 1) -> None:
        self.cells += count
        if self.cells > self.limits.cells:
            raise _over("cells", self.limits.cells)

    def add_merge(self) -> None:
        self.merges += 1
        if self.merges > self.limits.merges:
            raise _over("merges", self.limits.merges)

    def test_text(self, length: int) -> None:
        if length > self.limits.text_characters:
            raise _over("text_characters", self.limits.text_characters)


def _over(limit: str, most: int) -> Unreadable:
    return unreadable.over_limit(limit, f">{most:,}", f"{most:,}")
