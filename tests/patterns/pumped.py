"""Texts on which a backtracking regular expression goes wrong, drawn from itself, and how long it takes over them.

What a pattern repeats is repeated in a text, behind what the pattern wants before it and before a sign that
does not fit: a matcher that can cut the repetition in more ways than one then tries them all.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import re._constants as op  # the parser that re itself compiles with: no other knows its syntax as well
import re._parser as parser
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.patterns.collected import Named
from warehouse.settings import CHECKOUT

_ROUNDS = 3  # draws of each pattern
_PAIRED = 8  # signs of which each two are repeated together
_MOST_SECONDS = 120  # of a process for all patterns
_OFTEN = 8  # a repeat that can go on beyond this is pumped
_ENDS = ("", "\x00\n\n")  # the first lets it match; the other fits no pattern, and "." only in part
_CATEGORIES = {
    op.CATEGORY_DIGIT: "01",
    op.CATEGORY_NOT_DIGIT: "x年 ",
    op.CATEGORY_SPACE: " \n",
    op.CATEGORY_NOT_SPACE: "x年0",
    op.CATEGORY_WORD: "aA0",
    op.CATEGORY_NOT_WORD: " -",
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)


class TooSlowError(Exception):
    """The processor time of one text is used up."""


def slowest(patterns: Sequence[Named], length: int, seconds: float) -> dict[str, tuple[float, str]]:
    """For each pattern the most processor time that a text of `length` took, at most `seconds`, and the text's beginning.

    In a process of its own, which ends at its limit even where it does not come to end a match itself.
    """
    asked = [
        (
            each.name,
            _text(each.pattern.pattern),
            each.pattern.flags,
            isinstance(each.pattern.pattern, bytes),
            sorted(each.methods),
        )
        for each in patterns
    ]
    run = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps([length, seconds, asked]),
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, f"ended at {(*asked, 'the end')[len(told)]}: {run.stderr}"
    return {name: (took, text) for name, took, text in told}


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Ends what takes more processor time with TooSlowError; a match of re looks for signals as it goes."""

    def expired(number: int, frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, expired)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def texts(pattern: str, flags: int, length: int) -> Iterator[str]:
    """The texts to try a pattern with, about as long as asked."""
    drawn = random.Random(1)  # noqa: S311 - the same texts in every run
    tree = parser.parse(pattern, flags)
    signs = sorted({*_signs(tree), *" 0x"})
    some = drawn.sample(signs, min(len(signs), _PAIRED))
    units = [("", sign) for sign in signs] + [
        ("", one + other) for one, other in itertools.permutations(some, 2)
    ]
    for _ in range(_ROUNDS):
        for before, body in _repeated(tree, "", drawn):
            once, again = _draw(body, drawn), _draw(body, drawn)
            units += [(before, once), (before, once + again), ("", before + once)]
    for before, unit in dict.fromkeys(units):
        if unit:
            for end in _ENDS:
                yield before + unit * (length // len(unit)) + end


def _repeated(tree: Sequence[Any], before: str, drawn: random.Random) -> Iterator[tuple[str, Sequence[Any]]]:
    """What may be repeated often, each with a text that leads up to it."""
    for node in tree:
        kind, said = node
        if kind in _REPEATS and said[1] > _OFTEN:
            yield before, said[2]
        for inner in _within(kind, said):
            yield from _repeated(inner, before, drawn)
        before += _draw([node], drawn)


def _draw(tree: Sequence[Any], drawn: random.Random) -> str:
    """A text that the pattern may match; conditions beside it (\\b, lookarounds) are not heeded."""
    return "".join(_drawn_node(kind, said, drawn) for kind, said in tree)


def _drawn_node(kind: Any, said: Any, drawn: random.Random) -> str:
    if kind in _REPEATS:
        least, most, body = said
        return "".join(_draw(body, drawn) for _ in range(drawn.randint(least, min(most, least + 1))))
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return ""
    if inner := list(_within(kind, said)):
        return _draw(drawn.choice(inner), drawn)
    signs = list(_signs([(kind, said)]))
    return drawn.choice(signs) if signs else ""


def _within(kind: Any, said: Any) -> Iterator[Sequence[Any]]:
    """The sub-patterns of a node, alternatives each by itself."""
    if kind in _REPEATS:
        yield said[2]
    elif kind is op.BRANCH:
        yield from said[1]
    elif kind is op.SUBPATTERN:
        yield said[3]
    elif kind is op.ATOMIC_GROUP:
        yield said
    elif kind in (op.ASSERT, op.ASSERT_NOT):
        yield said[1]


def _signs(tree: Sequence[Any]) -> Iterator[str]:
    """Signs that a pattern tells apart: its letters, both ends of its ranges, some of each class."""
    for kind, said in tree:
        if kind in (op.LITERAL, op.NOT_LITERAL):
            yield chr(said) if kind is op.LITERAL else "x"
        elif kind is op.RANGE:
            yield from map(chr, said)
        elif kind is op.CATEGORY:
            yield from _CATEGORIES[said]
        elif kind is op.ANY:
            yield from "x年"
        elif kind is op.IN:
            yield from "x年 0" if said[0][0] is op.NEGATE else _signs(said)
        for inner in _within(kind, said):
            yield from _signs(inner)


def _text(pattern: str | bytes) -> str:
    return pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern


def _apply(pattern: re.Pattern[Any], text: Any, methods: Sequence[str]) -> None:
    for method in {method if method in ("match", "fullmatch") else "finditer" for method in methods}:
        found = getattr(pattern, method)(text)
        if method == "finditer":
            for _ in found:
                pass


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    length, seconds, asked = json.load(sys.stdin)
    for name, written, flags, is_bytes, methods in asked:
        pattern = re.compile(written.encode("latin-1") if is_bytes else written, flags)
        drawn = texts(written, flags & re.VERBOSE, length)
        given = (text.encode("latin-1", "replace") for text in drawn) if is_bytes else drawn
        took, text = max(_timed(pattern, given, methods, seconds))
        print(json.dumps([name, took, str(text[:40])]), flush=True)


def _timed(
    pattern: re.Pattern[Any], given: Iterable[Any], methods: Sequence[str], seconds: float
) -> Iterator[tuple[float, Any]]:
    """What each text takes, up to the first that takes too long."""
    for text in given:
        start = time.process_time()
        try:
            with within(seconds):
                _apply(pattern, text, methods)
        except TooSlowError:
            yield seconds, text
            return
        yield min(time.process_time() - start, seconds), text


if __name__ == "__main__":
    _main()
