"""A sheet of a copy under another name: where the workbook lists it, and wherever a formula, a name or a chart speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, unescape

from ingest.workbook.marking.copied_workbook import CopiedWorkbook
from ingest.workbook.marking.part import Part
from ingest.workbook.ooxml.values import decoded

# What Excel takes for a name of a sheet.
LONGEST_NAME = 31
# Whatever holds a formula: of cells, of charts, of rules for cells, of names.
_FORMULAS = frozenset({"f", "definedName", "formula", "formula1", "formula2", "xm:f"})
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def may_be_named(name: str, taken: Iterable[str]) -> bool:
    """Whether a sheet can be given this name: one that Excel takes, and that no other sheet has, in whatever case."""
    is_taken = name.casefold() in {other.casefold() for other in taken}
    return 0 < len(name) <= LONGEST_NAME and not _NOT_IN_A_NAME.search(name) and not is_taken


def rename(copy: CopiedWorkbook, before: str, after: str) -> None:
    """Give a sheet another name. `after`: one that it may have. What cells say of it as text stays as it is."""
    book = copy.parts.part(copy.workbook)
    (listed,) = (
        one
        for one in book.elements({"sheet"}, deepest=2)
        if decoded(one.attributes.get("name", "")) == before
    )
    book.set_attributes(listed, {"name": after})
    copy.parts.put(copy.workbook, book.to_bytes())
    needle = escape(before).encode()
    for name in copy.parts.names():
        if name.endswith(".xml") and needle in copy.parts.read(name):
            part = copy.parts.part(name)
            _speak_of(part, before, after)
            copy.parts.put(name, part.to_bytes())


def _speak_of(part: Part, before: str, after: str) -> None:
    """The formulas, links and sources of a part with the new name for the old one."""
    quoted, plain = re.escape(_quoted(before)), re.escape(before)
    old = re.compile(rf"{quoted}!|(?<![\w.'\]]){plain}!")

    def moved(text: str) -> str:
        return old.sub(lambda _: f"{_quoted(after)}!", text)

    for one in part.elements(_FORMULAS):
        if one.is_empty:
            continue
        said = unescape(part.data[one.inner : one.inner_end].decode())
        if moved(said) != said:
            part.replace(one.inner, one.inner_end, escape(moved(said)))
    for one in part.elements({"hyperlink", "worksheetSource"}):
        if one.attributes.get("sheet") == before:
            part.set_attributes(one, {"sheet": after})
        elif moved(one.attributes.get("location", "")) != one.attributes.get("location", ""):
            part.set_attributes(one, {"location": moved(one.attributes["location"])})


def _quoted(name: str) -> str:
    """As a formula names a sheet, whatever signs are in it."""
    return "'" + name.replace("'", "''") + "'"
