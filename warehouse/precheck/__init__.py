"""预检: a workbook that is looked at before it is handed in. Nothing of it is loaded or entered anywhere."""
