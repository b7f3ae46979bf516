"""From a workbook's bytes to observations, register rows and findings. Knows no database."""
