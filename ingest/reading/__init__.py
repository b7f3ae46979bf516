"""A return by its form: from the cells of a workbook to observations, register rows and findings."""
