"""`indicators release`: a held submission goes into the data."""

from __future__ import annotations

from warehouse.cli.decide.decision import decide
from warehouse.cli.options import By, Reason, SubmissionId
from warehouse.cli.screen import both, local_time, say
from warehouse.cli.usage import epilog
from warehouse.ledger.row import DecisionKind

EPILOG = epilog(
    "indicators release 3f2a9c --reason '已电话核实，数字属实' --by 李四",
    "indicators release 3f2a9c10b7d4e855 --reason 'confirmed by phone' --by Li && indicators refresh",
)


def release(submission_id: SubmissionId, reason: Reason, by: By) -> int:
    """Enter the release in the ledger; the next refresh rebuilds with it. Refusal."""
    submission, decision = decide(submission_id, DecisionKind.RELEASE, reason, by)
    say(f"√ {submission.submission_id}  {submission.file_name}  " + both("已放行", "released"))
    if decision.accepted_at:
        known = local_time(decision.accepted_at)
        say(
            "  "
            + both(f"采用时间 {known}：按此前的日子查（--as-of）看不到它", f"readers know it from {known} on")
        )
    say(
        "  " + both("当前版本未变，下次更新时重建", "the snapshot has not changed; the next refresh rebuilds")
    )
    say("  " + both("下一步", "next") + ": indicators refresh")
    return 0
