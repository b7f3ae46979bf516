"""What came, what gate 1 said and what went back, in words: of a night, and of what runs between two of them."""

from __future__ import annotations

from ingest.finding.finding import Finding
from warehouse.home import Home
from warehouse.language import mixed
from warehouse.ledger.entries import current_decisions, submission
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import Decision, DecisionKind, Submission
from warehouse.settings import Settings
from warehouse.steps.report import BetweenReport, CollectReport, GateReport, RefreshReport


def between_in_words(settings: Settings, report: BetweenReport) -> str:
    """What `indicators refresh --hand-back` prints."""
    lines = [*what_came(settings, report), *gate_1_in_words(report), *handed_back(report)]
    if report.blocked:
        lines.append(
            mixed("× 没有过关口一", "× gate 1 could not run", "× 没有过关口一 blocked")
            + f": {report.blocked}"
        )
    later = mixed(
        "已采用的随下次更新发布",
        "what is accepted is published by the next refresh",
        "已采用的随下次更新发布 (published by the next refresh)",
    )
    return "\n".join([*lines, later])


def what_came(settings: Settings, report: RefreshReport | BetweenReport) -> list[str]:
    """What lay in the inbox, and what was read of it."""
    came = report.collected
    zh = f"新 {len(came.new)} · 重复 {len(came.duplicates)} · 未收完 {len(came.waiting)} · 收件箱问题 {len(came.findings)}"
    en = (
        f"{len(came.new)} new · {len(came.duplicates)} duplicate · {len(came.waiting)} still copying"
        f" · {len(came.findings)} left in the inbox"
    )
    together = f"收到 submissions   {zh}   (new, duplicate, still copying, left in the inbox)"
    lines = [mixed(f"收到               {zh}", f"submissions        {en}", together)]
    lines += [f"  × {found.file}  {_said(found)}" for found in came.findings]
    lines += _same_again(settings, came)
    if report.read:
        values = sum(one.observations for one in report.read)
        cells = sum(one.register_cells for one in report.read)
        lines.append(
            mixed(
                f"读出               数值 {values} · 台账单元格 {cells}",
                f"read               {values} observations · {cells} register cells",
                f"读出 read          数值 {values} · 台账单元格 {cells}   (observations, register cells)",
            )
        )
    return lines


def _said(found: Finding) -> str:
    return mixed(found.message_zh, found.message_en, f"{found.message_zh} {found.message_en}")


def _same_again(settings: Settings, came: CollectReport) -> list[str]:
    """Bytes that came again: what stands again by that, and what is not published although somebody sent it twice."""
    if not came.duplicates:
        return []
    lines = []
    over = dict(came.reinstated)
    with open_ledger(Home(settings.home)) as book:
        decisions = current_decisions(book)
        for submission_id in dict.fromkeys(came.duplicates):
            decision, one = decisions.get(submission_id), submission(book, submission_id)
            if one and submission_id in over:
                before = submission(book, over[submission_id])
                lines.append("  √ " + _stands_again(one, before))
            elif one and decision and decision.kind in ("hold", "refuse"):
                lines.append("  ▲ " + _not_published(one, decision))
    return lines


def _stands_again(one: Submission, before: Submission | None) -> str:
    name = f"{before.submission_id} {before.file_name}" if before else ""
    zh = f"{one.submission_id} {one.file_name}  与已收的相同，恢复为现行，取代 {name}"
    en = f"{one.submission_id} {one.file_name}  the same bytes again: it stands again, over {name}"
    return mixed(zh, en, f"{zh} (the same bytes again: it stands again)")


def _not_published(one: Submission, decision: Decision) -> str:
    held = decision.kind is DecisionKind.HOLD
    state = "待核" if held else "已退回"
    way_zh = "" if held else f"；要恢复：indicators reinstate {one.submission_id}"
    way_en = "correct it and save it" if held else f"correct it, or indicators reinstate {one.submission_id}"
    zh = f"{one.file_name}  与已收到的文件内容完全相同，该份{state}：{decision.reason}{way_zh}"
    en = (
        f"{one.file_name}  the same bytes again; that submission is {'held' if held else 'refused'}: {way_en}"
    )
    return mixed(zh, en, f"{zh} (the same bytes again; that submission is {decision.kind}: {way_en})")


def gate_1_in_words(report: RefreshReport | BetweenReport) -> list[str]:
    """What the first gate has decided."""
    lines = []
    if report.gate and report.gate.checks:
        lines.append(_gate_1(report.gate))
    if report.gate and (report.gate.waived or report.gate.held_again):
        lines.append(_waivers(report.gate))
    if report.gate and report.gate.explained:
        lines.append(_explained(report.gate.explained))
    return lines


def _waivers(gate: GateReport) -> str:
    zh = f"特批采用 {gate.waived} · 到期待核 {gate.held_again}"
    return mixed(
        f"特批               {zh}",
        f"waivers            {gate.waived} let in · {gate.held_again} ended and held again",
        f"特批 waivers       {zh}   (let in, ended and held again)",
    )


def _explained(count: int) -> str:
    return mixed(
        f"已说明             说明已采纳，放行 {count}",
        f"explained          {count} let in, as what holds them was explained and accepted",
        f"已说明 explained   说明已采纳，放行 {count}   (let in: what holds them was explained and accepted)",
    )


def _gate_1(gate: GateReport) -> str:
    values_zh = f" · 待核的数 {gate.held_values}" if gate.held_values else ""
    values_en = f" · {gate.held_values} values held" if gate.held_values else ""
    zh = (
        f"采用 {gate.accepted} · 待核 {gate.held}{values_zh} · 请说明 {gate.warnings} · 提示 {gate.hints}"
        f" · 检查 {gate.checks}"
    )
    en = (
        f"{gate.accepted} accepted · {gate.held} held{values_en} · {gate.warnings} warnings · {gate.hints} hints"
        f" · {gate.checks} checks"
    )
    what = "accepted, held, values held, warnings" if gate.held_values else "accepted, held, warnings"
    return mixed(
        f"关口一             {zh}",
        f"gate 1             {en}",
        f"关口一 gate 1      {zh}   ({what}, hints, checks)",
    )


def handed_back(report: RefreshReport | BetweenReport) -> list[str]:
    """How many went back to their departments, and what could not be put there."""
    back = report.handed_back
    if not (back.handed_back or back.problems):
        return []
    zh = f"回执 {back.handed_back} · 带批注的工作簿 {back.workbooks}"
    en = f"{back.handed_back} receipts · {back.workbooks} workbooks with marks"
    lines = [
        mixed(
            f"发还               {zh}   (outbox/)",
            f"handed back        {en}   (outbox/)",
            f"发还 handed back   {zh}   (receipts, workbooks with marks; outbox/)",
        )
    ]
    return lines + [
        f"  × {mixed('没有发还', 'not handed back', '没有发还 not handed back')} {one}"
        for one in back.problems
    ]
