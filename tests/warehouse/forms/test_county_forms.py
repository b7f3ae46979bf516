"""Another office's forms: every one of the county is drawn from its own description, and filled in as its clerks do."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter

from ingest.finding.message import Severity
from ingest.workbook.limits import Limits
from ingest.workbook.read import read_workbook
from tests.offices.linjiang_workbooks import WORKBOOKS, Workbook
from tests.warehouse.forms.clerk import filled_in
from tests.warehouse.forms.conftest import Known
from warehouse.forms.held import Held
from warehouse.forms.template import Template, fill_template

# The last return of each form.
LAST = {one.name.rstrip("0123456789年月.xls"): one for one in WORKBOOKS}


def bytes_of(one: Workbook) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet(one.sheet)
        for area in one.merged:
            page.merge_range(area, "")
        for number, row in enumerate(one.rows):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, value)
    return buffer.getvalue()


@pytest.mark.parametrize("name", LAST)
def test_a_form_of_the_county_is_read_as_what_its_clerk_types_into_it(name: str, linjiang: Known) -> None:
    one = LAST[name]
    department = next(key for key, zh in linjiang.office.departments.items() if zh == one.department)
    said = linjiang.read(bytes_of(one), one.name, department)
    assert said.form_id
    assert said.period
    blank = linjiang.blank(said.form_id, said.period, Held.nothing())
    typed = filled_in(blank.data, bytes_of(one), said, linjiang.forms, linjiang.office, blank.file_name)
    read = linjiang.read(typed.data, blank.file_name, department)
    assert {(x.series, x.time_period): x.obs_value for x in read.observations} == {
        (x.series, x.time_period): x.obs_value for x in said.observations
    }
    assert len(read.observations) + len(read.register_cells) > 2
    rows = [(x.row_key, x.field, x.value_number, x.value_text) for x in read.register_cells]
    assert rows == [(x.row_key, x.field, x.value_number, x.value_text) for x in said.register_cells]
    assert [x.rule for x in read.findings if x.severity != Severity.HINT] == []


@pytest.mark.parametrize("month", ["2024-05", "2024-12"])
def test_a_table_of_a_years_months_asks_for_those_months_whichever_of_them_it_is_filled_for(
    month: str, linjiang: Known
) -> None:
    (one,) = (each for name, each in LAST.items() if "用电量" in name)
    data = bytes_of(one)
    template = Template(one.name, data, read_workbook(data, Limits()))
    made = fill_template(template, month, linjiang.forms, linjiang.office, Held.nothing(), None, Limits())
    asked = {entry.address: entry.note for entry in made.tables[0].entries}
    assert (asked["B4"], asked["M4"]) == ("未填：2024年1月没有这个数。", "未填：2024年12月没有这个数。")
