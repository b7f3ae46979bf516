"""No regular expression takes long over a text that a workbook, the name of a file or an inbox can carry."""

from __future__ import annotations

import re
import time
from types import ModuleType

import pytest

from tests.patterns.collected import Named, collected, made_later, modules, patterns_in, stated
from tests.patterns.pumped import slowest
from warehouse.settings import CHECKOUT

# A quarter of what a cell of a workbook holds. Over so much a pattern that goes over a text once takes 5 ms,
# one that is quadratic 200 ms and more, and an exponential one longer than anybody waits.
LENGTH, SECONDS = 8_000, 0.1
# Quadratic, and given nothing longer: quantity() refuses 65 characters, number_format() and format_unit()
# 1,025.
BOUNDED = {
    "ingest.quantity.amount._FOOTNOTES": 64,
    "ingest.workbook.cells.number_format._LITERAL": 1024,
    "ingest.quantity.unit_of_format._NOT_SHOWN": 1024,
}
ALL_METHODS = frozenset({"search", "match", "fullmatch"})


@pytest.fixture(scope="module")
def program() -> list[ModuleType]:
    """Every module that is given something of a workbook, a file or an inbox."""
    return [module for package in ("ingest", "expectations", "warehouse") for module in modules(package)]


def too_slow(patterns: list[Named], length: int = LENGTH) -> dict[str, str]:
    """The patterns that take too long, each with the beginning of a text over which they do."""
    took = slowest(patterns, length, SECONDS)
    return {name: text for name, (seconds, text) in took.items() if seconds >= SECONDS}


def test_no_pattern_of_the_program_takes_long_over_a_long_text(program: list[ModuleType]) -> None:
    patterns = [*collected(program), *stated(CHECKOUT / "expectations" / "gate_2.yml")]
    assert len(patterns) > 150
    assert not too_slow([each for each in patterns if each.name not in BOUNDED])


@pytest.mark.parametrize("name", BOUNDED)
def test_a_quadratic_pattern_takes_no_time_over_the_longest_text_that_it_is_given(
    program: list[ModuleType], name: str
) -> None:
    (pattern,) = (each for each in collected(program) if each.name == name)
    assert not too_slow([pattern], BOUNDED[name])


def test_only_labels_of_forms_and_names_of_sheets_become_patterns_later_and_they_are_literal(
    program: list[ModuleType],
) -> None:
    assert made_later(program) == {"ingest.label.label_pattern", "ingest.workbook.filling.renamed._speak_of"}


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(?:[(（]?\s*(?:[A-Z]|\d{1,2}|[①-⑳])\s*[)）]?|[-+−×*/=()]|\bOR\b|\s)+$",
        r"^(?:[0-9]+,?)+元$",
        r"(?:\w+\s?)+:",
        r"(?:其中|其|中)+[:：]",
        r"(?P<label>(?:[^()]+|\([^()]*\))*)%$",
        r"单位:(?:[^,，]+[,，]?)+。$",
        r"[±+\-、]+\s*[%％]",
    ],
)
def test_a_pattern_that_can_cut_a_text_in_many_ways_is_named(pattern: str) -> None:
    assert list(too_slow([Named("planted", re.compile(pattern), ALL_METHODS)])) == ["planted"]


def test_one_that_takes_too_long_does_not_keep_the_others_from_being_tried() -> None:
    patterns = [
        Named(pattern, re.compile(pattern), ALL_METHODS)
        for pattern in ("(?:a+)+$", "a+b", "^(?:a|aa)+$", "[a-z]")
    ]
    start = time.monotonic()
    assert list(too_slow(patterns[:1] + patterns[2:])) == ["(?:a+)+$", "^(?:a|aa)+$"]
    assert time.monotonic() - start < 30


def test_a_pattern_is_collected_out_of_tuples_and_mappings() -> None:
    first, second, third = re.compile("1"), re.compile("2"), re.compile("3")
    assert list(patterns_in({"a": (first, [second]), "b": {third: None}})) == [first, second, third]


def test_a_pattern_is_collected_with_the_methods_by_which_it_is_applied() -> None:
    words = modules("ingest.tabulate.words")
    methods = {each.name: each.methods for each in collected(words)}
    assert methods["ingest.tabulate.words._FORMULA_HINT"] == {"match"}
    assert methods["ingest.tabulate.words._NOTE"] == {"search"}


def test_a_pattern_that_stands_in_a_call_is_collected_with_its_line_and_flags() -> None:
    (module,) = modules("ingest.tabulate.unit_label")
    assert isinstance(module, ModuleType)
    (ranks,) = (each for each in collected([module]) if each.pattern.pattern == "位次|排名|名次|^rank")
    assert ranks.name.startswith("ingest.tabulate.unit_label:")
    assert ranks.methods == {"search"}
    assert ranks.pattern.flags & re.IGNORECASE
