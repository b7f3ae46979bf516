"""Defects that are planted in returns by the hundred, and whether gate 1 says of each what it is."""
