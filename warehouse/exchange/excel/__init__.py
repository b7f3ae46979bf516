"""What is published, as an Excel workbook."""
