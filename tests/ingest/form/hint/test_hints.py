"""What is worth knowing of an office: targets that nothing can reach, what no form says, what is checked twice."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from ingest.form.file import load_forms
from ingest.form.form import Form
from ingest.form.hint.redundant import redundant
from ingest.form.hint.targets import count_targets, lonely_targets
from ingest.form.hint.unsaid import (
    forms_without_file,
    indicators_not_in_their_form,
    indicators_without_form,
    ranks_without_universe,
)
from ingest.office.facts import Office
from ingest.office.load import load_office
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
OFFICE = load_office(FOLDER)
FORMS = load_forms(FOLDER, OFFICE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "office"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def loaded(folder: Path) -> tuple[Office, tuple[Form, ...]]:
    office = load_office(folder)
    return office, load_forms(folder, office)


def test_of_the_20_targets_of_the_plan_18_have_no_actual_and_2_one_of_another_group() -> None:
    lonely = [one for one in lonely_targets(FORMS, OFFICE) if one.form_id == "PLAN"]
    (plan,) = [form for form in FORMS if form.form_id == "PLAN"]
    assert count_targets(plan, OFFICE) == 20
    assert Counter(one.elsewhere for one in lonely) == {False: 18, True: 2}
    assert {one.indicator_id for one in lonely if one.elsewhere} == {"building_floor_area_revitalized"}


def test_a_target_of_the_tracking_table_meets_the_actual_beside_it() -> None:
    assert [one for one in lonely_targets(FORMS, OFFICE) if one.form_id == "L06"] == []


def test_a_target_is_met_as_soon_as_a_form_has_a_line_for_its_actual(folder: Path) -> None:
    rows = "  - {label: 新建大型客船, value: {indicator_id: passenger_ships_built}}\nend: [备注, 注"
    change(folder / "forms" / "ADM_monthly_counts.yml", "end: [备注, 注", rows)
    office, forms = loaded(folder)
    lonely = [one.label for one in lonely_targets(forms, office) if one.form_id == "PLAN"]
    assert len(lonely) == 19
    assert "新建大型客船" not in lonely


def test_every_indicator_of_the_office_has_a_form() -> None:
    assert list(indicators_without_form(FORMS, OFFICE)) == []
    assert list(indicators_not_in_their_form(FORMS, OFFICE)) == []
    assert forms_without_file(FORMS, OFFICE) == []
    assert ranks_without_universe(FORMS, OFFICE) == []


def test_an_indicator_that_no_form_says_is_named(folder: Path) -> None:
    line = "  - {label: 改造升级宾馆, value: {indicator_id: hotels_upgraded}}\n"
    change(folder / "forms" / "ADM_monthly_counts.yml", line, "")
    office, forms = loaded(folder)
    assert list(indicators_without_form(forms, office)) == ["hotels_upgraded"]


def test_an_indicator_whose_primary_form_is_another_one_is_named(folder: Path) -> None:
    change(folder / "catalogue" / "indicator.csv", "econ_dev_office,L03,", "econ_dev_office,L04,")
    office, forms = loaded(folder)
    assert list(indicators_not_in_their_form(forms, office)) == [("fdi_actual_utilized", "L04")]


def test_a_form_that_is_due_and_has_no_file_is_named(folder: Path) -> None:
    (folder / "forms" / "L11_visits_log.yml").unlink()
    office, forms = loaded(folder)
    assert forms_without_file(forms, office) == ["L11"]


def test_a_rank_among_nobody_knows_whom_is_named(folder: Path) -> None:
    change(folder / "forms" / "L02_fai_growth_feedback.yml", "universe: 371002 镇街", "universe: 全区镇街")
    office, forms = loaded(folder)
    assert ranks_without_universe(forms, office) == [("L02", "全区镇街")]


def test_a_total_with_its_subtotals_and_a_line_in_another_unit_is_checked_three_times() -> None:
    found = dict(redundant(FORMS, OFFICE))
    assert found["L04 合计"] == ["台账相加 the register", "固投类+非固投类", "折合（重复行 repeats it）"]


def test_a_bound_with_two_rules_is_named_with_both() -> None:
    found = dict(redundant(FORMS, OFFICE))
    assert found["L01 planned_total ≥ 5000000"] == ["UNIT_SLIP slipped_below", "BELOW_THRESHOLD at_least"]


def test_what_the_catalogue_says_of_a_part_and_a_form_checks_is_said_twice() -> None:
    found = dict(redundant(FORMS, OFFICE))
    assert found["L09 floor_area_vacant ≤ floor_area_total"] == [
        "PART_EXCEEDS_WHOLE not_above",
        "of_which.csv",
    ]


def test_what_follows_from_two_other_checks_is_said_twice(folder: Path) -> None:
    more = "  - {rule: YTD_EXCEEDS_PLAN, check: not_above, field: investment_month, other: planned_total}\n"
    path = folder / "forms" / "L01_fai_register.yml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    office, forms = loaded(folder)
    found = dict(redundant(forms, office))
    assert found["L01 investment_month ≤ planned_total"] == [
        "YTD_EXCEEDS_PLAN not_above",
        "≤ investment_ytd",
    ]


def test_two_ids_for_one_division_of_a_whole_are_named(folder: Path) -> None:
    path = folder / "catalogue" / "partition.csv"
    again = "again,ref_area,371002,371002002,鲸园街道,Jingyuan,yes\nagain,ref_area,371002,371002_X371002002,其他镇街,others,yes\n"
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")
    office, forms = loaded(folder)
    assert dict(redundant(forms, office))["partition.csv 371002"] == ["again", "district_areas"]
