"""What the marts are measured on: as many landed observations as asked for, of a generated office.

A workbook has 500: five indicators of twenty areas, each with the month, the year to date, the growth of both,
and last year's figure or a rank; 25 an area where fewer areas are asked for. Every form comes in for 48 months; every twenty-first workbook is the one
before it handed in again. Amounts come of a mixing of whole numbers, the same on every machine.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.observation import DIMENSIONS
from ingest.office.table import read_csv
from warehouse.building.build_inputs import write_inputs
from warehouse.home import Home
from warehouse.settings import CHECKOUT

AREAS, OF_AN_AREA, MONTHS = 20, 25, 48
_FIRST_YEAR, _INDICATORS, _REGISTER_EVERY = 2020, 5, 10
_EMPTY = "''"
_OFFICE = CHECKOUT / "offices" / "jingyuan"
_LIKE = "retail_sales_above_quota"  # what a generated indicator has in common with one of the catalogue's


def generate(folder: Path, observations: int, areas: int = AREAS) -> Path:
    """Write the inputs of a build into `folder`/inputs; the folder of the office that they are of.

    ValueError unless `observations` are whole workbooks.
    """
    workbooks, left = divmod(observations, areas * OF_AN_AREA)
    if left or not workbooks:
        raise ValueError(f"{observations} observations are not whole workbooks of {areas * OF_AN_AREA}")
    with duckdb.connect() as connection:
        connection.execute(f"set variable workbooks = {workbooks}")
        connection.execute(f"set variable areas = {areas}")
        connection.execute(f"set variable months = {MONTHS}")
        connection.execute(f"set variable first_year = {_FIRST_YEAR}")
        known = [row["ref_area"] for row in read_csv(_OFFICE / "catalogue" / "area.csv")][:areas]
        connection.execute("create table area (number integer, ref_area varchar)")
        connection.executemany("insert into area values (?, ?)", list(enumerate(known)))
        connection.execute(Path(__file__).with_name("landed.sql").read_text(encoding="utf-8"))
        (folder / "inputs").mkdir(parents=True)
        # Of nothing, for the tables and their columns; then those that landed.sql makes.
        write_inputs(Home(folder), (), folder / "inputs")
        made = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        for path in sorted((folder / "inputs").iterdir()):
            if (path.stem,) in made:
                _fill(connection, path)
        (last,) = connection.execute("select max(form) from workbook").fetchall()
    return _write_office(folder / "office", int(last[0]) + 1)


def _fill(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Put the rows of the view of its name into an empty table, as it was written: zstd, groups of 100,000 rows."""
    made = {column: column for (column, *_) in connection.execute(f"describe {path.stem}").fetchall()}
    if "indicator_id" in made:
        # As ingest/observation.py makes them.
        series_id = made["series_id"] = f"md5(concat_ws('|', {', '.join(DIMENSIONS)}))"
        key = f"{series_id}, time_period, submission_id, value_origin, reporting_level"
        made["observation_id"] = f"cast(concat('0x', substr(md5(concat_ws('|', {key})), 1, 15)) as bigint)"
    empty = pq.read_table(path)
    # What landing has and landed.sql does not make is empty, as most cells of most columns are.
    columns = ", ".join(
        f"{made.get(column.name, _EMPTY if column.type == pa.string() else 'null')} as {column.name}"
        for column in empty.schema
    )
    connection.register("landing", empty)
    connection.execute(
        f"copy (select * from landing union all select {columns} from {path.stem})"  # noqa: S608 - our own names
        f" to '{path}' (format parquet, compression zstd, row_group_size 100000)"
    )
    connection.unregister("landing")


def _write_office(folder: Path, forms: int) -> Path:
    """The office of the checkout with five indicators a form more, and a department for five forms."""
    shutil.copytree(_OFFICE, folder)
    catalogue = folder / "catalogue"
    indicators = read_csv(catalogue / "indicator.csv")
    like = next(row for row in indicators if row["indicator_id"] == _LIKE)
    # Spread over the families, so that each mart of a family has its share.
    families = list(dict.fromkeys(row["family"] for row in indicators))
    described = [
        {
            **like,
            "indicator_id": f"indicator_{number:05}",
            "indicator_zh": f"示例指标{number}",
            "indicator_en": f"Example indicator {number}",
            "family": families[number % len(families)],
            "owner_department_id": _department(number // _INDICATORS),
            "primary_form": _form(number // _INDICATORS),
        }
        for number in range(forms * _INDICATORS)
    ]
    _append(catalogue / "indicator.csv", described)
    department = read_csv(catalogue / "department.csv")[0]
    names = dict.fromkeys(_department(form) for form in range(forms))
    _append(
        catalogue / "department.csv",
        [{**department, "department_id": name, "department_zh": f"示例{name}"} for name in names],
    )
    due = next(row for row in read_csv(catalogue / "calendar.csv") if row["freq"] == "M")
    _append(
        catalogue / "calendar.csv",
        [{**due, "form_id": _form(form), "department_id": _department(form)} for form in range(forms)],
    )
    measure = read_csv(catalogue / "register_measure.csv")[0]
    added_up = [
        {
            **measure,
            "indicator_id": f"indicator_{form * _INDICATORS:05}",
            "breakdown": "_T",
            "accumulation": "YTD",
            "form_id": _form(form),
            "register": f"register_{form:04}",
            "aggregation": "sum",
            "field": "amount",
            "where_field": "",
            "where_value": "",
        }
        for form in range(0, forms, _REGISTER_EVERY)
    ]
    _append(catalogue / "register_measure.csv", added_up)
    return folder


def _form(number: int) -> str:
    return f"B{number:04}"


def _department(form: int) -> str:
    return f"department_{form // 5:04}"


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(rows[0]), lineterminator="\n").writerows(rows)
