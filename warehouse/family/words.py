"""The words of a page as SQL and as Jinja write them: which observations are of a series, and values as literals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# The dimensions that tell a series, each with the words that it may have.
Series = dict[str, tuple[str, ...]]


def sql_text(word: str) -> str:
    """A word as it stands between the quotes of SQL."""
    return word.replace("'", "''")


def is_it(series: Series) -> str:
    """Whether an observation is of a series, as SQL: by the dimensions that a page says; those of the grain are free."""
    conditions = []
    for name, words in series.items():
        listed = ", ".join(f"'{word}'" for word in words)
        conditions.append(f"value_now.{name} " + (f"= {listed}" if len(words) == 1 else f"in ({listed})"))
    return " and ".join(conditions)


def choice_of(every: Iterable[Series]) -> str:
    """Where a page lists several words for a dimension the first comes first, as SQL: a number that is least for it. Of
    the bases of a growth see the macro standing_rank.
    """
    chosen = []
    for series in every:
        several = [
            (name, words) for name, words in series.items() if len(words) > 1 and name != "scope_basis"
        ]
        places = [
            f"{10**power} * case value_now.{name} "
            + " ".join(f"when '{word}' then {place}" for place, word in enumerate(words, 1))
            + " end"
            for power, (name, words) in enumerate(reversed(several))
        ]
        if places:
            chosen.append(f"when {is_it(series)} then {' + '.join(places)}")
    return f"case {' '.join(chosen)} else 0 end" if chosen else "0"


def literal(value: Any) -> str:
    """A value as Jinja writes it."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case str():
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        case int():
            return str(value)
        case dict():
            return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(literal(each) for each in value) + "]"
