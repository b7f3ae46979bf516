"""The twins of pages: their tables as CSV and JSON."""
