"""What a form, a draft too, chooses of a workbook: `indicators read --form`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.finding.finding import Finding
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from ingest.form.file import load_form
from ingest.office.load import load_office
from ingest.reading.submission import find_form_table, labels_near_top, recognises
from ingest.reading.tables.extracted import form_values
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from warehouse.cli.findings import show_findings
from warehouse.cli.hand_in.guarded_reading import guarded_reading
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.table import print_table
from warehouse.variables import settings_from_environment


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
    say(both(f"读到 {count} 个数，未入库", f"{count} values, nothing loaded"))
