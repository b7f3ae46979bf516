"""What is said of how a number was typed: why a cell has none, and what is worth a hint in one that was read."""

from __future__ import annotations

from ingest.finding.finding import Finding, finding
from ingest.finding.problem import Place
from ingest.quantity.bound import POINT
from ingest.quantity.number import NotANumber, Number

# The signs of the yearbooks and a blank cell: departments are told to write them.
_USUAL_REASONS = frozenset({"NOT_STATED", "NOT_APPLICABLE", "BELOW_UNIT"})


def not_a_number(problem: NotANumber, at: Place, unit: str, subject: str) -> Finding:
    """What is said of a cell without a number. `unit`: that of its column."""
    why_zh, why_en = problem.why.words if problem.why else ("", "")
    words = {"why_zh": why_zh, "why_en": why_en}
    return finding(problem.rule, at, found=problem.found, expected=unit, subject=subject, **words)


def number_hints(
    number: Number, at: Place, text: str, unit: str, subject: str, *, text_is_usual: bool = False
) -> list[Finding]:
    """Hints on a number that was read. `text_is_usual`: 27个 in a column of counts is how forms are filled in."""
    if number.bound != POINT:
        read = f"{number.bound}" if number.has_bounds else f"{number.bound}{number.value:f}"
        return [finding("QUALIFIED_NUMBER", at, found=text, read=f"{read} {unit}".strip(), subject=subject)]
    if number.value is None:
        usual = number.reason in _USUAL_REASONS
        return [] if usual else [finding("MARK_READ", at, found=text, read=number.reason, subject=subject)]
    if number.as_text and not text_is_usual:
        return [finding("NUMBER_AS_TEXT", at, found=text, read=number.value, subject=subject)]
    return []
