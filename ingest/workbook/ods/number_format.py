"""The number formats of OpenDocument, which are trees of elements, as the codes that Excel would write."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.workbook.cells.number_format import GENERAL
from ingest.workbook.ods import NUMBER, STYLE, Attributes

_FORMATS = {
    f"{NUMBER}{name}-style"
    for name in ("number", "percentage", "currency", "date", "time", "boolean", "text")
}
_LITERALS = (f"{NUMBER}text", f"{NUMBER}currency-symbol", f"{NUMBER}embedded-text")
_LONG = f"{NUMBER}style"
_MOST_DIGITS = 30
_PIECES = {
    # element: code as it is, code where it is long
    f"{NUMBER}year": ("yy", "yyyy"),
    f"{NUMBER}month": ("m", "mm"),
    f"{NUMBER}day": ("d", "dd"),
    f"{NUMBER}day-of-week": ("aaa", "aaaa"),
    f"{NUMBER}era": ("e", "e"),
    f"{NUMBER}quarter": ("Q", "Q"),
    f"{NUMBER}week-of-year": ("w", "w"),
    f"{NUMBER}hours": ("h", "hh"),
    f"{NUMBER}minutes": ("m", "mm"),
    f"{NUMBER}seconds": ("s", "ss"),
    f"{NUMBER}am-pm": ("AM/PM", "AM/PM"),
    f"{NUMBER}text-content": ("@", "@"),
    f"{NUMBER}fraction": ("# ?/?", "# ?/?"),
    f"{NUMBER}boolean": (GENERAL, GENERAL),
}


@dataclass(slots=True)
class FormatReader:
    """Codes by the name of their style, gathered from the elements and texts of styles as they come.

    A style for one sign alone names the styles of the others, with conditions; the others come first.
    """

    codes: dict[str, str] = field(default_factory=dict)
    _name: str = ""
    _pieces: list[str] = field(default_factory=list)
    _others: list[str] = field(default_factory=list)
    _elapsed: bool = False
    _literal: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """A part of a format opens: digits, a day, a text."""
        if tag in _FORMATS:
            self._name = attributes.get(f"{STYLE}name", "")
            self._elapsed = attributes.get(f"{NUMBER}truncate-on-overflow") == "false"
            self._pieces.clear()
            self._others.clear()
        elif not self._name:
            return
        elif tag in _LITERALS:
            self._literal = True
        elif tag in _PIECES:
            self._pieces.append(self._piece(tag, attributes))
        elif tag == f"{NUMBER}number":
            self._pieces.append(_digits(attributes))
        elif tag == f"{NUMBER}scientific-number":
            self._pieces.append(_digits(attributes) + "E+00")
        elif tag == f"{STYLE}map":
            other = self.codes.get(attributes.get(f"{STYLE}apply-style-name", ""))
            if other is not None:
                self._others.append(other)

    def characters(self, text: str) -> None:
        """Literal text of the open part."""
        if self._literal:
            plain = text.replace('"', "")
            # A sign of a percentage means one only where it is not quoted.
            quoted = "%".join(f'"{part}"' if part else "" for part in plain.split("%"))
            self._pieces.append(quoted if plain else "")

    def end(self, tag: str) -> None:
        """A part closes: its code is put behind those before it."""
        if tag in _LITERALS:
            self._literal = False
        elif tag in _FORMATS:
            self.codes[self._name] = ";".join([*self._others, "".join(self._pieces) or GENERAL])
            self._name = ""

    def _piece(self, tag: str, attributes: Attributes) -> str:
        if tag == f"{NUMBER}month" and attributes.get(f"{NUMBER}textual") == "true":
            return "mmmm" if attributes.get(_LONG) == "long" else "mmm"
        code = _PIECES[tag][attributes.get(_LONG) == "long"]
        if self._elapsed and code[0] in "hms":
            self._elapsed = False  # the first of them counts on, the others run up to 59
            return f"[{code}]"
        if tag == f"{NUMBER}seconds":
            decimals = _count(attributes, "decimal-places")
            return code + ("." + "0" * decimals if decimals else "")
        return code


def _digits(attributes: Attributes) -> str:
    if f"{NUMBER}decimal-places" not in attributes:
        return GENERAL
    whole = "0" * _count(attributes, "min-integer-digits")
    if attributes.get(f"{NUMBER}grouping") == "true":
        whole = "#,##" + (whole or "#")
    decimals = _count(attributes, "decimal-places")
    needed = _count(attributes, "min-decimal-places", decimals)
    code = (whole or "#") + ("." + "0" * needed + "#" * (decimals - needed) if decimals else "")
    factor = attributes.get(f"{NUMBER}display-factor", "1")
    return code + "," * (len(factor.partition(".")[0].rstrip()) // 3 if factor.startswith("10") else 0)


def _count(attributes: Attributes, name: str, otherwise: int = 0) -> int:
    stated = attributes.get(f"{NUMBER}{name}", "")
    plain = stated.isascii() and stated.isdigit() and len(stated) < 4
    return min(int(stated), _MOST_DIGITS) if plain else otherwise
