"""The models of an office's registers: made of its forms' fields, in its own words; what it does not keep is not there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from warehouse.building.dbt_project import write_project
from warehouse.dictionary import Column
from warehouse.office_models import models_of
from warehouse.register_models import Register, registers_of, sql_of
from warehouse.settings import CHECKOUT, DEFAULT_OFFICE

LINJIANG = CHECKOUT / "tests" / "offices" / "linjiang"


def register_called(name: str, office: Path = DEFAULT_OFFICE) -> Register:
    return next(register for register in registers_of(office) if register.name == name)


def columns_of(name: str, office: Path = DEFAULT_OFFICE) -> dict[str, Column]:
    model = next(model for model in models_of(office) if model.name == name)
    return {column.name: column for column in model.columns}


def test_each_field_of_a_form_is_a_column_and_each_that_is_no_text_says_why_it_is_empty() -> None:
    assert list(columns_of("fct_fdi_tranche")) == [
        "submission_id", "time_period", "row_no", "row_key", "enterprise", "investor_origin", "registration_type",
        "contracted_total", "contracted_total_reason", "received_date", "received_date_reason", "amount",
        "amount_reason", "running_total", "running_total_reason", "recognised", "recognised_reason", "remark",
        "conf_status", "is_synthetic", "source_file", "source_sheet", "source_cell", "is_current",
    ]  # fmt: skip


def test_the_model_is_one_call_of_the_macro() -> None:
    assert sql_of(register_called("physical_work_project")).splitlines()[2:] == [
        "{{ register('physical_work_project', [",
        "  ['project_name', 'project_name', 'text'],",
        "  ['industry_stated', 'industry', 'text'],",
        "  ['joint_department', 'joint_department', 'text'],",
        "  ['physical_work_ytd', 'work_ytd', 'amount'],",
        "  ['physical_work_month', 'work_month', 'amount'],",
        "  ['evidence_document', 'evidence', 'text'],",
        "], cell_of='work_ytd') }}",
    ]


def test_the_reason_of_a_value_is_told_in_the_words_for_the_value() -> None:
    reason = columns_of("fct_key_project")["planned_year_reason"]
    assert (reason.data_type, reason.zh, reason.en) == (
        "varchar", "没有本年计划投资的原因", "why there is no investment planned for the year",
    )  # fmt: skip


def test_a_register_that_nobody_knows_speaks_the_words_of_its_form() -> None:
    columns = columns_of("fct_grain_depot", LINJIANG)
    assert (columns["depot_name"].zh, columns["depot_name"].en) == ("粮库名称", "depot name")
    assert columns["capacity"].zh == "设计仓容(吨)(标准单位 TON)"
    # A field of this name is known of our register of projects; what the county means by it says its own form.
    assert columns["investment_ytd"].zh == "本年完成投资(标准单位 CNY)"
    assert columns["investment_ytd_reason"].zh == "没有本年完成投资的原因"


def test_an_office_has_no_table_of_a_register_that_it_does_not_keep_nor_of_what_is_made_of_one(
    tmp_path: Path,
) -> None:
    project = write_project(tmp_path / "project", LINJIANG)
    written = {path.stem for path in (project / "models").rglob("*.sql")}
    assert "fct_grain_depot" in written
    assert {"fct_register_cell", "mart_indicator", "mart_growth_rate"} <= written
    assert written.isdisjoint(
        {"fct_fdi_tranche", "mart_foreign_capital", "fct_building", "mart_building_kind", "mart_visit"}
    )
    text = (project / "models" / "marts" / "_marts.yml").read_text(encoding="utf-8")
    assert {model["name"] for model in yaml.safe_load(text)["models"]} <= written


def test_the_unit_tests_of_a_model_that_is_not_there_are_not_there(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", LINJIANG)
    tested = {
        test["model"]
        for path in (project / "models").rglob("_unit_tests*.yml")
        for test in yaml.safe_load(path.read_text(encoding="utf-8"))["unit_tests"]
    }
    assert "mart_growth_rate" in tested
    assert tested.isdisjoint({"fct_building", "fct_visit", "mart_foreign_capital"})


@pytest.fixture
def two_versions(tmp_path: Path) -> Path:
    """Our office, whose register of visits loses a field in 2025 and gets two."""
    office = shutil.copytree(DEFAULT_OFFICE, tmp_path / "office")
    first = office / "forms" / "L11_visits_log.yml"
    later = first.read_text(encoding="utf-8").replace("valid_from: 2022-01", "valid_from: 2025-01")
    outcome = "  - {label: 成果, field: outcome, type: text}\n"
    assert outcome in later
    later = later.replace(
        outcome,
        "  - {label: 陪同人数, field: companions, type: count}\n"
        "  - {label: 意向投资额, field: intended, type: amount, unit: 万元}\n",
    )
    (office / "forms" / "L11_visits_log_2025.yml").write_text(later, encoding="utf-8")
    return office


def test_a_register_has_the_fields_of_every_version_of_its_form(two_versions: Path) -> None:
    columns = columns_of("fct_visit", two_versions)
    assert columns["outcome"].data_type == "varchar"
    assert (columns["companions"].data_type, columns["companions"].zh) == ("decimal(28,6)", "陪同人数")
    assert columns["intended"].zh == "意向投资额(标准单位 CNY)"
    assert "companions_reason" in columns


def test_a_field_that_no_form_has_is_there_for_the_models_that_read_it(tmp_path: Path) -> None:
    office = shutil.copytree(DEFAULT_OFFICE, tmp_path / "office")
    form = office / "forms" / "L05_physical_work.yml"
    text = form.read_text(encoding="utf-8")
    column = "  - {label: 联合部门, field: joint_department, type: text, standing: true}\n"
    assert column in text
    form.write_text(text.replace(column, "").replace("联合部门, ", ""), encoding="utf-8")
    fields = {
        field.column.name: field.kind for field in register_called("physical_work_project", office).fields
    }
    assert fields["joint_department"] == "text"
    assert columns_of("fct_physical_work_project", office)["joint_department"].zh == "联合部门"
