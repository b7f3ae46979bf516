"""Workbooks of every format that people hand in, read into cells: a room a format, `read.py` chooses among them."""
