"""Findings and what is held, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.finding.finding import Finding
from warehouse.cli.error import as_block
from warehouse.cli.screen import both, local_time, say

if TYPE_CHECKING:
    from warehouse.answers.status import HeldSubmission


def show_findings(findings: Iterable[Finding]) -> None:
    """The roots, each as a block; what follows from one of them is only counted."""
    every = list(findings)
    for found in every:
        if not found.caused_by:
            say(as_block(found.problem))
    show_folded(sum(bool(found.caused_by) for found in every))


def show_folded(folded: int) -> None:
    """How many findings only follow from those shown; nothing for none."""
    if folded:
        say(
            "  "
            + both(
                f"另有 {folded} 处由上面的问题引起,改好后自动消失",
                f"{folded} more follow from these and vanish with them",
            )
        )


def list_held(waiting: Sequence[HeldSubmission]) -> None:
    """A line for each reason; the rest stands in `indicators held`."""
    say(both(f"待核 {len(waiting)} 份", f"{len(waiting)} held, see indicators held"))
    for one in waiting:
        say(f"  × {one.submission_id}  {one.file}")
        for found in one.findings:
            place = f"{found.sheet}!{found.cell} " if found.cell else ""
            say(f"    {found.rule}  {place}{both(found.message_zh, found.message_en)}")
        if one.folded:
            say("    " + both(f"另有 {one.folded} 处由此引起", f"{one.folded} more follow from this"))


def show_held(waiting: Sequence[HeldSubmission]) -> None:
    """Each held submission with its reasons, and what can be done."""
    for one in waiting:
        form = " ".join(part for part in (one.form_id, one.period) if part)
        say(f"× {one.submission_id}  {one.file}  {form}  {local_time(one.received_at)}")
        for found in one.findings:
            say("  " + as_block(found.problem).replace("\n", "\n  "))
        show_folded(one.folded)
    say(both(f"共 {len(waiting)} 份待核", f"{len(waiting)} held"))
    say("  " + both("请部门改正后重报,或", "corrected and handed in again, or") + ":")
    say("  indicators release SUBMISSION --reason … --by …")
    say("  indicators refuse SUBMISSION --reason … --by …")
