"""A value beside what is wrong with it: nothing stops at the first fault, so that one reading names them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.finding.finding import Finding

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A value as it was read, and the findings on the way. Where nothing could be read, `value` is None if its
    type allows it, else what could be read (the columns that a form knows, without the others)."""

    value: T
    findings: tuple[Finding, ...] = ()
