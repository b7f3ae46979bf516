"""What people read in Chinese has the signs of Chinese: no half-width comma, semicolon, colon or question mark after a Chinese
character, in the words of rules and errors, in what commands print, in the pages and in the documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse.settings import CHECKOUT

HAN = r"\u3001-\u303f\u3400-\u9fff\uff08-\uff1f"
# A colon before digits is a clock, a ratio or an address.
HALF_WIDTH = re.compile(rf"[{HAN}][,;:?!](?![0-9])")
# What prints for people; the strings elsewhere may be patterns, labels of forms, or what departments write.
SAYING = {
    "both",
    "say",
    "note",
    "Option",
    "Argument",
    "Listed",
    "Refusal",
    "refused",
    "_refused",
    "_option",
    "_usage",
}
# What a document quotes is as it is: code, addresses, and the marks of what is printed there.
QUOTED = re.compile(r"`[^`]*`|\]\([^)]*\)|<[^>]*>")


def said_in(path: Path) -> Iterator[str]:
    """Every Chinese text of a file that people are shown."""
    if path.suffix == ".yml":
        for about in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            yield from (text for name, text in about.items() if name.endswith("_zh"))
    elif path.suffix == ".html":
        yield re.sub(
            r"\{[%{#].*?[%}#]\}|<style>.*?</style>|<[^>]*>",
            " ",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
    elif path.suffix == ".md":
        outside = path.read_text(encoding="utf-8").split("```")[::2]
        yield from (QUOTED.sub("\ufffc", part) for part in outside)
    else:
        yield from _printed(ast.parse(path.read_text(encoding="utf-8")))


def _printed(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def _name(function: Any) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def files() -> list[Path]:
    rooms = [CHECKOUT / room for room in ("ingest", "expectations", "warehouse", "dags")]
    found = [
        path
        for room in rooms
        for pattern in ("messages.yml", "*.py", "*.html")
        for path in room.rglob(pattern)
    ]
    return sorted([*found, *CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").glob("*.md")])


def test_chinese_has_full_width_signs() -> None:
    wrong = [
        f"{path.relative_to(CHECKOUT)}: …{text[max(0, found.start() - 12) : found.end() + 8]}…"
        for path in files()
        for text in said_in(path)
        for found in HALF_WIDTH.finditer(text.replace("(示例)", ""))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("已收下,但删不掉", True),
        ("怎么办?", True),
        ("（限期）:到期恢复", True),
        ("已收下，但删不掉", False),
        ("北京时间09:50", False),
        ("外资!H9, and a half-width sign after English", False),
    ],
)
def test_a_half_width_sign_after_chinese_is_seen(text: str, is_wrong: bool) -> None:
    assert (HALF_WIDTH.search(text.replace("外资!H9", "")) is not None) is is_wrong
