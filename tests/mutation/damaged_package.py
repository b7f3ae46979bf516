"""Damage to the zip package: its parts, what it says of them, the order it has them in."""

from __future__ import annotations

import io
import struct
import zipfile
from random import Random

from tests.mutation.damaged import Damage, Damaged, parts_of, zipped

_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
# Fields of a directory entry, and of the header in front of its part: name → offset, struct format.
_CENTRAL_FIELDS = {
    "flags": (8, "<H"),
    "method": (10, "<H"),
    "checksum": (16, "<I"),
    "packed size": (20, "<I"),
    "size": (24, "<I"),
    "name length": (28, "<H"),
    "extra length": (30, "<H"),
    "offset": (42, "<I"),
}
_LOCAL_FIELDS = {
    "flags": (6, "<H"),
    "method": (8, "<H"),
    "checksum": (14, "<I"),
    "packed size": (18, "<I"),
    "size": (22, "<I"),
    "name length": (26, "<H"),
    "extra length": (28, "<H"),
}


def _some_part(chance: Random, names: list[str]) -> str:
    """Any part, those that hold the cells more often."""
    telling = [name for name in names if name.startswith(("xl/", "content")) and "theme" not in name]
    return chance.choice(telling if chance.random() < 0.8 else names)


def _dropped(chance: Random, data: bytes) -> Damaged:
    parts = parts_of(data)
    name = _some_part(chance, list(parts))
    del parts[name]
    return Damaged(zipped(parts.items()), f"{name} dropped")


def _emptied(chance: Random, data: bytes) -> Damaged:
    parts = parts_of(data)
    name = _some_part(chance, list(parts))
    parts[name] = b""
    return Damaged(zipped(parts.items()), f"{name} emptied")


def _part_cut(chance: Random, data: bytes) -> Damaged:
    parts = parts_of(data)
    name = _some_part(chance, list(parts))
    length = chance.randrange(len(parts[name]))
    parts[name] = parts[name][:length]
    return Damaged(zipped(parts.items()), f"{name} cut after {length} bytes")


def _twice(chance: Random, data: bytes) -> Damaged:
    parts = parts_of(data)
    name = _some_part(chance, list(parts))
    other = parts[name].replace(b"1", b"2") if chance.random() < 0.5 else parts[name]
    again = (name.upper() if chance.random() < 0.2 else name, other)
    stated = [*parts.items(), again] if chance.random() < 0.5 else [again, *parts.items()]
    return Damaged(zipped(stated), f"{again[0]} twice")


def _swapped(chance: Random, data: bytes) -> Damaged:
    parts = parts_of(data)
    first, second = chance.sample([name for name in parts if not name.startswith("docProps/")], 2)
    parts[first], parts[second] = parts[second], parts[first]
    return Damaged(zipped(parts.items()), f"contents of {first} and {second} swapped")


def _renamed(chance: Random, data: bytes) -> Damaged:
    parts = list(parts_of(data).items())
    index = chance.randrange(len(parts))
    name, content = parts[index]
    other = chance.choice((name.upper(), "/" + name, name.replace("/", "\\"), "../" + name, name + " "))
    parts[index] = (other, content)
    return Damaged(zipped(parts), f"{name} renamed to {other!r}")


def _reordered(chance: Random, data: bytes) -> Damaged:
    parts = list(parts_of(data).items())
    chance.shuffle(parts)
    return Damaged(zipped(parts), f"parts from {parts[0][0]} to {parts[-1][0]}", harmless=True)


def _stored(chance: Random, data: bytes) -> Damaged:
    """Not packed; or with parts and folders that no relationship names; or with a comment."""
    parts = list(parts_of(data).items())
    form = chance.choice(("stored", "foreign", "comment"))
    if form == "stored":
        return Damaged(zipped(parts, zipfile.ZIP_STORED), "parts not packed", harmless=True)
    if form == "foreign":
        foreign = [("xl/", b""), ("custom/note.txt", chance.randbytes(40))]
        return Damaged(zipped([*foreign, *parts]), "foreign parts added", harmless=True)
    target = io.BytesIO(zipped(parts))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = "备注 note".encode()
    return Damaged(target.getvalue(), "comment added", harmless=True)


class _Unseekable(io.RawIOBase):
    """A stream that is only written to, so that sizes stand behind the parts, as in what servers send."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += data
        return len(data)


def _streamed(_: Random, data: bytes) -> Damaged:
    target = _Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(data).items():
            archive.writestr(name, content)
    return Damaged(bytes(target.written), "sizes behind the parts", harmless=True)


def _field(chance: Random, data: bytes) -> Damaged:
    """One field of the directory, or of a local header, with another value."""
    marker, fields = chance.choice(((_CENTRAL, _CENTRAL_FIELDS), (_LOCAL, _LOCAL_FIELDS)))
    places = [place for place in range(len(data)) if data.startswith(marker, place)]
    place, (name, (offset, form)) = chance.choice(places), chance.choice(list(fields.items()))
    at = place + offset
    (old,) = struct.unpack_from(form, data, at)
    most = 2 ** (8 * struct.calcsize(form)) - 1
    new = chance.choice((0, 1, 8, 12, 99, most, (old + 1) & most, max(old - 1, 0), old ^ 1, old * 3 & most))
    changed = bytearray(data)
    struct.pack_into(form, changed, at, new)
    where = "directory" if marker == _CENTRAL else "local header"
    return Damaged(bytes(changed), f"{where} at {place}: {name} {old} → {new}")


def _ending(chance: Random, data: bytes) -> Damaged:
    """The record at the end of the archive: counts, size and place of its directory."""
    end = data.rindex(b"PK\x05\x06")
    offset, form = chance.choice(
        ((4, "<H"), (6, "<H"), (8, "<H"), (10, "<H"), (12, "<I"), (16, "<I"), (20, "<H"))
    )
    (old,) = struct.unpack_from(form, data, end + offset)
    most = 2 ** (8 * struct.calcsize(form)) - 1
    new = chance.choice((0, 1, most, (old + 1) & most, max(old - 1, 0)))
    changed = bytearray(data)
    struct.pack_into(form, changed, end + offset, new)
    return Damaged(bytes(changed), f"end of archive at {end}, field {offset}: {old} → {new}")


def _part_garbled(chance: Random, data: bytes) -> Damaged:
    """A stretch of a part replaced by another stretch of it, behind a checksum that is right."""
    parts = parts_of(data)
    name = _some_part(chance, list(parts))
    content = parts[name]
    length = chance.randint(1, min(20, len(content)))
    to, start = (chance.randrange(len(content) - length + 1) for _ in range(2))
    parts[name] = content[:to] + content[start : start + length] + content[to + length :]
    return Damaged(zipped(parts.items()), f"{name}: {length} bytes from {start} over those at {to}")


def _part_byte(chance: Random, data: bytes) -> Damaged:
    """One byte of a part changed, behind a checksum that is right."""
    parts = parts_of(data)
    name = _some_part(chance, [name for name in parts if parts[name]])
    place, value = chance.randrange(len(parts[name])), chance.randrange(256)
    parts[name] = parts[name][:place] + bytes([value]) + parts[name][place + 1 :]
    return Damaged(zipped(parts.items()), f"{name}: byte {place} set to {value}")


PACKAGES: dict[str, Damage] = {
    "part dropped": _dropped,
    "part emptied": _emptied,
    "part cut": _part_cut,
    "part twice": _twice,
    "parts swapped": _swapped,
    "part renamed": _renamed,
    "parts reordered": _reordered,
    "parts stored otherwise": _stored,
    "parts streamed": _streamed,
    "field of the zip": _field,
    "end of the zip": _ending,
    "part garbled": _part_garbled,
    "byte of a part": _part_byte,
}
