"""Web pages that are called workbooks: HTML and MHTML."""
