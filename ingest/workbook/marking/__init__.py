"""A copy of a workbook with marks on its cells and a list at its end; every other part stays byte for byte."""
