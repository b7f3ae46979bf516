"""Notes on cells: the part with their texts and the drawing with their boxes.

A cell that has a note keeps it, with ours below; a note of ours from an earlier copy is taken away first. The drawing
is VML, which Excel itself does not always write as well-formed XML: it is only looked through by patterns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.workbook.cells.address import MAX_COLUMN, a1, position
from ingest.workbook.marking.part import Element, Part, children
from ingest.workbook.marking.xml_text import xml_text

_BLANK_NOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="{}"><authors></authors><commentList></commentList></comments>'
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_BOX_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_ID = re.compile(rb'id="_x0000_s(\d+)"')
_ROW, _COLUMN = re.compile(rb"<x:Row>\s*(\d+)"), re.compile(rb"<x:Column>\s*(\d+)")
_BLOCKS, _BLOCKS_AT = b"<o:idmap", b'data="'
_BOX, _END_OF_BOX = b"<v:shape ", b"</v:shape>"
_IN_A_BLOCK = 1024
_CHARACTERS_A_LINE = 22
_LINE_POINTS = 13

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose notes are put on a copy. `line`: how those begin that stand below somebody else's note."""

    author: str
    line: str


OF_FINDINGS = Writer("审核意见反馈", "【审核意见】")


def blank_notes(namespace: str) -> bytes:
    """A part without a note. `namespace`: that of the workbook."""
    return _BLANK_NOTES.format(namespace).encode()


def blank_drawing(block: int) -> bytes:
    """A drawing without a box, whose ids come from a block of 1,024 that no other drawing of the workbook uses."""
    return (
        f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
        f"{_BOX_TYPE}</xml>"
    ).encode()


def blocks_of(drawing: bytes) -> set[int]:
    """The blocks of ids that a drawing uses."""
    start, end = _stated_blocks(drawing)
    return {int(one) for one in drawing[start:end].split(b",") if one.strip().isdigit()}


def _stated_blocks(drawing: bytes) -> tuple[int, int]:
    """From where to where a drawing states its blocks; an empty place at its end where it does not."""
    element = drawing.find(_BLOCKS)
    start = drawing.find(_BLOCKS_AT, element, drawing.find(b">", element)) if element >= 0 else -1
    if start < 0:
        return len(drawing), len(drawing)
    return start + len(_BLOCKS_AT), drawing.index(b'"', start + len(_BLOCKS_AT))


@dataclass(slots=True)
class NotedSheet:
    """The notes of one sheet and their boxes. `writer`: whose are put there, and taken away again."""

    notes: bytes
    drawing: bytes
    writer: Writer = OF_FINDINGS

    def without_ours(self) -> NotedSheet:
        """What an earlier copy has put there is gone: whole notes with their boxes, and lines below others' notes."""
        part = Part(self.notes)
        ours = _author_number(part, self.writer)
        gone: list[Position] = []
        drawing = self.drawing
        for comment in part.elements({"comment"}):
            text = part.data[comment.start : comment.end].decode()
            if ours is not None and comment.attributes.get("authorId") == str(ours):
                part.replace(comment.start, comment.end, "")
                gone.append(position(comment.attributes["ref"]))
            elif self.writer.line in text:
                for run in children_of_text(part, comment):
                    if self.writer.line in part.data[run.start : run.end].decode():
                        part.replace(run.start, run.end, "")
        for row, column in gone:
            drawing = _without_box(drawing, row, column)
        return NotedSheet(part.to_bytes(), drawing, self.writer)

    def with_notes(self, texts: Mapping[Position, str]) -> NotedSheet:
        """The same with a note at each of these places."""
        part = Part(self.notes)
        p = part.prefix
        (listed,) = part.elements({"commentList"}, deepest=1)
        (authors,) = part.elements({"authors"}, deepest=1)
        author = _author_number(part, self.writer)
        if author is None:
            author = len(list(children(part, authors, {"author"})))
            part.append_to(authors, f"<{p}author>{self.writer.author}</{p}author>")
        existing = {position(one.attributes["ref"]): one for one in part.elements({"comment"})}
        new: list[tuple[Position, str]] = []
        added = []
        for place, text in sorted(texts.items()):
            if place in existing:
                self._below(part, existing[place], text)
                continue
            comment = f'<{p}comment ref="{a1(*place)}" authorId="{author}">'
            added.append(f"{comment}<{p}text>{_run(p, text)}</{p}text></{p}comment>")
            new.append((place, text))
        if added:
            part.append_to(listed, "".join(added))
        return NotedSheet(part.to_bytes(), _with_boxes(self.drawing, new), self.writer)

    def _below(self, part: Part, comment: Element, text: str) -> None:
        """Our lines below a note that somebody else has written."""
        inside = next(children(part, comment, {"text"}), None)
        p = part.prefix
        run = _run(p, f"\n{self.writer.line}{text}")
        if inside is None:
            part.append_to(comment, f"<{p}text>{run}</{p}text>")
        else:
            # Text beside runs is not allowed: what is one plain text becomes the first of the runs.
            plain = next(children(part, inside, {"t"}), None)
            if plain is not None:
                part.insert(plain.start, f"<{p}r>")
                part.insert(plain.end, f"</{p}r>")
            phonetic = next(children(part, inside, {"rPh", "phoneticPr"}), None)
            if phonetic is None:
                part.append_to(inside, run)
            else:
                part.insert(phonetic.start, run)


def _run(p: str, text: str) -> str:
    """Our lines, in a run of their own format: Excel puts runs of one format together when it saves."""
    return f'<{p}r><{p}rPr><{p}b/><{p}sz val="9"/></{p}rPr><{p}t xml:space="preserve">{xml_text(text)}</{p}t></{p}r>'


def children_of_text(part: Part, comment: Element) -> list[Element]:
    """The runs of a note."""
    inside = next(children(part, comment, {"text"}), None)
    return list(children(part, inside, {"r"})) if inside else []


def _author_number(part: Part, writer: Writer) -> int | None:
    authors = part.elements({"author"})
    named = [part.data[one.inner : one.inner_end].decode() for one in authors]
    return named.index(writer.author) if writer.author in named else None


def _without_box(drawing: bytes, row: int, column: int) -> bytes:
    """The drawing without the box of a note. Looked through from box to box: a part that is no drawing at all costs no more."""
    pieces, last = [], 0
    while (start := drawing.find(_BOX, last)) >= 0 and (end := drawing.find(_END_OF_BOX, start)) >= 0:
        end += len(_END_OF_BOX)
        box = drawing[start:end]
        at = [pattern.search(box) for pattern in (_ROW, _COLUMN)]
        is_there = [int(one[1]) if one else -1 for one in at] == [row - 1, column - 1]
        pieces.append(drawing[last : start if is_there and b'ObjectType="Note"' in box else end])
        last = end
    return b"".join([*pieces, drawing[last:]])


def _with_boxes(drawing: bytes, notes: list[tuple[Position, str]]) -> bytes:
    """The drawing with a hidden box for each note."""
    if not notes:
        return drawing
    used = [int(number) for number in _ID.findall(drawing)]
    blocks = sorted(blocks_of(drawing)) or [1]
    first = max([*used, blocks[-1] * _IN_A_BLOCK]) + 1
    boxes = "".join(_box(first + number, place, text) for number, (place, text) in enumerate(notes))
    needed = range(first // _IN_A_BLOCK, (first + len(notes) - 1) // _IN_A_BLOCK + 1)
    every = ",".join(str(block) for block in sorted({*blocks, *needed})).encode()
    first_stated, last_stated = _stated_blocks(drawing)
    if first_stated < last_stated:
        drawing = drawing[:first_stated] + every + drawing[last_stated:]
    if b"_x0000_t202" not in drawing:
        boxes = _BOX_TYPE + boxes
    end = drawing.rindex(b"</xml>")
    return drawing[:end] + boxes.encode() + drawing[end:]


def _box(number: int, place: Position, text: str) -> str:
    row, column = place[0] - 1, place[1] - 1
    lines = sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.split("\n"))
    height = min(lines, 30) * _LINE_POINTS + 8
    right = min(column + 4, MAX_COLUMN - 1)
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
        f'margin-top:2pt;width:230pt;height:{height}pt;z-index:{number % _IN_A_BLOCK};visibility:hidden" fillcolor="#ffffe1"'
        ' o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{min(column + 1, right)}, 15, {row}, 2,'
        f" {right}, 31, {row + max(3, lines)}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
