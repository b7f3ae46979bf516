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
                f"另有 {folded} 处由上面的问题引起，改好后自动消失",
                f"{folded} more follow from these and vanish with them",
            )
        )


def list_held(waiting: Sequence[HeldSubmission]) -> None:
    """A line for each reason; the rest stands in `indicators held`."""
    say(_how_many(waiting, see=", see indicators held"))
    for one in waiting:
        say(f"  × {one.submission_id}  {one.file}  {_whose(one)}")
        for found in one.findings:
            place = f"{found.sheet}!{found.cell} " if found.cell else ""
            say(f"    {found.rule}  {place}{both(found.message_zh, found.message_en)}")
        if one.folded:
            say("    " + both(f"另有 {one.folded} 处由此引起", f"{one.folded} more follow from this"))


def show_held(waiting: Sequence[HeldSubmission]) -> None:
    """Each held submission with its reasons, and what can be done."""
    for one in waiting:
        say(f"× {one.submission_id}  {one.file}  {_whose(one)}  {local_time(one.received_at)}")
        if one.scope == "row":
            say(
                "  "
                + both("只扣下列各数，其余已采用", "these values alone are held; the rest is in the data")
            )
        for found in one.findings:
            say("  " + as_block(found.problem).replace("\n", "\n  "))
        show_folded(one.folded)
        if one.must_be_corrected:
            rules = ", ".join(one.must_be_corrected)
            say(
                "  "
                + both(f"不能放行，须改正后重报：{rules}", f"cannot be released, must be corrected: {rules}")
            )
    say(_how_many(waiting))
    say("  " + both("请部门改正后重报，或", "corrected and handed in again, or") + ":")
    if not all(one.must_be_corrected for one in waiting):
        say("  indicators release SUBMISSION --reason … --by …")
    say("  indicators refuse SUBMISSION --reason … --by …")


def _how_many(waiting: Sequence[HeldSubmission], see: str = "") -> str:
    whole = sum(one.scope == "submission" for one in waiting)
    values = sum(len(one.findings) for one in waiting if one.scope == "row")
    held_zh = [f"{whole} 份" if whole else "", f"{values} 个数" if values else ""]
    held_en = [f"{whole} held" if whole else "", f"{values} values held" if values else ""]
    zh, en = "、".join(filter(None, held_zh)), ", ".join(filter(None, held_en))
    return both(f"共 {zh}待核" if not see else f"待核 {zh}", f"{en}{see}")


def _whose(one: HeldSubmission) -> str:
    """The department, the title of the form, and the period; what of it is known."""
    form = both(one.form_zh, one.form_en) or one.form_id or both("不认识的表", "no known form")
    return "  ".join((one.department_zh, f"{form} {one.period or ''}".rstrip()))
