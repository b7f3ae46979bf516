"""Workbooks of Excel 2003 in XML."""
