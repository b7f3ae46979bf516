""".xlsb, the binary records in a zipped package."""
