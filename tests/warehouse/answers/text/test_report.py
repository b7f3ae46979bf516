"""The street's report for 2023: each of its 93 statements is told for what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pytest

from tests.warehouse.answers.text.report import rows_of
from warehouse.answers.text.check import Reader, Statement, statements
from warehouse.answers.text.contradiction import contradictions
from warehouse.answers.text.stated.lines import Line
from warehouse.answers.text.verdict import Verdict

FACTS = {row["fact_id"]: row for row in rows_of("seed_facts.csv")}
MEANT = {row["fact_id"]: row for row in rows_of("fact_mapping.csv")}
LABELS = [fact_id for fact_id, row in FACTS.items() if row["status"] == "label"]
OTHERS = [fact_id for fact_id in FACTS if fact_id not in MEANT and fact_id not in LABELS]
_SIGNS = re.compile("[^0-9.一二三四五六七八九十百首]")


def statement(report: Sequence[Statement], fact_id: str) -> Statement:
    """The statement of a fact: on its line, the same digits, the one in the order of the facts."""
    fact = FACTS[fact_id]
    same = [
        one for one in FACTS.values() if one["line_no"] == fact["line_no"] and digits(one) == digits(fact)
    ]
    found = [
        one
        for one in report
        if one.line.place == f"第{fact['line_no']}行" and _SIGNS.sub("", one.spot.text) == digits(fact)
    ]
    return found[[one["fact_id"] for one in same].index(fact_id)]


def digits(fact: dict[str, str]) -> str:
    """The number signs of a fact's text: 近11倍 → 11, 五星级 → 五."""
    return _SIGNS.sub("", fact["value_text"])


def bare(text: str) -> str:
    """Without the remarks in brackets that the mapping adds for people."""
    return text.partition(" (")[0]


def decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_there_are_72_statements_to_load_18_labels_and_3_others() -> None:
    assert (len(MEANT), len(LABELS), OTHERS) == (72, 18, ["F041", "F050", "F053"])


@pytest.mark.parametrize("fact_id", MEANT)
def test_a_statement_agrees_with_the_figure_that_it_means(report: Sequence[Statement], fact_id: str) -> None:
    meant, found = MEANT[fact_id], statement(report, fact_id)
    subject, figure = found.judged.subject, found.judged.figure
    assert found.judged.verdict is Verdict.AGREES
    assert subject is not None
    assert figure is not None
    assert (
        subject.indicator_id,
        subject.measure,
        subject.transform,
        subject.breakdown,
        subject.method_id,
        subject.component,
    ) == tuple(
        meant[name]
        for name in ("indicator_id", "measure", "time_transform", "breakdown", "method_id", "component_area")
    )
    assert (figure.time_period, figure.status, figure.accumulation, figure.ref_area) == tuple(
        bare(meant[name]) for name in ("time_period", "status_class", "accumulation", "ref_area")
    )
    assert (figure.value, figure.low, figure.high) == tuple(
        decimal(meant[name]) for name in ("obs_value", "value_low", "value_high")
    )
    assert (figure.qualifier, figure.unit_measure) == (meant["qualifier"], meant["unit_measure"])
    assert figure.place_zh == ("全域" if meant["place_id"] == "_T" else bare(meant["place_id"]))
    assert figure.cell


@pytest.mark.parametrize("fact_id", LABELS)
def test_a_name_with_digits_is_told_apart(report: Sequence[Statement], fact_id: str) -> None:
    fact = FACTS[fact_id]
    name = fact["value_text"].strip("“”")
    there = f"第{fact['line_no']}行"
    # 光明路28、35、37号: the street is no part of the label.
    found = [
        one
        for one in report
        if one.line.place == there
        and (one.spot.text.strip("“”") in name or name in one.spot.text)
        and name in one.line.text
    ]
    assert found
    assert {one.judged.verdict for one in found} == {Verdict.LABEL}
    assert all(one.judged.why_zh for one in found)


@pytest.mark.parametrize(("fact_id", "line"), [("F041", "第5行"), ("F050", "第4行")])
def test_what_was_said_before_is_told_with_its_first_place(
    report: Sequence[Statement], fact_id: str, line: str
) -> None:
    again = [one for one in contradictions(report) if one.kind == "again"]
    place = report.index(statement(report, fact_id))
    assert [one.zh for one in again if one.places[1] == place] == [
        f"与{line}“{'首批' if fact_id == 'F041' else '五星级'}”重复"
    ]


def test_what_no_indicator_counts_has_no_source(report: Sequence[Statement]) -> None:
    found = statement(report, "F053").judged
    assert (found.verdict, found.why_zh) == (Verdict.NO_SOURCE, "库中没有所说的指标")


def test_nothing_else_is_taken_for_a_number(report: Sequence[Statement]) -> None:
    told = [one for one in report if one.judged.verdict is not Verdict.LABEL]
    known = [statement(report, fact_id) for fact_id in [*MEANT, *OTHERS]]
    assert [one.spot.text for one in told if one not in known] == []
    assert len(told) == 75


def test_the_report_does_not_contradict_itself(report: Sequence[Statement]) -> None:
    assert {one.kind for one in contradictions(report)} == {"again"}


@pytest.mark.parametrize(
    ("line", "old", "new", "kind", "words"),
    [
        (
            19,
            "使居民满意。",
            "",
            "twice",
            "与第19行“2870万元”前后不一",
        ),
        (14, "主要领导外出10次", "主要领导外出46次", "part", "部分“46次”大于总数“36次”"),
        (
            16,
            "累计盘活楼宇3.52万平方米。",
            "累计盘活楼宇3.52万平方米,其中商务楼宇2.10万平方米、其余楼宇1.92万平方米。",
            "sum",
            "各部分“2.10万平方米”、“1.92万平方米”之和与总数“3.52万平方米”不符",
        ),
    ],
)
def test_a_planted_contradiction_is_found(
    using: Reader, report_lines: list[Line], line: int, old: str, new: str, kind: str, words: str
) -> None:
    place = next(at for at, one in enumerate(report_lines) if one.place == f"第{line}行")
    text = report_lines[place].text
    changed = text.replace(old, new) if new else f"{text}全年完成老旧小区改造投资2780万元。"
    assert changed != text
    lines = [*report_lines[:place], Line(f"第{line}行", changed), *report_lines[place + 1 :]]
    found = [one for one in contradictions(statements(lines, using)) if one.kind != "again"]
    assert [(one.kind, one.zh) for one in found] == [(kind, words)]
