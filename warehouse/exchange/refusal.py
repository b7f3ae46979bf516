"""What an export cannot be: the error for whoever asked for it."""

from __future__ import annotations


class ExportError(ValueError):
    """An export that is not made. `code`: as `indicators explain` knows it; nothing was written."""

    def __init__(self, code: str, *, where: str = "", found: str = "", expected: str = "") -> None:
        super().__init__(f"{code}: {where} {found}")
        self.code = code
        self.where = where
        self.found = found
        self.expected = expected
