"""The public build of the samples: what is in it, what is not, and that nothing withheld follows from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.office.load import load_office
from tests.warehouse.disclosure.attack import Attack, Name, of_level, rows
from tests.warehouse.disclosure.figures_inside import Inside
from warehouse.disclosure.plan import Plan, plan_of
from warehouse.family.pages import pages_of
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport
from warehouse.store.connection import opened


@pytest.fixture(scope="session")
def attack(public: Any) -> Attack:
    return Attack(public)


def withheld_levels(plan: Plan) -> set[Name]:
    """The names of levels, single months and group sums that are withheld and no waiver has given away, as the attack calls
    them."""
    found = set()
    for key in plan.reasons.keys() - plan.exposed:
        words = key.line.split("|")
        if key.kind == "level":
            accumulation = "PERIOD" if words[6] == "DIFFERENCE" else words[6]
            if words[3] == "_T" and words[9] == "actual":
                found.add(of_level(words[0], words[2], words[4], accumulation, key.period))
        elif key.kind == "group":
            found.add((*words, key.period))
    return found


def test_no_withheld_figure_stands_in_any_published_table(attack: Attack, plan: Plan) -> None:
    assert not withheld_levels(plan) & attack.known.keys()


def test_no_withheld_figure_can_be_worked_out(attack: Attack, plan: Plan) -> None:
    assert not attack.solved() & withheld_levels(plan)


def test_the_equations_are_true_inside_the_office(inside: Any, attack: Attack) -> None:
    # Else they would give nothing away, whatever is withheld.
    truth = Attack(inside).known
    checked = 0
    for equation in attack.equations:
        if all(name in truth for name, _ in equation):
            terms = [float(factor * truth[name]) for name, factor in equation]
            assert abs(sum(terms)) <= 0.011 * max(map(abs, terms)) + 1e-6, equation
            checked += 1
    assert checked > 2000


def test_without_the_figures_withheld_for_others_the_small_ones_would_be_known(
    inside: Any, attack: Attack, plan: Plan
) -> None:
    reasons = withheld_levels(plan)
    secondary = {name for name in reasons if plan.reasons.get(_key_of(name, plan)) == "SECONDARY"}
    found = attack.solved(also_known=secondary) & reasons
    # Division 63 with its two projects is section I less division 65: 13 850 − 5 050 = 8 800.
    of_63 = ("mart_fai_register_breakdown", "industry_division", "63", "planned_total", "2023-12")
    assert of_63 in found
    assert len(found) > 50


def _key_of(name: Name, plan: Plan) -> Any:
    if name[0] != "level":
        return ("group", "|".join(name[:-1]), name[-1])
    for key in plan.reasons:
        words = key.line.split("|")
        if (
            key.kind == "level"
            and key.period == name[5]
            and (words[0], words[2], words[4], words[6]) == name[1:5]
        ):
            return key
    return None


def test_what_the_report_has_published_is_there(public: Any) -> None:
    found = {
        row["indicator_id"]: (row["obs_value"], row["display_value"])
        for row in rows(
            public,
            "select * from mart_indicator where is_default and time_period = '2023-12' and ref_area = '371002002'",
        )
    }
    assert found["fdi_actual_utilized"] == (10_320_000, "1032")
    assert found["domestic_capital_physical_work"] == (15_370_000, "1537")
    assert found["domestic_capital_received"] == (965_000_000, "9.65")
    shown = dict(
        public.execute(
            "select line_zh, value from bi.headline where is_latest and month = '2023-12-01'"
        ).fetchall()
    )
    assert (shown["实际到账外资"], shown["内资实物工作量"], shown["内资到位资金"]) == (
        1032,
        1537,
        Decimal("9.65"),
    )


def test_the_growth_that_was_published_beside_a_waived_figure_is_there_and_its_base_is_told_as_exposed(
    public: Any, plan: Plan
) -> None:
    (row,) = rows(public, "select * from mart_foreign_capital where time_period = '2023-12'")
    assert (row["utilized"], row["utilized_growth_reported"], row["utilized_growth_computed"], row["utilized_base"]) == (
        10_320_000, Decimal("63.55"), 63.55, None,
    )  # fmt: skip
    shown = public.execute(
        "select growth, growth_zh from bi.headline where line_zh = '实际到账外资' and month = '2023-12-01'"
    ).fetchone()
    assert shown == (Decimal("63.55"), "63.55%")
    # 1032 / 1.6355 = 631, of one enterprise: withheld, and no longer a secret.
    assert ("fdi_actual_utilized", "2022-12") in {
        (key.line.split("|")[0], key.period) for key in plan.exposed
    }


def test_the_base_of_a_figure_that_is_waived_alone_is_not_to_be_had_from_its_growth(
    office_file: Path, first_night: tuple[Settings, RefreshReport]
) -> None:
    folder = first_night[0].office
    office = load_office(folder)
    levels = tuple(one for one in office.disclosure_waivers if one.time_transform == "N")
    with opened(office_file) as connection:
        plan = plan_of(
            connection, replace(office, disclosure_waivers=levels), pages_of(folder), date(2024, 3, 1)
        )
    of_year = {
        key.kind
        for key in plan.reasons
        if key.period == "2023-12"
        and key.line.startswith("fdi_actual_utilized|local_2023|371002002|_T|_T|M|YTD|")
    }
    assert of_year == {"growth"}


def test_what_rows_are_sorted_by_is_never_withheld(public: Any) -> None:
    orders = rows(
        public,
        "select schema_name, table_name, column_name from duckdb_columns()"
        " where column_name like '%\\_order' escape '\\' and table_name in (select table_name from duckdb_tables())",
    )
    assert len(orders) > 5
    for order in orders:
        (counted,) = rows(
            public,
            f"select count(*) as all_rows, count({order['column_name']}) as sorted_rows"
            f" from {order['schema_name']}.{order['table_name']}",
        )
        assert counted["sorted_rows"] == counted["all_rows"], order


def test_what_is_withheld_says_so_and_not_why(public: Any) -> None:
    (row,) = rows(
        public,
        "select * from mart_indicator where is_default and time_period = '2023-11' and indicator_id = 'fdi_actual_utilized'",
    )
    assert (row["obs_value"], row["display_value"], row["obs_status"], row["obs_reason"], row["conf_status"]) == (
        None, "[不公布]", "Q", "SUPPRESSED", "N",
    )  # fmt: skip
    statuses = {
        status for (status,) in public.execute("select distinct conf_status from mart_indicator").fetchall()
    }
    assert statuses == {"F", "N"}


def test_a_month_that_is_withheld_is_not_told_in_the_words_beside_it(public: Any, inside: Any) -> None:
    # 上年同月为0，不算同比 says which month is nought.
    whole = {row["row_key"]: row for row in rows(inside, "select * from bi.single_month")}
    withheld = [
        row
        for row in rows(public, "select * from bi.single_month")
        if any(
            row[name] is None and whole[row["row_key"]][name] is not None
            for name in ("month_value", "month_value_last_year")
        )
    ]
    assert len(withheld) > 10
    assert {row["state_zh"] for row in withheld} == {"[不公布]"}


def test_a_growth_between_two_withheld_levels_has_two_decimals(public: Any) -> None:
    # 792 / 631 to sixteen digits is the quotient of no other two numbers of their size.
    (row,) = rows(public, "select * from mart_foreign_capital where time_period = '2023-11'")
    assert (row["utilized_growth_reported"], row["utilized_growth_computed"]) == (Decimal("25.52"), 25.52)


def test_domestic_capital_is_public_and_its_kinds_are_not(public: Any) -> None:
    (row,) = rows(public, "select * from mart_domestic_capital where time_period = '2023-12'")
    # 57 200万元 of two projects; 39 300万元 is what is left of the whole.
    assert (row["received_ytd"], row["fixed_asset_ytd"], row["non_fixed_asset_ytd"]) == (
        965_000_000,
        None,
        None,
    )
    assert {"fixed_asset_ytd", "non_fixed_asset_ytd"} <= set(row["restricted_figures"].split(","))


def test_nothing_says_where_in_the_office_a_figure_came_from(public: Any) -> None:
    names = {
        name
        for (name,) in public.execute(
            "select distinct column_name from duckdb_columns() where not internal"
        ).fetchall()
    }
    assert (
        not {
            "source_file",
            "source_sheet",
            "source_cell",
            "submission_id",
            "file",
            "sheet",
            "cell",
            "raw_text",
            "comment_obs",
        }
        & names
    )
    tables = {name for (name,) in public.execute("select table_name from duckdb_tables()").fetchall()}
    assert not {name for name in tables if name.startswith("fct_")}
    assert not {"finding", "submission", "mart_disclosure", "mart_fdi_tranche", "capital_tranches"} & tables


def test_neither_bounds_nor_waivers_are_in_any_table_of_either_file(public: Any, inside: Any) -> None:
    for connection in (public, inside):
        names = {
            name
            for (name,) in connection.execute("select distinct column_name from duckdb_columns()").fetchall()
        }
        assert not {
            name
            for name in names
            if "p_percent" in name or "minimum_units" in name or name.endswith("_share")
        }


def test_most_of_what_is_no_single_units_stays_public(public: Any) -> None:
    counted: Mapping[str, tuple[int, int]] = {
        row["indicator_id"]: (row["said"], row["withheld"])
        for row in rows(
            public,
            """
            select indicator_id, count(obs_value) as said, count(case when obs_status = 'Q' then 1 end) as withheld
            from mart_indicator
            where measure = 'VALUE' and time_transform = 'N' and status_class = 'actual' and scope_basis = 'OWN'
            group by indicator_id
            """,
        )
    }
    assert counted["fdi_actual_utilized"] == FDI
    assert counted["domestic_capital_received"] == CAPITAL
    assert counted["fai_projects_registered"] == (22, 0)
    assert counted["wholesale_sales_above_quota"][1] == 0
    assert sum(said for said, _ in counted.values()) == PUBLIC


# Foreign capital: six months of nothing, and 1032; of domestic capital the years, what nobody stands out in, and nothing.
FDI, CAPITAL, PUBLIC = (7, 17), (17, 79), 830


def test_the_views_have_their_chinese_names(public: Any) -> None:
    (row,) = rows(public, 'select * from bi."主要指标" where "指标" = \'实际到账外资\' and "是否最新一期"')
    assert row["本期数"] == 1032


def test_the_dictionary_describes_what_is_in_the_file_and_no_more(public: Any) -> None:
    described = set(public.execute("select model, column_name from dictionary").fetchall())
    there = set(
        public.execute(
            "select table_name, column_name from duckdb_columns() where schema_name in ('main', 'bi') and not internal"
            " and table_name in (select table_name from duckdb_tables())"
        ).fetchall()
    )
    assert described == there


def test_the_same_file_gives_the_same_build(built: Any, office_file: Path) -> None:
    assert built.file.stat().st_size
    # What the two published figures give away, and nothing else.
    assert {(key.line.split("|")[0], key.period) for key in built.plan.exposed} == {
        ("fdi_actual_utilized", "2022-12")
    }


def test_no_row_has_the_figure_that_is_withheld_in_it_in_a_number_or_in_words(
    public: Any, inside: Any
) -> None:
    secret = Inside(inside, public)
    looked_at = 0
    for schema, table in public.execute("select schema_name, table_name from duckdb_tables()").fetchall():
        for row in rows(public, f"select * from {schema}.{table}"):
            numbers = secret.of_row(row)
            looked_at += bool(numbers)
            for name, value in row.items():
                if not numbers or name.endswith(("_id", "_key")) or value is None:
                    continue
                text = f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else str(value)
                for number in numbers:
                    said = re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text)
                    assert not said, (table, name, text, row)
    assert looked_at > 1000
