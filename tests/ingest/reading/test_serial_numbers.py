"""Rows of a register whose number was left out: one finding names them all, and what they say is read."""

from __future__ import annotations

from samples.forms import buildings, fai_register, fdi_detail, old_communities
from tests.ingest.reading.returns import read, rules, the


def test_a_whole_column_of_numbers_left_out_is_one_finding_with_its_range() -> None:
    reading = read(fai_register.REPORT, {f"A{row}": None for row in range(5, 32)})
    assert rules(reading) == [("SERIAL_MISSING", "A5:A31")]
    found = the(reading, "SERIAL_MISSING")
    assert found.message_zh == "“序号”没有填，共 27 行（A5:A31）。"
    assert "口径" not in found.remedy_zh


def test_the_rows_without_numbers_are_read_like_the_others() -> None:
    plain = read(fai_register.REPORT)
    assert read(fai_register.REPORT, {"A9": None, "A10": None}).register_cells == plain.register_cells


def test_numbers_left_out_here_and_there_are_named_as_ranges() -> None:
    reading = read(fai_register.REPORT, {f"A{row}": None for row in (5, 6, 9)})
    assert rules(reading) == [("SERIAL_MISSING", "A5:A6、A9")]


def test_a_building_without_its_number_is_not_taken_for_the_line_that_repeats_the_total() -> None:
    plain, bare = read(buildings.REPORT), read(buildings.REPORT, {f"A{row}": None for row in range(3, 18)})
    assert rules(bare) == [("SERIAL_MISSING", "A3:A17")]
    assert (bare.register_cells, bare.observations) == (plain.register_cells, plain.observations)


def test_a_total_that_lost_its_label_is_no_row_of_the_register() -> None:
    assert rules(read(fai_register.REPORT, {"A32": None})) == [("UNKNOWN_LABEL", "A32")]
    assert rules(read(fdi_detail.REPORT, {"A9": None})) == [("UNKNOWN_LABEL", "A9")]


def test_a_year_that_was_left_out_is_no_number_that_was() -> None:
    reading = read(old_communities.REPORT, {"A3": None})
    assert ("SERIAL_MISSING", "A3") not in rules(reading)
    assert rules(reading)
