"""What a web page says of the look of its cells: style sheets, style attributes, Excel's mso properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.workbook.cells.number_format import GENERAL, Style, code_of, number_format

Attributes = dict[str, str]
_Declarations = dict[str, str]

# A value may hold semicolons in quotes or behind a backslash: mso-number-format:"0\.00_ \;\[Red\]\-0".
_DECLARATION = re.compile(
    r"""(?<![\w.-])(?P<name>[a-zA-Z][\w.-]*)\s{0,20}:(?P<value>(?:"[^"]*"|'[^']*'|\\.|[^;"'\\])*)""",
    re.DOTALL,
)
_SELECTOR = re.compile(r"[a-zA-Z][a-zA-Z0-9]*|(?:td|th|tr|col|table|span|div|p)?\.[\w-]+")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_STYLE_BEGIN, _STYLE_END = (
    re.compile(r"<style\b[^<>]*>", re.IGNORECASE),
    re.compile(r"</style", re.IGNORECASE),
)
_BOLD = re.compile(r"bold|bolder|[6-9]00|1000")
_MOST_LOOKS = 10_000  # that are remembered; pages of Excel have some fifty
_DEEPEST_INDENT = 250  # what Excel allows


@dataclass(frozen=True, slots=True)
class ElementLook:
    """`code`: of the number format; `bold`: None where the element says nothing of it."""

    code: str = GENERAL
    bold: bool | None = None
    indent: int = 0
    hidden: bool = False

    def style(self, bold: bool) -> Style:
        """The style of a cell that looks so. `bold`: whether its text is."""
        return _style(self.code, self.indent, bold)


@lru_cache(maxsize=4096)
def _style(code: str, indent: int, bold: bool) -> Style:
    return Style(number_format(code), indent, bold)


@dataclass(slots=True)
class StyleSheet:
    """Declarations by simple selector ("td", ".xl24"), later ones over earlier ones.

    That is all that Excel, WPS and the programs that imitate them write.
    """

    _rules: dict[str, _Declarations] = field(default_factory=dict)
    _looks: dict[tuple[str, str, str], ElementLook] = field(default_factory=dict)

    def add(self, css: str) -> None:
        """Take over the rules of one style sheet; a later rule goes before an earlier one."""
        head, *commented = css.replace("<!--", "").replace("-->", "").split("/*")
        plain = head + "".join(each.partition("*/")[2] for each in commented)
        for rule in plain.split("}"):
            selectors, _, body = rule.partition("{")
            declarations = _declarations(body)
            for selector in selectors.split(","):
                name = selector.strip().lower()
                if declarations and _SELECTOR.fullmatch(name):
                    self._rules.setdefault(name, {}).update(declarations)

    def look(self, tag: str, attributes: Attributes) -> ElementLook:
        """How an element looks: by its name, then its classes, then its own style."""
        asked = tag, attributes.get("class", ""), attributes.get("style", "")
        if asked not in self._looks:
            if len(self._looks) == _MOST_LOOKS:
                self._looks.clear()
            self._looks[asked] = self._look(*asked)
        look = self._looks[asked]
        return ElementLook(look.code, look.bold, look.indent, hidden=True) if "hidden" in attributes else look

    def _look(self, tag: str, classes: str, own: str) -> ElementLook:
        stated = dict(self._rules.get(tag, {}))
        for name in classes.lower().split():
            stated |= self._rules.get(f".{name}", {}) | self._rules.get(f"{tag}.{name}", {})
        stated |= _declarations(own)
        # ASP.NET and its like write the property by its older name, in attributes of cells only.
        code = _unescaped(stated.get("mso-number-format") or stated.get("vnd.ms-excel.numberformat", ""))
        weight = stated.get("font-weight")
        indent = stated.get("mso-char-indent-count", "")
        return ElementLook(
            code_of(code),
            None if weight is None else bool(_BOLD.fullmatch(weight.lower())),
            min(int(indent), _DEEPEST_INDENT)
            if indent.isascii() and indent.isdigit() and len(indent) < 4
            else 0,
            stated.get("display", "").lower() == "none",
        )


def style_blocks(text: str) -> Iterator[str]:
    """The style sheets of a page, those in conditional comments too: these are for Excel."""
    end = 0
    while begin := _STYLE_BEGIN.search(text, end):
        closing = _STYLE_END.search(text, begin.end())
        if not closing:
            return
        yield text[begin.end() : closing.start()]
        end = closing.end()


def style_sheet(sources: Iterable[str]) -> StyleSheet:
    """The rules of several style sheets, in their order."""
    sheet = StyleSheet()
    for css in sources:
        sheet.add(css)
    return sheet


def _declarations(css: str) -> _Declarations:
    return {
        stated["name"].lower(): stated["value"].replace("!important", "").strip()
        for stated in _DECLARATION.finditer(css)
    }


def _unescaped(value: str) -> str:
    r"""'"yyyy\0022年\0022"' → 'yyyy"年"': quotes around it, four digits or one character behind a backslash."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], value)
