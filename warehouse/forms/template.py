"""Any sheet that an office's forms know, filled from what is held: its own tracking table, the district's own sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.finding.refusal import Refusal
from ingest.form.form import Form, version_for
from ingest.office.facts import Office
from ingest.reading.submission import has_anchor, is_hidden, labels_near_top, recognises
from ingest.workbook.cells.cell import Sheet, Workbook
from ingest.workbook.filling.filled import Fill, filled
from ingest.workbook.filling.filled_sheet import SharedFormulaError
from ingest.workbook.limits import Limits
from ingest.workbook.marking.copied_workbook import NotMarkedError
from warehouse.forms.asked import AskedTable, asked_table, period_of
from warehouse.forms.entry import Entry, entries_of, not_filled
from warehouse.forms.held import Held
from warehouse.forms.moved_period import MovedText, moved_texts
from warehouse.formula import SAMPLE


@dataclass(frozen=True, slots=True)
class Template:
    """A workbook to be filled: its bytes, and what was read of them."""

    name: str
    data: bytes
    workbook: Workbook


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table of a template after it was filled. `left_rows`: rows of a register, which are nobody's to type but the
    department's; `unknown`: what of it the form does not know."""

    form: Form
    sheet: str
    entries: tuple[Entry, ...]
    moved: tuple[MovedText, ...]
    left_rows: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """The copy and what was done to it. `other_sheets`: those that are no form's, which stay as they were."""

    data: bytes
    period: str
    tables: tuple[FilledTable, ...]
    other_sheets: tuple[str, ...]


def fill_template(
    template: Template,
    period: str,
    forms: tuple[Form, ...],
    office: Office,
    held: Held,
    public: Held | None,
    limits: Limits,
) -> FilledTemplate:
    """A copy of a template with what is held for a month. `public`: the public build, for a copy that goes outside.

    Refusal: no sheet is a form's; it is no .xlsx, or must not be changed; a register that names units would go outside.
    """
    name, workbook = template.name, template.workbook
    if workbook.format != "xlsx":
        raise Refusal("TEMPLATE_NOT_XLSX", where=name, found=workbook.format, expected="xlsx")
    found = list(_tables(workbook.sheets, name, period, forms, office))
    if not found:
        titles = [f"{form.form_id} {form.title_zh}" for form in _in_force(forms, period)]
        raise Refusal("TEMPLATE_UNKNOWN", where=name, found=period, choices=titles)
    tables: list[FilledTable] = []
    renamed: dict[str, str] = {}
    for form, table in found:
        taken = {sheet.name for sheet in workbook.sheets} | {
            new for old, new in renamed.items() if old != table.table.sheet.name
        }
        made_of = _filled(form, table, name, office, held, public, taken)
        tables.append(made_of)
        renamed.update((made_of.sheet, text.after) for text in made_of.moved if text.after and not text.cell)
    fills = [fill for table in tables for fill in _fills(table)]
    try:
        made = filled(template.data, fills, limits, SAMPLE, renamed)
    except NotMarkedError as refused:
        raise Refusal(
            "TEMPLATE_LOCKED", where=name, found=refused.why_zh, expected=refused.why_en
        ) from refused
    except SharedFormulaError as shared:
        raise Refusal("TEMPLATE_FORMULA", where=f"{name} {shared.cell}", found=shared.cell) from shared
    known = {table.sheet for table in tables}
    others = tuple(sheet.name for sheet in workbook.sheets if sheet.max_row and sheet.name not in known)
    return FilledTemplate(made, period, tuple(tables), others)


def _in_force(forms: tuple[Form, ...], period: str) -> list[Form]:
    ids = dict.fromkeys(form.form_id for form in forms)
    return [form for form_id in ids if (form := version_for(forms, form_id, period))]


def _tables(
    sheets: tuple[Sheet, ...], name: str, period: str, forms: tuple[Form, ...], office: Office
) -> Iterator[tuple[Form, AskedTable]]:
    """The forms that are told on the sheets that are seen, each by the version of the month."""
    for sheet in sheets:
        if is_hidden(sheet) or not sheet.max_row:
            continue
        near_top = labels_near_top(sheet)
        for form in _in_force(forms, period):
            if recognises(form, sheet, near_top) and has_anchor(form, sheet):
                yield form, asked_table(form, sheet, name, office, period_of(form, period))


def _filled(
    form: Form,
    table: AskedTable,
    name: str,
    office: Office,
    held: Held,
    public: Held | None,
    sheets: Collection[str],
) -> FilledTable:
    rows = [row for row in table.table.rows if row.spec.register]
    if public is not None and rows:
        # Each names an enterprise, a project or a building.
        raise Refusal("TEMPLATE_NAMES_UNITS", where=f"{name} {table.table.sheet.name}", found=form.title_zh)
    return FilledTable(
        form,
        table.table.sheet.name,
        entries_of(table, form, office, held, public),
        moved_texts(table.table, table.period, sheets),
        len(rows),
        (
            *not_filled(table.table.findings),
            *(f"{cell} 看不出单位，没有填" for cell in sorted(table.without_unit)),
        ),
    )


def _fills(table: FilledTable) -> Iterator[Fill]:
    for text in table.moved:
        if text.after is not None and text.cell:
            yield Fill(table.sheet, text.cell, text.after)
    for entry in table.entries:
        yield Fill(table.sheet, entry.address, entry.value, entry.note, entry.invented)
