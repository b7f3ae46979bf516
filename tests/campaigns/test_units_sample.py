"""Twelve returns in wrong units: what the gate says, as a person reckons it from the rule.

The rule: of the powers of ten to last month's figure times the months that have passed, and to last year's same month,
the nearer; from 2.5 on it is held, from 0.85 on asked about.
"""

from __future__ import annotations

import pytest

from tests.campaigns.units import FACTORS, Said, cases, report
from tests.defects.scaled import measured_units, power_of_ten, scaled
from tests.defects.snapshot import sample_snapshot
from tests.defects.standing import Standing

FORMS = ("L03", "L04", "L08", "L09")
MONTHS = ("2022-02", "2023-01", "2023-12")


@pytest.fixture(scope="module")
def found():
    return {(one.form_id, one.period, one.factor): one for one in cases(sample_snapshot(), FORMS, MONTHS)}


@pytest.mark.parametrize("factor", ["0.0001", "1000", "10000"])
@pytest.mark.parametrize(
    ("form_id", "period"),
    [("L03", "2023-12"), ("L04", "2023-12"), ("L08", "2022-02"), ("L08", "2023-12"), ("L09", "2023-12")],
)
def test_a_return_in_a_unit_thousands_of_times_off_is_held_as_a_whole(found, form_id, period, factor):
    one = found[form_id, period, factor]
    assert (one.said, one.first) == (Said.HELD, "UNIT_OF_FORM")


def test_ten_times_too_much_or_too_little_is_asked_about(found):
    assert {found["L08", "2022-02", factor].first for factor in ("0.1", "10")} == {"SIZE_OF_FORM"}
    assert {found["L08", "2022-02", factor].said for factor in ("0.1", "10")} == {Said.ASKED}


def test_ten_times_too_little_passes_where_the_clean_return_had_grown_tenfold(found):
    # Domestic capital of January 2023: 2,800, of which 2,800 fixed. A twelfth of December's 8,150 and 3,450: 679 and
    # 288. The powers of ten of 280 over these are -0.38 and -0.01, in the middle -0.20.
    assert found["L04", "2023-01", "0.1"].said is Said.SILENT


def test_buildings_ten_times_too_small_are_asked_about_row_by_row_where_the_sum_tells_nothing(found):
    # January 2022: 1,000 ㎡; February: 10,800, of which January's building.
    one = found["L09", "2022-02", "0.1"]
    assert (one.said, one.first) == (Said.ASKED, "ROW_CHANGED")


def test_a_base_of_foreign_capital_that_is_ten_times_last_years_holds_what_would_only_be_asked_about(found):
    assert found["L03", "2023-12", "10"].said is Said.HELD  # the base says 6310; last year said 631


def test_foreign_capital_in_yuan_is_held_where_the_sheet_quotes_a_base(found):
    assert found["L03", "2023-12", "currency"].said is Said.HELD
    assert ("L08", "2023-12", "currency") not in found  # is in yuan as it is


def test_a_return_of_zeros_is_told_apart(found):
    # No foreign capital came before May 2022, nor before March 2023.
    apart = {key for key, one in found.items() if one.standing is Standing.ZEROS}
    assert apart == {("L03", month, factor) for month in ("2022-02", "2023-01") for factor in FACTORS}


def test_the_table_counts_every_return_once(found):
    # One of L03 and the zeros apart; three of each of the others.
    assert report(list(found.values()))[0].startswith("10 returns")
    assert len(found) == 3 * 7 + 3 * 3 * 6


def test_amounts_areas_and_bases_are_scaled_and_rates_ranks_and_counts_are_not():
    snapshot = sample_snapshot()
    clean = snapshot.by_file["重点指标调度表2023年12月.xlsx"]
    other = scaled(clean, power_of_ten(4), measured_units(snapshot.office), "f" * 16)
    before, after = (
        {row["cell"]: row["obs_value"] for row in one.observations.to_pylist()} for one in (clean, other)
    )
    # Foreign capital 1032, its target 1000 and its base 631; growth, completion, rank; projects 27.
    assert {cell: after[cell] / before[cell] for cell in ("E5", "D5", "F5", "G5", "H5", "K5", "E7")} == {
        **dict.fromkeys(("E5", "D5", "F5"), 10000),
        **dict.fromkeys(("G5", "H5", "K5", "E7"), 1),
    }
