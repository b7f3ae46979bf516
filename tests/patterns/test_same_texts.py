"""What is written so that it takes no time matches what the plain way to write it does, which is kept here.

The plain ways are exponential or quadratic: the texts are short.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations import folding
from ingest import label
from ingest.form import proposal
from ingest.period import calendar_date
from ingest.quantity import unit
from ingest.tabulate import unit_label, words
from ingest.workbook.cells import grid, number_format
from tests.examples import up_to
from tests.patterns.pumped import within

_PIECES = 10  # of a text
Said = Callable[[str], object]


def matches(pattern: str) -> Said:
    return lambda text: bool(re.match(pattern, text))


def without(pattern: str, flags: int = 0) -> Said:
    return lambda text: re.sub(pattern, "", text.strip(), flags=flags)


# The pieces of texts that tell the two ways apart, the plain way, and the one that runs.
PLAIN: dict[str, tuple[tuple[str, ...], Said, Said]] = {
    "a hint at a formula": (
        (*"A1①（(）)+= 年\n", "OR", "12"),
        matches(r"^(?:[(（]?\s*(?:[A-Z]|\d{1,2}|[①-⑳])\s*[)）]?|[-+−×*/=()]|\bOR\b|\s)+$"),
        lambda text: bool(words._FORMULA_HINT.match(text)),
    ),
    "marks of footnotes behind a label": (
        (*"a1()（）[]①† x", "(1)", "12)", "[a]"),
        without(r"(?:\s*[(（\[][a-z0-9][)）\]]|\d{1,2}[)）]|[①-⑳*†‡¹²³])+$"),
        lambda text: words._without_footnote_marks(text.strip()),
    ),
    "marks of footnotes in a label of a form": (
        (*"①⁰⁹²*1 计\n",),
        without(r"[①-⑳¹²³⁰-⁹*]+$"),
        lambda text: text.strip().rstrip(label._FOOTNOTE_MARKS),
    ),
    "the code of a series": (
        (*"AZ0_.１a ", "2024"),
        lambda text: bool(re.match(r"^[A-Z]{1,}[A-Z0-9_.]*\d{4,}$", text.strip())),
        words.is_series_code,
    ),
    "a sign of more and less before a percent sign": (
        (*"±+-、% 比",),
        lambda text: bool(re.search(r"[±+\-、]+\s*%|%$|^%", text)),
        lambda text: bool(unit_label._PERCENT_LABEL.search(text)),
    ),
    "a time of day": (
        (*" T1:.日", "12", ":05", " 9:05"),
        without(r"[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$"),
        lambda text: calendar_date._TIME_OF_DAY.sub("", text.strip()),
    ),
    "a stored number": (
        (*"+-09.eE",),
        lambda text: bool(re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", text)),
        lambda text: bool(grid._NUMBER.fullmatch(text)),
    ),
    "minutes of a number format": (
        (*"hHmMsS:0y",),
        without(r"(?<=h)[^a-z0#?]*m+|m+(?=[^a-z0#?]*s)", re.IGNORECASE),
        lambda text: number_format._MINUTES.sub("", text),
    ),
    "a list of units": ((*" \n,、%‰元",), re.compile(r"[、,;/]\s*|\s+(?=[%‰])").split, unit._LIST.split),
    "the row of a cell": (
        (*"AB019\n",),
        lambda text: re.findall(r"[0-9]+$", text),
        folding._ROW.findall,
    ),
    "what is no part of a title": (
        (*"(（)）2年表\n",),
        re.compile(r"[(（].*?[)）]|\d[\d\-—–年月日季度.]*").split,
        proposal._BESIDE_TITLE.split,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
@settings(max_examples=up_to(100))
@given(data=st.data())
def test_what_is_fast_finds_what_the_plain_pattern_finds(name: str, data: st.DataObject) -> None:
    pieces, plain, fast = PLAIN[name]
    text = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=_PIECES)))
    assert fast(text) == plain(text)


@pytest.mark.parametrize(
    ("text", "is_hint"),
    [
        ("(A - C) OR (F + H)", True),
        ("（1）=（2）+（3）", True),
        ("③=①+②", True),
        ("2014 2015 2016 2017 2018 2019 2020 2021 年", False),
        ("A B C D E F G H I J K L M N O P 类", False),
        ("0" * 40 + "x", False),
        ("（（1）=2", False),
    ],
)
def test_a_hint_at_a_formula_is_made_of_places_and_signs_alone(text: str, is_hint: bool) -> None:
    with within(0.5):  # seconds of processor time
        assert words.is_formula_hint(text) is is_hint
