"""Gate 1: new submissions, each by itself and beside its past. Accept, hold (a row or the submission), or ask.

Looks at what is new and at what was accepted of the same forms before it; costs what is new. Everything is checked
whatever else is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from expectations.check_result import CheckRow, State
from expectations.checks.query import ROOMS, Query, queries
from expectations.checks.relations import relations
from expectations.checks.wording import finding_of_row, place_in_sheet
from expectations.folding import fold
from expectations.landed import Landed
from expectations.suspect import suspects
from ingest.finding.finding import Finding, finding
from ingest.finding.message import Severity, message
from ingest.finding.problem import Place
from ingest.form.form import Form
from ingest.office.facts import Office

GATE = "gate_1"

Row = Mapping[str, Any]
# Of its room: it rests on what another check looks at more closely.
_SPEAKS_LAST = frozenset({"CHECK_DIFFERS", "RANK_INCONSISTENT", "PARTS_DIFFER", "ROW_HELD"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one submission. `held_by`: the rules that hold it, empty if it is accepted.

    `every_finding`: the reading's and the gate's, each consequence under its cause.
    """

    submission_id: str
    every_finding: tuple[Finding, ...]
    results: tuple[CheckRow, ...]
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts, and the findings that block everything: checks that could not run."""

    verdicts: tuple[Verdict, ...]
    blocking: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a check found: failing rows, or why it could not run."""

    query: Query
    rows: Sequence[Row] = ()
    fault: str = ""


def judge(
    landed: Iterable[Landed], office: Office, forms: Sequence[Form], past: Sequence[Landed] = ()
) -> Judgement:
    """Run every check of gate 1 on new submissions. `past`: what is accepted of their forms.

    What is new is the past of what came after it, unless it is held: the right return that follows a slipped one is
    compared with what stood before both.
    """
    new = list(landed)
    if not new:
        return Judgement((), ())
    with relations(new, past, office, forms) as connection:
        asked = _asked(connection, new)
        wanted = {name for one in asked.values() for name in one.rules}
        checks = [query for query in queries().checks if query.rule or query.name in wanted]
        alone = [_ask(connection, query) for query in checks if not query.looks_back]
        verdicts, held = _verdicts(new, alone, asked), None
        # Whatever is held falls out of the past of what came after it. In the order of arrival a verdict stands once
        # those before it do, so that each round settles one more at least; nearly always the first settles all.
        while (now := sorted(one.submission_id for one in verdicts if one.held_by)) != held:
            held = now
            # As a table: at the first bound parameter DuckDB imports pandas, 0.3 s.
            connection.register("held", pa.table({"submission_id": pa.array(held, pa.string())}))
            connection.execute(
                "update known_submission set is_held = is_new and submission_id in (from held)"
            )
            connection.execute(queries().known)
            beside = [_ask(connection, query) for query in checks if query.looks_back]
            verdicts = _verdicts(new, [*alone, *beside], asked)
    return Judgement(tuple(verdicts), tuple(_could_not_run([*alone, *beside])))


def _ask(connection: duckdb.DuckDBPyConnection, query: Query) -> _Answer:
    """The rows that must not be. One that could not run has not passed: what is wrong with it is kept."""
    try:
        found = connection.execute(query.sql)
        names = [column[0] for column in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    except duckdb.Error as error:
        return _Answer(query, fault=str(error).partition("\n")[0])
    return _Answer(query, rows)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one submission is asked: the rules of its form's checks, by check, and how many rows it has of each kind."""

    rules: Mapping[str, Sequence[str]]
    figures: int
    register_rows: int

    def rules_of(self, query: Query) -> Sequence[str]:
        """The rules under which a check is asked of it."""
        return (query.rule,) if query.rule else self.rules.get(query.name, ())

    def rows_of(self, query: Query) -> int:
        """How many rows a check looks at."""
        return {"whole": 1, "row": self.register_rows, "register": self.register_rows}.get(
            query.room, self.figures
        )


def _asked(connection: duckdb.DuckDBPyConnection, new: Sequence[Landed]) -> Mapping[str, _Asked]:
    rules: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    stated = connection.execute(
        "select distinct submission_id, check_name, rule, position from asks order by submission_id, position"
    )
    for submission_id, check, rule, _ in stated.fetchall():
        if rule not in rules[submission_id][check]:
            rules[submission_id][check].append(rule)
    return {
        one.submission_id: _Asked(
            rules[one.submission_id],
            one.observations.num_rows,
            len(set(one.register_cells["row_no"].to_pylist())),
        )
        for one in new
    }


def _verdicts(
    new: Sequence[Landed], answers: Sequence[_Answer], asked: Mapping[str, _Asked]
) -> list[Verdict]:
    findings: dict[str, list[Finding]] = defaultdict(list)
    by_id = {one.submission_id: one for one in new}
    found = [
        (answer.query, row, row.get("rule") or answer.query.rule) for answer in answers for row in answer.rows
    ]
    for _, row, rule in sorted(found, key=_in_turn):
        findings[row["submission_id"]].append(finding_of_row(row, rule, by_id[row["submission_id"]]))
    return [
        _verdict(one, findings[one.submission_id], _rows(one, answers, asked[one.submission_id]))
        for one in new
    ]


def _in_turn(found: tuple[Query, Row, str]) -> tuple[Any, ...]:
    """What holds before what only asks; what a form asks first, in the order in which it asks; line by line."""
    query, row, rule = found
    asks = message(rule).severity is not Severity.HOLD
    return (
        ROOMS[query.room], asks, bool(query.rule), row.get("position", 0), rule in _SPEAKS_LAST, query.name,
        place_in_sheet(row),
    )  # fmt: skip


def _verdict(one: Landed, found: Sequence[Finding], rows: Iterable[CheckRow]) -> Verdict:
    folded = fold((*one.findings, *suspects(found, _texts(one) if found else {}), *found))
    held_by = {each.rule for each in folded if each.severity is Severity.HOLD and each.scope == "submission"}
    return Verdict(one.submission_id, folded, tuple(rows), tuple(sorted(held_by)))


def _texts(one: Landed) -> dict[tuple[str, str], str]:
    """What stands in the cells of a return's values."""
    columns = (one.observations[name].to_pylist() for name in ("sheet", "cell", "raw_text"))
    return {(sheet, cell): text for sheet, cell, text in zip(*columns, strict=True)}


def _rows(one: Landed, answers: Iterable[_Answer], asked: _Asked) -> Iterator[CheckRow]:
    """How each check that is asked of a submission ended."""
    for answer in answers:
        query, checked = answer.query, asked.rows_of(answer.query)
        rules = asked.rules_of(query)
        for rule in rules if checked else ():
            # A row may turn out to be a case of its own (a sign, a unit): the check that found it has failed with it.
            said = (
                row.get("rule") or rule for row in answer.rows if row["submission_id"] == one.submission_id
            )
            failed = sum(each == rule or each not in rules for each in said)
            state = State.COULD_NOT_RUN if answer.fault else State.FAILED if failed else State.PASSED
            yield CheckRow(
                GATE, query.name, rule, query.file, one.submission_id, checked, failed, state, answer.fault
            )


def _could_not_run(answers: Iterable[_Answer]) -> Iterator[Finding]:
    for answer in answers:
        if answer.fault:
            yield finding(
                "CHECK_COULD_NOT_RUN",
                Place(""),
                found=answer.fault,
                subject=answer.query.name,
                check=answer.query.name,
            )
