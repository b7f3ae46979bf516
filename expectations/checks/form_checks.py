"""A form's `checks`: each kind as an expectation about rows of one sort, and how a failing row is put in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from expectations.checks.check import Check
from expectations.checks.expectation import RowCheck, RowT, Stated, WordedExpectation
from expectations.checks.observation_checks import OBSERVATION_CHECKS
from expectations.checks.observation_row import ObservationRow
from expectations.checks.register_checks import REGISTER_CHECKS
from expectations.checks.register_row import RegisterRow

# Every kind of check that a form may ask for.
KINDS = (*REGISTER_CHECKS, *OBSERVATION_CHECKS)


def observation_checks(stated: Iterable[Stated]) -> list[RowCheck[ObservationRow]]:
    """Those of a form's checks that are about its values."""
    return [_made(OBSERVATION_CHECKS, check) for check in stated if _kind(check) in OBSERVATION_CHECKS]


def register_checks(stated: Iterable[Stated]) -> list[RowCheck[RegisterRow]]:
    """Those of a form's checks that are about the rows of its register."""
    return [_made(REGISTER_CHECKS, check) for check in stated if _kind(check) in REGISTER_CHECKS]


def _kind(stated: Stated) -> str:
    """KeyError names a kind that is not known."""
    kind: str = stated["check"]
    if kind not in KINDS:
        raise KeyError(kind)
    return kind


def _made(kinds: Mapping[str, Callable[[Stated], WordedExpectation[RowT]]], stated: Stated) -> RowCheck[RowT]:
    kind = _kind(stated)
    expectation, word = kinds[kind](stated)
    return RowCheck(Check(kind, stated["rule"], *expectation), word)
