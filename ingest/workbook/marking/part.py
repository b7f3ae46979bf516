"""One XML part of a package, changed by splicing: what is not named stays the bytes that it was.

A tree that is parsed and written again would lose what its writer cared for: the order of attributes, prefixes,
extensions of a later Excel. So expat tells where an element begins and ends, and only there is anything put.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

_END_OR_QUOTE = re.compile(rb"[>\"']")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_UTF8_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_STRICT = "http://purl.oclc.org/ooxml/"
TRANSITIONAL_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_TYPES = "http://purl.oclc.org/ooxml/officeDocument/relationships"

Start = Callable[[str, dict[str, str], int], None]
End = Callable[[str, int], None]


@dataclass(slots=True)
class Element:
    """Where an element stands in its part, in bytes: its tag from `start` to `inner`, its content to `inner_end`.

    `name`: without the prefix of the part's own namespace; of another it keeps its prefix. `depth`: the root has 0.
    """

    name: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    inner_end: int = -1
    end: int = -1

    @property
    def is_empty(self) -> bool:
        """Whether it is written as one tag."""
        return self.inner == self.inner_end == self.end


def utf8(data: bytes) -> bytes:
    """A part in UTF-8, which is what nearly all are: what is put into it is Chinese."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    elif re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']us-ascii", data, re.IGNORECASE):
        text = data.decode("ascii")
    else:
        return data
    return _DECLARATION.sub(_UTF8_DECLARATION, text).encode()


@dataclass(slots=True)
class Part:
    """A part and what is to be changed in it; the changes are of disjoint places."""

    data: bytes
    prefix: str = ""  # what the part's own elements begin with: '' or, say, 'x:'
    is_strict: bool = False  # of the Strict variant of Office Open XML
    _edits: list[tuple[int, int, int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data = utf8(self.data)
        parser = expat.ParserCreate()

        def root(tag: str, attributes: dict[str, str]) -> None:
            self.prefix = tag.rpartition(":")[0] + ":" if ":" in tag else ""
            own = attributes.get(f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns", "")
            self.is_strict = own.startswith(_STRICT)
            raise _RootSeenError

        parser.StartElementHandler = root
        with suppress(_RootSeenError):
            parser.Parse(self.data, True)

    def scan(self, start: Start, end: End | None = None) -> None:
        """Call the handlers for every element, with its name as `Element` has it and the offset of its tag.

        The offset of an end is that of the closing tag; of an element that is one tag, that behind it.
        """
        parser = expat.ParserCreate()
        own = len(self.prefix)

        def opened(tag: str, attributes: dict[str, str]) -> None:
            start(self._local(tag), attributes, parser.CurrentByteIndex)

        def closed(tag: str) -> None:
            if end:
                end(self._local(tag), parser.CurrentByteIndex)

        def opened_plain(tag: str, attributes: dict[str, str]) -> None:
            start(tag, attributes, parser.CurrentByteIndex)

        parser.StartElementHandler = opened if own else opened_plain
        parser.EndElementHandler = closed
        parser.Parse(self.data, True)

    def _local(self, tag: str) -> str:
        own = self.prefix
        if own:
            return tag[len(own) :] if tag.startswith(own) else f":{tag}"
        return tag

    def elements(self, names: Collection[str], deepest: int = 99) -> list[Element]:
        """The elements of some names that lie no deeper than `deepest`, in the order in which they begin."""
        found: list[Element] = []
        stack: list[Element | None] = []

        def start(name: str, attributes: dict[str, str], offset: int) -> None:
            wanted = name in names and len(stack) <= deepest
            element = Element(name, attributes, len(stack), offset, self.tag_end(offset)) if wanted else None
            stack.append(element)
            if element:
                found.append(element)

        def end(_: str, offset: int) -> None:
            element = stack.pop()
            if element:
                self.close(element, offset)

        self.scan(start, end)
        return found

    @property
    def root(self) -> Element:
        """The outermost element."""
        return self.elements(_EVERYTHING, deepest=0)[0]

    @property
    def relationship_types(self) -> str:
        """What the types of relationships begin with, which is also the namespace of their ids."""
        return STRICT_TYPES if self.is_strict else TRANSITIONAL_TYPES

    def tag_end(self, offset: int) -> int:
        """The offset behind a tag, opening or closing."""
        at = offset
        while (met := _END_OR_QUOTE.search(self.data, at)) and met[0] != b">":
            at = self.data.index(met[0], met.end()) + 1  # a quoted value may hold what ends a tag
        assert met, self.data[offset : offset + 40]
        return met.end()

    def close(self, element: Element, offset: int) -> None:
        """Note where an element ends. What begins behind a single tag may be the end of what holds it."""
        is_tag = self.data[element.inner - 2 : element.inner] == b"/>"
        element.inner_end, element.end = offset, offset if is_tag else self.tag_end(offset)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in place of what lies between two offsets. What is put at one place stays in the order of the calls."""
        self._edits.append((start, end, len(self._edits), text.encode()))

    def insert(self, offset: int, text: str) -> None:
        """Put a text at an offset."""
        self.replace(offset, offset, text)

    def append_to(self, element: Element, text: str) -> None:
        """Put a text at the end of what an element holds."""
        if element.is_empty:
            name = re.split(rb"[\s/>]", self.data[element.start + 1 : element.inner], maxsplit=1)[0].decode()
            tag = self.data[element.start : element.inner].decode()
            self.replace(element.start, element.inner, f"{tag[:-2].rstrip()}>{text}</{name}>")
        else:
            self.insert(element.inner_end, text)

    def set_attributes(self, element: Element, values: Mapping[str, str | None]) -> None:
        """Change attributes of an element's tag; None takes one away. The others stay as they are written."""
        self.replace(
            element.start, element.inner, changed_tag(self.data[element.start : element.inner], values)
        )

    def to_bytes(self) -> bytes:
        """The part with its changes."""
        pieces, last = [], 0
        for start, end, _, text in sorted(self._edits):
            pieces += [self.data[last:start], text]
            last = end
        return b"".join([*pieces, self.data[last:]])


class _Everything(frozenset[str]):
    """Whatever it is called."""

    def __contains__(self, _: object) -> bool:
        return True


_EVERYTHING = _Everything()


class _RootSeenError(Exception):
    """The head of a part has been read; the rest is not looked at yet."""


def changed_tag(tag: bytes, values: Mapping[str, str | None]) -> str:
    """A tag with some attributes changed, and the new ones at its end."""
    text = tag.decode()
    places = {name: (start, end) for name, start, end in _attributes(text)}
    for name in sorted(values, key=lambda name: places.get(name, (len(text), 0)), reverse=True):
        value = values[name]
        new = "" if value is None else f" {name}={quoteattr(value)}"
        if name in places:
            start, end = places[name]
            text = text[:start] + new + text[end:]
        elif new:
            close = len(text) - (2 if text.endswith("/>") else 1)
            text = text[:close].rstrip() + new + text[close:]
    return text


def _attributes(tag: str) -> Iterator[tuple[str, int, int]]:
    """The attributes of a tag, each with where it begins, the blank before it included, and where it ends."""
    at = len(tag.split(maxsplit=1)[0]) if len(tag.split(maxsplit=1)) > 1 else len(tag)
    while (equals := tag.find("=", at)) >= 0:
        opening = min(place for quote in "\"'" if (place := tag.find(quote, equals)) >= 0)
        end = tag.index(tag[opening], opening + 1) + 1
        yield tag[at:equals].strip(), at, end
        at = end


def children(part: Part, parent: Element, names: Collection[str]) -> Iterator[Element]:
    """The elements of some names directly within another."""
    for element in part.elements(names, parent.depth + 1):
        if element.depth == parent.depth + 1 and parent.start < element.start < parent.end:
            yield element
