"""The table of a return: found by its anchor, or by its labels wherever they stand."""
