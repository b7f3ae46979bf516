"""Damage that knows nothing of what it hits: bits, bytes and stretches of the file."""

from __future__ import annotations

from random import Random

from tests.mutation.damaged import Damage, Damaged

_LONGEST = 300  # bytes of a stretch


def _bits(chance: Random, data: bytes) -> Damaged:
    changed = bytearray(data)
    places = sorted(chance.randrange(len(data) * 8) for _ in range(chance.choice((1, 1, 1, 2, 8))))
    for place in places:
        changed[place // 8] ^= 1 << place % 8
    return Damaged(bytes(changed), f"bits {places} flipped")


def _byte(chance: Random, data: bytes) -> Damaged:
    place, value = chance.randrange(len(data)), chance.randrange(256)
    return Damaged(data[:place] + bytes([value]) + data[place + 1 :], f"byte {place} set to {value}")


def _cut(chance: Random, data: bytes) -> Damaged:
    length = chance.randrange(len(data))
    return Damaged(data[:length], f"cut after {length} bytes")


def _stretch(chance: Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(start + chance.randint(1, _LONGEST), len(data))


def _lost(chance: Random, data: bytes) -> Damaged:
    start, end = _stretch(chance, data)
    return Damaged(data[:start] + data[end:], f"bytes {start} to {end} lost")


def _blanked(chance: Random, data: bytes) -> Damaged:
    start, end = _stretch(chance, data)
    return Damaged(data[:start] + bytes(end - start) + data[end:], f"bytes {start} to {end} set to 0")


def _repeated(chance: Random, data: bytes) -> Damaged:
    start, end = _stretch(chance, data)
    return Damaged(data[:end] + data[start:], f"bytes {start} to {end} twice")


def _inserted(chance: Random, data: bytes) -> Damaged:
    place, stretch = chance.randrange(len(data)), chance.randbytes(chance.randint(1, _LONGEST))
    return Damaged(data[:place] + stretch + data[place:], f"{len(stretch)} bytes inserted at {place}")


def _appended(chance: Random, data: bytes) -> Damaged:
    stretch = chance.randbytes(chance.randint(1, _LONGEST))
    return Damaged(data + stretch, f"{len(stretch)} bytes appended")


def _prefixed(chance: Random, data: bytes) -> Damaged:
    stretch = chance.choice((b"\n", b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", data))
    return Damaged(stretch + data, f"{len(stretch)} bytes in front: {stretch[:20]!r}")


BYTES: dict[str, Damage] = {
    "bits flipped": _bits,
    "byte changed": _byte,
    "file cut": _cut,
    "bytes lost": _lost,
    "bytes blanked": _blanked,
    "bytes repeated": _repeated,
    "bytes inserted": _inserted,
    "bytes appended": _appended,
    "bytes in front": _prefixed,
}
