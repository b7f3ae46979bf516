"""`indicators propose`: a draft form for a workbook that no form knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.finding.refusal import Refusal
from ingest.form.proposal import as_yaml, draft_of, sheets_with_tables
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from warehouse.cli.hand_in.guarded_reading import guarded_reading
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, note, say
from warehouse.cli.usage import epilog
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators propose 住户调查.xls --output 住户调查.yml",
    "indicators read 住户调查.xls --form 住户调查.yml",
)

Workbook = Annotated[Path, typer.Argument(metavar="FILE", help="工作簿 · a workbook", show_default=False)]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", help="哪个工作表；默认数最多的 · which sheet; the fullest", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="写到文件；默认打印 · write to a file", show_default=False),
]


def propose(file: Workbook, sheet: Sheet = None, output: Output = None, force: Force = False) -> int:
    """Print or write the draft of a form. Refusal where the sheet has no table."""
    settings = settings_from_environment()
    target = file_output(output, force, settings.home) if output else None
    draft, others = guarded_reading(file, _draft, file.resolve(), settings.limits, sheet)
    if draft is None:
        raise Refusal("NO_TABLE", where=f"{file.name} {sheet or ''}".strip(), choices=others)
    if target is None:
        say(draft.rstrip("\n"))
    else:
        write(target, draft.encode("utf-8"))
        note(both(f"已写到 {output}，请核对", f"written to {output}; please check it"))
    if others:
        listed = "、".join(others)
        note(
            both(
                f"还有别的工作表有数：{listed}；用 --sheet 指定",
                f"other sheets hold values: {listed}; see --sheet",
            )
        )
    return 0


def _draft(file: Path, limits: Limits, wanted: str | None) -> tuple[str | None, list[str]]:
    """The draft's text, None where the sheet has no table, and the other sheets with values. Runs in the guarded process."""
    workbook = read_workbook(file, limits)
    found = sheets_with_tables(workbook)
    name = wanted or next(iter(found), "")
    if name not in found:
        return None, list(found)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == name)
    draft = draft_of(sheet, found, file.name)
    return as_yaml(draft, file.name, name, len(found[name])), [other for other in found if other != name]
