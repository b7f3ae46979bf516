"""Damage to the XML of any part: other spellings of the same, broken markup, styles, the list of sheets."""

from __future__ import annotations

import re
from random import Random

from tests.mutation.damaged import Damage, Damaged, parts_of, zipped
from tests.mutation.damaged_cells import NUMBERS, of_part, one_of, replaced, value_of

_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(r'\s([\w:-]+)="([^"]*)"')
_ANY, _SHEETS = r"\.(xml|rels)$", r"xl/worksheets/sheet\d\.xml$"
_TELLING = r"^xl/(workbook|styles|sharedStrings)\.xml$|xl/worksheets/sheet\d\.xml$|\.rels$"
_TEXTS, _STYLES, _BOOK = r"sharedStrings\.xml$", r"xl/styles\.xml$", r"xl/workbook\.xml$"


def _attributes_shuffled(chance: Random, text: str) -> tuple[str, str]:
    def shuffled(tag: re.Match[str]) -> str:
        stated = _ATTRIBUTE.findall(tag[0])
        if len(stated) < 2:
            return tag[0]
        chance.shuffle(stated)
        name = re.match(r"<[\w:-]+", tag[0])
        assert name
        closing = "/>" if tag[0].endswith("/>") else ">"
        return name[0] + "".join(f' {key}="{value}"' for key, value in stated) + closing

    return _TAG.sub(shuffled, text), "attributes in another order"


def _quotes(_: Random, text: str) -> tuple[str, str]:
    return _TAG.sub(lambda tag: tag[0].replace('"', "'"), text), "single quotes"


def _blanks(chance: Random, text: str) -> tuple[str, str]:
    """Blanks where XML takes any: within tags, and between the tags of what holds no text."""
    blank = chance.choice((" ", "\n", "\t", "\r\n  "))
    wider = _ATTRIBUTE.sub(lambda match: f'{blank}{match[1]} = "{match[2]}"', text)
    between = re.sub(r"(</c>|</row>|<sheetData>|/>)(?=<)", lambda tag: tag[0] + blank, wider)
    return between, f"blanks {blank!r} between"


def _remarks(chance: Random, text: str) -> tuple[str, str]:
    remark = chance.choice(("<!-- a > b -->", "<?pi some?>"))
    return re.sub(r"(</row>|<sheetData>|</si>)", lambda tag: tag[0] + remark, text), f"{remark} between"


def _empty_tags(_: Random, text: str) -> tuple[str, str]:
    return re.sub(r"<([\w:-]+)((?:\s[^<>]*)?)/>", r"<\1\2></\1>", text), "empty elements in two tags"


def _prefixed(_: Random, text: str) -> tuple[str, str] | None:
    """Every element of the main namespace under a prefix, as some writers have it."""
    if 'xmlns="http://schemas.openxmlformats.org/spreadsheetml' not in text:
        return None
    named = re.sub(r"<(/?)([A-Za-z]\w*)(?=[\s/>])", r"<\1x:\2", text)
    return named.replace("xmlns=", "xmlns:x=", 1), "elements under a prefix"


def _references(chance: Random, text: str) -> tuple[str, str] | None:
    """Characters of values and texts as references."""
    match = one_of(chance, r"<(?:v|t)(?: [^>]*)?>([^<&]+)</", text)
    if not match:
        return None
    form = chance.choice(("&#{};", "&#x{:x};"))
    return replaced(text, match, "".join(form.format(ord(sign)) for sign in match[1]), 1)


def _character_data(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, r"<(?:v|t)(?: [^>]*)?>([^<&\]]+)</", text)
    return replaced(text, match, f"<![CDATA[{match[1]}]]>", 1) if match else None


def _rich(chance: Random, text: str) -> tuple[str, str] | None:
    """A shared text in two runs, with a phonetic reading that is no part of it."""
    match = one_of(chance, r"<si><t>([^<&_]{2,})</t></si>", text)
    if not match:
        return None
    head, rest = match[1][:1], match[1][1:]
    runs = (
        f'<r><rPr><b/></rPr><t xml:space="preserve">{head}</t></r><r><t xml:space="preserve">{rest}</t></r>'
    )
    reading = '<rPh sb="0" eb="1"><t>reading</t></rPh><phoneticPr fontId="0"/>'
    return replaced(text, match, f"<si>{runs}{reading}</si>")


def _sign_changed(chance: Random, text: str) -> tuple[str, str]:
    place = chance.randrange(len(text))
    form = chance.choice(("lost", "changed", "inserted"))
    sign = chance.choice("<>&\"'/=x0 \x00\x0b\ufffe;]中")
    if form == "lost":
        return text[:place] + text[place + 1 :], f"sign {text[place]!r} at {place} lost"
    if form == "changed":
        return text[:place] + sign + text[place + 1 :], f"sign at {place}: {text[place]!r} → {sign!r}"
    return text[:place] + sign + text[place:], f"{sign!r} inserted at {place}"


def _tag_lost(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, r"</?[A-Za-z][^<>]*>", text)
    return replaced(text, match, "") if match else None


def _tag_again(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, r"</?[A-Za-z][^<>]*>", text)
    return replaced(text, match, match[0] * 2) if match else None


def _attribute_lost(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, _ATTRIBUTE, text)
    return replaced(text, match, "") if match else None


def _attribute_again(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, _ATTRIBUTE, text)
    return replaced(text, match, match[0] * 2) if match else None


def _entity(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, r"<(?:v|t)(?: [^>]*)?>([^<]*)</", text)
    sign = chance.choice(
        ("&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&", "&lt", "&amp;amp;", "&unknown;", "&#10;")
    )
    return replaced(text, match, sign, 1) if match else None


def _escape(chance: Random, text: str) -> tuple[str, str] | None:
    match = one_of(chance, r"<t(?: [^>]*)?>([^<]*)</t>", text)
    escapes = (
        "_x000D_",
        "_x4E2D_",
        "_xD83D__xDE00_",
        "_xD83D_",
        "_x005F_x000D_",
        "_x12_",
        "_x0000_",
        "_x4e2d_",
    )
    return replaced(text, match, match[1] + chance.choice(escapes), 1) if match else None


def _document_type(chance: Random, text: str) -> tuple[str, str]:
    stated = chance.choice(
        (
            '<!DOCTYPE x [<!ENTITY e "12">]>',
            "<!DOCTYPE x>",
            '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        )
    )
    head, end, rest = text.partition("?>")
    changed = re.sub(r"<v>[^<]*</v>", "<v>&e;</v>", rest, count=1) if "ENTITY e" in stated else rest
    return head + end + stated + changed, stated


def _declaration(chance: Random, text: str) -> tuple[str, str]:
    declared = chance.choice(("GBK", "ISO-8859-1", "UTF-16", "utf-8", "US-ASCII", "x", "", "UTF-7"))
    return re.sub(r'encoding="[^"]*"', f'encoding="{declared}"', text, count=1), f"declared as {declared!r}"


def _encoded(chance: Random, data: bytes) -> Damaged:
    """A part with a mark of its byte order, or in the other encoding that workbooks may use."""
    parts = parts_of(data)
    name = chance.choice([name for name in parts if re.search(_TELLING, name)])
    text = parts[name].decode()
    encoding = chance.choice(("utf-8-sig", "utf-16"))
    declared = "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
    parts[name] = re.sub(r'encoding="[^"]*"', f'encoding="{declared}"', text, count=1).encode(encoding)
    return Damaged(zipped(parts.items()), f"{name} as {encoding}", harmless=True)


_FORMATS = (
    "General", "0.0%", "yyyy/m/d", 'yyyy"年"m"月"', "h:mm", "[h]:mm", "@", "0.00E+00", '0!.0,"万元"', "", ";;;", "#,##0,",
    "[Red]0;[Blue]0", "d", "0.0.0", "[$-804]yyyy", "_ * #,##0_ ", '"年"0',
)  # fmt: skip

MARKUP: dict[str, Damage] = {
    "attributes in another order": of_part(_ANY, _attributes_shuffled, harmless=True),
    "single quotes": of_part(_SHEETS, _quotes, harmless=True),
    "blanks between": of_part(_SHEETS, _blanks, harmless=True),
    "remarks between": of_part(r"sheet\d\.xml$|sharedStrings", _remarks, harmless=True),
    "empty elements": of_part(_TELLING, _empty_tags, harmless=True),
    "prefix": of_part(_TELLING, _prefixed, harmless=True),
    "characters as references": of_part(r"sheet\d\.xml$|sharedStrings", _references, harmless=True),
    "character data": of_part(r"sheet\d\.xml$|sharedStrings", _character_data, harmless=True),
    "rich text": of_part(_TEXTS, _rich, harmless=True),
    "sign of a part": of_part(_TELLING, _sign_changed),
    "tag lost": of_part(_TELLING, _tag_lost),
    "tag twice": of_part(_TELLING, _tag_again),
    "attribute lost": of_part(_TELLING, _attribute_lost),
    "attribute twice": of_part(_TELLING, _attribute_again),
    "entity": of_part(r"sheet\d\.xml$|sharedStrings", _entity),
    "escape": of_part(_TEXTS, _escape),
    "document type": of_part(_SHEETS, _document_type),
    "another encoding": _encoded,
    "declared encoding": of_part(_TELLING, _declaration),
    "number format": of_part(_STYLES, value_of(r'numFmt [^>]*formatCode="([^"]*)"', tuple(_FORMATS))),
    "style of styles": of_part(_STYLES, value_of(r'<xf numFmtId="([^"]*)"', ("0", "9", "14", "27", "58", "999", "x", "-1"))),
    "indent": of_part(_STYLES, value_of(r'indent="([^"]*)"', ("0", "1", "7", "-1", "x", "250"))),
    "name of a sheet": of_part(_BOOK, value_of(r'<sheet name="([^"]*)"', ("", "x", "1-12月", "a" * 40, "&#10;", "_x4E2D_"))),
    "sheet's part": of_part(_BOOK, value_of(r'r:id="([^"]*)"', ("rId1", "rId2", "rId3", "rId99", ""))),
    "relationship": of_part(r"rels$", value_of(r'Target="([^"]*)"', ("/xl/workbook.xml", "x.xml", "../..", "", "styles.xml"))),
    "relationship's id": of_part(r"rels$", value_of(r'Id="([^"]*)"', ("rId1", "rId2", "rId9", ""))),
    "styles unnamed": of_part(r"workbook\.xml\.rels$", value_of(r'(<Relationship [^>]*/styles"[^>]*/>)', ("",))),
    "date system": of_part(_BOOK, value_of(r"<workbookPr( )", (' date1904="1" ', ' date1904="true" ', ' date1904="x" '))),
}  # fmt: skip

_CONTENT = r"content\.xml$"
# calamine takes no blanks and no references in attributes, which XML allows.
_PLAIN_NUMBERS = tuple(number for number in NUMBERS if number == number.strip() and "&" not in number)
_REPEATS = ("0", "1", "2", "-1", "x", "", "99999999", "1048576", "16384")

CONTENT: dict[str, Damage] = {
    "attributes in another order": of_part(_CONTENT, _attributes_shuffled, harmless=True),
    "empty elements": of_part(_CONTENT, _empty_tags, harmless=True),
    "sign of a part": of_part(_CONTENT, _sign_changed),
    "tag lost": of_part(_CONTENT, _tag_lost),
    "tag twice": of_part(_CONTENT, _tag_again),
    "attribute lost": of_part(_CONTENT, _attribute_lost),
    "attribute twice": of_part(_CONTENT, _attribute_again),
    "document type": of_part(_CONTENT, _document_type),
    "number": of_part(_CONTENT, value_of(r'office:value="([^"]*)"', _PLAIN_NUMBERS)),
    "type of a cell": of_part(
        _CONTENT,
        value_of(r'office:value-type="([^"]*)"', ("float", "string", "date", "time", "boolean", "x", "")),
    ),
    "span of a merge": of_part(_CONTENT, value_of(r'-spanned="([^"]*)"', _REPEATS)),
    "repeated": of_part(
        _CONTENT,
        value_of(
            r"<table:table-(?:cell|row|column)()[ />]",
            tuple(f' table:number-columns-repeated="{each}"' for each in _REPEATS),
        ),
    ),
}
