"""Records of the binary parts of .xlsb packages, and the fields in them (MS-XLSB 2.1.4, 2.5).

A record is its number in one or two bytes, its length in one to four, seven bits of each byte; its body.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ingest.workbook import unreadable
from ingest.workbook.cells.address import a1
from ingest.workbook.cells.grid import place_of
from ingest.workbook.limits import MIB
from ingest.workbook.ooxml.package import Package
from ingest.workbook.ooxml.values import SheetPart
from ingest.workbook.unreadable import Unreadable

_DOUBLE = struct.Struct("<d")
_NO_TEXT = 0xFFFFFFFF
_MORE = 0x80  # bit of a byte of a number or length: another follows
# Records that are passed over. Empty ones take two bytes: without a bound a part of 300 MiB could hold 150
# million of them, which would cost a reader minutes.
_MOST_OTHERS = 5_000_000


def records(
    package: Package, source: SheetPart, wanted: frozenset[int], begin: int, end: int
) -> Iterator[tuple[int, bytes]]:
    """Number and body of the wanted records of a part, as it inflates; others are passed over by length.

    `begin` and `end`: the two that enclose a part. Raises Unreadable where it begins with another record,
    which makes it another part, stops within a record or without its last, or goes on behind that.
    """
    limits = package.limits
    # Texts alone make a record long: two bytes a character, and some for how stretches of it look.
    longest = 2 * limits.text_characters + MIB
    others = 0
    last = -1
    data, at = b"", 0
    for chunk in package.chunks(source.part):
        data, at = data[at:] + chunk, max(at - len(data), 0)
        while True:
            try:
                record, start, length = _head(data, at)
            except IndexError:
                break  # the next chunk holds the rest of it
            if (last < 0 and record != begin) or last == end or length < 0:
                raise source.damaged("部件内容不符", "a part that is another")
            if record in wanted:
                if length > longest:
                    most = f"{limits.text_characters:,}"
                    raise unreadable.over_limit("text_characters", f">{most}", most, source.part)
                if start + length > len(data):
                    break
                yield record, data[start : start + length]
            else:
                others += 1
                if others > _MOST_OTHERS:
                    raise source.damaged("记录过多", "too many records")
            last = record
            at = start + length
    if at != len(data) or last != end:
        raise source.damaged("部件不完整", "part truncated or damaged")


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Number of the record at a place, where its body starts and its length; -1 for one of over four bytes.

    IndexError where the data end before that.
    """
    record = data[at]
    at += 1
    if record & _MORE:
        record = record & 0x7F | (data[at] & 0x7F) << 7
        at += 1
    length = 0
    for shift in (0, 7, 14, 21):
        byte = data[at]
        at += 1
        length |= (byte & 0x7F) << shift
        if not byte & _MORE:
            return record, at, length
    return record, at, -1


class Fields:
    """The fields of a record's body, one after the other. `key`: the place of its cell, for what is said
    of damage; -1 where it is none's.
    """

    __slots__ = ("_at", "_body", "_source", "key")

    def __init__(self, body: bytes, source: SheetPart) -> None:
        self._body = body
        self._source = source
        self._at = 0
        self.key = -1

    def damaged(self, found_zh: str, found_en: str) -> Unreadable:
        """DAMAGED_FILE at the cell of these fields, to be raised."""
        return self._source.damaged(found_zh, found_en, a1(*place_of(self.key)) if self.key >= 0 else "")

    def integer(self, size: int = 4) -> int:
        """The next integer, little-endian, without a sign. Unreadable where the record ends before it."""
        return int.from_bytes(self._next(size), "little")

    def real(self) -> float:
        """The next double. Unreadable where the record ends before it."""
        value: float = _DOUBLE.unpack(self._next(8))[0]
        return value

    def text(self) -> str:
        """The next text: its length and its UTF-16 units. Unreadable where the record ends before it."""
        return self._text(self.integer())

    def nullable_text(self) -> str:
        """A text that may be absent, which is "" here."""
        length = self.integer()
        return "" if length == _NO_TEXT else self._text(length)

    def rich_text(self) -> str:
        """A text without the runs of its fonts and its phonetic reading, which come behind it."""
        self.integer(1)  # whether they do
        return self.text()

    def end(self) -> None:
        """Nothing may follow."""
        if self._at != len(self._body):
            raise self.damaged("记录过长", "a record longer than its type")

    def _text(self, length: int) -> str:
        # A half of a character without its other half is no text.
        return self._next(2 * length).decode("utf-16-le", "replace")

    def _next(self, size: int) -> bytes:
        start, self._at = self._at, self._at + size
        if self._at > len(self._body):
            raise self.damaged("记录不完整", "a record that ends too soon")
        return self._body[start : self._at]
