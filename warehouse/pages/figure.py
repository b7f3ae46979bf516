"""A figure as the pages show it: its digits or words, whether it is invented, and the place that shows its cell.

The digits are the marts' own (display_value and the columns of `bi`): nothing is rounded here. A figure that is
missing has its reason in words, so that no place is ever blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ingest.decimal_text import plain
from warehouse.formula import SAMPLE

MINUS = "−"
_NUMBER = re.compile(r"约?[+−]?\d+(?:\.\d+)?")
_LONG = re.compile(r"^(约?[+−]?)(\d{5,}+)(.*)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """`text`: digits as shown, or words. `missing`: the text is the reason why there is no number.

    `href`: the place of its trace, from the root of the site; empty where the page that shows it is the trace.
    """

    text: str
    invented: bool = False
    href: str = ""
    missing: bool = False

    @property
    def is_number(self) -> bool:
        """Digits, that stand at the right of a column; words stand at the left."""
        return not self.missing and _NUMBER.fullmatch(self.text) is not None

    @property
    def decimals(self) -> int:
        """How many digits stand behind the point."""
        return len(self.text.partition(".")[2]) if self.is_number else 0

    @property
    def number(self) -> Decimal | None:
        """What is shown, as a number; None for words."""
        return Decimal(self.text.removeprefix("约").replace(MINUS, "-")) if self.is_number else None

    @property
    def is_negative(self) -> bool:
        """Below zero, as shown."""
        return MINUS in self.text and self.is_number

    @property
    def unsigned(self) -> Figure:
        """For a sentence, in which the verb says the direction: 回落0.1, never 回落−0.1."""
        return replace(self, text=self.text.lstrip(f"+{MINUS}")) if self.is_number else self

    def at(self, href: str) -> Figure:
        """The same figure with the place of its trace."""
        return Figure(self.text, self.invented, href, self.missing)


def none(reason: str) -> Figure:
    """No number, and why: '未填' stands as [未填]."""
    return Figure(f"[{reason.strip('[]')}]", missing=True)


def displayed(text: str, is_words: bool = False) -> Figure:
    """A display value of the marts: '1032', '12.4(示例)', '[未填]'; of words ([10余]) without the brackets."""
    invented = text.endswith(SAMPLE)
    said = text.removesuffix(SAMPLE)
    if said.startswith("["):
        return Figure(said.strip("[]"), invented) if is_words else Figure(said, missing=True)
    return Figure(said.replace("-", MINUS, 1) if said.startswith("-") else said, invented)


def amount(value: Any, invented: bool = False, *, sign: bool = False, decimals: int | None = None) -> Figure:
    """A number of a column of the marts, with the decimals that it has, or with as many as are asked for."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = plain(exact) if decimals is None else f"{exact:.{decimals}f}"
    if text.startswith("-"):
        text = MINUS + text[1:]
    elif sign and exact > 0:
        text = f"+{text}"
    return Figure(text, invented)


def grouped(text: str) -> list[str]:
    """The parts of a number between which a little space stands: ['137', '837']; of four digits one."""
    match = _LONG.match(text)
    if match is None:
        return [text]
    head, digits, rest = match.groups()
    first = len(digits) % 3 or 3
    parts = [digits[:first], *(digits[at : at + 3] for at in range(first, len(digits), 3))]
    parts[0] = head + parts[0]
    parts[-1] += rest
    return parts


def all_invented(figures: Iterable[Figure]) -> bool:
    """Whether one mark at the head of a column tells of all that stand in it."""
    there = [figure for figure in figures if not figure.missing]
    return bool(there) and all(figure.invented for figure in there)


def marked_singly(figures: Iterable[Figure]) -> bool:
    """Whether some of a column's figures carry the mark themselves, and the column needs a place for it."""
    there = [figure for figure in figures if not figure.missing]
    return not all_invented(there) and any(figure.invented for figure in there)
