import pytest

from ingest.workbook.cells.address import Range, a1, column_letters, column_number, position
from ingest.workbook.cells.cell import covering_merge, merge_index


@pytest.mark.parametrize(
    ("letters", "number"),
    [("A", 1), ("Z", 26), ("AA", 27), ("AZ", 52), ("ZZ", 702), ("AAA", 703), ("XFD", 16384)],
)
def test_column_letters_and_numbers_are_each_other(letters, number):
    assert column_number(letters) == number
    assert column_letters(number) == letters


def test_an_address_is_row_then_column():
    assert position("H9") == (9, 8)
    assert a1(9, 8) == "H9"


@pytest.mark.parametrize("address", ["$H$9", "h9", "H$9"])
def test_an_address_may_be_fixed_or_small(address):
    assert position(address) == (9, 8)


@pytest.mark.parametrize(
    "address", ["", "H", "9", "H0", "XFE1", "A1048577", "AAAA1", "H9 ", "H9\n", "H９", "H-9"]
)
def test_what_is_no_place_on_a_sheet_is_refused(address):
    with pytest.raises(ValueError, match=r"address|outside"):
        position(address)


def test_a_range_is_read_from_any_two_corners():
    assert Range.parse("C4:A2") == Range(2, 1, 4, 3)
    assert str(Range.parse("C4:A2")) == "A2:C4"


def test_a_merge_is_found_at_each_of_its_cells_and_not_beside_it():
    title, header = Range.parse("A1:L1"), Range.parse("B3:C4")
    index = merge_index([title, header])
    found = {
        (row, column): covering_merge(index, row, column) for row in range(1, 7) for column in range(1, 15)
    }
    assert {place for place, merge in found.items() if merge is title} == {
        (1, column) for column in range(1, 13)
    }
    assert {place for place, merge in found.items() if merge is header} == {(3, 2), (3, 3), (4, 2), (4, 3)}


def test_a_merge_over_the_whole_sheet_takes_four_entries_at_most():
    index = merge_index([Range(1, 1, 1_048_576, 16_384)])
    assert sum(len(blocks) for blocks in index.values()) <= 4
    assert covering_merge(index, 1_048_576, 16_384) is not None
