"""Delimited text, and how text is encoded."""
