"""From a file of form L08 to its values: by the form, and by the script that a person would write instead."""

from __future__ import annotations

import io
import math
import warnings
from datetime import UTC, datetime
from functools import cache
from typing import Literal

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.office.facts import Office
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import Reading, read_submission
from warehouse.settings import CHECKOUT

_OFFICE = CHECKOUT / "offices" / "jingyuan"
_INDICATORS = {
    "批发业销售额": "wholesale_sales_above_quota",
    "零售业销售额": "retail_sales_above_quota",
    "住宿业营业额": "accommodation_turnover_above_quota",
    "餐饮业营业额": "catering_turnover_above_quota",
    "#网上零售额": "online_retail_sales_above_quota",
}
# Column and factor: month in 万元, its growth, year to date in 万元, its growth, rank.
_COLUMNS = {"C": 10_000.0, "D": 1.0, "E": 10_000.0, "F": 1.0, "G": 1.0}
Values = dict[str, tuple[str, float]]  # by cell: indicator and value


@cache
def _known() -> tuple[Office, tuple[Form, ...]]:
    return load_office(_OFFICE), load_forms(_OFFICE)


def read_by_form(name: str, data: bytes) -> Reading:
    """With everything that the product does: provenance, units, periods, findings of what is wrong."""
    office, forms = _known()
    received = datetime(2030, 1, 1, tzinfo=UTC)
    department = office.calendar["L08"].department_id
    return read_submission(data, SubmissionFacts(name, name, department, received), office, forms)


def values_of(reading: Reading) -> Values:
    return {
        one.cell: (one.series.indicator_id, float(one.obs_value))
        for one in reading.observations
        if one.obs_value is not None
    }


def read_by_script(data: bytes, engine: Literal["calamine", "openpyxl"]) -> Values:
    """Fixed rows and columns, and nothing checked."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles that openpyxl does not know
        frame = pd.read_excel(io.BytesIO(data), header=None, engine=engine)
    values: Values = {}
    for number, row in enumerate(frame.to_numpy().tolist(), 1):
        indicator = _INDICATORS.get(row[0])
        if indicator is None:
            continue
        for column, factor in _COLUMNS.items():
            value = row["ABCDEFG".index(column)]
            if isinstance(value, int | float) and not math.isnan(value):
                values[f"{column}{number}"] = (indicator, value * factor)
    return values


def same(one: Values, other: Values) -> bool:
    """The same indicators at the same cells, and values equal but for the last bits of a binary number."""
    return one.keys() == other.keys() and all(
        one[cell][0] == other[cell][0] and math.isclose(one[cell][1], other[cell][1]) for cell in one
    )
