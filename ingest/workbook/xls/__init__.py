""".xls and .et, the binary workbooks before 2007."""
