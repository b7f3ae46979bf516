"""A person's decision on a submission, entered in the ledger."""

from __future__ import annotations

import sqlite3

from ingest.finding.refusal import Refusal
from ingest.office.load import load_office
from warehouse.cli.screen import both
from warehouse.home import Home
from warehouse.ledger.entries import current_decision, readings, record_decision, submission, submissions
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger, transaction
from warehouse.ledger.reinstatement import reinstate
from warehouse.ledger.row import Accepted, Decision, DecisionKind, Submission
from warehouse.ledger.slot import accepted_today, speaking
from warehouse.variables import settings_from_environment


def decide(given: str, kind: DecisionKind, reason: str, by: str) -> tuple[Submission, Decision]:
    """Enter the decision about what the submission's standing decision was about. `given`: its id or a beginning.

    Refusal for an empty reason or name, and for an id that none or several have; DecisionError for a decision
    that cannot follow the one that stands.
    """
    home = _stated(given, reason, by, str(kind))
    with open_ledger(home) as ledger, transaction(ledger):
        one = submission_called(ledger, given)
        standing = current_decision(ledger, one.submission_id)
        made = readings(ledger, one.submission_id)
        if standing is None and not made:
            raise Refusal("DECISION", found=both("还没有读过", "it has not been read yet"))
        version = standing.reader_version if standing else made[-1].reader_version
        return one, record_decision(
            ledger, one.submission_id, version, kind, reason=reason.strip(), actor=by.strip()
        )


def end_accepted(given: str, reason: str, by: str) -> tuple[Submission, Accepted | None]:
    """Enter that an accepted submission no longer stands: it, and what speaks for its slot from now on, if anything.

    Refusal as above, and for one that is not accepted: what is held is refused.
    """
    home = _stated(given, reason, by, "withdraw")
    office = load_office(settings_from_environment().office)
    with open_ledger(home) as ledger, transaction(ledger):
        one = submission_called(ledger, given)
        mine = next(
            (each for each in accepted_today(ledger, office) if each.submission_id == one.submission_id), None
        )
        if mine is None:
            raise Refusal(
                "DECISION",
                found=f"{one.submission_id} "
                + both(
                    "没有采用，无需撤回；待核的用 indicators refuse",
                    "it is not accepted: there is nothing to withdraw; what is held is refused",
                ),
            )
        record_decision(
            ledger,
            one.submission_id,
            mine.reader_version,
            DecisionKind.REFUSE,
            reason=reason.strip(),
            actor=by.strip(),
        )
        return one, speaking(accepted_today(ledger, office)).get(mine.slot)


def put_back(given: str, reason: str, by: str) -> tuple[Submission, Submission | None]:
    """Enter that a submission stands again: it, and what speaks no longer by that, if anything. Refusal as above."""
    home = _stated(given, reason, by, "reinstate")
    office = load_office(settings_from_environment().office)
    with open_ledger(home) as ledger, transaction(ledger):
        one = submission_called(ledger, given)
        done = reinstate(ledger, one.submission_id, office, reason=reason.strip(), actor=by.strip())
        standing = current_decision(ledger, one.submission_id)
        over = submission(ledger, done.over_submission_id) if done.over_submission_id else None
        return one, over if standing and standing.accepted_at else None


def _stated(given: str, reason: str, by: str, command: str) -> Home:
    """The home of a decision that says why and by whom. Refusal for one that does not, or that can be about nothing."""
    for name, text in (("--reason", reason), ("--by", by)):
        if not text.strip():
            raise Refusal("USAGE", found=f"{name} ''", expected=both("写明", "say it"), command=f"{command} ")
    home = Home(settings_from_environment().home)
    if not is_there(home):
        raise Refusal("UNKNOWN_SUBMISSION", found=given)
    return home


def submission_called(ledger: sqlite3.Connection, given: str) -> Submission:
    """The submission of this id, or whose id begins like this. Refusal for none, or for several."""
    matching = [
        each for each in submissions(ledger) if given and each.submission_id.startswith(given.lower())
    ]
    if not matching:
        raise Refusal("UNKNOWN_SUBMISSION", found=given)
    # Where two sums begin alike, the shorter id is the beginning of the longer.
    matching = [each for each in matching if each.submission_id == given.lower()] or matching
    if len(matching) > 1:
        choices = [f"{each.submission_id}  {each.file_name}" for each in matching]
        raise Refusal("SEVERAL_SUBMISSIONS", found=given, choices=choices)
    return matching[0]
