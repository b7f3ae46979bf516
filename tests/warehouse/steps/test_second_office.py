"""Another office is another folder: an invented county goes the whole way with the same commands and no code.

It shares nothing with the office that the program was written for: tests/offices/linjiang has its own areas,
departments, indicators, units, currencies and forms. Every figure here was worked out by hand from the workbooks.
"""

from __future__ import annotations

import csv
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.office.table import read_csv
from tests.conftest import MadeOnce, Query, copy_of, settings_for
from tests.offices.linjiang_workbooks import WORKBOOKS, write_inbox
from warehouse.cli.app import main
from warehouse.settings import CHECKOUT, Settings

OFFICE = CHECKOUT / "tests" / "offices" / "linjiang"
FIRST_OFFICE = CHECKOUT / "offices" / "jingyuan"
COUNTY, TOWN_A, TOWN_B, TOWN_C = "990823", "990823100", "990823101", "990823200"


@dataclass(frozen=True, slots=True)
class County:
    """The county's home after one night."""

    settings: Settings
    night: dict[str, Any]

    def run(self, *arguments: str) -> str:
        """What a command prints; it has to end well."""
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("INDICATORS_")]:
                patch.delenv(name)
            patch.setenv("INDICATORS_HOME", str(self.settings.home))
            patch.setenv("INDICATORS_OFFICE", str(OFFICE))
            patch.setenv("INDICATORS_SETTLE_SECONDS", "0")
            with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
                status = main(list(arguments))
        assert status == 0, out.getvalue() + err.getvalue()
        return out.getvalue()

    def document(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture(scope="session")
def county(made_once: MadeOnce) -> County:
    made: County = made_once("county", _one_night)[1]
    return made


def _one_night(home: Path) -> County:
    write_inbox(home / "inbox")
    fresh = County(settings_for(home), {})
    return County(fresh.settings, fresh.document("refresh"))


def one(query: Query, county: County, sql: str) -> dict[str, Any]:
    (row,) = query(county.settings, sql)
    return row


def current(indicator: str, period: str, area: str = COUNTY, **dimensions: str) -> str:
    """The condition for one value of mart_indicator: a year-to-date level unless something else is said."""
    said = {
        "ref_area": area,
        "measure": "VALUE",
        "accumulation": "YTD",
        "time_transform": "N",
        "scope_basis": "OWN",
        "status_class": "actual",
        "breakdown": "_T",
        **dimensions,
    }
    return " and ".join(
        [
            f"indicator_id = '{indicator}'",
            f"time_period = '{period}'",
            *(f"{k} = '{v}'" for k, v in said.items()),
        ]
    )


def test_every_return_is_accepted_and_the_build_published(county: County) -> None:
    assert (len(county.night["collected"]["new"]), county.night["held"]) == (10, [])
    assert county.night["exit_status"] == 0
    assert county.night["published"]["snapshot_id"]


@pytest.mark.parametrize(
    ("condition", "value", "shown", "unit", "file", "cell"),
    [
        # The total row of the register; its capacity is in tons and is shown in 千吨.
        (current("grain_depots_built", "2025-06"), "3", "3", "座", "粮库建设台账2025年6月", "B7"),
        (current("grain_depot_capacity", "2025-06"), "25100", "25.1", "千吨", "粮库建设台账2025年6月", "D7"),
        (current("grain_depot_investment", "2025-06"), "17500000", "1750.00", "万元", "粮库建设台账2025年6月", "E7"),
        # A town of the table of areas, and the county's own row above the towns.
        (current("grain_output", "2025-06", TOWN_B), "8320", "0.83", "万吨", "各乡镇粮食生产情况2025年6月", "B6"),
        (current("grain_output", "2025-06"), "25180", "2.52", "万吨", "各乡镇粮食生产情况2025年6月", "B4"),
        (current("grain_sown_area", "2025-06", TOWN_C), "1060", "1.06", "千公顷", "各乡镇粮食生产情况2025年6月", "F7"),
        # The sixth of twelve months side by side, and the year's total.
        (current("industrial_electricity", "2024-06", accumulation="PERIOD"), "1400000", "140.0", "万千瓦时", "工业用电量2024年", "G4"),
        (current("industrial_electricity", "2024-02", accumulation="PERIOD"), "955000", "95.5", "万千瓦时", "工业用电量2024年", "C4"),
        (current("industrial_electricity", "2024-12"), "16200000", "1620.0", "万千瓦时", "工业用电量2024年", "N4"),
        (
            current("industrial_electricity", "2024-06", accumulation="PERIOD", breakdown="large_users"),
            "800000", "80.0", "万千瓦时", "工业用电量2024年", "G5",
        ),
        # A table that the program finds by itself, with the units that its own column states.
        (current("tourist_visits", "2025-06"), "360000", "36.00", "万人次", "文旅月报2025年6月", "D3"),
        (current("tourism_revenue", "2025-06", accumulation="PERIOD"), "42000000", "0.42", "亿元", "文旅月报2025年6月", "C4"),
        (current("tourism_capital_received", "2025-06"), "9000000", "900", "万港元", "文旅月报2025年6月", "D5"),
        # The target of the year.
        (
            current("tourist_visits", "2025", status_class="target", accumulation="PERIOD"),
            "800000", "80.00", "万人次", "年度目标任务2025年", "C4",
        ),
    ],
)  # fmt: skip
def test_a_value_is_the_one_in_its_cell(
    county: County, query: Query, condition: str, value: str, shown: str, unit: str, file: str, cell: str
) -> None:
    columns = "obs_value, display_value, display_unit_zh, source_file, source_cell"
    assert one(query, county, f"select {columns} from mart_indicator where {condition}") == {
        "obs_value": Decimal(value),
        "display_value": f"{shown}(示例)",
        "display_unit_zh": unit,
        "source_file": f"{file}.xlsx",
        "source_cell": cell,
    }


def test_money_of_another_currency_is_a_series_of_its_own(county: County, query: Query) -> None:
    where = current("tourism_capital_received", "2025-06")
    row = one(query, county, f"select currency, unit_measure from mart_indicator where {where}")
    assert row == {"currency": "HKD", "unit_measure": "HKD"}


def test_towns_are_ranked_among_towns_and_the_county_is_not(county: County, query: Query) -> None:
    # 6.0, 5.0 and 4.0 %; the county's own 4.9 % would be third of four.
    rows = query(
        county.settings,
        "select ref_area, obs_value, obs_reason, rank_of_n, reconciliation from mart_indicator"
        " where measure = 'RANK' and time_period = '2025-06' order by ref_area",
    )
    assert [tuple(row.values()) for row in rows] == [
        (COUNTY, None, "NOT_APPLICABLE", None, "single"),
        (TOWN_A, Decimal(2), "", 3, "agrees"),
        (TOWN_B, Decimal(3), "", 3, "agrees"),
        (TOWN_C, Decimal(1), "", 3, "agrees"),
    ]


@pytest.mark.long
def test_a_town_that_the_correction_leaves_out_is_withdrawn(
    county: County, query: Query, tmp_path: Path
) -> None:
    (grain,) = (one for one in WORKBOOKS if one.name == "各乡镇粮食生产情况2025年6月.xlsx")
    *head, town_a, town_b, _ = grain.rows
    # Behind it everybody moves up.
    ranked = [*head, [*town_a[:4], 1, *town_a[5:]], [*town_b[:4], 2, *town_b[5:]]]
    corrected = County(copy_of(county.settings, tmp_path), {})
    again = replace(grain, received_at="2025-07-20T09:00:00+08:00", rows=ranked)
    write_inbox(corrected.settings.home / "inbox", (again,))
    assert corrected.document("refresh")["exit_status"] == 0
    rows = query(
        corrected.settings,
        "select indicator_id, time_period, measure, time_transform, scope_basis, display_value, n_vintages"
        f" from mart_indicator where ref_area = '{TOWN_C}' and value_origin = 'withdrawn' order by all",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("grain_output", "2024-06", "VALUE", "N", "QUOTED", "[撤回](示例)", 2),
        ("grain_output", "2025-06", "RANK", "G1Y", "OWN", "[撤回](示例)", 2),
        ("grain_output", "2025-06", "VALUE", "G1Y", "OWN", "[撤回](示例)", 2),
        ("grain_output", "2025-06", "VALUE", "N", "OWN", "[撤回](示例)", 2),
        ("grain_sown_area", "2025-06", "VALUE", "N", "OWN", "[撤回](示例)", 2),
    ]


@pytest.mark.parametrize(
    ("condition", "base", "source", "own", "reported", "computed", "computed_own", "differs"),
    [
        # Town B quotes 8,000 where it reported 7,900 a year before: 320 ÷ 8,000 and 420 ÷ 7,900.
        (("grain_output", "2025-06", TOWN_B, "YTD"), "8000", "QUOTED", "7900", "4.0", "4.00", "5.32", True),
        # The county: 1,180 ÷ 24,000 and 1,280 ÷ 23,900.
        (("grain_output", "2025-06", COUNTY, "YTD"), "24000", "QUOTED", "23900", "4.9", "4.92", "5.36", True),
        # 40,000 ÷ 320,000, as both forms have it.
        (("tourist_visits", "2025-06", COUNTY, "YTD"), "320000", "QUOTED", "320000", "12.5", "12.50", "12.50", False),
        # 150 ÷ 750 and 160 ÷ 740 of 万港元.
        (("tourism_capital_received", "2025-06", COUNTY, "YTD"), "7500000", "QUOTED", "7400000", "20", "20.00", "21.62", True),
        # Nothing is quoted: 140 over the 125 万千瓦时 of June a year before, 1,620 over 1,400.
        (("industrial_electricity", "2024-06", COUNTY, "PERIOD"), "1250000", "OWN", "1250000", None, "12.00", "12.00", False),
        (("industrial_electricity", "2024-12", COUNTY, "YTD"), "14000000", "OWN", "14000000", None, "15.71", "15.71", False),
    ],
)  # fmt: skip
def test_growth_is_computed_over_the_quoted_and_over_its_own_base(
    county: County,
    query: Query,
    condition: tuple[str, str, str, str],
    base: str,
    source: str,
    own: str,
    reported: str | None,
    computed: str,
    computed_own: str,
    differs: bool,
) -> None:
    indicator, period, area, accumulation = condition
    row = one(
        query,
        county,
        "select base_value, base_source, base_value_own, growth_reported, growth_computed_rounded,"
        " growth_computed_own_rounded, base_differs from mart_growth_rate"
        f" where indicator_id = '{indicator}' and time_period = '{period}' and ref_area = '{area}'"
        f" and accumulation = '{accumulation}' and breakdown = '_T'",
    )
    assert tuple(row.values()) == (
        Decimal(base),
        source,
        Decimal(own),
        Decimal(reported) if reported else None,
        Decimal(computed),
        Decimal(computed_own),
        differs,
    )


def test_towns_contribute_their_points_to_the_growth_of_the_county(county: County, query: Query) -> None:
    # 500, 320 and 360 of the county's base of 24,000 tons, and of its growth of 1,180.
    rows = query(
        county.settings,
        "select part, contribution_pp_rounded, share_of_growth_rounded, parts_add_up from mart_contribution"
        " where indicator_id = 'grain_output' and time_period = '2025-06' order by part",
    )
    assert [tuple(row.values()) for row in rows] == [
        (TOWN_A, Decimal("2.08"), Decimal("42.37"), True),
        (TOWN_B, Decimal("1.33"), Decimal("27.12"), True),
        (TOWN_C, Decimal("1.50"), Decimal("30.51"), True),
    ]


def test_progress_is_against_the_targets_of_the_annual_form(county: County, query: Query) -> None:
    rows = query(
        county.settings,
        "select indicator_id, time_period, target_value, completion_rounded, progress_gap_rounded, standing,"
        " completion_agrees from mart_target_progress order by indicator_id, time_period",
    )
    assert [tuple(row.values()) for row in rows] == [
        # 1,750 of 3,000 万元. The form that watches it says 1,700 and 56.7 %, which is right of its own figure: that the two
        # forms differ is said where forms are compared.
        ("grain_depot_investment", "2025-06", Decimal(30000000), Decimal("58.33"), Decimal("8.33"), "ahead", True),
        ("grain_output", "2025-06", Decimal(52000), Decimal("48.42"), Decimal("-1.58"), "behind", True),
        ("tourism_revenue", "2025-05", Decimal(600000000), Decimal("35.50"), Decimal("-6.17"), "behind", None),
        ("tourism_revenue", "2025-06", Decimal(600000000), Decimal("42.50"), Decimal("-7.50"), "behind", None),
        # 29.5 of 80 is 36.875; five twelfths of a year are 41.666…
        ("tourist_visits", "2025-05", Decimal(800000), Decimal("36.88"), Decimal("-4.79"), "behind", None),
        ("tourist_visits", "2025-06", Decimal(800000), Decimal("45.00"), Decimal("-5.00"), "behind", True),
    ]  # fmt: skip


def test_the_lines_of_the_annual_form_are_the_plan(county: County, query: Query) -> None:
    rows = query(
        county.settings, "select plan_year, indicator_id, obs_value from mart_plan order by indicator_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("2025", "grain_output", Decimal(52000)),
        ("2025", "tourism_revenue", Decimal(600000000)),
        ("2025", "tourist_visits", Decimal(800000)),
    ]


def test_months_are_derived_but_for_the_indicators_that_the_office_names(
    county: County, query: Query
) -> None:
    # 36 − 29.5 万人次; of the revenue the office says that a difference is no month.
    rows = query(
        county.settings,
        "select indicator_id, month_derived, month_derived_reason, month_agrees from mart_single_month"
        " where indicator_id in ('tourist_visits', 'tourism_revenue') and time_period = '2025-06' order by 1",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("tourism_revenue", None, "MONTHS_NOT_DERIVED", None),
        ("tourist_visits", Decimal(65000), None, True),
    ]


def test_what_two_forms_and_the_register_say_is_compared(county: County, query: Query) -> None:
    rows = query(
        county.settings,
        "select indicator_id, kind, other_form_id, difference_from_other, reconciliation from mart_reconciliation"
        " where time_period = '2025-06' order by indicator_id, kind",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("grain_depot_capacity", "register", "G01", Decimal(0), "agrees"),
        # 1,750 and 1,700 万元.
        ("grain_depot_investment", "form", "G06", Decimal(500000), "differs"),
        ("grain_depot_investment", "register", "G01", Decimal(0), "agrees"),
        ("grain_depots_built", "register", "G01", Decimal(0), "agrees"),
        # 2.52 万吨 are 25,180 t rounded.
        ("grain_output", "form", "G06", Decimal(-20), "agrees"),
        ("tourist_visits", "form", "G06", Decimal(0), "agrees"),
    ]


def test_who_owes_which_return_follows_the_offices_own_calendar(county: County, query: Query) -> None:
    rows = query(
        county.settings,
        "select form_id, time_period, department_zh, due_on, due_state, days_late from mart_submission_due"
        " where form_id in ('G01', 'G04', 'G06') order by form_id, time_period",
    )
    # 8 June and 20 July are Sundays; the county lists no holidays.
    assert [tuple(row.values()) for row in rows] == [
        ("G01", "2025-05", "农业农村股", date(2025, 6, 9), "owed", None),
        ("G01", "2025-06", "农业农村股", date(2025, 7, 8), "late", 2),
        ("G04", "2025-12", "发展计划股", date(2025, 1, 31), "on_time", -11),
        ("G06", "2025-06", "发展计划股", date(2025, 7, 21), "on_time", -1),
    ]


def test_gate_2_asks_about_the_bases_that_differ(county: County, query: Query) -> None:
    rows = query(
        county.settings,
        "select source_file, source_cell from finding where rule = 'BASE_DIFFERS' order by 1, 2",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("各乡镇粮食生产情况2025年6月.xlsx", "C4"),
        ("各乡镇粮食生产情况2025年6月.xlsx", "C6"),
        ("文旅月报2025年6月.xlsx", "E5"),
    ]


def test_gate_2_asks_about_the_two_forms_that_differ(county: County, query: Query) -> None:
    # 1,700 万元 of investment beside the register's 1,750.
    rows = query(county.settings, "select source_file, source_cell from finding where rule = 'FORMS_DIFFER'")
    assert [tuple(row.values()) for row in rows] == [("主要指标监测2025年6月.xlsx", "D5")]


def test_marts_of_families_that_the_county_does_not_have_are_empty_or_not_there(
    county: County, query: Query
) -> None:
    families = {row["family"] for row in read_csv(FIRST_OFFICE / "catalogue" / "indicator.csv")}
    there = {row["name"] for row in query(county.settings, "select table_name as name from duckdb_tables()")}
    marts = {f"mart_{family}" for family in families} & there
    assert len(families) > 8
    assert {
        mart: one(query, county, f"select count(*) as n from {mart}")["n"] for mart in marts
    } == dict.fromkeys(marts, 0)
    # What is made of a register is not there where nobody keeps it.
    assert "mart_foreign_capital" not in there


def test_the_register_of_the_county_is_a_table_of_its_own_fields(county: County, query: Query) -> None:
    rows = query(
        county.settings,
        "select depot_name, capacity, investment_ytd, built_month, source_cell from fct_grain_depot"
        " where is_current and time_period = '2025-06' order by row_no",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("示例粮库甲", Decimal(12500), Decimal(8_605_000), "2025-03", "D4"),
        ("示例粮库乙", Decimal(8000), Decimal(5_122_500), "2025-05", "D5"),
        ("示例粮库丙", Decimal(4600), Decimal(3_772_500), "2025-06", "D6"),
    ]


def test_nothing_of_the_first_office_is_in_any_table(county: County, query: Query) -> None:
    first = {row["department_id"] for row in read_csv(FIRST_OFFICE / "catalogue" / "department.csv")}
    first |= {row["ref_area"] for row in read_csv(FIRST_OFFICE / "catalogue" / "area.csv")}
    first |= {row["form_id"] for row in read_csv(FIRST_OFFICE / "catalogue" / "calendar.csv")}
    for row in query(
        county.settings,
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where column_name in ('ref_area', 'department_id', 'owner_department_id', 'form_id', 'primary_form')",
    ):
        said = query(
            county.settings,
            f"select distinct {row['column_name']} as said from {row['schema_name']}.{row['table_name']}",
        )
        assert {one["said"] for one in said} & first == set(), row


def test_trace_leads_to_the_cell_and_to_both_bases(county: County) -> None:
    told = county.document("trace", "grain_output", "2025-06", "--area", "示例石桥镇", "--transform", "G1Y")
    assert (told["value"], told["area_zh"], told["department_zh"]) == ("4", "示例石桥镇", "农业农村股")
    assert {(cell["role"], cell["file"], cell["sheet"], cell["cell"], cell["raw_text"]) for cell in told["cells"]} == {
        ("value", "各乡镇粮食生产情况2025年6月.xlsx", "夏粮", "D6", "4"),
        ("level", "各乡镇粮食生产情况2025年6月.xlsx", "夏粮", "B6", "8320"),
        ("base", "各乡镇粮食生产情况2025年6月.xlsx", "夏粮", "C6", "8000"),
        ("base_own", "各乡镇粮食生产情况2024年6月.xlsx", "夏粮", "B6", "7900"),
    }  # fmt: skip


def test_trace_of_a_total_names_the_cells_of_the_register(county: County) -> None:
    told = county.document("trace", "grain_depot_capacity", "2025-06")
    components = [(cell["cell"], cell["raw_text"]) for cell in told["cells"] if cell["role"] == "component"]
    assert sorted(components) == [("D4", "12500"), ("D5", "8000"), ("D6", "4600")]
    assert told["formula_zh"] == ("填报 25100吨 = 25100 TON(示例)；台账 3 个单元格合计 25100 TON(示例)，一致")


def test_status_says_what_came_and_what_is_owed(county: County) -> None:
    told = county.document("status")
    assert {row["form_id"]: row["submissions"] for row in told["came"]} == {
        "G01": 1, "G02": 2, "G03": 2, "G04": 1, "G05": 3, "G06": 1,
    }  # fmt: skip
    assert [(row["form_id"], row["first_period"], row["returns"]) for row in told["owed"]] == [
        ("G01", "2025-05", 1)
    ]


def test_queries_and_headlines_are_the_countys(county: County) -> None:
    assert county.document("query", "select count(distinct indicator_id) as n from mart_indicator") == [
        {"n": 9}
    ]
    summary = county.run("refresh")
    assert "没有新内容" in summary
    assert "示例临江县主要数字" in summary
    assert "36.00(示例) 万人次" in summary


def test_exports_carry_the_countys_codes_and_every_code_has_words(county: County, tmp_path: Path) -> None:
    told = county.run("export", "--format", "sdmx-csv", "--internal", "--output", str(tmp_path / "sdmx"))
    assert "没有说明的代码" not in told
    with (tmp_path / "sdmx" / "CL_CURRENCY.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert {"code": "HKD", "name_zh": "港元", "name_en": "HKD"} in list(csv.DictReader(stream))
    with (tmp_path / "sdmx" / "observations.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["CURRENCY"] == "HKD"]
    assert {row["STRUCTURE_ID"] for row in rows} == {"LINJIANG:INDICATOR(1.0.0)"}
    assert ("2025-01-01/P6M", "9000000") in {(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows}


def test_what_the_countys_catalogue_says_is_of_few_units_does_not_leave_it(
    county: County, tmp_path: Path
) -> None:
    county.run("export", "--format", "sdmx-csv", "--output", str(tmp_path / "public"))
    with (tmp_path / "public" / "observations.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    capital = [row for row in rows if (row["CURRENCY"], row["TIME_PERIOD"]) == ("HKD", "2025-01-01/P6M")]
    assert ("", "Q", "N") in {(row["OBS_VALUE"], row["OBS_STATUS"], row["CONF_STATUS"]) for row in capital}
    assert "9000000" not in {row["OBS_VALUE"] for row in capital}
    assert "SOURCE_FILE" not in rows[0]


def test_the_workbook_export_has_the_countys_name(county: County, tmp_path: Path) -> None:
    county.run("export", "--format", "xlsx", "--table", "mart_plan", "--output", str(tmp_path / "plan.xlsx"))
    workbook = openpyxl.load_workbook(tmp_path / "plan.xlsx", read_only=True)
    said = {str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row}
    assert any("示例临江县" in text for text in said)


def body(file: Path, first: int, last: int) -> list[list[Any]]:
    rows = openpyxl.load_workbook(file).worksheets[0].iter_rows(min_row=first, max_row=last)
    return [[cell.value for cell in row] for row in rows]


def test_its_forms_are_handed_out_with_its_own_published_figures(county: County, tmp_path: Path) -> None:
    power, grain, tourism = (tmp_path / f"{name}.xlsx" for name in ("power", "grain", "tourism"))
    county.run("form", "G03", "2024-06", "-d", "电力能源股", "-o", str(power))
    # Twelve months side by side: those before June as they were handed in, the others open.
    assert body(power, 4, 4) == [["工业用电量", 120, 95.5, 130, 131, 133.5, *[None] * 8]]
    county.run("form", "G02", "2025-06", "-d", "农业农村股", "-o", str(grain))
    assert [row[:4] for row in body(grain, 5, 8)] == [
        ["全县", None, 23900, None], ["示例沙洲镇", None, 10000, None], ["示例石桥镇", None, 7900, None],
        ["示例柳林乡", None, 6000, None],
    ]  # fmt: skip
    county.run("form", "G05", "2025-06", "-d", "文旅服务中心", "-o", str(tourism))
    assert body(tourism, 4, 6) == [
        ["接待游客", "万人次", None, None, 32, None], ["旅游收入", "亿元", None, None, 2.4, None],
        ["旅游业到账港资", "万港元", None, None, 740, None],
    ]  # fmt: skip


def test_its_table_of_targets_is_filled_from_its_other_forms(county: County, tmp_path: Path) -> None:
    template, target = tmp_path / "监测.xlsx", tmp_path / "填好.xlsx"
    county.run("form", "G06", "2025-06", "-d", "发展计划股", "-o", str(template))
    county.run("fill", str(template), "2025-06", "-o", str(target))
    # 25,180 tons of 5.2 万吨, and 1,750 of 3,000 万元, which form G01 states where the table's clerk typed 1,700.
    assert body(target, 4, 6) == [
        ["粮食总产量", "万吨", 5.2, 2.518, 48.42, 50, -1.58], ["接待游客", "万人次", 80, 36, 45, 50, -5],
        ["粮库建设投资", "万元", 3000, 1750, 58.33, 50, 8.33],
    ]  # fmt: skip
