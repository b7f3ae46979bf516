"""Cells as every format gives them: places, grids, kinds, number formats, values."""
