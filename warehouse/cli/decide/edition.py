"""`indicators edition`: what a meeting was shown is frozen, signed off, and held beside what is so now."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from ingest.finding.refusal import Refusal
from ingest.office.load import load_office
from warehouse.answers.edition_changes import COLUMNS, Changes, changes_of
from warehouse.cli.options import Json
from warehouse.cli.output import Force, file_output, new_file, write
from warehouse.cli.screen import as_json, both, local_time, note, print_json, say
from warehouse.cli.source import published_file
from warehouse.cli.usage import epilog
from warehouse.home import Home
from warehouse.ledger.editions import Edition, editions, figures_of, freeze, known_edition, refused, sign
from warehouse.ledger.file.own import is_there
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators edition 调度会 2023-12 --by 张三",
    "indicators edition 调度会 2023-12 --sign --by 李四",
    "indicators edition 调度会 2023-12 --changes",
    "indicators edition 调度会 2023-12 --changes -o 变动.xlsx",
)
_SHEET = "会上的数"
_PERIOD = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def _option(name: str, metavar: str, text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=text, show_default=False)


Name = Annotated[str | None, typer.Argument(metavar="[MEETING]", help="什么会，如 调度会 · which meeting")]
Period = Annotated[str | None, typer.Argument(metavar="[PERIOD]", help="哪一期，如 2023-12 · which period")]
Who = Annotated[str | None, _option("--by", "NAME", "谁定稿或审签 · who freezes it, or signs it off")]
Again = Annotated[
    bool, typer.Option("--again", help="审签前重新定稿 · freeze it anew, as long as it is not signed")
]
Sign = Annotated[bool, typer.Option("--sign", help="审签，不能是定稿人 · sign it off; not who froze it")]
WhatChanged = Annotated[
    bool, typer.Option("--changes", help="会后逐个数的变动 · what moved since, figure by figure")
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="写成 .xlsx 或 .json · to .xlsx or .json", show_default=False
    ),
]


def edition(
    name: Name = None,
    period: Period = None,
    by: Who = None,
    again: Again = False,
    sign: Sign = False,
    changes: WhatChanged = False,
    output: Target = None,
    force: Force = False,
    json: Json = False,
) -> int:
    """Freeze, sign or compare an edition, or list every one. Refusal."""
    settings = settings_from_environment()
    _check_options(name, period, by, sign, changes, output)
    if name is None or period is None or not (by or sign or changes):
        _list(settings, name, period, json)
    elif changes:
        _tell_changes(settings, name, period, output, force, json)
    else:
        entered = _sign(settings, name, period, by) if sign else _freeze(settings, name, period, by, again)
        _tell_entered(settings, entered, json)
    return 0


def _check_options(
    name: str | None, period: str | None, by: str | None, sign: bool, changes: bool, output: Path | None
) -> None:
    """Refusal for words that do not go together."""
    if (by is not None or sign or changes) and (name is None or period is None):
        raise _usage("edition", both("什么会、哪一期", "a meeting and a period"))
    if changes and (by is not None or sign):
        raise _usage("--changes --by, --sign", both("只用一个", "one of them"))
    if sign and by is None:
        raise _usage("--sign", "--sign --by NAME")
    if output is not None and not changes:
        raise _usage("--output", "--changes --output FILE")
    if period is not None and not _PERIOD.fullmatch(period):
        raise _usage(period, "2023-12")
    if output is not None and output.suffix.lower() not in (".xlsx", ".json"):
        raise _usage(f"--output {output}", ".xlsx, .json")


def _usage(found: str, expected: str) -> Refusal:
    return Refusal("USAGE", found=found, expected=expected, command="edition ")


def _freeze(settings: Settings, name: str, period: str, by: str | None, again: bool) -> Edition:
    from warehouse.pages.facts import read_facts  # noqa: PLC0415 - DuckDB, 0.5 s: for this alone
    from warehouse.pages.kind.meeting import shown_figures  # noqa: PLC0415 - see above
    from warehouse.pages.line_points import lines_of  # noqa: PLC0415 - see above

    file = published_file(settings, None, None)
    office = load_office(settings.office)
    facts = read_facts(file, office.ref_area)
    figures = shown_figures(lines_of(facts, office.ref_area), period)
    with open_ledger(Home(settings.home)) as book:
        return freeze(
            book,
            name,
            period,
            figures,
            snapshot_id=facts.snapshot["snapshot_id"],
            actor=by or "",
            again=again,
        )


def _sign(settings: Settings, name: str, period: str, by: str | None) -> Edition:
    with open_ledger(Home(settings.home)) as book:
        return sign(book, name, period, actor=by or "")


def _tell_entered(settings: Settings, entered: Edition, json: bool) -> None:
    with open_ledger(Home(settings.home)) as book:
        figures = figures_of(book, entered)
    count = len(figures)
    earlier = sum(one.row_key.partition("|")[2] != entered.period for one in figures)
    if json:
        print_json({"schema_version": 1, "edition": {**asdict(entered), "figures": count}})
        return
    say(f"√ {entered.title}  " + _state(entered) + "  " + both(f"{count} 个数", f"{count} figures"))
    if earlier:
        say(
            "  "
            + both(
                f"其中 {earlier} 个不是 {entered.period} 的：还没有收到，用的是最近一期的数",
                f"{earlier} of them are of an earlier period: nothing newer has come",
            )
        )
    say(
        "  "
        + both(
            "会上的数不再变；下次更新后网页和 bi.edition_changes 里也有",
            "they stay as they are; the next refresh puts them on the pages and into bi.edition_changes",
        )
    )


def _state(one: Edition) -> str:
    frozen = both(f"{one.actor} 定稿", f"frozen by {one.actor}") + f"  {local_time(one.frozen_at)}"
    if one.signed_at is None:
        return f"{frozen}  " + both("未审签", "not signed off")
    return (
        f"{frozen}  "
        + both(f"{one.signed_by} 审签", f"signed by {one.signed_by}")
        + f"  {local_time(one.signed_at)}"
    )


def _list(settings: Settings, name: str | None, period: str | None, json: bool) -> None:
    home = Home(settings.home)
    every: list[Edition] = []
    if is_there(home):
        with open_ledger(home) as book:
            every = [known_edition(book, name, period)] if name and period else editions(book)
    every = [one for one in every if name in (None, one.name)]
    if json:
        print_json({"schema_version": 1, "editions": [asdict(one) for one in every]})
    elif not every:
        say(both("没有会议稿", "no edition has been frozen"))
    else:
        for one in every:
            say(f"{'√' if one.signed_at else '○'} {one.title}  {_state(one)}  {one.snapshot_id}")


def _tell_changes(
    settings: Settings, name: str, period: str, output: Path | None, force: bool, json: bool
) -> None:
    target = file_output(output, force, settings.home) if output else None
    with open_ledger(Home(settings.home)) as book:
        standing = known_edition(book, name, period)
        shown = figures_of(book, standing)
    file = published_file(settings, None, None)
    found = changes_of(file, standing, shown)
    if found is None:
        raise refused(
            f"edition {standing.title} --changes",
            "含这一份的数据版本：先 indicators refresh a snapshot that has it: refresh first",
        )
    document = {"schema_version": 1, "edition": asdict(standing), "changes": found.rows}
    if target is None:
        print_json(document) if json else _show(standing, found)
        return
    if target.place.suffix.lower() == ".json":
        import json as json_module  # noqa: PLC0415 - the option has its name

        text = json_module.dumps(document, ensure_ascii=False, indent=1, default=as_json)
        write(target, (text + "\n").encode())
    else:
        from warehouse.exchange.excel.one_table import write_one_table  # noqa: PLC0415 - for this alone

        rows = [[row[column] for column in COLUMNS] for row in found.rows]
        footer = f"{standing.title} {_signed(standing)} {found.snapshot_id}"
        with new_file(target) as place:
            write_one_table(place, _SHEET, f"{standing.title} {_SHEET}", footer, list(COLUMNS.values()), rows)
    note(both(f"共 {len(found.rows)} 个数，已全部列出", f"{len(found.rows)} figures, all of them"))


def _signed(one: Edition) -> str:
    return "未审签" if one.signed_at is None else f"{one.signed_by} 审签"


def _show(standing: Edition, found: Changes) -> None:
    moved = found.moved
    say(f"{standing.title}  {_state(standing)}")
    say(
        both(
            f"会上 {len(found.rows)} 个数，后来变了 {len(moved)} 个，其中同期修订 {found.revised} 个",
            f"{len(found.rows)} figures were shown, {len(moved)} moved, {found.revised} of them revised",
        )
    )
    for row in (each for each in moved if each["is_revised"]):
        newest = f"；{row['newest_period_zh']}为 {row['newest']}" if row["is_followed"] else ""
        say(
            f"  ▲ {row['line_zh']} {row['figure_zh']}（{row['period_zh']}）"
            f"：会上 {row['shown']}，现为 {row['shown_now']}{newest}"
        )
        say(f"    {row['moved_zh']}：{row['moved_why_zh']}")
    followed = [row for row in moved if not row["is_revised"]]
    for (line, then, now), same in groupby(followed, key=_line_and_periods):
        figures = list(same)
        say(f"  ○ {line}：会上 {then}，现已有 {now}")
        say("    " + "；".join(f"{row['figure_zh']} {row['shown']} → {row['newest']}" for row in figures))
        say(f"    {'；'.join(dict.fromkeys(row['moved_why_zh'] for row in figures))}")


def _line_and_periods(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["line_zh"], row["period_zh"], row["newest_period_zh"]
