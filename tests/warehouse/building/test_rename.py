"""Ids that the catalogue calls otherwise: nothing is built until it is said what they are called now."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from ingest.declared.declared import fields_of
from ingest.declared.problem import OfficeError
from ingest.office.catalogue import RenamedId
from ingest.office.facts import Rename
from ingest.office.load import load_office
from ingest.office.rename import applies, id_of_today, in_force
from tests.conftest import Query
from warehouse.answers.as_of import build_as_of
from warehouse.answers.status import status
from warehouse.building.blocked import Blocked
from warehouse.building.build_inputs import write_inputs
from warehouse.building.decided import decided_submissions
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import CHECKOUT, Settings
from warehouse.snapshots.expected import check_ids
from warehouse.steps.refresh import refresh

JINGYUAN = CHECKOUT / "offices" / "jingyuan"
NOON = datetime(2024, 1, 20, 4, tzinfo=UTC)


def rewrite(
    office: Path, old: str, new: str, files: Iterable[str] = ("catalogue", "forms", "office.yml")
) -> None:
    for name in files:
        place = office / name
        for path in sorted(place.iterdir()) if place.is_dir() else [place]:
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def enter(office: Path, *lines: str) -> None:
    """Lines of the table of renames: kind,old,new,day."""
    words = [f"{line},改了编号,called otherwise,街道办发〔2024〕6号" for line in lines]
    (office / "catalogue" / "rename.csv").write_text(
        "\n".join([",".join(fields_of(RenamedId)), *words, ""]), encoding="utf-8"
    )


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(JINGYUAN, tmp_path / "office"))


def checked(settings: Settings, folder: Path) -> None:
    """The inputs of a build and their ids, as a night checks them before it builds."""
    home, office = Home(settings.home), load_office(settings.office)
    folder.mkdir(exist_ok=True)
    with open_ledger(home) as book:
        write_inputs(home, decided_submissions(book), folder, office)
    check_ids(home, folder, office)


# ------------------------------------------------------------------------- what the catalogue does not have


@pytest.mark.parametrize(
    ("old", "new", "kind", "values"),
    [
        ("fai_projects_registered", "fai_projects_entered", "indicator", None),
        ("371002_S1", "371002_T1", "area", 132),
        ("huayuan_community", "garden_community", "place", None),
        ("industrial_technical_renovation", "tech_renovation", "breakdown", None),
        ("local_2023", "local_rules_2023", "method", None),
        ("econ_dev_office", "economy_office", "department", None),
    ],
)
def test_an_id_that_the_catalogue_does_not_have_blocks_with_the_one_that_took_its_place(
    night: Settings, office: Path, tmp_path: Path, old: str, new: str, kind: str, values: int | None
) -> None:
    rewrite(office, old, new)
    with pytest.raises(Blocked) as raised:
        checked(replace(night, office=office), tmp_path / "inputs")
    (found,) = [each for each in raised.value.findings if each.found == old]
    assert (found.rule, found.expected) == ("UNKNOWN_ID", new)
    assert f"{kind},{old},{new}" in found.remedy_zh
    if values is not None:
        assert f"{values} 个数" in found.message_zh


def test_an_id_that_was_deleted_is_named_with_its_name_its_departments_and_its_files(
    night: Settings, office: Path, tmp_path: Path
) -> None:
    catalogue = office / "catalogue" / "indicator.csv"
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    catalogue.write_text(
        "".join(line for line in lines if not line.startswith("hotels_upgraded,")), encoding="utf-8"
    )
    with pytest.raises(Blocked) as raised:
        checked(replace(night, office=office), tmp_path / "inputs")
    (found,) = raised.value.findings
    assert found.expected == ""
    assert (
        "“hotels_upgraded”(改造升级宾馆数)不在目录中：24 个数，党政办公室，行政工作统计月报2022年10月.xlsx"
        in found.message_zh
    )
    assert "看不出改成了哪个" in found.message_zh


def test_nothing_is_published_and_nothing_built_while_an_id_is_unknown(night: Settings, office: Path) -> None:
    rewrite(office, "fai_projects_registered", "fai_projects_entered")
    before = Home(night.home).current.resolve()
    report = refresh(replace(night, office=office))
    assert (report.exit_status, report.built) == (4, None)
    assert "fai_projects_entered" in report.blocked
    assert Home(night.home).current.resolve() == before


def test_what_was_known_on_a_day_is_not_told_without_them_either(night: Settings, office: Path) -> None:
    rewrite(office, "fai_projects_registered", "fai_projects_entered")
    with pytest.raises(Blocked, match="fai_projects_registered"):
        build_as_of(replace(night, office=office), date(2023, 6, 30))


# -------------------------------------------------------------------------------------------- the way on


@pytest.mark.long
def test_renamed_ids_keep_every_figure_under_the_new_ones(
    night: Settings, office: Path, query: Query
) -> None:
    renamed = {
        "fai_projects_registered": "fai_projects_entered",
        "fdi_actual_utilized": "foreign_capital_utilized",
        "371002_S1": "371002_T1",
        "econ_dev_office": "economy_office",
    }
    figures = "select indicator_id, ref_area, time_period, display_value, source_cell from mart_indicator order by all"
    growths = "select indicator_id, ref_area, time_period, growth_computed from mart_growth_rate order by all"

    def told(settings: Settings, sql: str) -> list[tuple[object, ...]]:
        return sorted(
            (tuple(renamed.get(str(value), value) for value in row.values()) for row in query(settings, sql)),
            key=str,
        )

    before = told(night, figures), told(night, growths)
    for old, new in renamed.items():
        rewrite(office, old, new)
    enter(
        office,
        "indicator,fai_projects_registered,fai_projects_entered,2024-07-01",
        "indicator,fdi_actual_utilized,foreign_capital_utilized,2024-07-01",
        "area,371002_S1,371002_T1,2024-07-01",
        "department,econ_dev_office,economy_office,2024-07-01",
    )
    settings = replace(night, office=office)
    report = refresh(settings)
    assert (report.exit_status, report.blocked) == (0, "")
    assert (told(settings, figures), told(settings, growths)) == before
    ids = "select distinct indicator_id from mart_indicator where indicator_id like 'f%_projects_%' or indicator_id like '%utilized'"
    assert {row["indicator_id"] for row in query(settings, ids)} == {
        "fai_projects_entered",
        "foreign_capital_utilized",
    }
    # The register's cells are found for the sum, and check cells by the new series.
    components = query(
        settings,
        "select count(*) as n from fct_evidence inner join mart_indicator on result_id = mart_indicator.observation_id"
        " where indicator_id = 'foreign_capital_utilized' and time_period = '2023-12' and is_default",
    )
    assert components == [{"n": 7}]  # four tranches, a cell that repeats the total, the base and the growth


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        # Dollars are no number of projects.
        ("fdi_actual_utilized", "fai_projects_registered", "单位不同:USD → PROJECT"),
        # The same return says both, month for month.
        ("wholesale_sales_above_quota", "retail_sales_above_quota", "里两个都有"),
    ],
)
def test_a_rename_that_cannot_be_is_refused_by_what_was_read(
    night: Settings, office: Path, tmp_path: Path, old: str, new: str, why: str
) -> None:
    catalogue = office / "catalogue"
    for file in catalogue.iterdir():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if old not in line), encoding="utf-8")
    enter(office, f"indicator,{old},{new},2024-07-01")
    with pytest.raises(Blocked) as raised:
        checked(replace(night, office=office), tmp_path / "inputs")
    assert {found.rule for found in raised.value.findings} == {"RENAME_CONTRADICTION"}
    assert any(why in found.message_zh for found in raised.value.findings)


def rename(old: str, new: str, day: str, given_up: bool = True) -> Rename:
    return Rename("area", old, new, date.fromisoformat(day), given_up)


def test_a_rename_counts_from_its_day_on() -> None:
    renames = [rename("a", "b", "2024-07-01")]
    assert in_force(renames, date(2024, 6, 30)) == ()
    assert in_force(renames, date(2024, 7, 1)) == tuple(renames)


def test_an_id_that_was_renamed_twice_leads_to_the_last() -> None:
    renames = [rename("a", "b", "2023-01-01"), rename("b", "c", "2024-01-01")]
    assert [one.new_id for one in in_force(renames, date(2023, 6, 1))] == ["b"]
    assert [(one.old_id, one.new_id) for one in in_force(renames, date(2024, 6, 1))] == [
        ("a", "c"),
        ("b", "c"),
    ]


def test_ids_that_are_exchanged_each_have_their_own_line() -> None:
    renames = [rename("a", "b", "2024-01-01", given_up=False), rename("b", "a", "2024-01-01", given_up=False)]
    assert [(one.old_id, one.new_id) for one in in_force(renames, date(2024, 6, 1))] == [
        ("a", "b"),
        ("b", "a"),
    ]


def test_ids_that_move_up_by_one_on_the_same_day_do_not_lead_on() -> None:
    renames = [rename("s8", "902", "2024-01-01"), rename("s7", "s8", "2024-01-01")]
    assert [(one.old_id, one.new_id) for one in in_force(renames, date(2024, 6, 1))] == [
        ("s8", "902"),
        ("s7", "s8"),
    ]


def test_an_id_that_was_issued_anew_is_renamed_only_in_what_came_before() -> None:
    issued_anew = rename("a", "b", "2024-07-01", given_up=False)
    # The day begins in Beijing, eight hours before it does in UTC.
    last, first = datetime(2024, 6, 30, 15, 59, tzinfo=UTC), datetime(2024, 6, 30, 16, 0, tzinfo=UTC)
    assert (applies(issued_anew, last), applies(issued_anew, first)) == (True, False)
    assert applies(rename("a", "b", "2024-07-01"), first)


def test_a_submissions_department_and_form_are_those_of_today() -> None:
    renames = [
        Rename("department", "a", "b", date(2024, 7, 1), True),
        Rename("form", "L03", "F3", date(2024, 7, 1), True),
    ]
    entered = datetime(2024, 1, 1, tzinfo=UTC)
    assert id_of_today("department", "a", entered, renames) == "b"
    assert id_of_today("form", "L03", entered, renames) == "F3"
    assert id_of_today("form", "a", entered, renames) == "a"


def test_an_area_that_was_issued_anew_keeps_both_its_pasts(
    night: Settings, office: Path, tmp_path: Path
) -> None:
    """All samples were entered on the day of the test, long after the code was given to another place."""
    areas = office / "catalogue" / "area.csv"
    lines = areas.read_text(encoding="utf-8")
    again = next(line for line in lines.splitlines() if line.startswith("371002_S1,"))
    areas.write_text(
        lines + again.replace("371002_S1,", "371002_T1,").replace("示例镇街", "示例旧镇街") + "\n",
        encoding="utf-8",
    )
    enter(office, "area,371002_S1,371002_T1,2024-07-01")
    checked(replace(night, office=office), tmp_path / "inputs")
    with duckdb.connect() as connection:
        said = f"read_parquet('{tmp_path / 'inputs' / 'observation.parquet'}')"
        counted = connection.execute(
            f"select ref_area, count(*) from {said} where ref_area like '371002__1' group by 1"
        ).fetchall()
    # Entered after the first of July 2024, all of them mean the area that has the code now.
    assert [area for area, _ in counted] == ["371002_S1"]
    schema = pq.read_schema(tmp_path / "inputs" / "observation.parquet")
    assert str(schema.field("obs_value").type) == "decimal128(28, 6)"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("area,371002,371002001", "valid_from"),
        ("area,371002_S9,nowhere,2024-07-01", "nowhere"),
        ("area,371002_S9,371002_S9,2024-07-01", "旧编号"),
        ("town,371002_S9,371002001,2024-07-01", "kind"),
        ("area,,371002001,2024-07-01", "old_id"),
        ("area,371002_S9,371002001,July", "July"),
        ("area,371002_S9,371002001,0001-01-01", "0001"),
        ("place,_T,huayuan_community,2024-07-01", "_T"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_place(office: Path, line: str, said: str) -> None:
    columns = line.split(",")
    enter(office, ",".join([*columns, *[""] * (4 - len(columns))]))
    with pytest.raises(OfficeError, match=said):
        load_office(office)


def test_a_table_that_excel_saved_in_its_own_encoding_is_read(office: Path) -> None:
    enter(office, "area,371002_S9,371002001,2024-07-01")
    file = office / "catalogue" / "rename.csv"
    plain = load_office(office).renames
    file.write_bytes(file.read_text(encoding="utf-8").encode("gbk"))
    assert load_office(office).renames == plain
    assert len(plain) == 1


def test_a_return_under_a_form_that_is_called_otherwise_now_is_not_owed(
    night: Settings, office: Path
) -> None:
    came = {one.form_id: (one.submissions, one.last_period) for one in status(night, NOON).came}
    rewrite(office, "L11", "V11", ("catalogue", "forms"))
    enter(office, "form,L11,V11,2024-07-01")
    after = {
        one.form_id: (one.submissions, one.last_period)
        for one in status(replace(night, office=office), NOON).came
    }
    assert (came["L11"], after["V11"]) == ((24, "2023-12"), (24, "2023-12"))


def test_one_id_has_one_line(office: Path) -> None:
    enter(office, "area,x,371002001,2024-07-01", "area,x,371002002,2024-08-01")
    with pytest.raises(OfficeError, match="第 2 行重复"):
        load_office(office)


def test_an_office_without_the_table_has_renamed_nothing(office: Path) -> None:
    (office / "catalogue" / "rename.csv").unlink()
    assert load_office(office).renames == ()
