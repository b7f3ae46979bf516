"""The checks of gate 1, and the seam to Great Expectations."""
