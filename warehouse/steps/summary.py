"""The end of a refresh in words: what came, what was decided, what is published, and the headline figures."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from ingest.finding.message import Duty
from ingest.office.load import load_office
from ingest.office.office_file import load_office_file
from ingest.period.month import in_words as period_in_words
from warehouse.home import Home
from warehouse.language import mixed
from warehouse.ledger.entries import current_decisions, submission
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.question_state import standing_questions
from warehouse.settings import Settings
from warehouse.snapshots.last_snapshot import rows_of
from warehouse.snapshots.snapshot import current
from warehouse.steps.report import RefreshReport
from warehouse.steps.up_to_hand_back import gate_1_in_words, handed_back, what_came

_SHOWN_HELD = 12
_DEFAULTS = {"measure": "VALUE", "time_transform": "N", "breakdown": "_T", "scope_basis": None}


def in_words(settings: Settings, report: RefreshReport) -> str:
    """The summary that `indicators refresh` and `make refresh` print."""
    lines = [
        "",
        *what_came(settings, report),
        *_what_was_decided(report),
        *handed_back(report),
        *_held(settings, report),
        *_asked(settings),
        *_state(report),
        *_served(report),
        *_notified(report),
    ]
    lines += _headlines(settings)
    seconds, status = f"{report.seconds:.1f}", report.exit_status
    lines.append(
        mixed(
            f"用时 {seconds} 秒 · 退出码 {status}",
            f"{seconds} s · exit status {status}",
            f"用时 {seconds} 秒 · 退出码 {status} (exit status)",
        )
    )
    return "\n".join(lines)


def _what_was_decided(report: RefreshReport) -> list[str]:
    lines = gate_1_in_words(report)
    if report.built and not report.built.nothing_new:
        models, tests = report.built.models, report.built.tests
        lines.append(
            mixed(
                f"建库               模型 {models} · 测试 {tests}",
                f"build              {models} models · {tests} tests",
                f"建库 build         模型 {models} · 测试 {tests}   (models, tests)",
            )
        )
    if report.published:
        asked = [found for found in report.published.findings if found.severity == "warn"]
        checks = report.published.checks
        lines.append(
            mixed(
                f"关口二             检查 {checks} · 请说明 {len(asked)}",
                f"gate 2             {checks} checks · {len(asked)} warnings",
                f"关口二 gate 2      检查 {checks} · 请说明 {len(asked)}   (checks, warnings)",
            )
        )
        lines += [
            f"  ▲ {found.file} {found.sheet}!{found.cell}  {mixed(found.message_zh, found.message_en, found.message_zh)}"
            for found in asked
            # What departments were asked before stands in the list; what is the operator's is in none.
            if found in report.published.asked or found.duty is Duty.OPERATOR
        ]
    return lines


def _held(settings: Settings, report: RefreshReport) -> list[str]:
    if not report.held:
        return []
    from warehouse.landing.landed import findings_of  # noqa: PLC0415 - pyarrow, 0.3 s, where something is held

    held = len(report.held)
    lines = [
        mixed(
            f"待核               {held} 份   (indicators held)",
            f"held               {held}   (indicators held)",
            f"待核 held          {held} 份   (indicators held)",
        )
    ]
    home = Home(settings.home)
    with open_ledger(home) as book:
        decisions = current_decisions(book)
        for submission_id in report.held[:_SHOWN_HELD]:
            one = submission(book, submission_id)
            found = findings_of(home, submission_id, decisions[submission_id].reader_version)
            roots = [each for each in found if each.severity == "hold" and not each.caused_by]
            where = f"{roots[0].sheet}!{roots[0].cell} " if roots and roots[0].cell else ""
            words = mixed(roots[0].message_zh, roots[0].message_en, roots[0].message_zh) if roots else ""
            said = f"{roots[0].rule} {where}{words}" if roots else ""
            lines.append(f"  × {one.file_name if one else submission_id}  {said}")
    if held > _SHOWN_HELD:
        rest = held - _SHOWN_HELD
        lines.append(f"  … {mixed(f'另有 {rest} 份', f'{rest} more', f'另有 {rest} 份 (more)')}")
    return lines


def _asked(settings: Settings) -> list[str]:
    """How many questions departments have not answered, old and new."""
    with open_ledger(Home(settings.home)) as book:
        questions = standing_questions(book, load_office(settings.office))
    waiting = sum(one.is_open and not one.holds for one in questions)
    if not waiting:
        return []
    return [
        mixed(
            f"待说明             {waiting} 问   (indicators answers)",
            f"to be answered     {waiting}   (indicators answers)",
            f"待说明 asked       {waiting} 问   (indicators answers)",
        )
    ]


def _state(report: RefreshReport) -> list[str]:
    here = report.snapshot_id or mixed("无", "none", "无 none")
    if report.blocked:
        return [
            mixed("× 未发布", "× blocked", "× 未发布 blocked") + f": {report.blocked}",
            mixed("当前快照         ", "snapshot         ", "当前快照 snapshot") + f"  {here}",
        ]
    if report.built and report.built.nothing_new:
        return [
            mixed(
                f"没有新内容，未发布 · 当前快照 {here}",
                f"nothing new, nothing published · the current snapshot is {here}",
                f"没有新内容，未发布 nothing new, nothing published · 当前快照 {here}",
            )
        ]
    pinned = mixed(
        "（已固定，见 indicators resume）",
        "(pinned, see indicators resume)",
        "（已固定，见 indicators resume · pinned）",
    )
    published = mixed("已发布          ", "published       ", "已发布 published")
    return [f"{published}   {here} {pinned if report.pinned else ''}".rstrip()]


def _served(report: RefreshReport) -> list[str]:
    """What BI tools see. The night is all right without it: they have the snapshot that they had."""
    if report.served is None:
        return []
    if report.served.problem:
        said = mixed(
            "○ 看板仍是原来的数据版本，恢复后运行 indicators publish",
            "○ dashboards have the snapshot that they had; run indicators publish once it is back",
            "○ 看板仍是原来的数据版本，恢复后运行 indicators publish (dashboards have the snapshot that they had)",
        )
        return [f"{said}: {report.served.problem}"]
    return [
        f"PostgreSQL         {report.served.tables} {mixed('张表', 'tables', '张表 tables')} · {report.served.rows:,} {mixed('行', 'rows', '行 rows')}"
    ]


def _notified(report: RefreshReport) -> list[str]:
    """How many departments were told, and who was not. The night is all right without it."""
    told = report.notified
    if told is None or not (told.sent or told.problems or told.unsure):
        return []
    lines = [
        mixed(
            f"通知               {told.sent} 条",
            f"notices            {told.sent}",
            f"通知 notices       {told.sent} 条",
        )
    ]
    not_sent = mixed(
        "通知没有发出，下次再发", "not sent, tried again next time", "通知没有发出，下次再发 not sent"
    )
    unsure = mixed(
        "上次被中断，不知是否发出，不再发",
        "stopped on the way, perhaps sent, not sent again",
        "上次被中断，不知是否发出，不再发 perhaps sent, not again",
    )
    lines += [f"  ▲ {not_sent}: {one}" for one in told.problems]
    return lines + [f"  ▲ {unsure}: {one}" for one in told.unsure]


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
    name = office.name_zh
    lines = [mixed(f"{name}主要数字", f"{name} headline figures", f"{name}主要数字 headline figures")]
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
        " case when rank_of_n is null then display_unit_zh else concat('位，共 ', rank_of_n) end,"
        f" source_file, source_sheet, source_cell from mart_indicator as m where {where} order by time_period desc limit 1"
    )


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
