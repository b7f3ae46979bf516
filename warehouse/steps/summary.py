"""The end of a refresh in words: what came, what was decided, what is published, and the headline figures."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from ingest.office.office_file import load_office_file
from ingest.period.month import in_words as period_in_words
from warehouse.home import Home
from warehouse.ledger.entries import current_decisions, submission
from warehouse.ledger.schema import open_ledger
from warehouse.settings import Settings
from warehouse.steps.accept import findings_of
from warehouse.steps.report import RefreshReport
from warehouse.steps.snapshot import current
from warehouse.steps.snapshot_files import rows_of

_SHOWN_HELD = 12
_DEFAULTS = {"measure": "VALUE", "time_transform": "N", "breakdown": "_T", "scope_basis": None}


def in_words(settings: Settings, report: RefreshReport) -> str:
    """The summary that `indicators refresh` and `make refresh` print."""
    lines = [
        "",
        *_what_came(settings, report),
        *_what_was_decided(report),
        *_held(settings, report),
        *_state(report),
    ]
    lines += _headlines(settings)
    lines.append(f"用时 {report.seconds:.1f} 秒 · 退出码 {report.exit_status} (exit status)")
    return "\n".join(lines)


def _what_came(settings: Settings, report: RefreshReport) -> list[str]:
    came = report.collected
    lines = [
        f"收到 submissions   新 {len(came.new)} · 重复 {len(came.duplicates)} · 未收完 {len(came.waiting)}"
        f" · 收件箱问题 {len(came.findings)}   (new, duplicate, still copying, left in the inbox)"
    ]
    lines += [f"  × {found.file}  {found.message_zh} {found.message_en}" for found in came.findings]
    lines += _same_again(settings, came.duplicates)
    if report.read:
        lines.append(
            f"读出 read          数值 {sum(one.observations for one in report.read)}"
            f" · 台账单元格 {sum(one.register_cells for one in report.read)}   (observations, register cells)"
        )
    return lines


def _same_again(settings: Settings, duplicates: tuple[str, ...]) -> list[str]:
    """Bytes that came again although they are not what is published: whoever sent them expects otherwise."""
    if not duplicates:
        return []
    lines = []
    with open_ledger(Home(settings.home)) as book:
        decisions = current_decisions(book)
        for submission_id in duplicates:
            decision, one = decisions.get(submission_id), submission(book, submission_id)
            if one and decision and decision.kind in ("hold", "refuse"):
                lines.append(
                    f"  ▲ {one.file_name}  与已收到的文件内容完全相同,该份{'待核' if decision.kind == 'hold' else '已退回'}:{decision.reason}"
                    f" (the same bytes again; that submission is {decision.kind}: correct it and save it)"
                )
    return lines


def _what_was_decided(report: RefreshReport) -> list[str]:
    lines = []
    if report.gate and report.gate.checks:
        gate = report.gate
        lines.append(
            f"关口一 gate 1      采用 {gate.accepted} · 待核 {gate.held} · 请说明 {gate.warnings} · 提示 {gate.hints}"
            f" · 检查 {gate.checks}   (accepted, held, warnings, hints, checks)"
        )
    if report.built and not report.built.nothing_new:
        lines.append(
            f"建库 build         模型 {report.built.models} · 测试 {report.built.tests}   (models, tests)"
        )
    if report.published:
        asked = [found for found in report.published.findings if found.severity == "warn"]
        lines.append(
            f"关口二 gate 2      检查 {report.published.checks} · 请说明 {len(asked)}   (checks, warnings)"
        )
        lines += [f"  ▲ {found.file} {found.sheet}!{found.cell}  {found.message_zh}" for found in asked]
    return lines


def _held(settings: Settings, report: RefreshReport) -> list[str]:
    if not report.held:
        return []
    lines = [f"待核 held          {len(report.held)} 份   (indicators held)"]
    home = Home(settings.home)
    with open_ledger(home) as book:
        decisions = current_decisions(book)
        for submission_id in report.held[:_SHOWN_HELD]:
            one = submission(book, submission_id)
            found = findings_of(home, submission_id, decisions[submission_id].reader_version)
            roots = [each for each in found if each.severity == "hold" and not each.caused_by]
            where = f"{roots[0].sheet}!{roots[0].cell} " if roots and roots[0].cell else ""
            said = f"{roots[0].rule} {where}{roots[0].message_zh}" if roots else ""
            lines.append(f"  × {one.file_name if one else submission_id}  {said}")
    if len(report.held) > _SHOWN_HELD:
        lines.append(f"  … 另有 {len(report.held) - _SHOWN_HELD} 份 (more)")
    return lines


def _state(report: RefreshReport) -> list[str]:
    if report.blocked:
        return [
            f"× 未发布 blocked: {report.blocked}",
            f"当前快照 snapshot  {report.snapshot_id or '无 none'}",
        ]
    if report.built and report.built.nothing_new:
        return [
            f"没有新内容,未发布 nothing new, nothing published · 当前快照 {report.snapshot_id or '无 none'}"
        ]
    pinned = "(已固定,见 indicators resume · pinned)" if report.pinned else ""
    return [f"已发布 published   {report.snapshot_id or '无 none'} {pinned}".rstrip()]


def _headlines(settings: Settings) -> list[str]:
    folder = current(Home(settings.home))
    if folder is None:
        return []
    office = load_office_file(settings.office)
    queries = [_query(wanted, office.ref_area) for wanted in office.headlines]
    found = rows_of(folder, ("mart_indicator", "dim_breakdown"), queries)
    rows = [rows[0] for rows in found if rows]
    if not rows:
        return []
    lines = [f"{office.name_zh}主要数字 headline figures"]
    table = [
        (f"{name}", period_in_words(period), f"{value} {unit}".strip(), f"{file} {sheet}!{cell}")
        for name, period, value, unit, file, sheet, cell in rows
    ]
    widths = [max(_width(row[column]) for row in table) for column in range(3)]
    return lines + ["  " + "  ".join([*(_pad(row[i], widths[i]) for i in range(3)), row[3]]) for row in table]


def _query(wanted: Mapping[str, object], area: str) -> str:
    """The newest period of one headline. Names come from the office's own file, and are quoted all the same."""
    said = {**_DEFAULTS, **wanted, "ref_area": area}
    where = " and ".join(f"{name} = '{_quoted(value)}'" for name, value in said.items() if value is not None)
    return (
        "select concat(indicator_zh, case breakdown when '_T' then '' else concat(' ', (select breakdown_zh from"  # noqa: S608 - quoted above
        " dim_breakdown as b where b.breakdown = m.breakdown)) end, case time_transform when 'G1Y' then ' 同比' else '' end,"
        " case measure when 'RANK' then ' 位次' else '' end), time_period, display_value,"
        " case when rank_of_n is null then display_unit_zh else concat('位,共 ', rank_of_n) end,"
        f" source_file, source_sheet, source_cell from mart_indicator as m where {where} order by time_period desc limit 1"
    )


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
