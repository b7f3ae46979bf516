"""The pages for users as Markdown: their fenced blocks, code spans, headings and links."""

from __future__ import annotations

import re
from pathlib import Path

from warehouse.settings import CHECKOUT

READMES = (CHECKOUT / "README.md", CHECKOUT / "README.zh-CN.md")
PAGES = (
    *READMES,
    CHECKOUT / "CONTRIBUTING.md",
    CHECKOUT / "CHANGELOG.md",
    CHECKOUT / "client" / "README.md",
    *sorted((CHECKOUT / "docs").glob("*.md")),
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def blocks(page: Path, language: str) -> list[str]:
    """The texts of a page's fenced blocks in a language."""
    return [text for said, text in _FENCE.findall(page.read_text("utf-8")) if said == language]


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text("utf-8"))


def spans(page: Path) -> list[str]:
    """What stands between backticks in a page's prose."""
    return _SPAN.findall(prose(page))


def links(page: Path) -> list[str]:
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    plain = (re.sub(r"[`*]", "", heading) for heading in _HEADING.findall(prose(page)))
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in plain}
