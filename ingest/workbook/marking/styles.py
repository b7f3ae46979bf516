"""The styles of a copy: each style of a marked cell again with a pattern fill, and the looks of the list.

A pattern and not a colour alone, because a mark must survive a grey printer. The colour that the cell had stays
behind the lines, so that a mark can be taken away again and leaves what was there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from xml.sax.saxutils import quoteattr

from ingest.workbook.cells.number_format import BUILT_IN, GENERAL
from ingest.workbook.marking.part import Element, Part, changed_tag, children


class Weight(StrEnum):
    """How strongly a cell is marked."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Look(StrEnum):
    """How a cell of the list looks."""

    TITLE = "title"
    PLAIN = "plain"
    HEAD = "head"
    TEXT = "text"
    LINK = "link"
    FILL_IN = "fill_in"  # the one that may be written into


# Pattern and colour of its lines. No palette has these colours: it is by them that a mark is known as ours.
_LINES = {
    Weight.STRONG: ("lightTrellis", "FFC00A1E"),
    Weight.MEDIUM: ("lightUp", "FFC55A1E"),
    Weight.WEAK: ("gray125", "FF7F7A1E"),
}
_BEHIND = 'rgb="FFFFF2CD"'  # where the cell had no colour
_FILL_IN = "FFBF8F1E"
_NO_FILL = 0
_TEXT = "@"
_NUMBERS = 3  # parts of a format before that of texts: positive, negative, zero
_FIRST_FORMAT = 164  # those before are Excel's own
_BLANK = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{}"></styleSheet>'
_PLAIN_XF = '<{p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
# The lists of a styles part, in the order that they must have, each as it is with nothing but what everything rests on.
_LISTS = {
    "fonts": '<{p}fonts count="1"><{p}font><{p}sz val="11"/><{p}name val="宋体"/></{p}font></{p}fonts>',
    "fills": '<{p}fills count="2"><{p}fill><{p}patternFill patternType="none"/></{p}fill>'
    '<{p}fill><{p}patternFill patternType="gray125"/></{p}fill></{p}fills>',
    "borders": '<{p}borders count="1"><{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border></{p}borders>',
    "cellStyleXfs": f'<{{p}}cellStyleXfs count="1">{_PLAIN_XF}</{{p}}cellStyleXfs>',
    "cellXfs": f'<{{p}}cellXfs count="1">{_PLAIN_XF}</{{p}}cellXfs>',
}
_FONTS = {
    "plain": '<{p}font><{p}sz val="10"/><{p}name val="宋体"/></{p}font>',
    "bold": '<{p}font><{p}b/><{p}sz val="10"/><{p}name val="宋体"/></{p}font>',
    "title": '<{p}font><{p}b/><{p}sz val="14"/><{p}name val="宋体"/></{p}font>',
    "link": '<{p}font><{p}u/><{p}sz val="10"/><{p}color rgb="FF0563C1"/><{p}name val="宋体"/></{p}font>',
}
_BORDER = (
    "<{p}border>"
    + "".join(
        f'<{{p}}{side} style="thin"><{{p}}color rgb="FF808080"/></{{p}}{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    + "<{p}diagonal/></{p}border>"
)
_GREY = '<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FFD9D9D9"/></{p}patternFill></{p}fill>'
_TO_FILL = (
    f'<{{p}}fill><{{p}}patternFill patternType="lightDown"><{{p}}fgColor rgb="{_FILL_IN}"/>'
    '<{p}bgColor rgb="FFFFFFE0"/></{p}patternFill></{p}fill>'
)
# font, border, fill, locked
_LOOKS = {
    Look.TITLE: ("title", False, "", True),
    Look.PLAIN: ("plain", False, "", True),
    Look.HEAD: ("bold", True, _GREY, True),
    Look.TEXT: ("plain", True, "", True),
    Look.LINK: ("link", True, "", True),
    Look.FILL_IN: ("plain", True, _TO_FILL, False),
}


@dataclass(slots=True)
class _Added:
    """What is put at the end of one list of the part: `first` is the number of the first of it."""

    list_of: Element
    first: int
    items: list[str] = field(default_factory=list)

    def number(self, item: str) -> int:
        """The number of an item, put there once."""
        if item not in self.items:
            self.items.append(item)
        return self.first + self.items.index(item)


class MarkedStyles:
    """The styles part of a copy with what marks and list need of it."""

    def __init__(self, data: bytes | None, namespace: str) -> None:
        """`data`: the part, None where there is none. `namespace`: that of the workbook."""
        part = _complete(Part(data or _BLANK.format(namespace).encode()))
        lists = {one.name: one for one in part.elements(_LISTS, deepest=1)}
        self._part = part
        self._xfs = list(children(part, lists["cellXfs"], {"xf"}))
        self._fills = _fills(part, list(children(part, lists["fills"], {"fill"})))
        sizes = {
            "cellXfs": len(self._xfs),
            "fills": len(self._fills),
            "fonts": len(list(children(part, lists["fonts"], {"font"}))),
            "borders": len(list(children(part, lists["borders"], {"border"}))),
        }
        self._added = {name: _Added(lists[name], size) for name, size in sizes.items()}
        self._formats = {
            int(one.attributes["numFmtId"]): one.attributes.get("formatCode", GENERAL)
            for one in part.elements({"numFmt"}, deepest=2)
        }
        self._new_formats: dict[str, int] = {}
        lines = {colour for _, colour in _LINES.values()}
        self._ours = {index for index, one in enumerate(self._fills) if one.lines.get("rgb") in lines}

    def is_marked(self, style: int) -> bool:
        """Whether a style has a fill of ours, from an earlier copy."""
        return self._fill_of(style) in self._ours

    @property
    def has_marks(self) -> bool:
        """Whether any fill is ours."""
        return bool(self._ours)

    @property
    def has_new(self) -> bool:
        """Whether anything was added."""
        return any(added.items for added in self._added.values())

    def marked(self, style: int, weight: Weight) -> int:
        """The number of a style's copy with the fill of a mark."""
        pattern, lines = _LINES[weight]
        fill = (
            f'<{{p}}fill><{{p}}patternFill patternType="{pattern}"><{{p}}fgColor rgb="{lines}"/>'
            f"<{{p}}bgColor {self._behind(style)}/></{{p}}patternFill></{{p}}fill>"
        )
        return self._with_fill(style, self._added["fills"].number(fill))

    def unmarked(self, style: int) -> int:
        """The number of a marked style's copy with the colour that stood behind the mark, or with none."""
        behind = self._behind(style)
        if behind == _BEHIND:
            return self._with_fill(style, _NO_FILL)
        fill = f'<{{p}}fill><{{p}}patternFill patternType="solid"><{{p}}fgColor {behind}/></{{p}}patternFill></{{p}}fill>'
        return self._with_fill(style, self._added["fills"].number(fill))

    def with_literal(self, style: int, literal: str, *, is_shown: bool, of_text: bool = False) -> int:
        """The number of a style's copy that shows a text behind its numbers, 0.00 → 0.00"(示例)", or behind its texts; or
        that shows it no more."""
        xf, data = self._xf(style), self._part.data
        stated = xf.attributes.get("numFmtId", "0")
        number = int(stated) if stated.isdecimal() else 0
        code = self._formats.get(number) or BUILT_IN.get(number, GENERAL)
        bare = _without(code, literal)
        wanted = _with(bare, literal, of_text) if is_shown else bare
        if wanted == code:
            return style
        taken = max([_FIRST_FORMAT - 1, *self._formats, *self._new_formats.values()])
        new = self._new_formats.setdefault(wanted, taken + 1)
        opening = changed_tag(data[xf.start : xf.inner], {"numFmtId": str(new), "applyNumberFormat": "1"})
        return self._added["cellXfs"].number(opening + data[xf.inner : xf.end].decode())

    def look(self, look: Look) -> int:
        """The number of the style of a cell of the list."""
        font, border, fill, locked = _LOOKS[look]
        fonts, borders, fills = (self._added[name] for name in ("fonts", "borders", "fills"))
        xf = (
            f'<{{p}}xf numFmtId="0" fontId="{fonts.number(_FONTS[font])}" fillId="{fills.number(fill) if fill else 0}"'
            f' borderId="{borders.number(_BORDER) if border else 0}" xfId="0" applyFont="1" applyFill="1" applyBorder="1"'
            ' applyAlignment="1" applyProtection="1">'
            f'<{{p}}alignment vertical="top" wrapText="{int(border)}"/><{{p}}protection locked="{int(locked)}"/></{{p}}xf>'
        )
        return self._added["cellXfs"].number(xf)

    def to_bytes(self) -> bytes:
        """The part with what was added."""
        self._add_formats()
        for added in self._added.values():
            if added.items:
                count = {"count": str(added.first + len(added.items))}
                part = self._part
                opening = part.data[added.list_of.start : added.list_of.inner]
                items = "".join(added.items).replace("{p}", part.prefix)
                part.replace(added.list_of.start, added.list_of.inner, changed_tag(opening, count))
                part.insert(added.list_of.inner_end, items)
        return self._part.to_bytes()

    def _add_formats(self) -> None:
        """Put new number formats at the end of theirs, which is the first of the lists where there is one."""
        if not self._new_formats:
            return
        part, p = self._part, self._part.prefix
        stated = (f"formatCode={quoteattr(code)}" for code in self._new_formats)
        items = "".join(
            f'<{p}numFmt numFmtId="{number}" {code}/>'
            for number, code in zip(self._new_formats.values(), stated, strict=True)
        )
        listed = part.elements({"numFmts"}, deepest=1)
        if listed:
            part.set_attributes(listed[0], {"count": str(len(self._formats) + len(self._new_formats))})
            part.insert(listed[0].inner_end, items)
        else:
            count = len(self._new_formats)
            part.insert(part.root.inner, f'<{p}numFmts count="{count}">{items}</{p}numFmts>')

    def _xf(self, style: int) -> Element:
        return self._xfs[style] if style < len(self._xfs) else self._xfs[0]

    def _fill_of(self, style: int) -> int:
        stated = self._xf(style).attributes.get("fillId", "")
        return int(stated) if stated.isdecimal() else _NO_FILL

    def _behind(self, style: int) -> str:
        """The attributes of the colour that a cell of this style has, behind a mark of ours or openly."""
        number = self._fill_of(style)
        if number >= len(self._fills):
            return _BEHIND
        fill = self._fills[number]
        colour = fill.behind if number in self._ours else fill.lines if fill.pattern == "solid" else {}
        return " ".join(f"{name}={quoteattr(value)}" for name, value in colour.items()) or _BEHIND

    def _with_fill(self, style: int, fill: int) -> int:
        xf, data = self._xf(style), self._part.data
        opening = changed_tag(data[xf.start : xf.inner], {"fillId": str(fill), "applyFill": "1"})
        return self._added["cellXfs"].number(opening + data[xf.inner : xf.end].decode())


def _with(code: str, literal: str, of_text: bool) -> str:
    """A format's code with a text behind each of its numbers, or behind its texts."""
    parts = [part for part in code.split(";") if _TEXT not in part]
    if of_text:
        numbers = parts or [GENERAL]
        return ";".join([*numbers, *numbers[-1:] * (_NUMBERS - len(numbers)), f'{_TEXT}"{literal}"'])
    return ";".join(f'{part}"{literal}"' for part in parts) or code


def _without(code: str, literal: str) -> str:
    """A format's code as it was before the text was put behind what it shows."""
    parts = code.replace(f'"{literal}"', "").split(";")
    was_of_text = f'{_TEXT}"{literal}"' in code and len(set(parts[:-1])) == 1
    return parts[0] if was_of_text else ";".join(parts)


@dataclass(frozen=True, slots=True)
class _Fill:
    """A fill by its pattern and the attributes of its two colours, none for one that is not stated."""

    pattern: str
    lines: Mapping[str, str]
    behind: Mapping[str, str]


def _fills(part: Part, every: list[Element]) -> list[_Fill]:
    within = part.elements({"patternFill", "fgColor", "bgColor"}, deepest=4)
    made = []
    for fill in every:
        stated = {one.name: one.attributes for one in within if fill.start < one.start < fill.end}
        pattern = stated.get("patternFill", {}).get("patternType", "")
        made.append(_Fill(pattern, stated.get("fgColor", {}), stated.get("bgColor", {})))
    return made


def _complete(part: Part) -> Part:
    """The part with the lists that it lacks: some writers leave out what nothing of theirs refers to."""
    there = {one.name: one for one in part.elements({"numFmts", *_LISTS}, deepest=1)}
    missing = [name for name in _LISTS if name not in there]
    if not missing:
        return part
    root = part.root
    if root.is_empty:
        part.append_to(root, "".join(_LISTS.values()).replace("{p}", part.prefix))
        return Part(part.to_bytes())
    behind = there["numFmts"].end if "numFmts" in there else root.inner
    for name, text in _LISTS.items():
        if name in there:
            behind = there[name].end
        else:
            part.insert(behind, text.replace("{p}", part.prefix))
    return Part(part.to_bytes())
