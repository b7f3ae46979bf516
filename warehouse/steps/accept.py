"""Gate 1 applied: what was read and not yet decided on is accepted or held, with the reasons kept.

The verdict's findings are landed beside the reading before the decision is entered, so that a decision
always has its reasons, whenever the process is killed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.check_result import CHECK_RESULT
from expectations.gate_1 import GATE, Judgement, Verdict, judge
from expectations.landed import Landed
from ingest.finding.message import Severity
from ingest.form.correction import load_corrections
from ingest.form.file import load_forms
from ingest.landing import FINDING, table_of
from ingest.office.load import load_office
from warehouse.home import Home
from warehouse.landing.landed import past_of, read_landed
from warehouse.landing.tables import landing_folder
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.questions import asked_of, record_questions
from warehouse.ledger.row import DecisionKind, Submission
from warehouse.settings import Settings
from warehouse.steps.report import GateReport
from warehouse.store.durable import write_file
from warehouse.version import reader_version

_GATE_ACTOR = "gate_1"


def accept(settings: Settings, now: datetime | None = None) -> GateReport:
    """Judge every submission that is read and undecided. Where a check could not run, nothing is decided.

    `now`: the instant of the night; that of the clock unless given.
    """
    home = Home(settings.home).ensure()
    version = reader_version(settings)
    with open_ledger(home) as book:
        waiting = ledger.undecided(book, version)
        if not waiting:
            return GateReport(0, 0, 0, 0, 0, 0)
        office = load_office(settings.office)
        forms = load_forms(settings.office, office)
        new = [entered(home, book, one, version) for one in waiting]
        judgement = judge(
            new,
            office,
            forms,
            past_of(
                home,
                book,
                office,
                {one.form_id for one in new},
                {one.period for one in new},
                corrections=load_corrections(office, forms),
            ),
        )
        if judgement.blocking:
            return _report(judgement, 0, 0)
        for verdict in judgement.verdicts:
            keep_reasons(home, verdict, version)
        held = 0
        # One instant for all of a run: readers meet what it accepts together, so that of two versions handed
        # in between two runs the earlier never was what anybody read.
        decided_at = now or datetime.now(UTC)
        with transaction(book):
            for verdict in judgement.verdicts:
                held += bool(verdict.held_by)
                asked = asked_of(verdict.every_finding, held=bool(verdict.held_by))
                record_questions(book, asked, GATE, decided_at, version)
                ledger.record_decision(
                    book,
                    verdict.submission_id,
                    version,
                    DecisionKind.HOLD if verdict.held_by else DecisionKind.ACCEPT,
                    reason=", ".join(verdict.held_by),
                    actor=_GATE_ACTOR,
                    decided_at=decided_at,
                )
    return _report(judgement, len(judgement.verdicts) - held, held)


def _report(judgement: Judgement, accepted: int, held: int) -> GateReport:
    found = [each for verdict in judgement.verdicts for each in verdict.every_finding if not each.caused_by]
    let_in = [verdict for verdict in judgement.verdicts if not verdict.held_by] if accepted else []
    values = [each for verdict in let_in for each in verdict.every_finding if each.severity is Severity.HOLD]
    return GateReport(
        accepted=accepted,
        held=held,
        held_values=len(values),
        warnings=sum(each.severity == "warn" for each in found),
        hints=sum(each.severity == "hint" for each in found),
        checks=sum(len(verdict.results) for verdict in judgement.verdicts),
        blocking=judgement.blocking,
    )


def entered(home: Home, book: Any, submission: Submission, version: str) -> Landed:
    """What a version of the reader read of a submission that waits."""
    readings = ledger.readings(book, submission.submission_id)
    reading = next(one for one in readings if one.reader_version == version)
    landed = read_landed(home, submission, reading)
    return replace(landed, reason=ledger.stated_reason(book, submission.submission_id))


def keep_reasons(home: Home, verdict: Verdict, version: str) -> None:
    """Land what the gate says of a reading, beside it."""
    folder = landing_folder(home, verdict.submission_id, version)
    # Those of the reading again, now each consequence under its cause.
    _write(folder / "gate_finding.parquet", table_of(verdict.every_finding, FINDING))
    _write(folder / "gate_check.parquet", table_of(verdict.results, CHECK_RESULT))


def _write(path: Path, table: pa.Table) -> None:
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    write_file(path, buffer.getvalue())
