"""Explanations that were accepted and go on speaking for what is handed in after them.

A department that corrects one cell hands in the whole return again, the explained cell included. What a person has accepted is
not asked once more: of the same finding (its rule, series or row, and period), with the same figures, until it runs out. Another
figure is another question. What was sent back is carried nowhere: the new return is asked as any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warehouse.ledger.row import Answer, AnswerState, Asked

_Key = tuple[str, str]


def with_carried(
    asked: Sequence[Asked], given: Mapping[_Key, Answer], departments: Mapping[str, str]
) -> dict[_Key, Answer]:
    """The answers in force, and those that earlier ones give to later questions.

    `asked`: in the order in which it was asked; `given`: by submission and finding, none that has run out; `departments`: by
    submission, as they are called today.
    """
    speaking: dict[_Key, tuple[Asked, Answer]] = {}
    every = dict(given)
    for one in asked:
        key, whose = (
            (one.submission_id, one.finding_id),
            (departments[one.submission_id], one.finding_id),
        )
        own, before = given.get(key), speaking.get(whose)
        if own is None and before is not None and _says_the_same(before[0], one):
            own = every[key] = before[1]
        if own is None:
            continue
        if own.state is AnswerState.ACCEPTED:
            speaking[whose] = (one, own)
        else:
            speaking.pop(whose, None)
    return every


def _says_the_same(before: Asked, one: Asked) -> bool:
    """Whether a finding is about the very figures that another was about, wherever their cell is by now."""
    return (before.finding.found, before.finding.expected, before.places) == (
        one.finding.found,
        one.finding.expected,
        one.places,
    )
