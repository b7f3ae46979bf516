"""Workbooks that have, beside what they had, what a mark must leave alone: made by editing a package, cells as they were."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping

import openpyxl
from openpyxl.comments import Comment

from tests.ingest.workbook.marking.rich_workbook import PIXEL, parts
from tests.ingest.workbook.xlsx.written_package import MAIN, OFFICE, PACKAGE, zipped

_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_KIND = "application/vnd.openxmlformats-officedocument."
# What stands behind the cells of a sheet, in the order of the schema; protection comes first.
_TAIL = re.compile(rb"</sheetData>")


def strict(data: bytes) -> bytes:
    """As Excel saves it as Strict Open XML: other namespaces in every part."""
    return _respelt(data, _STRICT)


def transitional(data: bytes) -> bytes:
    """The inverse of `strict`: openpyxl finds no sheet in a strict workbook."""
    return _respelt(data, {new: old for old, new in _STRICT.items()})


def _respelt(data: bytes, words: Mapping[bytes, bytes]) -> bytes:
    made: dict[str, str | bytes] = {}
    for name, content in parts(data).items():
        if name.endswith((".xml", ".rels")):
            for old, new in words.items():
                content = content.replace(old, new)
        made[name] = content
    return zipped(made)


def protected(data: bytes) -> bytes:
    """The first sheet locked by a password."""
    made, sheet = _opened(data)
    made[sheet] = _bare(made[sheet], b"sheetProtection").replace(
        b"</sheetData>",
        b'</sheetData><sheetProtection password="CC1A" sheet="1" objects="1" scenarios="1" formatCells="0"/>',
        1,
    )
    return zipped(made)


def extended(data: bytes) -> bytes:
    """With an extension of a namespace that nobody else knows."""
    made, sheet = _opened(data)
    made[sheet] = _bare(made[sheet], b"extLst").replace(
        b"</worksheet>",
        b'<extLst><ext uri="{0A1B2C3D-0000-4000-8000-00000000CAFE}" xmlns:own="urn:office:own"><own:kept a="1">\xe5\x80\xbc</own:kept></ext></extLst></worksheet>',
    )
    return zipped(made)


def pictured(data: bytes) -> bytes:
    """With a picture that is anchored to a cell."""
    made, sheet = _opened(data)
    anchor = (
        f'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE}">'
        "<xdr:oneCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        '<xdr:ext cx="9525" cy="9525"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="章"/><xdr:cNvPicPr/></xdr:nvPicPr>'
        '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        '<xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>'
    )
    made["xl/drawings/drawing77.xml"] = anchor
    made["xl/drawings/_rels/drawing77.xml.rels"] = _relation("image", "../media/image77.png")
    made["xl/media/image77.png"] = PIXEL
    _relate(made, sheet, "drawing", "../drawings/drawing77.xml")
    _stated(made, "/xl/drawings/drawing77.xml", _KIND + "drawing+xml")
    content = made["[Content_Types].xml"]
    assert isinstance(content, bytes)
    if b'Extension="png"' not in content:
        made["[Content_Types].xml"] = content.replace(
            b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1
        )
    made[sheet] = _before_tail(
        _bare(made[sheet], b"drawing"), f'<drawing xmlns:r="{OFFICE}" r:id="rId77"/>'.encode()
    )
    return zipped(made)


def pivoted(data: bytes) -> bytes:
    """With a pivot table beside the cells of the first sheet, its cache and its records."""
    made, sheet = _opened(data)
    made["xl/pivotCache/pivotCacheDefinition77.xml"] = (
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshedBy="x" createdVersion="3" refreshedVersion="3" recordCount="1">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:B2" sheet="x"/></cacheSource><cacheFields count="2">'
        '<cacheField name="a" numFmtId="0"><sharedItems count="1"><s v="甲"/></sharedItems></cacheField>'
        '<cacheField name="b" numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="7" maxValue="7"/></cacheField>'
        "</cacheFields></pivotCacheDefinition>"
    )
    made["xl/pivotCache/pivotCacheRecords77.xml"] = (
        f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><x v="0"/><n v="7"/></r></pivotCacheRecords>'
    )
    made["xl/pivotCache/_rels/pivotCacheDefinition77.xml.rels"] = _relation(
        "pivotCacheRecords", "pivotCacheRecords77.xml"
    )
    made["xl/pivotTables/pivotTable77.xml"] = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="透视" cacheId="77" dataCaption="值">'
        '<location ref="X1:Y3" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="2">'
        '<pivotField axis="axisRow" showAll="0"><items count="2"><item x="0"/><item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields>'
        '<rowFields count="1"><field x="0"/></rowFields><rowItems count="2"><i><x/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="和" fld="1"/></dataFields></pivotTableDefinition>'
    )
    made["xl/pivotTables/_rels/pivotTable77.xml.rels"] = _relation(
        "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition77.xml"
    )
    _relate(made, sheet, "pivotTable", "../pivotTables/pivotTable77.xml")
    _relate(made, "xl/workbook.xml", "pivotCacheDefinition", "pivotCache/pivotCacheDefinition77.xml")
    for part, kind in (
        ("pivotCache/pivotCacheDefinition77", "pivotCacheDefinition"),
        ("pivotCache/pivotCacheRecords77", "pivotCacheRecords"),
        ("pivotTables/pivotTable77", "pivotTable"),
    ):
        _stated(made, f"/xl/{part}.xml", f"{_KIND}spreadsheetml.{kind}+xml")
    book = made["xl/workbook.xml"]
    assert isinstance(book, bytes)
    caches = f'<pivotCaches xmlns:r="{OFFICE}"><pivotCache cacheId="77" r:id="rId77"/></pivotCaches>'.encode()
    made["xl/workbook.xml"] = re.sub(rb"(<calcPr[^>]*/>)?</workbook>|(<calcPr[^>]*/>)", lambda found: found[0].replace(b"</workbook>", b"") + caches + (b"</workbook>" if b"</workbook>" in found[0] else b""), book, count=1)  # fmt: skip
    return zipped(made)


def noted(data: bytes) -> bytes:
    """With notes of the department's own. By openpyxl, which writes them as old programs do; what it cannot keep is lost."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    for address in ("A1", "B2", "C3"):
        cell = page[address]
        if type(cell).__name__ != "MergedCell":
            cell.comment = Comment(f"本科室的批注 {address}", "填表人")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "strict": strict,
    "protected": protected,
    "extension": extended,
    "picture": pictured,
    "pivot table": pivoted,
    "notes": noted,
}


def _opened(data: bytes) -> tuple[dict[str, str | bytes], str]:
    """The parts, and the name of the first sheet's."""
    made: dict[str, str | bytes] = dict(parts(data))
    return made, next(name for name in sorted(made) if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))


def _bare(content: str | bytes, element: bytes) -> bytes:
    assert isinstance(content, bytes)
    return re.sub(
        rb"<" + element + rb"\b[^>]*/>|<" + element + rb"\b.*?</" + element + rb">",
        b"",
        content,
        flags=re.DOTALL,
    )


def _before_tail(sheet: bytes, element: bytes) -> bytes:
    """The element before those that come behind a drawing."""
    behind = re.search(rb"<(legacyDrawing|legacyDrawingHF|tableParts|extLst)\b|</worksheet>", sheet)
    assert behind
    return sheet[: behind.start()] + element + sheet[behind.start() :]


def _relation(kind: str, target: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'


def _relate(made: dict[str, str | bytes], part: str, kind: str, target: str) -> None:
    """One more relationship of a part, with an id that nothing else has."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels"
    there = made.get(name, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
    assert isinstance(there, bytes)
    one = f'<Relationship Id="rId77" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'.encode()
    made[name] = re.sub(rb"</Relationships>|(?<=<Relationships)([^>]*)/>", lambda found: (found[1] + b">" if found[1] else b"") + one, there, count=1)  # fmt: skip


def _stated(made: dict[str, str | bytes], part: str, kind: str) -> None:
    types = made["[Content_Types].xml"]
    assert isinstance(types, bytes)
    made["[Content_Types].xml"] = types.replace(
        b"</Types>", f'<Override PartName="{part}" ContentType="{kind}"/></Types>'.encode()
    )
