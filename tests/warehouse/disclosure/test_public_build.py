"""The public build of the samples: what is in it, what is not, and what somebody with a computer can make of it.

The equations are put together here of the published tables alone, by other code than that which chose what to withhold.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from warehouse.disclosure.plan import Plan
from warehouse.settings import CHECKOUT

STREET = "371002002"
# Of the marts with several figures in a row: the columns that are levels, and of what.
COLUMNS = {
    "mart_foreign_capital": {
        "utilized": ("fdi_actual_utilized", "_T", "YTD"), "utilized_summed": ("fdi_actual_utilized", "_T", "YTD"),
    },
    "mart_domestic_capital": {
        "received_ytd": ("domestic_capital_received", "_T", "YTD"),
        "received_ytd_summed": ("domestic_capital_received", "_T", "YTD"),
        "received_month": ("domestic_capital_received", "_T", "PERIOD"),
        "fixed_asset_ytd": ("domestic_capital_received", "fixed_asset", "YTD"),
        "non_fixed_asset_ytd": ("domestic_capital_received", "non_fixed_asset", "YTD"),
        "physical_work_ytd": ("domestic_capital_physical_work", "_T", "YTD"),
        "physical_work_ytd_summed": ("domestic_capital_physical_work", "_T", "YTD"),
        "physical_work_month": ("domestic_capital_physical_work", "_T", "PERIOD"),
    },
    "mart_buildings": {
        "revitalized_ytd": ("building_floor_area_revitalized", "_T", "YTD"),
        "revitalized_ytd_summed": ("building_floor_area_revitalized", "_T", "YTD"),
        "listed_floor_area": ("building_floor_area_total", "listed", "POINT"),
        "listed_vacant_area": ("building_floor_area_vacant", "listed", "POINT"),
    },
    "mart_services": {"revenue_ytd": ("svc_above_designated_size_revenue", "_T", "YTD")},
}  # fmt: skip
WHOLES = {
    ("mart_fai_register_breakdown", "planned_total"): ("fai_planned_total_investment", "_T", "LIFE"),
    ("mart_fai_register_breakdown", "investment_ytd"): ("fai_register_investment_completed", "_T", "YTD"),
    ("mart_fai_register_breakdown", "investment_month"): (
        "fai_register_investment_completed",
        "_T",
        "PERIOD",
    ),
    ("mart_building_kind", "floor_area_revitalized"): ("building_floor_area_revitalized", "_T", "YTD"),
}
SUMS = {
    "mart_fai_register_breakdown": ("planned_total", "investment_ytd", "investment_month"),
    "mart_building_kind": ("floor_area_total", "floor_area_vacant", "floor_area_revitalized"),
}
SHARES = {
    "mart_fai_register_breakdown": {
        "share_of_planned": "planned_total",
        "share_of_completed": "investment_ytd",
    },
    "mart_building_kind": {"share_of_revitalized": "floor_area_revitalized"},
}
Name = tuple[str, ...]


def rows(connection: Any, sql: str) -> list[dict[str, Any]]:
    found = connection.execute(sql)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def of_level(*words: str) -> Name:
    """Indicator, area, breakdown, accumulation and period."""
    return ("level", *words)


def last_year(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"


def month_before(period: str) -> str:
    return f"{period[:5]}{int(period[5:]) - 1:02d}" if len(period) == 7 and period[5:] != "01" else ""


_ROUNDING = 3e-4


class Attack:
    """Equations between figures, and the figures that are published."""

    def __init__(self, connection: Any) -> None:
        self.known: dict[Name, Fraction] = {}
        self.equations: list[list[tuple[Name, Fraction]]] = []
        self.connection = connection
        self._levels()
        self._family_marts()
        self._views()
        self._months()
        self._growths()
        self._targets()
        self._partitions()
        self._groups()
        self._contributions()
        self._stocks()

    def _stocks(self) -> None:
        """What has come in since the month before, of what has no figure for the month."""
        names = set(self.known) | {name for equation in self.equations for name, _ in equation}
        for name in sorted(names):
            before = (*name[:-1], month_before(name[-1]))
            if before not in names:
                continue
            if name[0] == "level" and name[4] in ("LIFE", "POINT"):
                self.equal((name, 1), (before, -1), ((*name[:4], "PERIOD", name[5]), -1))
            elif name[0] in SUMS and not name[3].endswith(("_ytd", "_month")):
                self.equal((name, 1), (before, -1), ((*name[:3], f"{name[3]}_DIFFERENCE", name[4]), -1))

    def knows(self, name: Name, value: Any) -> None:
        if value is not None:
            self.known[name] = Fraction(Decimal(str(value)))

    def equal(self, *terms: tuple[Name, Any]) -> None:
        self.equations.append([(name, Fraction(Decimal(str(factor)))) for name, factor in terms])

    def _levels(self) -> None:
        for row in rows(
            self.connection,
            "select * from mart_indicator where measure = 'VALUE' and time_transform = 'N' and component_area = '_Z'"
            " and status_class = 'actual' and place_id = '_T'",
        ):
            name = of_level(
                *(row[each] for each in ("indicator_id", "ref_area", "breakdown", "accumulation")),
                row["time_period"],
            )
            self.knows(name, row["obs_value"])

    def _family_marts(self) -> None:
        for mart, columns in COLUMNS.items():
            for row in rows(self.connection, f"select * from {mart}"):
                for column, (indicator, breakdown, accumulation) in columns.items():
                    period, area = row["time_period"], row["ref_area"]
                    self.knows(of_level(indicator, area, breakdown, accumulation, period), row[column])
                    if f"{column}_base" in row:
                        self.knows(
                            of_level(indicator, area, breakdown, accumulation, last_year(period)),
                            row[f"{column}_base"],
                        )

    def _views(self) -> None:
        series = {
            row["series_id"]: row
            for row in rows(
                self.connection, "select * from dim_series where time_transform = 'N' and place_id = '_T'"
            )
        }
        units = {
            row["indicator_id"]: 10 ** row["display_unit_mult"]
            for row in rows(self.connection, "select indicator_id, display_unit_mult from dim_indicator")
        }
        for view in ("headline", "target_progress", "growth_change", "single_month"):
            for row in rows(self.connection, f"select * from bi.{view}"):
                key, period = row["row_key"].split("|")[:2]
                if key not in series:
                    continue
                line, times = series[key], units[series[key]["indicator_id"]]
                named = (line["indicator_id"], line["ref_area"], line["breakdown"])
                for column, accumulation, when in (
                    ("value", line["accumulation"], period),
                    ("base", line["accumulation"], last_year(period)),
                    ("month_value", "PERIOD", period),
                    ("month_value_last_year", "PERIOD", last_year(period)),
                ):
                    if row.get(column) is not None:
                        self.knows(of_level(*named, accumulation, when), row[column] * times)
                if row.get("month_growth") is not None:
                    self.equal(
                        (of_level(*named, "PERIOD", period), 1),
                        (of_level(*named, "PERIOD", last_year(period)), -(1 + row["month_growth"] / 100)),
                    )

    def _months(self) -> None:
        for row in rows(self.connection, "select * from mart_single_month where place_id = '_T'"):
            named, period = (row["indicator_id"], row["ref_area"], row["breakdown"]), row["time_period"]
            ytd, month = of_level(*named, "YTD", period), of_level(*named, "PERIOD", period)
            self.knows(ytd, row["ytd_amount"])
            self.knows(month, row["month_derived"])
            self.knows(month, row["month_stated"])
            if before := month_before(period):
                self.knows(of_level(*named, "YTD", before), row["ytd_amount_before"])
                self.equal((ytd, 1), (of_level(*named, "YTD", before), -1), (month, -1))
            else:
                self.equal((ytd, 1), (month, -1))

    def _growths(self) -> None:
        for row in rows(
            self.connection, "select * from mart_growth_rate where place_id = '_T' and component_area = '_Z'"
        ):
            named = (row["indicator_id"], row["ref_area"], row["breakdown"], row["accumulation"])
            # A base on the comparable scope is another figure than what last year's return said.
            scope = "comparable" if row["base_source"] == "COMPARABLE" else ""
            now, base = (
                of_level(*named, row["time_period"]),
                of_level(*named, f"{last_year(row['time_period'])}{scope}"),
            )
            self.knows(now, row["level_value"])
            self.knows(base, row["base_value"])
            rate = row["growth_computed"] if row["growth_computed"] is not None else row["growth_reported"]
            if rate == -100:
                self.equal((now, 1))
            elif rate is not None:
                self.equal((now, 1), (base, -(1 + Decimal(str(rate)) / 100)))

    def _targets(self) -> None:
        for row in rows(
            self.connection,
            "select * from mart_target_progress where time_transform = 'N' and place_id = '_T'",
        ):
            name = of_level(
                row["indicator_id"],
                row["ref_area"],
                row["breakdown"],
                row["accumulation"],
                row["time_period"],
            )
            self.knows(name, row["obs_value"])
            for completion in (row["completion"], row["completion_reported"]):
                if completion is not None and row["target_value"]:
                    self.knows(name, Decimal(str(completion)) * row["target_value"] / 100)

    def _partitions(self) -> None:
        with (CHECKOUT / "offices/jingyuan/catalogue/partition.csv").open(encoding="utf-8") as file:
            wholes: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
            for row in csv.DictReader(file):
                wholes[row["partition_id"], row["dimension"], row["whole"]].append(row["part"])
        names = {name for name in self.known if name[0] == "level"} | {
            name for equation in self.equations for name, _ in equation
        }
        for (_, dimension, whole), parts in wholes.items():
            at = 2 if dimension == "ref_area" else 3
            for name in names:
                if name[at] == whole and (name[1] == "domestic_capital_received") == (
                    dimension == "breakdown"
                ):
                    pieces = [(*name[:at], part, *name[at + 1 :]) for part in parts]
                    if all(piece in names for piece in pieces):
                        self.equal((name, 1), *((piece, -1) for piece in pieces))

    def _groups(self) -> None:
        with (CHECKOUT / "dbt_project/seeds/industry_section.csv").open(encoding="utf-8-sig") as file:
            sections = list(csv.DictReader(file))
        for mart, sums in SUMS.items():
            divided: defaultdict[tuple[str, str], defaultdict[str, list[tuple[str, Name]]]] = defaultdict(
                lambda: defaultdict(list)
            )
            for row in rows(self.connection, f"select * from {mart}"):
                for column in sums:
                    # What is not stated is nothing of the sum.
                    if row[f"{column}_reason"] in (None, "SUPPRESSED"):
                        name: Name = (
                            mart,
                            row["register_dimension"],
                            row["register_group"],
                            column,
                            row["time_period"],
                        )
                        self.knows(name, row[column])
                        for share, of in SHARES[mart].items():
                            if of == column and row[share] is not None:
                                whole = of_level(
                                    WHOLES[mart, of][0], STREET, *WHOLES[mart, of][1:], row["time_period"]
                                )
                                self.equal((name, 1), (whole, -Decimal(str(row[share])) / 100))
                        divided[column, row["time_period"]][row["register_dimension"]].append(
                            (row["register_group"], name)
                        )
            for (column, period), ways in divided.items():
                whole = (
                    of_level(WHOLES[mart, column][0], STREET, *WHOLES[mart, column][1:], period)
                    if (mart, column) in WHOLES
                    else ("all", mart, column, period)
                )
                for members in ways.values():
                    self.equal((whole, 1), *((name, -1) for _, name in members))
                for section, name in ways.get("industry_section", ()):
                    inside = [
                        (other, -1)
                        for division, other in ways["industry_division"]
                        if any(
                            each["section"] == section
                            and each["first_division"] <= division <= each["last_division"]
                            for each in sections
                        )
                    ]
                    self.equal((name, 1), *inside)

    def _contributions(self) -> None:
        for row in rows(
            self.connection, "select * from mart_contribution where partition_dimension = 'ref_area'"
        ):
            scope = "comparable" if row["base_source"] == "COMPARABLE" else ""
            for value, name in (
                ("level_value", of_level(row["indicator_id"], row["part"], row["breakdown"], row["accumulation"], row["time_period"])),
                ("base_value", of_level(row["indicator_id"], row["part"], row["breakdown"], row["accumulation"], f"{last_year(row['time_period'])}{scope}")),
                ("whole_level_value", of_level(row["indicator_id"], row["ref_area"], row["breakdown"], row["accumulation"], row["time_period"])),
                ("whole_base_value", of_level(row["indicator_id"], row["ref_area"], row["breakdown"], row["accumulation"], f"{last_year(row['time_period'])}{scope}")),
            ):  # fmt: skip
                self.knows(name, row[value])

    def solved(self, also_known: Iterable[Name] = ()) -> set[Name]:
        """Every figure that is not published and has but one value in the equations."""
        known = {*self.known, *also_known}
        found = set()
        for equations, unknown in _systems(self.equations, known):
            matrix = np.zeros((len(equations), len(unknown)))
            places = {name: at for at, name in enumerate(unknown)}
            for at, equation in enumerate(equations):
                for name, factor in equation:
                    if name in places:
                        matrix[at, places[name]] += float(factor)
            matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
            # A figure is free where some solution of the homogeneous system moves it. Growths have two decimals: where
            # equations contradict each other by no more than that, one of them says nothing that the others do not.
            _, values, directions = np.linalg.svd(matrix, full_matrices=True)
            rank = int((values > _ROUNDING).sum())
            moves = np.abs(directions[rank:]).max(axis=0) if rank < len(unknown) else np.zeros(len(unknown))
            found |= {name for name, at in places.items() if moves[at] < 1e-6}
        return found


def _systems(
    equations: Sequence[Sequence[tuple[Name, Fraction]]], known: set[Name]
) -> Iterator[tuple[list[list[tuple[Name, Fraction]]], list[Name]]]:
    """The equations in sets that share no unknown, each with its unknowns."""
    root: dict[Name, Name] = {}

    def of(name: Name) -> Name:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    opened = [
        [(name, factor) for name, factor in equation if name not in known and factor]
        for equation in equations
    ]
    opened = [equation for equation in opened if equation]
    for equation in opened:
        for name, _ in equation[1:]:
            root[of(name)] = of(equation[0][0])
    together: defaultdict[Name, list[list[tuple[Name, Fraction]]]] = defaultdict(list)
    for equation in opened:
        together[of(equation[0][0])].append(equation)
    for each in together.values():
        yield each, sorted({name for equation in each for name, _ in equation})


@pytest.fixture(scope="session")
def attack(public: Any) -> Attack:
    return Attack(public)


def withheld_levels(plan: Plan) -> set[Name]:
    """The names of levels, single months and group sums that are withheld, as the attack calls them."""
    found = set()
    for key in plan.reasons:
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


def test_the_base_of_a_waived_figure_is_not_to_be_had_from_its_growth(public: Any) -> None:
    # 1032 / 1.6355 = 631, of one enterprise.
    (row,) = rows(public, "select * from mart_foreign_capital where time_period = '2023-12'")
    assert (row["utilized"], row["utilized_base"], row["utilized_growth_reported"], row["utilized_growth_computed"]) == (
        10_320_000, None, None, None,
    )  # fmt: skip
    assert row["utilized_growth_computed_reason"] == "SUPPRESSED"


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
    assert not built.plan.exposed


class Inside:
    """The figures that are withheld, by the keys that rows of published tables have."""

    def __init__(self, inside: Any, public: Any) -> None:
        self.units = dict(
            inside.execute("select indicator_id, display_unit_mult from dim_indicator").fetchall()
        )
        withheld = {
            key
            for (key,) in public.execute(
                "select observation_id from mart_indicator where obs_status = 'Q'"
            ).fetchall()
        }
        self.by_id: dict[int, set[str]] = {}
        self.by_series: dict[tuple[str, str], set[str]] = {}
        figures = rows(
            inside,
            "select * from mart_indicator where measure = 'VALUE' and time_transform = 'N' and obs_value is not null",
        )
        public_of: defaultdict[str, set[str]] = defaultdict(set)
        for row in figures:
            if row["observation_id"] not in withheld:
                public_of[row["series_id"]] |= self._written(row["indicator_id"], row["obs_value"])
        for row in figures:
            if row["observation_id"] in withheld:
                # Nothing came in August: what is withheld of it is what is published of July.
                forms = self._written(row["indicator_id"], row["obs_value"]) - public_of[row["series_id"]]
                self.by_id[row["observation_id"]] = forms
                self.by_series[row["series_id"], row["time_period"]] = forms

    def _written(self, indicator: str, value: Decimal) -> set[str]:
        """How a number may be written; of fewer than three digits any date has it."""
        shown = float(value) / 10 ** self.units[indicator]
        written = {f"{shown:.{places}f}" for places in (0, 1, 2)} | {
            f"{shown:.4f}".rstrip("0").rstrip("."),
            f"{value:.0f}",
        }
        return {each for each in written if float(each) and len(re.sub(r"\D", "", each)) >= 3}

    def of_row(self, row: Mapping[str, Any]) -> set[str]:
        """What a row must not have: the figures of its series and its keys, and those of the year before."""
        found: set[str] = set()
        series, period = row.get("series_id"), row.get("time_period")
        if "row_key" in row:
            series, period = row["row_key"].split("|")[:2]
        if series and period:
            for when in (period, last_year(period)):
                found |= self.by_series.get((series, when), set())
        for name, value in row.items():
            if name.endswith("_id") and isinstance(value, int):
                found |= self.by_id.get(value, set())
        return found


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
