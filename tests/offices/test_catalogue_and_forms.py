"""The office's catalogue, its forms and the dictionary of columns say the same: none can drift from the others."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.declared.problem import OfficeError
from ingest.form.file import load_forms
from ingest.form.form import OF_ROW, Form
from ingest.label import label_key
from ingest.office.load import load_office
from ingest.office.table import read_csv
from warehouse.dictionary import models
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
OFFICE = load_office(FOLDER)
FORMS = load_forms(FOLDER)
Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    return read_csv(FOLDER / "catalogue" / f"{name}.csv")


INDICATORS = rows("indicator")


def meanings(form: Form) -> Iterator[dict[str, Any]]:
    """What the form's cells can mean: each row's words with each column's, over the form's defaults."""
    columns = [column.value or {} for column in form.columns] or [{}]
    for row in form.rows:
        for said in (row.value, row.sums, {**row.value, **row.ahead}):
            yield from ({**form.defaults, **column, **said} for column in columns)
        yield from (
            {**form.defaults, **column, **row.value, **cell.value} for cell in row.cells for column in columns
        )


MEANINGS = {form.form_id: list(meanings(form)) for form in FORMS}


def said_by(word: str) -> dict[str, set[str]]:
    """What every form says for a word of its meanings, by form."""
    said: dict[str, set[str]] = defaultdict(set)
    for form_id, every in MEANINGS.items():
        said[form_id].update(str(meaning[word]) for meaning in every if word in meaning)
    return said


@pytest.mark.parametrize("form_id", sorted(MEANINGS))
def test_every_indicator_of_a_form_is_in_the_catalogue(form_id: str) -> None:
    assert said_by("indicator_id")[form_id] <= {row["indicator_id"] for row in INDICATORS}


@pytest.mark.parametrize("row", INDICATORS, ids=lambda row: row["indicator_id"])
def test_an_indicator_is_said_by_its_primary_form(row: dict[str, str]) -> None:
    # The register of a form may count what no cell of it says.
    counted = {(measure["indicator_id"], measure["form_id"]) for measure in rows("register_measure")}
    said = said_by("indicator_id")[row["primary_form"]]
    assert row["indicator_id"] in said or (row["indicator_id"], row["primary_form"]) in counted


@pytest.mark.parametrize("word", ["breakdown", "place_id", "ref_area", "component_area", "method_id"])
def test_every_code_that_a_form_uses_is_in_the_catalogue(word: str) -> None:
    files = {"breakdown": "breakdown", "place_id": "place", "method_id": "method"}
    files |= {"ref_area": "area", "component_area": "area"}
    key = "ref_area" if files[word] == "area" else word
    known = {row[key] for row in rows(files[word])} | {OF_ROW}
    assert set().union(*said_by(word).values()) <= known


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form_id)
def test_every_unit_that_a_form_uses_is_in_the_catalogue(form: Form) -> None:
    used = {str(meaning["unit"]) for meaning in MEANINGS[form.form_id] if "unit" in meaning}
    used |= {column.unit for column in form.columns if column.unit}
    used |= {unit for column in form.columns for unit in column.row_unit}
    # A line over the table may name several: 单位:万元、%.
    used |= {unit for line in form.unit_line for unit in line.split("、")}
    assert {unit for unit in used if label_key(unit) not in OFFICE.units} == set()


def test_what_has_a_target_is_owned_by_an_office_that_does_the_work_and_never_by_the_statistics_station() -> (
    None
):
    # Statistical supervision: who counts is not made responsible for reaching.
    targeted = {
        meaning["indicator_id"]
        for every in MEANINGS.values()
        for meaning in every
        if meaning.get("status_class") == "target" and "indicator_id" in meaning
    }
    owners = {row["indicator_id"]: row["owner_department_id"] for row in INDICATORS}
    assert len(targeted) > 20
    assert {owners[indicator_id] for indicator_id in targeted} & {"statistics_station"} == set()


@pytest.mark.parametrize(
    ("file", "column", "named"),
    [
        ("indicator.csv", "indicator_id", "fdi_actual_utilized"),
        ("calendar.csv", "form_id", "L03"),
        ("unit.csv", "unit_zh", "万美元"),
        ("area.csv", "ref_area", "371002002"),
    ],
)
def test_what_stands_twice_in_the_catalogue_is_refused_and_named(
    tmp_path: Path, file: str, column: str, named: str
) -> None:
    folder = tmp_path / "office"
    shutil.copytree(FOLDER, folder)
    path = folder / "catalogue" / file
    text = path.read_text(encoding="utf-8")
    (again,) = [line for line in text.splitlines() if line.startswith(f"{named},")]
    path.write_text(f"{text.rstrip()}\n{again}\n", encoding="utf-8")
    with pytest.raises(OfficeError, match=rf"{file}: .*{column} '{named}': .*stands there twice"):
        load_office(folder)


def test_an_indicator_without_a_known_method_is_refused_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(FOLDER, folder)
    path = folder / "catalogue" / "method.csv"
    kept = [
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("local_2023,")
    ]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(
        OfficeError,
        match=r"indicator\.csv: 第 2 行 line 2: method_id 'local_2023': 不在 is not in catalogue/method\.csv",
    ):
        load_office(folder)


def test_owners_are_departments_of_the_office() -> None:
    assert {row["owner_department_id"] for row in INDICATORS} <= set(OFFICE.departments)


def test_every_family_has_a_mart() -> None:
    published = {model.name for model in models()}
    assert {f"mart_{row['family']}" for row in INDICATORS} <= published


@pytest.mark.parametrize("alias", rows("alias"), ids=lambda alias: alias["alias"])
def test_another_name_means_an_indicator_of_the_catalogue_and_is_none_itself(alias: dict[str, str]) -> None:
    ids = {row["indicator_id"] for row in INDICATORS}
    assert alias["indicator_id"] in ids
    assert alias["alias"] not in ids
    assert alias["breakdown"] in {row["breakdown"] for row in rows("breakdown")}


def test_what_is_computed_from_a_register_is_computed_from_fields_of_its_form() -> None:
    fields: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in FORMS:
        for row in form.rows:
            if row.register:
                fields[form.form_id, row.register] |= {column.field for column in form.columns}
    lacking = [
        (measure["form_id"], measure["register"], field)
        for measure in rows("register_measure")
        for field in (measure["field"], measure["where_field"], measure["year_field"])
        if field and field not in fields[measure["form_id"], measure["register"]]
    ]
    assert lacking == []


def test_every_register_of_a_form_has_a_table_of_its_rows() -> None:
    registers = {row.register for form in FORMS for row in form.rows if row.register}
    assert {f"fct_{register}" for register in registers} <= {model.name for model in models()}


def test_every_form_is_due_from_somebody() -> None:
    assert {form.form_id for form in FORMS} == set(OFFICE.calendar)


def test_parts_of_a_partition_are_codes_of_the_catalogue() -> None:
    known = {row["ref_area"] for row in rows("area")} | {row["breakdown"] for row in rows("breakdown")}
    assert {row[end] for row in rows("partition") for end in ("whole", "part")} <= known
