"""A clerk's desk: the form that was handed out, filled in with the figures of the month, saved as the office's program saves it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from samples.drawing import workbook_bytes
from samples.month import Month
from samples.report import Report
from samples.sheet import Sheet
from tests.ingest.workbook.marking.rich_workbook import parts
from tests.ingest.workbook.xlsx.written_package import zipped
from tests.warehouse.forms.clerk import filled_in

# As LibreOffice names its filters.
FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97", "ods": "ods:calc8"}
_CUSTOM = "docProps/custom.xml"
_KSO = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="ICV"><vt:lpwstr>'
    "8B9DBB085D854B1788BD85FA68CD9F42_11</vt:lpwstr></property>"
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.16399</vt:lpwstr></property></Properties>"
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>WPS 表格</Application></Properties>"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What whoever fills in a form knows of it."""

    office: Office
    forms: tuple[Form, ...]

    def filled(self, blank: Path, report: Report, month: Month, sheet: Sheet | None = None) -> bytes:
        """The form with the figures of a month typed into it; `sheet`: with those of another sheet, as a clerk mistypes."""
        source = workbook_bytes(
            sheet or report.sheet(month), report.department.clerk, datetime(2024, 1, 1, tzinfo=UTC)
        )
        said = self.read(source, f"{report.stem(month)}.xlsx", report.department.department_id)
        return filled_in(blank.read_bytes(), source, said, self.forms, self.office, blank.name).data

    def read(self, data: bytes, name: str, department_id: str) -> Reading:
        facts = SubmissionFacts("desk", name, department_id, datetime.now(UTC))
        return read_submission(data, facts, self.office, self.forms)


def desk_of(office: Path) -> Desk:
    known = load_office(office)
    return Desk(known, load_forms(office, known))


def by_wps(data: bytes) -> bytes:
    """As WPS leaves it: its name and build among the properties."""
    contents: dict[str, str | bytes] = dict(parts(data))
    types = bytes(contents["[Content_Types].xml"]).decode()  # type: ignore[arg-type]
    relations = bytes(contents["_rels/.rels"]).decode()  # type: ignore[arg-type]
    if _CUSTOM not in contents:
        contents["[Content_Types].xml"] = types.replace(
            "</Types>",
            f'<Override PartName="/{_CUSTOM}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
        )
        contents["_rels/.rels"] = relations.replace(
            "</Relationships>",
            '<Relationship Id="rIdKso" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"'
            f' Target="{_CUSTOM}"/></Relationships>',
        )
    return zipped({**contents, _CUSTOM: _KSO, "docProps/app.xml": _APP})


def by_libreoffice(books: Mapping[str, bytes], kind: str, folder: Path) -> dict[str, bytes]:
    """Each as LibreOffice saves it, by its name with the new extension."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice Calc is one of the packages that .ci/run installs"
    source, target = folder / "typed", folder / f"saved-{kind}"
    source.mkdir(parents=True, exist_ok=True)
    for name, data in books.items():
        (source / name).write_bytes(data)
    subprocess.run(
        [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         FILTERS[kind], "--outdir", str(target), *(str(source / name) for name in books)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {path.name: path.read_bytes() for path in sorted(target.iterdir())}
