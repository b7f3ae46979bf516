"""Short reports of other hands, in other orders of words: each number and label is told for what it is.

Wrong on purpose: retail sales of 46.83 (those of wholesale), 2780 of the year to come, 1.5万人 for 人次, and a plan that
repeats what was done.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from warehouse.answers.text.check import Reader, statements
from warehouse.answers.text.contradiction import contradictions
from warehouse.answers.text.stated.lines import lines_of

EXPECTED = Path(__file__).parent / "reports" / "expected.csv"


def expected() -> dict[str, list[tuple[str, ...]]]:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {name: [tuple(row[1:]) for row in rows if row[0] == name] for name, *_ in rows}


@pytest.mark.parametrize("name", expected())
def test_each_number_of_a_report_is_told_for_what_it_is(using: Reader, reports: Path, name: str) -> None:
    found = statements(lines_of((reports / name).read_bytes(), name), using)
    said = [
        (
            one.spot.text,
            one.judged.verdict.value,
            *(
                (one.judged.subject.indicator_id, one.judged.subject.transform, one.judged.subject.breakdown)
                if one.judged.subject
                else ("", "", "")
            ),
        )
        for one in found
    ]
    assert said == expected()[name]


@pytest.mark.parametrize("name", expected())
def test_a_report_that_does_not_contradict_itself_is_not_said_to(
    using: Reader, reports: Path, name: str
) -> None:
    found = contradictions(statements(lines_of((reports / name).read_bytes(), name), using))
    assert [one.zh for one in found if one.kind != "again"] == []
