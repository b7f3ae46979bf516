"""`indicators withdraw`: an accepted submission no longer stands. In the ledger it is the decision that `refuse` enters."""

from __future__ import annotations

from warehouse.cli.decide.decision import end_accepted
from warehouse.cli.options import By, Reason, SubmissionId
from warehouse.cli.screen import both, say
from warehouse.cli.usage import epilog

EPILOG = epilog(
    "indicators withdraw 3f2a9c --reason '部门来函撤回' --by 李四",
    "indicators withdraw 3f2a --reason 'handed in for the wrong office' --by Li && indicators refresh",
)


def withdraw(submission_id: SubmissionId, reason: Reason, by: By) -> int:
    """Enter its end in the ledger; the next refresh rebuilds without it. Refusal."""
    submission, there = end_accepted(submission_id, reason, by)
    say(f"√ {submission.submission_id}  {submission.file_name}  " + both("已撤回，不再采用", "withdrawn"))
    if there:
        say(
            "  "
            + both(
                f"现行的是 {there.submission_id} {there.file_name}",
                f"{there.submission_id} {there.file_name} speaks",
            )
        )
    else:
        say("  " + both("该期没有别的报表，应再报", "nothing else is there for its period: it is owed again"))
    undo = f"indicators reinstate {submission.submission_id} --reason … --by …"
    say("  " + both("要恢复", "to reinstate it") + f": {undo}")
    say("  " + both("下一步", "next") + ": indicators refresh")
    return 0
