"""A form's `checks`: each kind as an expectation about a frame, and how a failing row is put in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from expectations.checks.check import Check
from expectations.checks.expectation import Row, Said
from expectations.checks.observation_checks import OBSERVATION_CHECKS
from expectations.checks.register_checks import REGISTER_CHECKS

# Every kind of check with the frame that it is about.
KINDS = {
    **{kind: ("register", make) for kind, make in REGISTER_CHECKS.items()},
    **{kind: ("observation", make) for kind, make in OBSERVATION_CHECKS.items()},
}


@dataclass(frozen=True, slots=True)
class FormCheck:
    """An expectation about a frame ('register' or 'observation') and how a failing row is put in words."""

    frame: str
    check: Check
    say: Callable[[Row], Said]


def form_check(stated: Mapping[str, Any]) -> FormCheck:
    """A form's check. KeyError names a kind that is not known."""
    kind = stated["check"]
    frame, make = KINDS[kind]
    expectation, say = make(stated)
    return FormCheck(frame, Check(kind, stated["rule"], *expectation), say)
