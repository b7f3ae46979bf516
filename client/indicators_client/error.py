"""What is said where there is nothing to read."""

from __future__ import annotations


class SnapshotError(Exception):
    """A snapshot that is not there, is not as it was published, or cannot be opened. `code`: for programs."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code} {zh} ({en})")
        self.code = code
