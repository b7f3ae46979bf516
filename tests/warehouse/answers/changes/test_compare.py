"""What changed between two published files: two nights as they were, and a night beside an edited copy of itself."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.finding.refusal import Refusal
from tests.conftest import MadeOnce, Night
from warehouse.answers.changes.change import Change, differs_by, percent_of
from warehouse.answers.changes.compare import changes
from warehouse.home import DATABASE, Home

STREET = "ref_area = '371002002' and is_default and time_period"
# What could happen to a value of the samples, each of another indicator, and what is then told of it.
EDITS = f"""
update mart_indicator set obs_value = null, obs_status = 'O', obs_reason = 'HELD', qualifier = '_Z', display_value = '[待核]'
  where indicator_id = 'volunteer_service_events' and {STREET} = '2023-12';
update mart_indicator set obs_value = 30, display_value = '30', value_origin = 'corrected', observation_id = -1
  where indicator_id = 'fai_projects_registered' and {STREET} = '2023-12';
insert into fct_observation by name select -1 as observation_id, 'C1' as correction_id, 'unit_fix' as revision_reason;
insert into mart_correction by name select 'C1' as correction_id, '项目数抄错' as correction_reason_zh, 'miscopied' as correction_reason_en;
update mart_indicator set obs_value = 10520000, display_value = '1052', submission_id = 'later', observation_id = -2
  where indicator_id = 'fdi_actual_utilized' and {STREET} = '2023-12';
insert into submission by name select 'later' as submission_id, timestamptz '2024-03-01 00:00:00+00' as received_at,
  timestamptz '2024-03-01 00:00:00+00' as accepted_at, 'accept' as decision, true as is_current;
insert into fct_observation by name select -2 as observation_id, 'benchmark' as revision_reason;
update mart_indicator set submission_id = 'later', time_period = '2024-01'
  where indicator_id = 'wholesale_sales_above_quota' and {STREET} = '2023-12';
update submission set decision = 'refuse'
  where submission_id = (select submission_id from mart_indicator where indicator_id = 'retail_sales_above_quota' and {STREET} = '2023-12');
delete from mart_indicator where indicator_id = 'retail_sales_above_quota' and {STREET} = '2023-12';
update mart_indicator set is_synthetic = false, display_value = replace(display_value, '(示例)', '')
  where indicator_id = 'domestic_capital_physical_work' and {STREET} = '2023-11';
update mart_growth_rate set base_value = 6400000, growth_computed_rounded = 61.25
  where indicator_id = 'fdi_actual_utilized' and time_period = '2023-12';
"""


@pytest.fixture(scope="module")
def edited(first_night: Night, made_once: MadeOnce) -> dict[tuple[str, str, str], Change]:
    """The changes from the first night to a copy of it that was edited, by indicator, period and figure."""
    published = Home(first_night[0].home).current / DATABASE

    def make(folder: Path) -> list[Change]:
        copy = folder / DATABASE
        shutil.copyfile(published, copy)
        with duckdb.connect(str(copy)) as connection:
            connection.execute(EDITS)
        return changes(published, copy)

    found: list[Change] = made_once("edited_copy", make)[1]
    return {(one.indicator_id, one.time_period, one.figure): one for one in found}


def _of(
    found: dict[tuple[str, str, str], Change], indicator: str, period: str = "2023-12", figure: str = "value"
) -> Change:
    return found[indicator, period, figure]


def test_a_corrected_tranche_changes_the_total_the_stated_and_the_computed_growth(
    first_night: Night, corrected_night: Night
) -> None:
    before, after = (Home(night[0].home).current / DATABASE for night in (first_night, corrected_night))
    found = changes(before, after)
    # 240 became 260: 1032 → 1052 is 20 ÷ 1032 = 1.94 %, and 1052 ÷ 631 − 1 = 66.72 %.
    assert [
        (one.name_zh, one.before_display, one.after_display, one.difference, one.difference_percent, one.why)
        for one in found
    ] == [
        ("鲸园街道 2023年1-12月 实际到账外资", "1032", "1052(示例)", Decimal(20), Decimal("1.94"), "revised"),
        ("鲸园街道 2023年1-12月 实际到账外资 同比", "63.55", "66.72(示例)", Decimal("3.17"), None, "revised"),
        (
            "鲸园街道 2023年1-12月 实际到账外资 计算同比",
            "63.55(示例)",
            "66.72(示例)",
            Decimal("3.17"),
            None,
            "level",
        ),
    ]
    assert {(one.source_file, one.department_zh) for one in found} == {
        ("外资到账明细2023年12月(更正).xlsx", "经济发展办公室")
    }
    assert [(one.source_sheet, one.source_cell) for one in found[:2]] == [
        ("外资到账明细", "H9"),
        ("外资到账明细", "H11"),
    ]


def test_a_file_beside_itself_has_not_changed(first_night: Night) -> None:
    published = Home(first_night[0].home).current / DATABASE
    assert changes(published, published) == []


def test_a_snapshot_of_a_version_without_these_columns_is_refused(first_night: Night, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / DATABASE)) as connection:
        connection.execute("create table mart_indicator as select 1 as obs_value")
    with pytest.raises(Refusal) as refused:
        changes(tmp_path / DATABASE, Home(first_night[0].home).current / DATABASE)
    assert refused.value.code == "NOT_COMPARABLE"


def test_what_is_held_now_says_so_and_has_no_difference(edited: dict[tuple[str, str, str], Change]) -> None:
    held = _of(edited, "volunteer_service_events")
    assert (held.change, held.after_display, held.difference, held.why) == ("changed", "[待核]", None, "held")


def test_a_correction_is_named_with_its_reason(edited: dict[tuple[str, str, str], Change]) -> None:
    corrected = _of(edited, "fai_projects_registered")
    assert (corrected.before_display, corrected.after_display, corrected.difference) == (
        "27",
        "30",
        Decimal(3),
    )
    assert (corrected.why, corrected.why_zh) == ("corrected", "更正 C1：项目数抄错")


def test_the_reason_that_the_submitter_states_is_the_reason(
    edited: dict[tuple[str, str, str], Change],
) -> None:
    revised = _of(edited, "fdi_actual_utilized")
    assert (revised.why, revised.why_zh) == ("benchmark", "普查、年报核定")


def test_what_one_file_alone_has_is_added_or_removed(edited: dict[tuple[str, str, str], Change]) -> None:
    new, moved = (_of(edited, "wholesale_sales_above_quota", period) for period in ("2024-01", "2023-12"))
    gone = _of(edited, "retail_sales_above_quota")
    assert [(one.change, one.why) for one in (new, moved, gone)] == [
        ("added", "new_submission"),
        # Of one and the same return, which was refused.
        ("removed", "submission_refused"),
        ("removed", "submission_refused"),
    ]
    assert (new.before_display, gone.after_display) == (None, None)


def test_a_growth_that_is_computed_anew_says_what_it_rests_on_differently(
    edited: dict[tuple[str, str, str], Change],
) -> None:
    growth = _of(edited, "fdi_actual_utilized", figure="growth_computed")
    assert (growth.before_value, growth.after_value, growth.difference, growth.why) == (
        Decimal("63.55"),
        Decimal("61.25"),
        Decimal("-2.30"),
        "base",
    )


def test_where_the_mark_alone_has_changed_the_figure_has_not(
    edited: dict[tuple[str, str, str], Change],
) -> None:
    marked = _of(edited, "domestic_capital_physical_work", "2023-11")
    assert (marked.why, marked.difference) == ("mark", 0)
    assert marked.before_display == f"{marked.after_display}(示例)"


def test_nothing_else_is_told(edited: dict[tuple[str, str, str], Change]) -> None:
    assert len(edited) == 8


@pytest.mark.parametrize(
    ("before", "after", "mult", "by", "percent"),
    [
        ("10320000", "10520000", 4, "20", "1.94"),
        ("10520000", "10320000", 4, "-20", "-1.90"),
        ("0", "5", 0, "5", None),
        ("-5", "5", 0, "10", None),
        (None, "5", 0, None, None),
        ("1", None, 0, None, None),
    ],
)
def test_differences_are_exact_and_no_percentage_is_taken_of_nothing(
    before: str | None, after: str | None, mult: int, by: str | None, percent: str | None
) -> None:
    first, second = (None if value is None else Decimal(value) for value in (before, after))
    assert differs_by(first, second, mult) == (None if by is None else Decimal(by))
    assert percent_of(first, second) == (None if percent is None else Decimal(percent))
