"""The styles of a SpreadsheetML 2003 workbook: what each style's id means."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.workbook.cells.number_format import PLAIN, Style, code_of, number_format

# As expat names elements and attributes: namespace, blank, local name.
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet "
EXCEL = "urn:schemas-microsoft-com:office:excel "

Attributes = dict[str, str]

_DEFAULT = "Default"
_STYLE, _NUMBER_FORMAT = f"{SPREADSHEET}Style", f"{SPREADSHEET}NumberFormat"
_ALIGNMENT, _FONT = f"{SPREADSHEET}Alignment", f"{SPREADSHEET}Font"
_DEEPEST_INDENT = 250  # what Excel allows


@dataclass(slots=True)
class NamedStyles:
    """Styles by id. A style says what differs from its parent, or from the style named Default."""

    _styles: dict[str, Style] = field(default_factory=dict)
    _open: str = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take note of an element, should it be one of a style."""
        if tag == _STYLE:
            self._open = attributes.get(f"{SPREADSHEET}ID", "")
            self._styles[self._open] = self.style(attributes.get(f"{SPREADSHEET}Parent", ""))
        elif tag == _NUMBER_FORMAT:
            code = code_of(attributes.get(f"{SPREADSHEET}Format", ""))
            self._change(number_format=number_format(code))
        elif tag == _ALIGNMENT:
            indent = attributes.get(f"{SPREADSHEET}Indent", "")
            if indent.isascii() and indent.isdigit() and len(indent) < 4:
                self._change(indent=min(int(indent), _DEEPEST_INDENT))
        elif tag == _FONT and f"{SPREADSHEET}Bold" in attributes:
            self._change(bold=attributes[f"{SPREADSHEET}Bold"] == "1")

    def style(self, style_id: str) -> Style:
        """The style of an id, or the default one: also for an id that is not there."""
        return self._styles.get(style_id) or self._styles.get(_DEFAULT, PLAIN)

    def _change(self, **stated: object) -> None:
        if self._open:
            self._styles[self._open] = replace(self._styles[self._open], **stated)  # type: ignore[arg-type]
