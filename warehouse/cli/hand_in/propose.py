"""`indicators propose`: a draft form for a workbook that no form knows; and what a form chooses of a workbook."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.finding.refusal import Refusal
from warehouse.cli.hand_in.guarded_reading import guarded_reading
from warehouse.cli.output import Force, file_output, write
from warehouse.cli.screen import both, note, print_json, print_table, say
from warehouse.cli.showing import show_findings
from warehouse.cli.usage import epilog
from warehouse.settings import settings_from_environment

if TYPE_CHECKING:
    from ingest.finding.finding import Finding
    from ingest.workbook.limits import Limits

HELP = "给不认识的工作簿起草表式,由人核对后使用 · a draft form for an unknown workbook"
EPILOG = epilog(
    "indicators propose 住户调查.xls --output 住户调查.yml",
    "indicators read 住户调查.xls --form 住户调查.yml",
)

Workbook = Annotated[Path, typer.Argument(metavar="FILE", help="工作簿 · a workbook", show_default=False)]
Sheet = Annotated[
    str | None,
    typer.Option("--sheet", help="哪个工作表;默认数最多的 · which sheet; the fullest", show_default=False),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="写到文件;默认打印 · write to a file", show_default=False),
]


def propose(file: Workbook, sheet: Sheet = None, output: Output = None, force: Force = False) -> int:
    settings = settings_from_environment()
    target = file_output(output, force, settings.home) if output else None
    draft, others = guarded_reading(file, _draft, file.resolve(), settings.limits, sheet)
    if draft is None:
        raise Refusal("NO_TABLE", where=f"{file.name} {sheet or ''}".strip(), choices=others)
    if target is None:
        say(draft.rstrip("\n"))
    else:
        write(target, draft.encode("utf-8"))
        note(both(f"已写到 {output},请核对", f"written to {output}; please check it"))
    if others:
        listed = "、".join(others)
        note(
            both(
                f"还有别的工作表有数:{listed};用 --sheet 指定",
                f"other sheets hold values: {listed}; see --sheet",
            )
        )
    return 0


def _draft(file: Path, limits: Limits, wanted: str | None) -> tuple[str | None, list[str]]:
    """The draft's text, None where the sheet has no table, and the other sheets with values. Runs in the guarded process."""
    from ingest.form.proposal import as_yaml, draft_of, sheets_with_tables
    from ingest.workbook import read_workbook

    workbook = read_workbook(file, limits)
    found = sheets_with_tables(workbook)
    name = wanted or next(iter(found), "")
    if name not in found:
        return None, list(found)
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == name)
    draft = draft_of(sheet, found, file.name)
    return as_yaml(draft, file.name, name, len(found[name])), [other for other in found if other != name]


def read_by_form(file: Path, form_file: Path, json: bool) -> int:
    """What a form, a draft too, chooses of a workbook: its values with their labels, nothing loaded."""
    settings = settings_from_environment()
    document = guarded_reading(
        file, _chosen, file.resolve(), settings.limits, form_file.resolve(), settings.office
    )
    if not document["recognised"]:
        raise Refusal("FORM_NOT_FOUND", where=f"{file.name} {form_file.name}")
    findings: list[Finding] = document["findings"]
    if json:
        print_json({**document, "findings": [asdict(found) for found in findings]})
    else:
        _show(document)
        show_findings(findings)
    return 3 if any(found.severity in ("hold", "block") for found in findings) else 0


def _chosen(file: Path, limits: Limits, form_file: Path, office_folder: Path) -> dict[str, Any]:
    """The document of `read --form`. Runs in the guarded process."""
    from ingest.finding.problem import Place
    from ingest.form.file import load_form
    from ingest.office.load import load_office
    from ingest.reading.extracted_table import form_values
    from ingest.reading.submission import find_form_table, labels_near_top, recognises
    from ingest.workbook import read_workbook

    form = load_form(form_file)
    office = load_office(office_folder)
    every = read_workbook(file, limits).sheets
    sheets = [sheet for sheet in every if recognises(form, sheet, labels_near_top(sheet))]
    values: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for sheet in sheets:
        table = find_form_table(form, sheet, office, Place(file.name, sheet.name, form_id=form.form_id))
        findings += table.findings
        values += [asdict(value) for value in form_values(table)]
    return {
        "schema_version": 1,
        "submission": {"file": file.name, "form_id": form.form_id},
        "recognised": [sheet.name for sheet in sheets],
        "values": values,
        "findings": findings,
    }


def _show(document: dict[str, Any]) -> None:
    print_table(
        (
            both("单元格", "cell"),
            both("数", "value"),
            both("单位", "unit"),
            both("行", "row"),
            both("列", "column"),
        ),
        (
            (
                f"{value['sheet']}!{value['cell']}",
                str(value["value"]),
                value["unit"] or "",
                " › ".join(value["row_path"]),
                " › ".join(value["col_path"]),
            )
            for value in document["values"]
        ),
        numbers=(1,),
    )
    count = len(document["values"])
    say(both(f"读到 {count} 个数,未入库", f"{count} values, nothing loaded"))
