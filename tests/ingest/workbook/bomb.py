"""Small packages that inflate without end."""

from __future__ import annotations

import struct
import zlib

from tests.ingest.workbook.xlsx.written_package import MAIN, SHEET_PART, package

OPENING = f'<worksheet xmlns="{MAIN}"><sheetData>'


def repeated(head: str, piece: bytes, times: int) -> bytes:
    """A package whose worksheet is `head` and then one piece again and again, deflated.

    The piece is deflated once: after a full flush its bytes stand for themselves anywhere in the stream.
    """
    first = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    opening = first.compress(head.encode()) + first.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = again.compress(piece) + again.flush(zlib.Z_FULL_FLUSH)
    size = len(head) + len(piece) * times
    return with_raw_entry(package(parts={SHEET_PART: None}), SHEET_PART, opening + deflated * times, size)


def with_raw_entry(archive: bytes, name: str, packed: bytes, size: int) -> bytes:
    """An archive with one more deflated entry that says of itself what it is told to."""
    end = archive.rindex(b"PK\x05\x06")
    count, length, offset = struct.unpack("<HII", archive[end + 10 : end + 20])
    sizes = struct.pack("<III", 0, len(packed), size)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes + struct.pack("<HH", len(name), 0)
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    central += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, offset) + name.encode()
    directory = archive[offset : offset + length] + central
    start = offset + len(local) + len(name) + len(packed)
    ending = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count + 1, count + 1, len(directory), start, 0)
    return archive[:offset] + local + name.encode() + packed + directory + ending
