"""How names are read in pinyin, for people who type gdzc or guzi for 固定资产投资. Only what pinyin.yml knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

_TABLE = Path(__file__).with_name("pinyin.yml")
_LATIN = re.compile("[0-9A-Za-z]+")
_HAN = re.compile("[\u4e00-\u9fff]")


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """The syllables of every character and word of the table."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    said = {character: (syllable,) for syllable, line in table["readings"].items() for character in line}
    return said | {word: tuple(reading.split()) for word, reading in table["words"].items()}


def syllables(name: str) -> tuple[str, ...] | None:
    """The syllables of a name, runs of letters and digits as they are, other signs left out. None where a character
    of it has no reading: half a name would be found by a spelling that is not its own."""
    words, at = _words(), 0
    found: list[str] = []
    while at < len(name):
        if latin := _LATIN.match(name, at):
            found.append(latin[0].lower())
            at = latin.end()
            continue
        word = next((name[at : at + size] for size in (2, 1) if name[at : at + size] in words), "")
        if not word and _HAN.match(name, at):
            return None
        found += words.get(word, ())
        at += len(word) or 1
    return tuple(found)
