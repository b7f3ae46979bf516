"""`indicators refuse`: a submission ends, unless it is reinstated."""

from __future__ import annotations

from warehouse.cli.decide.decision import decide
from warehouse.cli.options import By, Reason, SubmissionId
from warehouse.cli.screen import both, say
from warehouse.cli.usage import epilog
from warehouse.ledger.row import DecisionKind

EPILOG = epilog(
    "indicators refuse 3f2a9c --reason '报错了月份，请重报' --by 李四",
    "indicators held && indicators refuse 3f2a --reason duplicate --by Li",
)


def refuse(submission_id: SubmissionId, reason: Reason, by: By) -> int:
    """Enter the refusal in the ledger. Refusal."""
    submission, _ = decide(submission_id, DecisionKind.REFUSE, reason, by)
    say(f"√ {submission.submission_id}  {submission.file_name}  " + both("已退回，不再采用", "refused"))
    say("  " + both("请部门改正后重报", "the department hands in a corrected file"))
    return 0
