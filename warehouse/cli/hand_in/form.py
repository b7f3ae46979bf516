"""`indicators form`: the next form of a department, pre-filled, for it to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.form.file import load_forms
from ingest.form.form import BY_YEAR, Form
from ingest.label import label_key
from ingest.office.load import load_office
from ingest.period.month import UNKNOWN, claims, month
from warehouse.cli.hand_in.receipt import known_department
from warehouse.cli.options import Json
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.usage import epilog
from warehouse.forms.handed_out import HandedOut, hand_out
from warehouse.forms.held import Held
from warehouse.home import DATABASE, Home
from warehouse.settings import Settings
from warehouse.snapshots.snapshot import current
from warehouse.store.connection import opened
from warehouse.store.manifest import check_as_published
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators form L03 2024-01 --department 经济发展办公室",
    "indicators form 限上批零住餐 2024-01 -d 统计站 -o 发出/限上批零住餐202401.xlsx",
    "indicators form L12 2025 -d 经济发展办公室",
)
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2]))?")

FormId = Annotated[
    str, typer.Argument(metavar="FORM", help="表式编号或名称 · id or title of the form", show_default=False)
]
Period = Annotated[
    str,
    typer.Argument(
        metavar="PERIOD", help="报告期，如 2024-01；年报写年份 · month, or year", show_default=False
    ),
]
Department = Annotated[
    str,
    typer.Option("--department", "-d", help="给哪个部门 · the department that it is for", show_default=False),
]
Target = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="写到哪里；默认以表名存在这里 · where to; here, by its name"
    ),
]


def form(
    form: FormId,
    period: Period,
    department: Department,
    output: Target = None,
    force: Force = False,
    json: Json = False,
) -> int:
    """Write the form of a month. Refusal for no form, no period, and for another department's."""
    settings = settings_from_environment()
    office = load_office(settings.office)
    forms = load_forms(settings.office, office)
    department_id = known_department(settings, department, "form")
    of = named_form(forms, form)
    with held_now(settings) as held:
        made = hand_out(forms, of.form_id, period_of_form(period, of, "form "), department_id, office, held)
    target = output or Path(made.file_name)
    write(file_output(target, force, settings.home), made.data)
    if json:
        print_json(_document(made, held, target))
    else:
        _tell(made, held, target)
    return 0


def named_form(forms: tuple[Form, ...], given: str) -> Form:
    """The newest version of the form with this id or title, or with a title that alone has this in it."""
    key = label_key(given).upper()
    newest = {each.form_id: each for each in sorted(forms, key=lambda each: each.valid_from)}
    exact = [
        each for each in newest.values() if key in (each.form_id.upper(), label_key(each.title_zh).upper())
    ]
    found = exact or [each for each in newest.values() if key in label_key(each.title_zh).upper()]
    if len(found) != 1:
        choices = [f"{each.form_id} {each.title_zh}" for each in found or newest.values()]
        raise Refusal("UNKNOWN_FORM_ID", found=given, choices=choices)
    return found[0]


def period_of_form(given: str, of: Form, command: str) -> str:
    """A period as a person types it: a month; of a form about a year its December. Refusal for neither."""
    if match := _PERIOD.fullmatch(given):
        year, number = int(match["year"]), int(match["month"] or 0)
    else:
        said = claims("", given)
        year = next((claim.year for claim in said if claim.year), 0)
        number = next((claim.month for claim in said if claim.month), 0)
    if not year or not (number or of.period == BY_YEAR) or given == UNKNOWN:
        expected = "2024" if of.period == BY_YEAR else "2024-01"
        raise Refusal("USAGE", found=given, expected=expected, command=command)
    return month(year, number or 12)


@contextmanager
def held_now(settings: Settings) -> Iterator[Held]:
    """What the current snapshot holds; nothing where nothing has been published yet."""
    folder = current(Home(settings.home))
    if folder is None:
        yield Held.nothing()
        return
    check_as_published(folder / DATABASE)
    with opened(folder / DATABASE) as connection:
        yield Held.of(connection)


def _document(made: HandedOut, held: Held, target: Path) -> dict[str, object]:
    return {
        "schema_version": 1,
        "form_id": made.form.form_id,
        "period": made.period,
        "output": target,
        "snapshot_id": held.snapshot_id or None,
        "cells_known": made.known,
        "cells_open": made.open,
        "rows_listed": made.listed,
        "not_filled": list(made.not_filled),
        "changes": len(made.changes),
    }


def _tell(made: HandedOut, held: Held, target: Path) -> None:
    say(f"√ {target}  {made.form.form_id} {made.form.title_zh} {made.period}")
    say(
        "  "
        + both(
            f"预填 {made.known} 格（名单 {made.listed} 行），待填 {made.open} 格",
            f"{made.known} cells known ({made.listed} rows listed), {made.open} to fill in",
        )
    )
    snapshot = held.snapshot_id or both("还没有发布过", "nothing published yet")
    say("  " + both("快照", "snapshot") + f" {snapshot}")
    for note in made.not_filled:
        say(f"  ○ {note}")
    if made.changes:
        say("  " + both(f"变更 {len(made.changes)} 处，见“变更”表", f"{len(made.changes)} changes, see 变更"))
