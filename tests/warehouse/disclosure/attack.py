"""What somebody with a computer can make of the published tables: equations between figures, put together of the tables
alone, and which unknowns of them have but one value. By other code than that which chooses what to withhold.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

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
