"""A package that is copied part by part: those that are put anew change, all others stay the bytes that they were."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from ingest.workbook.marking.part import Part
from ingest.workbook.ooxml.package import Package

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The first instant that a zip can say: the same copy has the same bytes whenever it is made.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class CopiedPackage:
    """The parts of a package in their order, some of them replaced. Names are as relationships write them."""

    package: Package
    _entries: list[zipfile.ZipInfo]
    _put: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes, package: Package) -> CopiedPackage:
        """`package`: the same bytes, opened within the limits."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return cls(package, archive.infolist())

    def has(self, name: str) -> bool:
        """Whether there is a part of this name, old or new."""
        return _key(name) in self._put or self.package.has(name)

    def names(self) -> list[str]:
        """The names of all parts, old and new, without case."""
        return [_key(entry.filename) for entry in self._entries if not entry.is_dir()]

    def largest(self) -> int:
        """The bytes of its largest part, inflated."""
        return max((entry.file_size for entry in self._entries), default=0)

    def read(self, name: str) -> bytes:
        """A part as it is now. Unreadable where it is damaged, missing or too large."""
        put = self._put.get(_key(name))
        return b"".join(self.package.chunks(name)) if put is None else put

    def part(self, name: str) -> Part:
        """A part of XML, to be changed and put back."""
        return Part(self.read(name))

    def put(self, name: str, data: bytes) -> None:
        """Replace a part, or add one at the end."""
        self._put[_key(name)] = data
        if not self.package.has(name) and all(_key(entry.filename) != _key(name) for entry in self._entries):
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            self._entries.append(entry)

    def drop(self, name: str) -> None:
        """Leave out a part, with what is declared of it. Whoever names it in a relationship takes that away."""
        self._entries = [entry for entry in self._entries if _key(entry.filename) != _key(name)]
        self._put.pop(_key(name), None)
        types = self.part(CONTENT_TYPES)
        for one in types.elements({"Override"}):
            if _key(one.attributes.get("PartName", "")) == _key(name):
                types.replace(one.start, one.end, "")
        self.put(CONTENT_TYPES, types.to_bytes())

    def unrelate(self, name: str, target_kind: str) -> None:
        """Take away a part's relationships of a kind, by the end of their type."""
        rels = self.relationships_of(name)
        for one in rels.elements({"Relationship"}):
            if one.attributes.get("Type", "").endswith(f"/{target_kind}"):
                rels.replace(one.start, one.end, "")
        self.put(relationships_name(name), rels.to_bytes())

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern like 'xl/comments{}.xml' that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relationships_of(self, name: str) -> Part:
        """The relationships of a part, an empty list where it has none."""
        rels = relationships_name(name)
        if self.has(rels):
            return self.part(rels)
        return Part(blank_relationships())

    def relate(self, name: str, kind: str, target: str) -> str:
        """Add a relationship of a part to another, and return its id. `kind`: the whole type."""
        rels = self.relationships_of(name)
        taken = {one.attributes.get("Id") for one in rels.elements({"Relationship"})}
        number = 1
        while f"rIdMark{number}" in taken:
            number += 1
        stated = f'Id="rIdMark{number}" Type="{kind}" Target="/{target}"'
        rels.append_to(rels.root, f"<{rels.prefix}Relationship {stated}/>")
        self.put(relationships_name(name), rels.to_bytes())
        return f"rIdMark{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Say what a new part holds."""
        self._declare(f'Override PartName="/{name}" ContentType="{content_type}"')

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say what the parts of an extension hold, where that is not said yet."""
        stated = self.part(CONTENT_TYPES).elements({"Default"})
        if all(one.attributes.get("Extension", "").lower() != extension for one in stated):
            self._declare(f'Default Extension="{extension}" ContentType="{content_type}"')

    def _declare(self, element: str) -> None:
        types = self.part(CONTENT_TYPES)
        types.append_to(types.root, f"<{types.prefix}{element}/>")
        self.put(CONTENT_TYPES, types.to_bytes())

    def to_bytes(self) -> bytes:
        """The copy: the parts in the order of the original, new ones at the end."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for entry in self._entries:
                copied = zipfile.ZipInfo(entry.filename, entry.date_time)
                copied.compress_type = entry.compress_type
                copied.external_attr = entry.external_attr
                content = b"" if entry.is_dir() else self.read(entry.filename)
                archive.writestr(copied, content)
        return buffer.getvalue()


def blank_relationships() -> bytes:
    """A list of none."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'
    ).encode()


def relationships_name(name: str) -> str:
    """'xl/workbook.xml' → 'xl/_rels/workbook.xml.rels'."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
