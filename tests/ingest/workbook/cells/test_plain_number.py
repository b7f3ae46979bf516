"""Which fields of a file without types are numbers, and which are not touched."""

import pytest

from ingest.workbook.cells.grid import NUMBER, TEXT, stored_kind


@pytest.mark.parametrize("field", ["1032", "-3.5", "0.5", "0", "-0.05", "1.50", "123456789012345", "0.00"])
def test_a_field_that_can_only_be_a_number_is_one(field):
    assert stored_kind(field) is NUMBER


@pytest.mark.parametrize(
    "field",
    [
        *(
            "007",
            "00",
            "1,032",
            "１０３２",
            "٣",
            "12.4%",
            "2023-12",
            "110101199001011234",
            "1234567890123456",
        ),
        *("+5", "1e5", ".5", "5.", "--5", "- 5", " 1032", "1032 ", "1032\n", "", "-", "1_0", "NaN", "inf"),
    ],
)
def test_anything_else_stays_text(field):
    assert stored_kind(field) is TEXT


def test_digits_count_from_the_first_that_is_not_zero():
    assert stored_kind("0.000123456789012345") is NUMBER
    assert stored_kind("0.1234567890123456") is TEXT
