"""What a file is, whatever it is called."""

import pytest

from ingest.workbook.file_kind import kind_of
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.xlsx.written_package import package, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
XML_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
MHTML = (
    b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
)
TABLE = "<html><body><table><tr><td>合计</td></tr></table></body></html>"

FILES = {
    "xls": (OLE + "Root Entry\0Workbook\0".encode("utf-16-le"), "xls"),
    "xls of Excel 95": (OLE + "Root Entry\0Book\0".encode("utf-16-le"), "xls"),
    "xls of Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00", "xls"),
    "encrypted": (OLE + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le"), "encrypted"),
    "word 97": (OLE + "WordDocument\0".encode("utf-16-le"), "ole"),
    "xlsb": (zipped({"xl/workbook.bin": "", "_rels/.rels": ""}), "xlsb"),
    "ods": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "ods"),
    "odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}), "odt"),
    "ods that is not packed": (
        b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
        "ods",
    ),
    "sxc": (zipped({"mimetype": "application/vnd.sun.xml.calc", "content.xml": ""}), "sxc"),
    "numbers": (zipped({"Index/Document.iwa": ""}), "iwork"),
    "docx": (zipped({"_rels/.rels": "", "word/document.xml": ""}), "docx"),
    "pptx": (zipped({"_rels/.rels": "", "ppt/presentation.xml": ""}), "pptx"),
    "zip of a workbook": (zipped({"报表.xlsx": package()}), "archive"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "archive"),
    "cut zip": (package()[:-30], "damaged_zip"),
    "html": (TABLE.encode(), "html"),
    "html in GBK": (TABLE.encode("gb18030"), "html"),
    "html in UTF-16": (TABLE.encode("utf-16"), "html"),
    "html in UTF-16 without a mark": (TABLE.encode("utf-16-le"), "html"),
    "html behind a mark and blanks": (f"\ufeff\r\n \t{TABLE}".encode(), "html"),
    "xhtml": (f'<?xml version="1.0" encoding="gb2312"?>\n<!DOCTYPE html>{TABLE}'.encode("gb18030"), "html"),
    "html behind a comment": (f"<!-- 报表系统 -->{TABLE}".encode(), "html"),
    "html without html": (b"<meta charset=utf-8><style>td{}</style><table><tr><td>1</table>", "html"),
    "html of a program": (b"<table border=1><tr><td>1,2</td></tr></table>", "html"),
    "mhtml": (MHTML + TABLE.encode() + b"\n--b--\n", "mhtml"),
    "mhtml of a browser": (
        b"From: <Saved by Blink>\nSubject: a\n" + MHTML + TABLE.encode() + b"\n--b--\n",
        "mhtml",
    ),
    "xml 2003": (f'<?xml version="1.0"?><Workbook xmlns="{XML_2003}"/>'.encode(), "xml2003"),
    "xml 2003 with a prefix": (f'\ufeff<!-- a --><s:Workbook xmlns:s="{XML_2003}"/>'.encode(), "xml2003"),
    "xml 2003 in UTF-16": (
        f'<?xml version="1.0"?><Workbook xmlns="{XML_2003}"/>'.encode("utf-16"),
        "xml2003",
    ),
    "html that names the namespace": (f'<html xmlns:s="{XML_2003}">{TABLE}</html>'.encode(), "html"),
    "other xml": (b'<?xml version="1.0"?><a/>', "xml"),
    "csv": ("指标,数值\n合计,1032\n".encode(), "csv"),
    "csv with a mark": ("\ufeff指标,数值\n".encode(), "csv"),
    "csv in GBK": ("指标,数值\n合计,1032\n".encode("gb18030"), "csv"),
    "tsv in UTF-16": ("指标\t数值\n".encode("utf-16"), "csv"),
    "long csv in GBK": ("指标,数值\n".encode("gb18030") * 1000 + "合计".encode("gb18030"), "csv"),
    "csv of one column": ("合计\r\n1032\r\n".encode("gb18030"), "csv"),
    "csv of quoted lines": ('"东湖街道"\n"西湖街道"\n'.encode(), "csv"),
    "text with a comma": (b"dear all, see below\n", "csv"),
    "text": ("请查收。".encode(), "text"),
    "text of lines": ("各位领导：\n请查收。\n".encode("gb18030"), "text"),
    "blanks": (b" \r\n\t\n", "text"),
    "pdf": (b"%PDF-1.7\n", "pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image"),
    "jpeg": (b"\xff\xd8\xff\xe0", "image"),
    "rtf": (b"{\\rtf1}", "rtf"),
    "nothing": (b"", "empty"),
    "anything else": (bytes(range(256)), "binary"),
    "xlsx": (package(), "xlsx"),
}

REFUSALS = {
    "xls": "DAMAGED_FILE",  # a magic number and no more
    "xlsb": "DAMAGED_FILE",
    "ods": "DAMAGED_FILE",
    "sxc": "FORMAT_NOT_READ",
    "iwork": "FORMAT_NOT_READ",
    "encrypted": "ENCRYPTED_FILE",
    "damaged_zip": "DAMAGED_FILE",
    "xlsx": "EMPTY_WORKBOOK",
    "xml2003": "EMPTY_WORKBOOK",
}
READ = ("html", "mhtml", "csv")


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_told_by_its_content(name):
    content, kind = FILES[name]
    assert kind_of(content) == kind


@pytest.mark.parametrize("name", [name for name, (_, kind) in FILES.items() if kind in READ])
def test_each_text_format_is_read(name):
    content, kind = FILES[name]
    assert read_workbook(content).format == kind


@pytest.mark.parametrize("name", [name for name, (_, kind) in FILES.items() if kind not in READ])
def test_each_kind_has_its_own_refusal(name):
    content, kind = FILES[name]
    with pytest.raises(Unreadable) as refused:
        read_workbook(content)
    assert refused.value.code == REFUSALS.get(kind, "NOT_A_WORKBOOK")


def test_a_refusal_names_what_was_found():
    with pytest.raises(Unreadable, match="PDF"):
        read_workbook(b"%PDF-1.7\n")


def test_a_name_says_nothing_about_the_kind(tmp_path):
    path = tmp_path / "外资.xls"
    path.write_bytes(package('<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert read_workbook(path).sheets[0].cell(1, 1).value == 1


def test_an_office_file_whose_main_part_is_no_workbook_is_none():
    with pytest.raises(Unreadable, match="NOT_A_WORKBOOK"):
        read_workbook(package(parts={"xl/workbook.xml": "<document/>"}))
