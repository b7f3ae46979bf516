"""The two folders of samples, written in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from samples.faults import faults
from samples.faults.fault import EXPECTED_COLUMNS
from samples.forms import (
    admin_counts,
    annual_plan,
    buildings,
    domestic_capital,
    fai_register,
    fdi_detail,
    growth_feedback,
    key_projects,
    old_communities,
    physical_work,
    services_pull,
    target_tracking,
    trade,
    visits,
)
from samples.submission import Submission, handed_in, write_inbox, write_table

REPORTS = (
    fai_register.REPORT,
    growth_feedback.REPORT,
    fdi_detail.REPORT,
    domestic_capital.REPORT,
    physical_work.REPORT,
    target_tracking.REPORT,
    trade.REPORT,
    buildings.REPORT,
    visits.REPORT,
    services_pull.REPORT,
    old_communities.REPORT,
    key_projects.REPORT,
    admin_counts.REPORT,
    annual_plan.REPORT,
)


@dataclass(frozen=True, slots=True)
class Made:
    """Where the samples lie and how many there are. Each inbox can be laid into a home as it is."""

    inbox: Path
    faulty: Path
    submissions: int
    faults: int


def sample_submissions() -> tuple[Submission, ...]:
    """Every report of every month in which it is due, without defects."""
    return tuple(handed_in(report, month) for report in REPORTS for month in report.months())


def make(destination: Path) -> Made:
    """Write the sample inbox and the faulty samples under a folder; files of the same name are replaced.

    OSError where that folder cannot be written.
    """
    inbox, faulty = destination / "inbox", destination / "faulty"
    submissions, planted = sample_submissions(), faults()
    write_inbox(inbox, submissions)
    write_inbox(
        faulty / "inbox", [_in_turn(fault.submission, number) for number, fault in enumerate(planted)]
    )
    write_table(faulty / "expected.csv", EXPECTED_COLUMNS, [fault.expected_row() for fault in planted])
    return Made(inbox, faulty, len(submissions), len(planted))


def _in_turn(submission: Submission, number: int) -> Submission:
    """Faulty returns of one form and month come in one after the other: which is the last is no accident."""
    return replace(submission, received_at=submission.received_at + timedelta(minutes=number))
