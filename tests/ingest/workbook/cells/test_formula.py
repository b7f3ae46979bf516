import pytest

from ingest.workbook.cells.formula import SharedFormula, shifted


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A1*2", "B3*2"),
        ("$A$1+A$1+$A1", "$A$1+B$1+$A3"),
        ("SUM(B4:M4)", "SUM(C6:N6)"),
        ("表2!C3", "表2!D5"),
        ("'2023 年'!C3", "'2023 年'!D5"),
        ('IF(A1="A1","B2",C3)', 'IF(B3="A1","B2",D5)'),
        ("LOG10(A1)", "LOG10(B3)"),
        ("A1E", "A1E"),
        ("1E5+A1", "1E5+B3"),
        ("SUM(A:A)", "SUM(B:B)"),
        ("SUM($A:B)", "SUM($A:C)"),
        ("SUM(1:1)", "SUM(3:3)"),
        ("RATE2024+A1", "RATE2024+B3"),
        ("XYZ1+A1", "XYZ1+B3"),
        ("[1]表1!A1", "[1]表1!B3"),
    ],
)
def test_relative_references_move_two_rows_down_and_one_column_right(formula, moved):
    assert shifted(formula, 2, 1) == moved


def test_a_reference_pushed_over_the_edge_comes_in_at_the_other_side():
    assert shifted("A1", -1, -1) == "XFD1048576"


def test_a_shared_formula_means_itself_at_its_first_cell():
    assert SharedFormula("A2*2", 2, 2).at(2, 2) == "A2*2"
    assert SharedFormula("A2*2", 2, 2).at(9, 2) == "A9*2"
