"""Commands about a workbook: submit, read, tabulate, propose."""
