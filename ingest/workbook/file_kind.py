"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import re

from ingest.workbook.limits import Limits
from ingest.workbook.ooxml.package import ZIP_MAGIC, Package
from ingest.workbook.text.delimited import looks_delimited
from ingest.workbook.text.encoding import decoded_head
from ingest.workbook.unreadable import Unreadable
from ingest.workbook.xls.biff import BARE_BOFS

# kind → what a person calls it. Spreadsheets first; the last two are told and not read.
SPREADSHEETS = {
    "xlsx": "Excel 工作簿 (.xlsx/.xlsm workbook)",
    "xls": "Excel 97-2003 或 WPS 工作簿 (.xls/.et workbook)",
    "xlsb": "Excel 二进制工作簿 (.xlsb workbook)",
    "ods": "OpenDocument 表格 (.ods/.fods spreadsheet)",
    "xml2003": "Excel 2003 XML 表格 (SpreadsheetML 2003)",
    "html": "网页表格 (HTML table)",
    "mhtml": "单个文件网页 (MHTML)",
    "csv": "分隔文本 (.csv/.tsv text)",
    "iwork": "苹果 iWork 文件,如 Numbers (Apple iWork, such as Numbers)",
    "sxc": "OpenOffice 1 表格 (.sxc spreadsheet)",
}
OTHER_FILES = {
    "empty": "空文件,0 字节 (empty file, 0 bytes)",
    "pdf": "PDF 文件 (PDF)",
    "rtf": "RTF 文档 (RTF)",
    "image": "图片 (image)",
    "docx": "Word 文档 (.docx)",
    "pptx": "PowerPoint 演示文稿 (.pptx)",
    "odt": "OpenDocument 文档 (OpenDocument, no spreadsheet)",
    "ole": "旧版 Office 文档,非表格 (OLE document, no spreadsheet)",
    "archive": "压缩包 (archive)",
    "xml": "XML 文件 (XML)",
    "text": "纯文本 (plain text)",
    "binary": "无法识别的内容 (unknown content)",
}
_BLANKS = "\ufeff \t\r\n"
_ELEMENT = re.compile(r"<(?:!doctype\s+)?([a-z][\w:.-]*)")
_MIME = re.compile(r"^mime-version:", re.MULTILINE)
# What a page begins with, if with nothing less: programs leave out what a browser does not need.
_HTML_ELEMENTS = frozenset(
    ["html", "head", "body", "table", "meta", "title", "style", "link", "script", "div", "center", "form"]
)
ENCRYPTED = "encrypted"
DAMAGED_ZIP = "damaged_zip"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x05\x06", "archive"),
)


def kind_of(data: bytes) -> str:
    """A key of SPREADSHEETS or OTHER_FILES, or ENCRYPTED, or DAMAGED_ZIP."""
    if data.startswith(ZIP_MAGIC):
        try:
            return kind_of_package(Package.open(data, Limits()))
        except Unreadable as refused:
            return _REFUSED_ZIPS[refused.code]
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(BARE_BOFS):
        return "xls"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None) or _kind_of_text(data)


_REFUSED_ZIPS = {"DAMAGED_FILE": DAMAGED_ZIP, "ENCRYPTED_FILE": ENCRYPTED, "LIMIT_EXCEEDED": "archive"}


def kind_of_package(package: Package) -> str:
    """The same for what is packed as a zip: .xlsx stands for every package that may be a workbook."""
    if package.has("xl/workbook.bin"):
        return "xlsb"
    if package.has("encrypted-package"):
        return ENCRYPTED  # OpenDocument of LibreOffice 24.2 and later, encrypted as a whole
    if package.has("content.xml"):
        return _kind_of_open_document(package)
    if package.has("index/document.iwa"):
        return "iwork"
    if any(name.startswith("word/") for name in package.names()):
        return "docx"
    if any(name.startswith("ppt/") for name in package.names()):
        return "pptx"
    return "xlsx" if package.has("_rels/.rels") else "archive"


def _kind_of_open_document(package: Package) -> str:
    stated = next(package.chunks("mimetype"), b"") if package.has("mimetype") else b""
    if stated.startswith(_OPEN_SPREADSHEET.encode()):
        return "ods"
    return "sxc" if stated.startswith(b"application/vnd.sun.xml.calc") else "odt"


def _kind_of_ole(data: bytes) -> str:
    """By the names of the streams, which the directory of the file holds as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ENCRYPTED
    names = ("Workbook\0", "WORKBOOK\0", "Book\0", "BOOK\0")
    return "xls" if any(name.encode("utf-16-le") in data for name in names) else "ole"


def _kind_of_text(data: bytes) -> str:
    if not data:
        return "empty"
    head = decoded_head(data)
    if head is None:
        return "binary"
    start = head.lstrip(_BLANKS).lower()
    if _MIME.search(start.replace("\r\n", "\n").partition("\n\n")[0]):
        return "mhtml"
    element = _first_element(start)
    if element.rpartition(":")[2] == "workbook" and "urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "xml2003"
    if element.rpartition(":")[2] == "document" and _OPEN_SPREADSHEET in start:
        return "ods"
    if element in _HTML_ELEMENTS or (element and ("<html" in start or "<table" in start)):
        return "html"
    if start.startswith("<?xml"):
        return "xml"
    return "csv" if looks_delimited(head) else "text"


def _first_element(text: str) -> str:
    """The name of the first element, or of the document type; empty where the text begins with none."""
    while text.startswith(("<?", "<!--")):
        text = text.partition("?>" if text.startswith("<?") else "-->")[2].lstrip(_BLANKS)
    element = _ELEMENT.match(text)
    return element[1] if element else ""
