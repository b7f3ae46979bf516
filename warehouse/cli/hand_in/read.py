"""`indicators read`: what would be read of a workbook, with the findings that the nightly run would have."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from expectations.folding import fold
from ingest.decimal_text import plain
from ingest.finding.finding import Finding
from ingest.finding.message import message
from ingest.finding.refusal import Refusal
from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.guard.guarded import guarded_call
from ingest.observation import Observation, RegisterCell, Series
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.period.month import UNKNOWN
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission, unreadable
from ingest.workbook.unreadable import Unreadable
from warehouse.cli.findings import show_findings
from warehouse.cli.hand_in.by_form import read_by_form
from warehouse.cli.hand_in.receipt import instant_of, known_department
from warehouse.cli.options import Json, ReceivedAt, Sample
from warehouse.cli.screen import both, print_json, say
from warehouse.cli.table import print_table
from warehouse.cli.usage import epilog
from warehouse.codes import fixed_lists
from warehouse.collect.inbox import readable
from warehouse.language import mixed
from warehouse.settings import Settings
from warehouse.variables import settings_from_environment

EPILOG = epilog(
    "indicators read 外资到账明细2023年12月.xlsx",
    "indicators read 外资到账明细2023年12月.xlsx --department 经济发展办公室 --json",
    "indicators read 台账.xlsx --no-gate",
    statuses=(0, 1, 2, 3),
)
_WOULD_BE_HELD = 3
# What gate 2 asks of a return: it needs the night's other forms.
NOT_RUN = ("FORMS_DIFFER",)

Workbook = Annotated[Path, typer.Argument(metavar="FILE", help="报表文件 · a workbook", show_default=False)]
Department = Annotated[
    str | None,
    typer.Option(
        "--department",
        "-d",
        help="谁报的；默认该表的报送部门 · whose it is; the form's own",
        show_default=False,
    ),
]
NoGate = Annotated[
    bool, typer.Option("--no-gate", help="只读表，不跑关口一（快六秒） · without gate 1; six seconds faster")
]
ByForm = Annotated[
    Path | None,
    typer.Option(
        "--form",
        help="只看这份表式（草稿也行）选出的数 · what this form, a draft too, chooses",
        show_default=False,
    ),
]


def read(
    file: Workbook,
    department: Department = None,
    received_at: ReceivedAt = None,
    sample: Sample = False,
    no_gate: NoGate = False,
    form: ByForm = None,
    json: Json = False,
) -> int:
    """Print what would be read. 3 where gate 1 would hold it, else 0; Refusal for no file, no department."""
    if form is not None:
        return read_by_form(file, form, json)
    settings = settings_from_environment()
    office = load_office(settings.office)
    forms = load_forms(settings.office, office)
    department_id = known_department(settings, department, "read") if department else ""
    instant = instant_of(received_at) if received_at else datetime.now(UTC)
    data = _bytes(file, settings.limits.file_bytes)
    reading = _read(settings, data, file.name, department_id, instant, sample, office, forms)
    findings = _findings(settings, reading, office, forms, gate=not no_gate)
    if json:
        print_json(_document(reading, hashlib.sha256(data).hexdigest(), findings))
    else:
        _show(reading, office, findings, gate=not no_gate)
    held = any(found.severity in ("hold", "block") for found in findings)
    return _WOULD_BE_HELD if held else 0


def _bytes(file: Path, limit: int) -> bytes:
    """The file's bytes, one more than the limit at most: the reader says what is wrong with more."""
    try:
        with file.open("rb") as opened:
            return opened.read(limit + 1)
    except OSError as error:
        raise Refusal("NOT_OPENED", where=str(file), found=error.strerror or str(error)) from error


def _read(
    settings: Settings,
    data: bytes,
    name: str,
    department_id: str,
    received_at: datetime,
    sample: bool,
    office: Office,
    forms: tuple[Form, ...],
) -> Reading:
    """Read the workbook as handed in by a department; by nobody in particular, as by the form's own."""
    facts = SubmissionFacts(
        hashlib.sha256(data).hexdigest()[:16], readable(name), department_id, received_at, sample
    )
    try:
        reading: Reading = guarded_call(
            read_submission, data, facts, office, forms, settings.limits, bounds=settings.child_bounds
        )
    except Unreadable as killed:
        reading = unreadable(killed, facts)
    if department_id or reading.form_id is None:
        return reading
    own = replace(facts, department_id=office.calendar[reading.form_id].department_id)
    return replace(
        reading,
        submission=own,
        findings=tuple(found for found in reading.findings if found.rule != "WRONG_DEPARTMENT"),
    )


def _findings(
    settings: Settings, reading: Reading, office: Office, forms: tuple[Form, ...], *, gate: bool
) -> tuple[Finding, ...]:
    """What reading found and, with `gate`, what gate 1 says of this one submission: landed and judged as at night."""
    if not gate:
        return fold(reading.findings)
    from warehouse.answers.preview import judged_alone  # noqa: PLC0415 - pyarrow, 0.2 s: not for --no-gate

    return judged_alone(settings, reading, office, forms)


def _document(reading: Reading, sha256: str, findings: Iterable[Finding]) -> dict[str, Any]:

    from ingest.landing import observation_values  # noqa: PLC0415 - pyarrow, 0.2 s: for --json alone

    return {
        "schema_version": 1,
        "submission": {
            "file": reading.submission.file_name,
            "sha256": sha256,
            "form_id": reading.form_id,
            "period": reading.period,
            "department_id": reading.submission.department_id,
        },
        "observations": [observation_values(observation) for observation in reading.observations],
        "register_rows": register_rows(reading.register_cells),
        "findings": [asdict(found) for found in findings],
        "not_run": list(NOT_RUN),
    }


def register_rows(cells: Iterable[RegisterCell]) -> list[dict[str, Any]]:
    """The register's rows, each with its fields: what was read, and the cell and text that it was read from."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for cell in cells:
        row = rows.setdefault(
            (cell.register, cell.row_no),
            {
                "register": cell.register,
                "row_no": cell.row_no,
                "row_key": cell.row_key,
                "sheet": cell.sheet,
                "fields": {},
            },
        )
        value = (
            cell.value_number if cell.value_number is not None else cell.value_date or cell.value_text or None
        )
        row["fields"][cell.field] = {"value": value, "cell": cell.cell, "raw_text": cell.raw_text}
    return list(rows.values())


def _where(series: Series, office: Office) -> str:
    """The area, the place inside it, and the area whose contribution is meant, each where there is one."""
    words = [office.areas[series.ref_area].area_zh]
    if series.place_id not in ("_T", "_Z"):
        words.append(office.places.get(series.place_id, series.place_id))
    if series.component_area != "_Z":
        words.append(both("其中", "of which") + " " + office.areas[series.component_area].area_zh)
    return " ".join(words)


def _period(period: str) -> str:
    """A period as it is shown; one that cannot be told is said to be unknown."""
    return both("未知", "unknown") if period == UNKNOWN else period


def _read_as(one: Observation) -> str:
    """The figure in the unit beside it; its bounds where it is known by them alone; the reason where there is none."""
    if one.reported_value is not None:
        return plain(one.reported_value)
    ends = ["…" if end is None else plain(end) for end in (one.value_low, one.value_high)]
    if ends != ["…", "…"]:
        return " – ".join(ends)
    said = fixed_lists()["CL_OBS_REASON"].get(one.obs_reason, (one.obs_reason,) * 2)
    return f"[{mixed(*said, said[0])}]"


def _show(reading: Reading, office: Office, findings: tuple[Finding, ...], *, gate: bool) -> None:
    form = reading.form_id or both("不认识的表", "no known form")
    department = office.departments.get(reading.submission.department_id, "")
    say(f"{reading.submission.file_name}  {form}  {_period(reading.period or '')}  {department}")
    if reading.observations:
        columns = [
            both("单元格", "cell"),
            both("指标", "indicator"),
            both("地区", "area"),
            both("含义", "dimensions"),
        ]
        print_table(
            [
                *columns,
                both("时期", "period"),
                both("原文", "as written"),
                both("读作", "read as"),
                both("单位", "unit"),
            ],
            [
                [
                    one.cell,
                    office.indicators[one.series.indicator_id].indicator_zh,
                    _where(one.series, office),
                    " ".join(
                        part
                        for part in (
                            one.series.measure,
                            one.series.breakdown,
                            one.series.accumulation,
                            one.series.time_transform,
                            one.series.scope_basis,
                        )
                        if part not in ("VALUE", "_T", "N", "OWN")
                    ),
                    _period(one.time_period),
                    one.raw_text,
                    _read_as(one),
                    one.reported_unit,
                ]
                for one in reading.observations
            ],
        )
    rows = len(register_rows(reading.register_cells))
    say(
        both(
            f"数值 {len(reading.observations)} 个，台账 {rows} 行（逐行见 --json），问题 {len(findings)} 处",
            f"{len(reading.observations)} values, {rows} register rows, {len(findings)} findings",
        )
    )
    show_findings(findings)
    if reading.form_id and gate:
        say(
            both(
                f"夜间和其他表一起才查：{'、'.join(message(rule).title_zh for rule in NOT_RUN)}",
                f"asked at night, beside other forms: {', '.join(message(rule).title_en for rule in NOT_RUN)}",
            )
        )
