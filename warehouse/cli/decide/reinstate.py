"""`indicators reinstate`: a submission that was refused, or superseded by a worse one, stands again."""

from __future__ import annotations

from warehouse.cli.decide.decision import put_back
from warehouse.cli.options import By, Reason, SubmissionId
from warehouse.cli.screen import both, say
from warehouse.cli.usage import epilog

EPILOG = epilog(
    "indicators reinstate 3f2a9c --reason '误退，原表无误' --by 李四",
    "indicators reinstate 3f2a --reason 'the later file has the wrong unit' --by Li && indicators refresh",
)


def reinstate(submission_id: SubmissionId, reason: Reason, by: By) -> int:
    """Enter in the ledger that it stands again; the next refresh rebuilds with it. Refusal."""
    submission, over = put_back(submission_id, reason, by)
    say(f"√ {submission.submission_id}  {submission.file_name}  " + both("已恢复", "reinstated"))
    if over:
        say(
            "  "
            + both(
                f"取代 {over.submission_id} {over.file_name}",
                f"it stands over {over.submission_id} {over.file_name}",
            )
        )
    say(
        "  " + both("当前版本未变，下次更新时重建", "the snapshot has not changed; the next refresh rebuilds")
    )
    say("  " + both("下一步", "next") + ": indicators refresh")
    return 0
