"""OpenDocument: .ods and .fods; here its names as expat gives them: namespace, blank, local name (ODF 1.3 part 3, 1.4)."""

from __future__ import annotations

Attributes = dict[str, str]

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = f"{_OASIS}:office:1.0 "
TABLE = f"{_OASIS}:table:1.0 "
TEXT = f"{_OASIS}:text:1.0 "
STYLE = f"{_OASIS}:style:1.0 "
NUMBER = f"{_OASIS}:datastyle:1.0 "
LOOK = f"{_OASIS}:xsl-fo-compatible:1.0 "
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

# The prefixes that every writer uses, each for its namespace.
PREFIXES = {"office": OFFICE, "table": TABLE, "text": TEXT, "style": STYLE, "number": NUMBER, "fo": LOOK}
