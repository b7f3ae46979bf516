"""`indicators diff`: what changed between two snapshots, by how much, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.finding.refusal import Refusal
from warehouse.answers.changes.change import ADDED, CHANGED, GROWTH, MARK, REMOVED, VALUE, Change
from warehouse.answers.changes.compare import changes
from warehouse.cli.ask.answer import Format, as_file, form_of_answer, show
from warehouse.cli.options import Json
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, local_time, note, say
from warehouse.cli.source import nothing_published, published_file
from warehouse.cli.usage import epilog
from warehouse.home import Home
from warehouse.ledger.file.own import is_there
from warehouse.settings import Settings
from warehouse.snapshots.snapshot import listed_snapshots
from warehouse.variables import settings_from_environment

if TYPE_CHECKING:
    import pyarrow as pa

EPILOG = epilog(
    "indicators diff",
    "indicators diff 20240105T020000Z 20240106T020000Z --format csv --output 变动.csv",
    "indicators diff 2024-01-06 2024-01-10",
)

Before = Annotated[
    str | None,
    typer.Argument(
        metavar="[BEFORE]",
        help="快照编号或其开头，也可以是日期；不写就是上一个 · a snapshot, or a day; default: the one before the last",
        show_default=False,
    ),
]
After = Annotated[
    str | None,
    typer.Argument(
        metavar="[AFTER]", help="同上；不写就是最新的 · the same; default: the last", show_default=False
    ),
]
DiffFormat = Annotated[
    Format | None,
    typer.Option("--format", help="不写就用文字说 · default: in words", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="写入文件 · write to a file", show_default=False),
]
Excel = Annotated[
    bool,
    typer.Option("--excel", help="CSV 按 Excel 的行尾和编码标记 · CSV with Excel's ends of lines and mark"),
]

_SHOWN = 12  # figures of a file that are told one by one; of what is only new, the first few
_SHOWN_ADDED = 3
_MADE_OF_DAY = 10  # as many signs has 2024-01-06


def diff(
    before: Before = None,
    after: After = None,
    answer_format: DiffFormat = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
    excel: Excel = False,
) -> int:
    """Tell or write what differs. 0, whether something does or not. Refusal for snapshots that are not there."""
    told = not (answer_format or json or output or excel)
    form = Format.TABLE if told else form_of_answer(answer_format, json, output, excel, "diff")
    settings = settings_from_environment()
    target = file_output(output, force, settings.home) if output else None
    names = _named(settings, before, after)
    older, newer = (_file(settings, name) for name in names)
    found = changes(older, newer)
    if told:
        called = (
            name if _is_day(name) else file.parent.name
            for name, file in zip(names, (older, newer), strict=True)
        )
        _tell(found, " → ".join(called))
    elif target:
        write(target, as_file(_table(found), form, excel))
        note(both(f"共 {len(found)} 处，已全部列出", f"{len(found)} figures, all of them"))
    else:
        show(_table(found), form, excel)
    return 0


def _named(settings: Settings, before: str | None, after: str | None) -> tuple[str, str]:
    """The two that are meant: those given; else the last, and the one before it."""
    if before and after:
        return before, after
    home = Home(settings.home)
    kept = (
        [each.snapshot.snapshot_id for each in listed_snapshots(home) if each.kept] if is_there(home) else []
    )
    if not kept:
        raise nothing_published(home)
    if before:
        return before, kept[-1]
    if len(kept) == 1:
        raise Refusal("ONE_SNAPSHOT", where=str(home.snapshots), found=kept[0])
    return kept[-2], kept[-1]


def _file(settings: Settings, name: str) -> Path:
    return published_file(settings, name, None) if _is_day(name) else published_file(settings, None, name)


def _is_day(name: str) -> bool:
    return len(name) == _MADE_OF_DAY and name[4] == name[7] == "-"


def _table(found: Sequence[Change]) -> pa.Table:
    """The changes as rows; the same columns where there is none."""
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s: what is told in words needs none

    amount = pa.decimal128(28, 6)
    kinds: dict[str, Any] = {
        "difference": amount,
        "difference_percent": pa.decimal128(28, 2),
        "before_value": amount,
        "after_value": amount,
        "received_at": pa.timestamp("us", "UTC"),
        "is_synthetic": pa.bool_(),
    }
    schema = pa.schema([(each.name, kinds.get(each.name, pa.string())) for each in fields(Change)])
    columns = ([getattr(one, name) for one in found] for name in schema.names)
    return pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema=schema
    )


def _tell(found: Sequence[Change], which: str) -> None:
    say(which)
    if not found:
        say(both("数都一样", "every figure is the same"))
        return
    count = {
        kind: sum(one.change == kind and one.figure == VALUE for one in found)
        for kind in (ADDED, CHANGED, REMOVED)
    }
    growths = sum(one.figure == GROWTH and one.change != ADDED for one in found)
    marks = sum(one.why == MARK for one in found)
    count[CHANGED] -= marks
    say(
        both(
            f"新增 {count[ADDED]} · 改动 {count[CHANGED]} · 去掉 {count[REMOVED]} · 计算同比改动 {growths}"
            + (f" · 只改示例记号 {marks}" if marks else ""),
            f"added {count[ADDED]}, changed {count[CHANGED]}, removed {count[REMOVED]}, computed growths changed {growths}"
            + (f", marks alone {marks}" if marks else ""),
        )
    )
    for heading, kinds in (
        (both("改动和去掉的", "changed and removed"), (CHANGED, REMOVED)),
        (both("新增的", "added"), (ADDED,)),
    ):
        told = [
            one for one in found if one.change in kinds and not (one.figure == GROWTH and one.change == ADDED)
        ]
        if told:
            say()
            say(heading)
            _tell_by_file(told, _SHOWN if CHANGED in kinds else _SHOWN_ADDED)


def _tell_by_file(found: Sequence[Change], most: int) -> None:
    """What the same submission says for the same reason, under one line that says so; what is another figure first, and of
    these the greatest change."""
    by_file = sorted(
        found,
        key=lambda one: (
            one.received_at,
            one.submission_id,
            one.figure != VALUE,
            one.why == MARK,
            one.why_zh,
            -abs(one.difference_percent or one.difference or Decimal(0)),
        ),
    )
    for (_, why), same in groupby(by_file, key=lambda one: (one.submission_id, (one.why_zh, one.why_en))):
        every = list(same)
        first = every[0]
        handed_in = f"{first.department_zh} {local_time(first.received_at)}"
        say(f"《{first.source_file}》 {handed_in}  {both(*why)}")
        for one in every[:most]:
            say(f"  {_line(one)}")
        if len(every) > most:
            say(
                "  "
                + both(
                    f"… 另有 {len(every) - most} 个，见 --format csv",
                    f"{len(every) - most} more, see --format csv",
                )
            )


def _line(one: Change) -> str:
    """实际到账外资 1032 → 1052(示例) 万美元  +20 (+1.94%)  外资到账明细!H9"""
    unit = one.display_unit_zh
    if one.change == ADDED:
        values = f"{one.after_display}{unit}"
    elif one.change == REMOVED:
        values = f"{one.before_display}{unit} → " + both("没有了", "gone")
    else:
        values = f"{one.before_display} → {one.after_display} {unit}"
    by = ""
    if one.difference:
        by = f"  {one.difference:+f}" + ("个百分点" if unit == "%" else unit)
        by += f" ({one.difference_percent:+f}%)" if one.difference_percent is not None else ""
    place = f"  {one.source_sheet}!{one.source_cell}" if one.figure == VALUE and one.source_cell else ""
    return f"{one.name_zh}  {values}{by}{place}"
