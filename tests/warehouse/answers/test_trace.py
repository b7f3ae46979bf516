"""From a published number to its cells, on the sample home and on one in which a figure was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.finding.refusal import Refusal
from samples.drawing import workbook_bytes
from samples.forms import fdi_detail
from samples.month import DECEMBER_2023
from samples.sheet import Formula, retyped
from tests.conftest import MadeOnce, Night, copy_of
from warehouse.answers.trace import trace
from warehouse.answers.trace_rows import Trace
from warehouse.answers.trace_vintages import displayed
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.series.choice import SeriesRequest, periods_of
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh

STREET = "371002002"
DECEMBER = "2023-12"
FILE, SHEET = "外资到账明细2023年12月.xlsx", "外资到账明细"
CORRECTED_FILE = "外资到账明细2023年12月(更正).xlsx"
FIRST_RECEIVED, CORRECTED = "2024-01-06T01:50:00.000000Z", datetime(2024, 1, 7, 1, 50, tzinfo=UTC)
GROWTH = {"time_transform": "G1Y"}


def _published(settings: Settings) -> Path:
    return Home(settings.home).current.resolve() / "indicators.duckdb"


def _trace(
    settings: Settings, indicator: str, period: str = DECEMBER, dimensions: Mapping[str, str] | None = None
) -> Trace:
    return trace(_published(settings), SeriesRequest(indicator, (period,), dimensions or {}), STREET)


@pytest.fixture(scope="module")
def sample(first_night: tuple[Settings, RefreshReport]) -> Settings:
    return first_night[0]


@pytest.fixture(scope="session")
def corrected(made_once: MadeOnce, first_night: Night) -> Settings:
    """A day later the last tranche is 260 instead of 240, and last year's figure is said to be 640, not 631."""
    settings: Settings = made_once("base_corrected", lambda folder: _corrected(first_night[0], folder))[1]
    return settings


def _corrected(first: Settings, folder: Path) -> Settings:
    settings = copy_of(first, folder)
    report = fdi_detail.REPORT
    growth = Decimal("64.38")  # 1052 / 640 - 1 = 64.375 %
    sheet = retyped(
        report.sheet(DECEMBER_2023),
        {
            "G8": 260,
            "H8": 1052,
            "G9": Formula("SUM(G5:G8)", 1052),
            "H9": 1052,
            "G10": 640,
            "H10": 640,
            "G11": growth,
            "H11": growth,
        },
    )
    file = folder / CORRECTED_FILE
    file.write_bytes(workbook_bytes(sheet, report.department.clerk, CORRECTED))
    hand_in(
        settings, file, "经济发展办公室", received_by="示例填表人甲", received_at=CORRECTED, is_sample=True
    )
    refresh(settings)
    return settings


# ---------------------------------------------------------------------------------------- a number and its cells


def test_a_number_names_its_cells_by_role(sample: Settings) -> None:
    found = _trace(sample, "fdi_actual_utilized")
    assert [(cell.role, cell.cell, cell.raw_text) for cell in found.cells] == [
        ("value", "H9", "1032"),
        ("check", "G9", "1032"),
        ("component", "G5", "260"),
        ("component", "G6", "312"),
        ("component", "G7", "220"),
        ("component", "G8", "240"),
        ("base", "H10", "631"),
        ("growth", "H11", "63.55"),
    ]
    assert {(cell.file, cell.sheet, cell.received_at, cell.current) for cell in found.cells} == {
        (FILE, SHEET, FIRST_RECEIVED, True)
    }


def test_the_value_is_exact_and_in_its_unit_beside_what_is_displayed(sample: Settings) -> None:
    found = _trace(sample, "fdi_actual_utilized")
    assert (found.value, found.unit) == ("10320000", "USD")
    assert (found.display_value, found.display_unit) == ("1032", "万美元")
    assert (found.department_zh, found.reconciliation, found.is_synthetic) == (
        "经济发展办公室",
        "agrees",
        False,
    )


def test_the_formula_says_how_the_cell_was_read_and_what_the_register_adds_up_to(sample: Settings) -> None:
    found = _trace(sample, "fdi_actual_utilized")
    assert (
        found.formula_zh
        == "填报 1032万美元 × 10^4 = 10320000 USD；台账 4 个单元格合计 10320000 USD(示例)，一致"
    )
    assert found.as_dict()["formula"].startswith(found.formula_zh)


def test_a_growth_rate_shows_its_computation_and_both_bases(sample: Settings) -> None:
    found = _trace(sample, "fdi_actual_utilized", dimensions=GROWTH)
    assert (found.value, found.unit) == ("63.55", "PERCENT")
    assert "(10320000 USD ÷ 6310000 USD - 1) × 100 = 63.5499207606973" in found.formula_zh
    assert "相差 0.000079 个百分点" in found.formula_zh
    bases = [(cell.role, cell.file, cell.cell) for cell in found.cells if cell.role.startswith("base")]
    assert bases == [("base", FILE, "H10"), ("base_own", "外资到账明细2022年12月.xlsx", "H8")]


def test_the_base_of_a_form_that_quotes_none_is_last_years_own_cell(sample: Settings) -> None:
    found = _trace(sample, "catering_turnover_above_quota", "2023-11", GROWTH)
    assert [(cell.role, cell.file, cell.cell) for cell in found.cells] == [
        ("value", "限上批零住餐202311.xlsx", "F7"),
        ("base", "限上批零住餐202211.xlsx", "E7"),
        ("level", "限上批零住餐202311.xlsx", "E7"),
    ]


def test_a_growth_rate_without_a_level_says_why_it_was_not_computed(sample: Settings) -> None:
    found = _trace(sample, "fixed_asset_investment", dimensions=GROWTH)
    assert (found.value, found.display_value) == ("12.4", "12.4(示例)")
    assert found.formula_zh.endswith("未计算：不收集绝对量 LEVEL_NOT_COLLECTED")


def test_a_rank_says_among_how_many(sample: Settings) -> None:
    found = _trace(sample, "fixed_asset_investment", dimensions={**GROWTH, "measure": "RANK"})
    assert (found.value, found.display_value) == ("2", "2(示例)")
    assert found.formula_zh == "填报位次 “2”，共 9 个；按各地数值重排，一致"


def test_a_cell_without_a_number_says_what_stands_in_it(sample: Settings) -> None:
    dimensions = {**GROWTH, "measure": "VALUE", "breakdown": "industrial_technical_renovation"}
    found = _trace(sample, "fixed_asset_investment", dimensions=dimensions)
    assert (found.value, found.obs_reason) == (None, "NOT_APPLICABLE")
    assert found.formula_zh.startswith("没有数值：单元格原文“-”，NOT_APPLICABLE")


def test_a_count_rests_on_every_row_that_was_counted(sample: Settings) -> None:
    found = _trace(sample, "fai_projects_registered")
    counted = [cell for cell in found.cells if cell.role == "component"]
    assert (found.value, len(counted)) == ("27", 27)
    assert (counted[0].cell, counted[-1].cell) == ("C5", "C31")


def test_a_count_that_no_cell_states_rests_on_the_rows_of_the_log(sample: Settings) -> None:
    found = _trace(sample, "outbound_investment_promotion_visits")
    assert (found.value, len(found.cells), {cell.role for cell in found.cells}) == ("36", 36, {"component"})
    assert (found.cells[0].cell, found.cells[-1].cell) == ("B3", "B38")


@pytest.mark.parametrize(
    ("indicator", "period", "dimensions", "value", "cell"),
    [
        ("fdi_actual_utilized", "2023", {"status_class": "target"}, "10000000", "D5"),
        ("old_community_renovation_investment", "2023", {}, "28700000", "G6"),
        ("old_community_renovation_investment", "2024", {"status_class": "target"}, "27800000", "G9"),
        ("redevelopment_investment", "2024", {"place_id": "戚东夼老村"}, "120000000", "E16"),
        ("redevelopment_investment", "2024", {"place_id": "wangjialing"}, "200000000", "E11"),
        ("key_industry_project_investment", "2024", {"accumulation": "PERIOD"}, "873000000", "E11"),
        ("social_work_station_star_rating", "2023", {}, "5", "E23"),
    ],
)
def test_targets_years_and_places_are_followed_to_their_cells(
    sample: Settings, indicator: str, period: str, dimensions: dict[str, str], value: str, cell: str
) -> None:
    found = trace(_published(sample), SeriesRequest(indicator, periods_of(period), dimensions), STREET)
    assert (found.value, found.cells[0].role, found.cells[0].cell) == (value, "value", cell)


def test_a_contribution_names_whole_and_part(sample: Settings) -> None:
    asked = SeriesRequest(
        "svc_above_designated_size_revenue",
        ("2023-11",),
        {"ref_area": "环翠区", "time_transform": "GO1Y", "component_area": STREET, "measure": "VALUE"},
    )
    found = trace(_published(sample), asked, STREET)
    assert (found.value, found.unit, found.cells[0].cell) == ("8.32", "PP", "F5")


# ------------------------------------------------------------------------------------------- which number is meant


@pytest.mark.parametrize(
    "text", ["2023-12", "202312", "2023年12月", "2023.12", "2023年1-12月", "2023年1—12月"]
)
def test_a_month_is_understood_as_people_write_it(text: str) -> None:
    assert periods_of(text) == ("2023-12",)


@pytest.mark.parametrize("text", ["2023", "2023年"])
def test_a_year_is_its_year_to_date_or_the_year_of_an_annual_form(text: str) -> None:
    assert periods_of(text) == ("2023-12", "2023")


@pytest.mark.parametrize("text", ["", "2023-13", "12月", "二〇二三年", "2023年11月至2023年12月"])
def test_what_is_no_month_is_said(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        periods_of(text)
    assert refused.value.code == "NOT_A_PERIOD"


def test_the_chinese_name_means_the_same(sample: Settings) -> None:
    assert _trace(sample, "实际到账外资") == _trace(sample, "fdi_actual_utilized")


def test_an_unknown_name_is_answered_with_the_nearest(sample: Settings) -> None:
    with pytest.raises(Refusal) as refused:
        _trace(sample, "fdi_actual_utilzed")
    assert (refused.value.code, refused.value.expected) == (
        "UNKNOWN_INDICATOR",
        "fdi_actual_utilized(实际到账外资)?",
    )


def test_a_month_without_a_value_is_answered_with_the_months_that_have_one(sample: Settings) -> None:
    with pytest.raises(Refusal) as refused:
        _trace(sample, "fai_projects_registered", "2025-01")
    assert (refused.value.code, refused.value.expected) == ("NO_VALUE", "2022-02 … 2023-12")


def test_without_a_default_series_the_candidates_are_listed_and_each_can_be_traced(sample: Settings) -> None:
    with pytest.raises(Refusal) as refused:
        _trace(sample, "fixed_asset_investment")
    assert refused.value.code == "SEVERAL_SERIES"
    assert len(refused.value.choices) == 6
    assert refused.value.choices[3] == (
        "indicators trace fixed_asset_investment 2023-12 --measure VALUE --breakdown _T"
        "  → 鲸园街道 2023年1-12月 固定资产投资(不含农户) 同比 12.4(示例) %"
    )
    _trace(sample, "fixed_asset_investment", dimensions={"measure": "VALUE", "breakdown": "_T"})


def test_a_number_alone_is_answered_with_the_figures_that_it_is(sample: Settings) -> None:
    with pytest.raises(Refusal) as refused:
        _trace(sample, "63.55%")
    assert list(refused.value.choices) == [
        "indicators trace 实际到账外资 2023-12 --transform G1Y  → 鲸园街道 2023年1-12月 实际到账外资 同比 63.55 %"
    ]
    assert _trace(sample, "实际到账外资", dimensions={"time_transform": "G1Y"}).display_value == "63.55"
    for number in ("8888", "0.0000001", "1e999999", "NaN"):
        with pytest.raises(Refusal) as unknown:
            _trace(sample, number)
        assert (unknown.value.code, unknown.value.choices) == ("UNKNOWN_INDICATOR", ()), number


def test_what_another_form_says_has_a_unit_and_a_reason_where_it_says_nothing(sample: Settings) -> None:
    (december,) = _trace(sample, "fdi_actual_utilized").other_forms
    assert (december.form_id, december.value, december.unit) == ("L06", "10320000", "USD")
    assert f"{december.display_value}{december.display_unit}" == "1032万美元"
    (january,) = _trace(sample, "fdi_actual_utilized", "2023-01", {"time_transform": "G1Y"}).other_forms
    assert (january.value, january.display_value) == (None, "[未填](示例)")


def test_dimensions_that_no_series_has_are_answered_with_those_that_there_are(sample: Settings) -> None:
    with pytest.raises(Refusal) as refused:
        _trace(sample, "fdi_actual_utilized", dimensions={"breakdown": "private"})
    assert (refused.value.code, refused.value.expected) == (
        "NO_SUCH_SERIES",
        "--breakdown _T --measure COMPLETION|PROGRESS_GAP|RANK|VALUE --transform G1Y|N --target _Z|assigned",
    )
    with pytest.raises(Refusal) as elsewhere:
        _trace(sample, "fdi_actual_utilized", dimensions={"ref_area": "火星"})
    assert elsewhere.value.expected.startswith("--area 鲸园街道 ")


def test_another_area_is_meant_only_when_it_is_named(sample: Settings) -> None:
    by_name = _trace(sample, "fixed_asset_investment", dimensions={**GROWTH, "ref_area": "示例镇街A"})
    by_code = _trace(sample, "fixed_asset_investment", dimensions={**GROWTH, "ref_area": "371002_S1"})
    assert by_name == by_code
    assert (by_name.ref_area, by_name.value) == ("371002_S1", "6.2")


def test_last_years_figure_as_this_year_quotes_it_is_another_series(sample: Settings) -> None:
    own = _trace(sample, "fdi_actual_utilized", "2022-12")
    quoted = _trace(sample, "fdi_actual_utilized", "2022-12", {"scope_basis": "QUOTED"})
    assert [(one.cells[0].file, one.cells[0].cell) for one in (own, quoted)] == [
        ("外资到账明细2022年12月.xlsx", "H8"),
        (FILE, "H10"),
    ]


# ------------------------------------------------------------------------------------------------- after a correction


def test_both_vintages_are_shown_with_their_cells(corrected: Settings) -> None:
    found = _trace(corrected, "fdi_actual_utilized")
    assert [
        (one.vintage, one.value, one.display_value, one.file, one.cell, one.current) for one in found.vintages
    ] == [
        (1, "10320000", "1032", FILE, "H9", False),
        (2, "10520000", "1052(示例)", CORRECTED_FILE, "H9", True),
    ]
    assert [one.received_at for one in found.vintages] == [FIRST_RECEIVED, "2024-01-07T01:50:00.000000Z"]


def test_an_unchanged_value_handed_in_again_is_no_vintage(corrected: Settings) -> None:
    quoted = _trace(corrected, "fdi_actual_utilized", "2022-12")
    assert [(one.vintage, one.value) for one in quoted.vintages] == [(1, "6310000")]


def test_what_speaks_now_stands_before_what_was_superseded(corrected: Settings) -> None:
    cells = _trace(corrected, "fdi_actual_utilized").cells
    assert [cell.current for cell in cells] == [True] * 8 + [False] * 8
    assert (cells[5].cell, cells[5].raw_text, cells[13].cell, cells[13].raw_text) == (
        "G8",
        "260",
        "G8",
        "240",
    )


def test_bases_that_differ_are_both_computed(corrected: Settings) -> None:
    found = _trace(corrected, "fdi_actual_utilized", dimensions=GROWTH)
    assert "(10520000 USD ÷ 6400000 USD - 1) × 100 = 64.375" in found.formula_zh
    assert (
        "上年同期自己的报表 外资到账明细2022年12月.xlsx 外资到账明细!H8 为 6310000 USD → 66.7194"
        in found.formula_zh
    )


def test_the_same_series_in_another_form_is_no_vintage(sample: Settings) -> None:
    found = _trace(sample, "fdi_actual_utilized")
    assert (found.value, len(found.vintages)) == ("10320000", 1)
    assert [(one.form_id, one.value, one.file, one.cell) for one in found.other_forms] == [
        ("L06", "10320000", "重点指标调度表2023年12月.xlsx", "E5")
    ]
    assert {cell.file for cell in found.cells} == {"外资到账明细2023年12月.xlsx"}


@pytest.mark.parametrize(
    ("now", "shown_now", "earlier", "shown"),
    [
        # 7600 ㎡ beside a figure in 万平方米 with two decimals, and beside none; 12 ㎡ beside one.
        ("29800", "2.98", "7600", "0.76"),
        (None, "[撤回]", "7600", "0.76"),
        ("29800", "2.98", "12", "0.0012"),
    ],
)
def test_an_earlier_value_is_shown_with_the_decimals_of_the_current_one_and_never_as_zero(
    now: str | None, shown_now: str, earlier: str, shown: str
) -> None:
    row = {
        "obs_value": Decimal(earlier),
        "is_synthetic": False,
        "unit_measure": "SQM",
        "reported_decimals": 0,
    }
    found = {"obs_value": now and Decimal(now), "is_synthetic": False, "display_value": shown_now}
    assert displayed(row, found, 4) == shown


# ------------------------------------------------------------------------------- a total that its rows do not add up to


def test_a_number_that_its_rows_add_up_to_rests_on_them_and_not_on_the_total_that_differs(
    differing_night: Night,
) -> None:
    # 260 + 312 + 220 + 240 = 1032; the total says 1023.
    found = _trace(differing_night[0], "fdi_actual_utilized")
    assert (found.value, found.display_value) == ("10320000", "1032(示例)")
    current = [(cell.role, cell.cell, cell.raw_text) for cell in found.cells if cell.current]
    assert current[:6] == [
        ("check", "G9", "1023"),
        ("check", "H9", "1023"),
        ("component", "G5", "260"),
        ("component", "G6", "312"),
        ("component", "G7", "220"),
        ("component", "G8", "240"),
    ]
    assert [(cell.cell, cell.raw_text) for cell in found.cells if cell.role == "value"] == [("H9", "1032")]
    assert found.formula_zh == (
        "由台账 4 个单元格（G5 … G8）汇总 = 10320000 USD(示例)；"
        "表中合计 外资到账明细!H9 填“1023”，即 10230000 USD(示例)，不一致，以汇总为准"
    )


def test_a_sum_that_took_the_place_of_a_total_is_a_vintage_beside_it(differing_night: Night) -> None:
    found = _trace(differing_night[0], "fdi_actual_utilized")
    assert [(one.display_value, one.cell, one.value_origin, one.current) for one in found.vintages] == [
        ("1032", "H9", "reported", False),
        ("1032(示例)", "G5 … G8", "register", True),
    ]
    assert [one.received_at[:10] for one in found.vintages] == ["2024-01-06", "2024-01-07"]


def test_the_level_of_a_growth_is_what_it_was_computed_with(differing_night: Night) -> None:
    found = _trace(differing_night[0], "fdi_actual_utilized", dimensions=GROWTH)
    assert "(10320000 USD ÷ 6310000 USD - 1)" in found.formula_zh
    assert [(cell.cell, cell.raw_text) for cell in found.cells if cell.role == "level" and cell.current] == [
        ("G5", "260"),
        ("G6", "312"),
        ("G7", "220"),
        ("G8", "240"),
    ]
