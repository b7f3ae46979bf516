"""A figure that was published and that the correction of its return does not say any more: one more vintage, without
a value and with its reason; an earlier day still knows the figure.

Two returns of December 2023 come once more: 固投增速反馈表 without the row of one place (its growths −2.3, −9.0 and
3.4 %, ranked 8th, 8th and 5th), and 限上批零住餐 with the growth of hotels (23.0 %) left blank.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from samples.drawing import workbook_bytes
from samples.forms import growth_feedback, trade
from samples.month import DECEMBER_2023
from samples.report import Report
from samples.sheet import Value, retyped
from tests.conftest import MadeOnce, Night, Query, copy_of
from warehouse.answers.as_of import build_as_of
from warehouse.answers.trace import trace
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import current_decisions, record_decision, submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import DecisionKind
from warehouse.series.choice import SeriesRequest
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh

FEBRUARY = datetime(2024, 2, 1, 1, 50, tzinfo=UTC)
PLACE = "ref_area = (select ref_area from dim_area where area_zh = '示例镇街H') and time_period = '2023-12'"
HOTELS = (
    "indicator_id = 'accommodation_turnover_above_quota' and accumulation = 'YTD' and time_transform = 'G1Y'"
    " and scope_basis = 'OWN' and measure = 'VALUE' and time_period = '2023-12'"
)
# The row of the place is empty, and whoever stood behind it moves up.
WITHOUT_THE_PLACE: dict[str, Value] = {
    **{f"{column}13": None for column in "ABCDEFG"},
    "C8": 8,
    "E8": 8,
    "G12": 5,
}


def _corrected(settings: Settings, folder: Path, report: Report, changed: dict[str, Value]) -> None:
    """Hand in a return of December 2023 once more, with some cells typed differently."""
    file = folder / f"{report.stem(DECEMBER_2023)}(更正).xlsx"
    sheet = retyped(report.sheet(DECEMBER_2023), changed)
    file.write_bytes(workbook_bytes(sheet, report.department.clerk, FEBRUARY))
    department = report.department
    hand_in(
        settings, file, department.folder, received_by=department.clerk, received_at=FEBRUARY, is_sample=True
    )


@pytest.fixture(scope="session")
def withdrawn_night(
    made_once: MadeOnce, first_night: Night, tmp_path_factory: pytest.TempPathFactory
) -> Night:
    """A home in which both returns came once more. Read only."""

    def make(folder: Path) -> Night:
        settings = copy_of(first_night[0], folder)
        drawn = tmp_path_factory.mktemp("withdrawn")
        _corrected(settings, drawn, growth_feedback.REPORT, WITHOUT_THE_PLACE)
        _corrected(settings, drawn, trade.REPORT, {"F6": None})
        return settings, refresh(settings)

    made: Night = made_once("withdrawn_night", make)[1]
    return made


def test_nothing_that_is_withdrawn_keeps_a_build_from_being_published(withdrawn_night: Night) -> None:
    report: RefreshReport = withdrawn_night[1]
    assert (report.held, report.exit_status) == ((), 0)
    assert report.published is not None


def test_what_a_correction_leaves_out_is_shown_as_withdrawn(withdrawn_night: Night, query: Query) -> None:
    rows = query(
        withdrawn_night[0],
        "select breakdown, measure, obs_value, display_value, obs_status, obs_reason, value_origin, n_vintages,"
        f" rank_of_n, rank_universe, source_file, source_cell from mart_indicator where {PLACE}"
        " order by breakdown, measure",
    )
    assert [(row["breakdown"], row["measure"]) for row in rows] == [
        (breakdown, measure)
        for breakdown in ("_T", "industrial_technical_renovation", "private")
        for measure in ("RANK", "VALUE")
    ]
    assert {tuple(row.values())[2:] for row in rows} == {
        (
            None,
            "[撤回](示例)",
            "O",
            "WITHDRAWN",
            "withdrawn",
            2,
            None,
            "_Z",
            "固投增速反馈2023年1-12月(更正).xlsx",
            "",
        )
    }


def test_the_mart_of_the_family_says_why_there_is_no_growth_and_ranks_the_others(
    withdrawn_night: Night, query: Query
) -> None:
    rows = query(
        withdrawn_night[0],
        "select area_zh, growth_reported, growth_reported_reason, rank_reported, rank_reported_of_n,"
        " rank_reported_reconciliation"
        " from mart_fixed_asset_investment where time_period = '2023-12' and breakdown = 'private'"
        " and area_zh in ('示例镇街C', '示例镇街H') order by area_zh",
    )
    assert [tuple(row.values()) for row in rows] == [
        ("示例镇街C", Decimal("-12.6"), None, 8, 8, "agrees"),
        ("示例镇街H", None, "WITHDRAWN", None, None, "single"),
    ]


def test_a_withdrawal_is_a_vintage_of_its_own(withdrawn_night: Night, query: Query) -> None:
    rows = query(
        withdrawn_night[0],
        "select vintage, first_value, previous_value, obs_value, obs_reason, revision, revision_missing_reason,"
        " value_origin, is_current, supersedes <> '_Z' as supersedes"
        f" from mart_revision where {PLACE} and breakdown = '_T' and measure = 'VALUE' order by vintage",
    )
    growth = Decimal("-2.3")
    assert [tuple(row.values()) for row in rows] == [
        (1, growth, None, growth, "", None, "FIRST_VINTAGE", "reported", False, False),
        (2, growth, growth, None, "WITHDRAWN", None, "VALUE_MISSING", "withdrawn", True, True),
    ]


def test_a_cell_that_is_blank_in_the_correction_is_a_vintage_without_a_value(
    withdrawn_night: Night, query: Query
) -> None:
    (shown,) = query(
        withdrawn_night[0],
        f"select obs_value, display_value, obs_reason, source_cell from mart_indicator where {HOTELS}",
    )
    assert tuple(shown.values()) == (None, "[未填](示例)", "NOT_STATED", "F6")
    vintages = query(
        withdrawn_night[0],
        f"select vintage, obs_value, is_current from mart_revision where {HOTELS} order by vintage",
    )
    assert [tuple(row.values()) for row in vintages] == [(1, Decimal(23), False), (2, None, True)]


def test_a_trace_names_the_file_that_left_a_figure_out_and_shows_what_it_was(withdrawn_night: Night) -> None:
    asked = SeriesRequest(
        "fixed_asset_investment",
        ("2023-12",),
        {"ref_area": "示例镇街H", "breakdown": "_T", "measure": "VALUE"},
    )
    found = trace(Home(withdrawn_night[0].home).current / "indicators.duckdb", asked, "371002002")
    assert found.formula_zh.startswith(
        "报过的数，《固投增速反馈2023年1-12月(更正).xlsx》里没有了：撤回 WITHDRAWN"
    )
    assert [(one.display_value, one.cell, one.current) for one in found.vintages] == [
        ("-2.3(示例)", "B13", False),
        ("[撤回](示例)", "", True),
    ]


@pytest.mark.long
def test_an_earlier_day_still_knows_what_was_withdrawn_since(withdrawn_night: Night) -> None:
    known = []
    for day in (date(2024, 1, 31), date(2024, 2, 1)):
        with duckdb.connect(str(build_as_of(withdrawn_night[0], day)), read_only=True) as connection:
            known.append(
                connection.execute(
                    f"select display_value from mart_indicator where ({HOTELS})"
                    f" or ({PLACE} and breakdown = '_T') order by measure, ref_area"
                ).fetchall()
            )
    assert known == [
        [("8(示例)",), ("23.0",), ("-2.3(示例)",)],
        [("[撤回](示例)",), ("[未填](示例)",), ("[撤回](示例)",)],
    ]


@pytest.mark.long
def test_with_the_refusal_of_what_said_a_figure_nothing_is_withdrawn(
    withdrawn_night: Night, query: Query, tmp_path: Path
) -> None:
    night = copy_of(withdrawn_night[0], tmp_path)
    with open_ledger(Home(night.home)) as book:
        (first,) = (
            one.submission_id for one in submissions(book) if one.file_name == "固投增速反馈2023年1-12月.xlsx"
        )
        decided = current_decisions(book)[first]
        record_decision(
            book,
            first,
            decided.reader_version,
            DecisionKind.REFUSE,
            reason="不是本街道的",
            actor="示例审核人",
        )
    assert refresh(night).exit_status == 0
    assert query(night, f"select * from mart_indicator where {PLACE}") == []
