"""What is judged by what held then, through whole nights: sample workbooks with some cells typed differently.

One home with all of them. Figures are invented (示例); what they make of the marts was worked out by a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samples.drawing import workbook_bytes
from samples.forms import admin_counts, fdi_detail, target_tracking, trade, visits
from samples.month import Month
from samples.report import Report
from samples.sheet import Formula, Value, retyped
from tests.conftest import MadeOnce, Night, Query, copy_of
from warehouse.collect.hand_in import hand_in
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh


@dataclass(frozen=True)
class Again:
    """A sample workbook handed in once more: what is typed differently, why, and when it came."""

    report: Report
    month: Month
    cells: Mapping[str, Value]
    at: datetime
    reason: str = "_U"


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)


HANDED_IN = (
    # 1,200 in the table of December, 1,000 in all before it: 1032 of it is 86.00 %.
    Again(target_tracking.REPORT, Month(2023, 12), {"D5": 1200, "H5": Formula("ROUND(E5/D5*100,2)", Decimal("86.00")), "J5": Formula("ROUND(H5-I5,2)", Decimal("-14.00"))}, on("2024-02-01")),
    # 1,800 typed for 1,500 in March, and put right by the table of April.
    Again(target_tracking.REPORT, Month(2023, 3), {"D8": 1800}, on("2024-02-01")),
    Again(target_tracking.REPORT, Month(2023, 4), {"A11": "备注:3月的目标更正为1500万元。"}, on("2024-02-02"), "correction"),
    # A census finds 12,000 for 10,500 of hotels in 2022.
    Again(trade.REPORT, Month(2022, 12), {"E6": 12000}, on("2024-06-20"), "benchmark"),
    # The commerce bureau has not recognised September's tranche of 220, nor by October said anything of it.
    Again(fdi_detail.REPORT, Month(2023, 11), {"I7": "否"}, on("2024-02-03")),
    Again(fdi_detail.REPORT, Month(2023, 10), {"I7": None}, on("2024-02-03")),
    # Of the only tranche of March nobody has said anything.
    Again(fdi_detail.REPORT, Month(2023, 3), {"I5": None}, on("2024-02-03")),
    # A log without a visit.
    Again(visits.REPORT, Month(2023, 1), {f"{column}{row}": None for column in "ABCDEFG" for row in range(3, 12)}, on("2024-02-04")),
    # Three routes by June, four by July.
    Again(admin_counts.REPORT, Month(2023, 6), {"E5": 3}, on("2024-02-05")),
    Again(admin_counts.REPORT, Month(2023, 7), {"E5": 4}, on("2024-02-05")),
)  # fmt: skip


def _handed_in(folder: Path, first_night: Night) -> tuple[Settings, RefreshReport]:
    settings = copy_of(first_night[0], folder)
    for number, one in enumerate(HANDED_IN):
        file = folder / f"{one.report.stem(one.month)}_{number}.xlsx"
        sheet = one.report.sheet(one.month)
        cells = {name: value for name, value in one.cells.items() if name in sheet.entries}
        file.write_bytes(workbook_bytes(retyped(sheet, cells), one.report.department.clerk, one.at))
        hand_in(
            settings, file, one.report.department.department_id, received_by="示例填表人", received_at=one.at,
            is_sample=True, revision_reason=one.reason,
        )  # fmt: skip
    return settings, refresh(settings)


@pytest.fixture(scope="session")
def judged(made_once: MadeOnce, first_night: Night) -> Settings:
    """All of them taken on top of the first night. Read only."""
    settings, report = made_once("judged", lambda folder: _handed_in(folder, first_night))[1]
    assert (report.exit_status, report.blocked) == (0, ""), report
    made: Settings = settings
    return made


def one_row(query: Query, settings: Settings, sql: str) -> tuple[Any, ...]:
    (row,) = query(settings, sql)
    return tuple(row.values())


def test_each_month_is_judged_by_its_own_target(judged: Settings, query: Query) -> None:
    rows = query(
        judged,
        "select target_value, completion_rounded, progress_gap_rounded, standing, target_latest, completion_agrees"
        " from mart_target_progress where indicator_id = 'fdi_actual_utilized' and time_period in ('2023-09', '2023-12')"
        " order by time_period",
    )
    # 792 of 1,000 by September, and 1,032 of 1,200.
    assert [tuple(row.values()) for row in rows] == [
        (10_000_000, Decimal("79.20"), Decimal("4.20"), "ahead", 12_000_000, True),
        (12_000_000, Decimal("86.00"), Decimal("-14.00"), "behind", 12_000_000, True),
    ]


def test_a_target_that_was_mistyped_is_right_in_the_months_before_it_was_put_right(
    judged: Settings, query: Query
) -> None:
    rows = query(
        judged,
        "select time_period, target_value from mart_target_progress where indicator_id = 'domestic_capital_physical_work'"
        " and time_period between '2023-02' and '2023-05' order by time_period",
    )
    assert [row["target_value"] for row in rows] == [15_000_000] * 4


def test_a_base_that_a_census_revised_accuses_no_growth_that_was_said_before(
    judged: Settings, query: Query
) -> None:
    # 12,915 over 10,500, and over 12,000.
    assert one_row(
        query,
        judged,
        "select growth_reported, agrees, agrees_own, base_value_own, base_value_latest, growth_over_latest_base, base_revised_since"
        " from mart_growth_rate where indicator_id = 'accommodation_turnover_above_quota' and accumulation = 'YTD'"
        " and time_period = '2023-12'",
    )[:6] == (23, True, True, 105_000_000, 120_000_000, Decimal("7.63"))
    assert one_row(
        query,
        judged,
        "select growth_zh, cast(base_revised_since as varchar) from bi.headline inner join bi.headline_evidence using (row_key)"
        " where line_zh = '限额以上住宿业营业额' and month = date '2023-12-01'",
    ) == ("23.0%", "2024-06-20")


def test_a_census_takes_the_months_beside_it_and_leaves_what_was_stated(
    judged: Settings, query: Query
) -> None:
    rows = query(
        judged,
        "select month_derived, month_derived_reason, month_stated from mart_single_month where indicator_id ="
        " 'accommodation_turnover_above_quota' and time_period in ('2022-11', '2022-12') order by time_period",
    )
    assert rows[0]["month_derived_reason"] is None
    assert tuple(rows[1].values()) == (None, "VINTAGES_DIFFER", 8_450_000)


def test_what_is_not_recognised_is_claimed_and_no_growth_is_made_of_it(
    judged: Settings, query: Query
) -> None:
    rows = query(
        judged,
        "select utilized, utilized_reason, tranches_recognised from mart_foreign_capital"
        " where time_period in ('2023-03', '2023-10', '2023-11', '2023-12') order by time_period",
    )
    assert [tuple(row.values()) for row in rows] == [
        # All of it waits: no recognised amount, and no zero.
        (None, "NOT_YET_RECOGNISED", 0),
        (5_720_000, None, 5_720_000),
        (5_720_000, None, 5_720_000),
        (10_320_000, None, 10_320_000),
    ]
    rows = query(
        judged,
        "select claimed, recognised, waiting, not_recognised, why_differs_zh from bi.claimed_recognised"
        " where line_zh = '实际到账外资' and month in (date '2023-10-01', date '2023-11-01') order by month",
    )
    assert [tuple(row.values())[:4] for row in rows] == [(792, 572, 220, 0), (792, 572, 0, 220)]
    # November less October, both as their rows add up; December was handed in before November was revised.
    rows = query(
        judged,
        "select month_derived, month_derived_reason from mart_single_month where indicator_id = 'fdi_actual_utilized'"
        " and time_period in ('2023-11', '2023-12') order by time_period",
    )
    assert [tuple(row.values()) for row in rows] == [(0, None), (None, "REVISED_SINCE")]


def test_a_log_that_is_handed_in_without_a_visit_is_none(judged: Settings, query: Query) -> None:
    assert one_row(
        query,
        judged,
        "select visits, visits_reason, visits_led_by_principal, is_synthetic from mart_investment_promotion where time_period = '2023-01'",
    ) == (0, None, 0, True)


def test_the_count_of_each_months_own_return_stays_in_its_month(judged: Settings, query: Query) -> None:
    rows = query(
        judged,
        "select marine_tour_routes from mart_investment_promotion where time_period in ('2023-06', '2023-07', '2023-12')"
        " order by time_period",
    )
    assert [row["marine_tour_routes"] for row in rows] == [3, 4, 4]
    # Of the year December's return speaks.
    assert one_row(
        query,
        judged,
        "select obs_value from mart_indicator where indicator_id = 'marine_tour_routes' and time_period = '2023' and status_class = 'actual'",
    ) == (4,)


def test_a_change_of_what_the_nation_counts_is_no_break_of_the_streets_capital(
    judged: Settings, query: Query
) -> None:
    assert one_row(
        query,
        judged,
        "select growth_reported, has_break, two_year_has_break from mart_growth_rate"
        " where indicator_id = 'fdi_actual_utilized' and accumulation = 'YTD' and time_period = '2023-12'",
    ) == (Decimal("63.55"), False, False)
