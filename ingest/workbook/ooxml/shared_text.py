"""Texts as the format stores them: the table of shared strings, rich text, escapes."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.workbook import unreadable
from ingest.workbook.ooxml.markup import (
    DEEPEST,
    EndHandler,
    StartHandler,
    TextHandler,
    parse,
    too_deep,
    trimmed,
)
from ingest.workbook.ooxml.package import Package

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def decoded(text: str) -> str:
    """A text with its _xHHHH_ escapes, which stand for what XML cannot hold, turned into characters."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    # Escapes are UTF-16 units: two of them may be one character. A half without its other half is no text.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def text_collector(
    item: str, done: Callable[[str], None], limit: int, part: str
) -> tuple[StartHandler, EndHandler, TextHandler]:
    """Handlers that gather the text of each `item` element: all its runs, without phonetic readings."""
    runs: list[str] = []
    run = ""
    length = depth = 0
    gathering = preserved = phonetic = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal run, length, depth, gathering, preserved, phonetic
        depth += 1
        if depth > DEEPEST:
            raise too_deep(part)
        if tag == "t":
            gathering, preserved = not phonetic, attributes.get("xml:space") == "preserve"
            run = ""
        elif tag == item:
            runs.clear()
            length = 0
        elif tag == "rPh":
            phonetic = True

    def end(tag: str) -> None:
        nonlocal depth, gathering, phonetic
        depth -= 1
        if tag == "t":
            if gathering:
                runs.append(run if preserved else trimmed(run))
                gathering = False
        elif tag == item:
            done(decoded("".join(runs)))
        elif tag == "rPh":
            phonetic = False

    def gather(data: str) -> None:
        nonlocal run, length
        if gathering:
            run += data
            length += len(data)
            if length > limit:
                raise unreadable.over_limit("text_characters", f">{limit:,}", f"{limit:,}", part)

    return start, end, gather


def shared_texts(package: Package, part: str) -> list[str]:
    """The table of shared strings. What it declares about its size is not read: it may say anything.

    A workbook cannot use more different texts than it has cells, so that their limit holds here too.
    """
    texts: list[str] = []
    limits = package.limits

    def keep(text: str) -> None:
        texts.append(text)
        if len(texts) > limits.cells:
            raise unreadable.over_limit("cells", f">{limits.cells:,}", f"{limits.cells:,}", part)

    parse(package, part, *text_collector("si", keep, limits.text_characters, part), root_name="sst")
    return texts
