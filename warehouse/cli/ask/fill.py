"""`indicators fill`: any layout that a form knows, filled from what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.finding import finding_of
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from ingest.form.file import load_forms
from ingest.guard.guarded import guarded_call
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.period.month import claims, month
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from warehouse.cli.given_away import say_given_away
from warehouse.cli.options import AsOf, Json, Snapshot
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.source import published_file
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.exchange.public import open_public
from warehouse.exchange.published import Published
from warehouse.family.pages import pages_of
from warehouse.forms.entry import State
from warehouse.forms.held import Held
from warehouse.forms.template import FilledTemplate, Template, fill_template
from warehouse.office_models import models_of
from warehouse.settings import Settings, business_day
from warehouse.store.connection import opened
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators fill 调度表.xlsx 2023-12 -o 调度表2023年12月.xlsx",
    "indicators fill 区里的表.xlsx 2023-12 --outside -o 报区里.xlsx",
    "indicators fill 调度表.xlsx 2023-12 --as-of 2024-01-10 -o 那天所知.xlsx",
)
_STATES = {
    State.FILLED: ("已填", "filled"),
    State.HELD: ("待核", "held"),
    State.WITHHELD: ("不对外", "withheld"),
    State.NOTHING: ("没有数", "no figure"),
}

TemplateFile = Annotated[
    Path, typer.Argument(metavar="TEMPLATE", help="要填的表(.xlsx) · the sheet to fill", show_default=False)
]
Period = Annotated[
    str, typer.Argument(metavar="PERIOD", help="报告期，如 2023-12 · month", show_default=False)
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="写到哪里；默认在原名后加“_已填” · where to; beside the template",
    ),
]
Outside = Annotated[
    bool,
    typer.Option(
        "--outside", help="给单位以外的：保密的数留空 · for outside: what is confidential stays blank"
    ),
]


def fill(
    template: TemplateFile,
    period: Period,
    output: Target = None,
    outside: Outside = False,
    force: Force = False,
    as_of: AsOf = None,
    snapshot: Snapshot = None,
    json: Json = False,
) -> int:
    """Write a filled copy of a sheet. Refusal for one that no form knows or that must not be changed."""
    settings = settings_from_environment()
    target = output or template.with_name(f"{template.stem}_已填.xlsx")
    place = file_output(target, force, settings.home)
    office = load_office(settings.office)
    forms = load_forms(settings.office, office)
    of_month = _month(period)
    read = _read(template, settings)
    file = published_file(settings, as_of, snapshot)
    with opened(file) as connection, _public(file, office, settings, outside) as published:
        held = Held.of(connection)
        public = Held.of(published.connection, is_public=True) if published else None
        made = fill_template(read, of_month, forms, office, held, public, settings.limits)
    exposed = published.exposed if published else ()
    write(place, made.data)
    if json:
        print_json({**_document(made, held, target), "exposed": list(exposed)})
    else:
        _tell(made, held, target)
        if published:
            say_given_away(published)
    return 0


def _month(given: str) -> str:
    """A month as a person types it; a year is its December."""
    said = claims("", given)
    year = next((claim.year for claim in said if claim.year), None)
    number = next((claim.month for claim in said if claim.month), None)
    if year is None:
        raise Refusal("USAGE", found=given, expected="2023-12", command="fill ")
    return month(year, number or 12)


def _read(template: Path, settings: Settings) -> Template:
    """The template, read in a process that may die of it. Refusal for what is no workbook, or not there."""
    try:
        with template.open("rb") as file:
            data = file.read(settings.limits.file_bytes + 1)  # one more than is allowed: the reader says so
    except OSError as error:
        raise Refusal("TEMPLATE_NOT_READ", where=str(template), found=error.strerror or str(error)) from error
    try:
        workbook = guarded_call(read_workbook, data, settings.limits, bounds=settings.child_bounds)
    except Unreadable as refusal:
        raise Refusal.of(finding_of(refusal, Place(template.name)).problem) from refusal
    return Template(template.name, data, workbook)


@contextmanager
def _public(file: Path, office: Office, settings: Settings, outside: bool) -> Iterator[Published | None]:
    """The public build of a file, made for this one copy; None where the copy stays in the office."""
    if not outside:
        yield None
        return
    day = business_day(datetime.now(UTC))
    with open_public(file, office, pages_of(settings.office), models_of(settings.office), day) as published:
        yield published


def _document(made: FilledTemplate, held: Held, target: Path) -> dict[str, object]:
    return {
        "schema_version": 1,
        "period": made.period,
        "output": target,
        "snapshot_id": held.snapshot_id,
        "tables": [
            {
                "form_id": table.form.form_id,
                "sheet": table.sheet,
                "cells": [
                    {
                        "cell": entry.address, "label": entry.label, "state": entry.state,
                        "value": entry.value, "note": entry.note,
                    }
                    for entry in table.entries
                ],
                "moved": [{"cell": text.cell, "before": text.before, "after": text.after} for text in table.moved],
                "register_rows_left": table.left_rows,
                "unknown": list(table.unknown),
            }
            for table in made.tables
        ],
        "other_sheets": list(made.other_sheets),
    }  # fmt: skip


def _tell(made: FilledTemplate, held: Held, target: Path) -> None:
    say(f"√ {target}")
    say("  " + both("快照", "snapshot") + f" {held.snapshot_id}")
    for table in made.tables:
        counted = Counter(entry.state for entry in table.entries)
        counts = "，".join(f"{both(*_STATES[state])} {counted[state]}" for state in State if counted[state])
        say(f"  {table.sheet}  {table.form.form_id} {table.form.title_zh} {made.period}: {counts}")
        for text in table.moved:
            after = text.after or both("没有改，请自己改", "left as it was")
            say(f"  ○ {text.cell or both('工作表名', 'name of the sheet')} {text.before} → {after}")
        if table.left_rows:
            left = both(
                f"台账 {table.left_rows} 行照旧", f"{table.left_rows} rows of the register left as they are"
            )
            say(f"  ○ {left}")
        for words in table.unknown:
            say(f"  ○ {words}")
        blank = [entry for entry in table.entries if entry.state is not State.FILLED]
        if blank:
            print_table(
                [both("单元格", "cell"), both("栏目", "label"), both("为什么空着", "why it is blank")],
                [[entry.address, entry.label, entry.note] for entry in blank],
            )
    if made.other_sheets:
        names = "、".join(made.other_sheets)
        say(
            "  ○ "
            + both(f"没有动也没有看的工作表：{names}", f"sheets neither changed nor looked at: {names}")
        )
