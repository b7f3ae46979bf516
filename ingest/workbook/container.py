"""What a file is, told by its content and never by its name; and the zip package of a workbook."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.workbook import refusal
from ingest.workbook.limits import MIB, Limits

# kind → what a person calls it. Spreadsheets first: those that are none of .xlsx are not read yet.
SPREADSHEETS = {
    "xlsx": "Excel 工作簿 (.xlsx/.xlsm workbook)",
    "xls": "Excel 97-2003 或 WPS 工作簿 (.xls/.et workbook)",
    "xlsb": "Excel 二进制工作簿 (.xlsb workbook)",
    "ods": "OpenDocument 表格 (.ods spreadsheet)",
    "xml2003": "Excel 2003 XML 表格 (SpreadsheetML 2003)",
    "html": "网页表格 (HTML table)",
    "mhtml": "单个文件网页 (MHTML)",
    "csv": "分隔文本 (.csv/.tsv text)",
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
ENCRYPTED = "encrypted"
DAMAGED_ZIP = "damaged_zip"

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook of Excel 2 to 4 is a bare stream of records; its first is BOF with one of these codes.
_BARE_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
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
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CENTRAL_ENTRY = b"PK\x01\x02"
_CHUNK = 256 * 1024


def kind_of(data: bytes) -> str:
    """A key of SPREADSHEETS or OTHER_FILES, or ENCRYPTED, or DAMAGED_ZIP."""
    if data.startswith(_ZIP):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return _kind_of_package(
                    {_part_name(each.filename): each for each in archive.infolist()}, data
                )
        except _UNREADABLE_ZIP:
            return DAMAGED_ZIP
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(_BARE_BIFF):
        return "xls"
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), None) or _kind_of_text(data)


# What zipfile raises for archives that are cut off or overwritten.
_UNREADABLE_ZIP = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, struct.error)


def _kind_of_package(entries: dict[str, zipfile.ZipInfo], data: bytes) -> str:
    if "xl/workbook.bin" in entries:
        return "xlsb"
    if "content.xml" in entries:
        return "ods" if b"spreadsheet" in _beginning(entries.get("mimetype"), data) else "odt"
    if any(name.startswith("word/") for name in entries):
        return "docx"
    if any(name.startswith("ppt/") for name in entries):
        return "pptx"
    return "xlsx" if "_rels/.rels" in entries else "archive"


def _beginning(entry: zipfile.ZipInfo | None, data: bytes) -> bytes:
    """The first bytes of an entry; none where it is missing or damaged."""
    if entry is None:
        return b""
    try:
        return next(_inflated(_stored_bytes(data, entry), entry.compress_type), b"")
    except (zlib.error, EOFError):
        return b""


def _kind_of_ole(data: bytes) -> str:
    """By the names of the streams, which the directory of the file holds as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ENCRYPTED
    names = ("Workbook\0", "WORKBOOK\0", "Book\0", "BOOK\0")
    return "xls" if any(name.encode("utf-16-le") in data for name in names) else "ole"


def _kind_of_text(data: bytes) -> str:
    if not data:
        return "empty"
    text = _decoded(data[:_HEAD])
    if text is None:
        return "binary"
    start = text.lstrip("\ufeff \t\r\n").lower()
    if "mime-version:" in start[:512]:
        return "mhtml"
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith("<"):
        return "xml2003"
    if start.startswith("<") and any(tag in start for tag in ("<html", "<table", "<!doctype html")):
        return "html"
    if start.startswith("<?xml"):
        return "xml"
    if not start:
        return "text"
    lines = start.splitlines()[:10]
    return "csv" if any(mark in line for line in lines for mark in ",\t;") else "text"


def _decoded(head: bytes) -> str | None:
    """The beginning of a text file, in the encodings Chinese offices write; None for what is no text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head:
        return None
    for encoding in ("utf-8", "gb18030"):
        # The head may end within a character: at most three bytes of one.
        for cut in range(4 if len(head) == _HEAD else 1):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _part_name(name: str) -> str:
    """Part names are compared without case; some writers put backslashes or a slash in front."""
    return name.replace("\\", "/").lstrip("/").lower()


@dataclass(slots=True)
class Package:
    """The zip package of a workbook, read within limits. Parts are named as relationships name them."""

    kind: str
    limits: Limits
    _data: bytes = field(repr=False)
    _entries: dict[str, zipfile.ZipInfo] = field(repr=False)
    _read: int = 0

    @classmethod
    def open(cls, data: bytes, limits: Limits) -> Package:
        # Asked before zipfile walks through the directory: a million entries would cost it seconds.
        entries = data.count(_CENTRAL_ENTRY)
        if entries > limits.entries:
            raise refusal.over_limit("entries", f"{entries:,}", f"{limits.entries:,}")
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE_ZIP as error:
            raise refusal.damaged("压缩包不完整", "truncated or damaged zip") from error
        by_name: dict[str, zipfile.ZipInfo] = {}
        for entry in archive.infolist():
            name = _part_name(entry.filename)
            if name in by_name:
                raise refusal.damaged("同名部件出现两次", "two parts of one name", name)
            by_name[name] = entry
        if any(entry.flag_bits & 1 for entry in by_name.values()):
            raise refusal.encrypted()
        return cls(_kind_of_package(by_name, data), limits, data, by_name)

    def has(self, part: str) -> bool:
        return _part_name(part) in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The bytes of a part, inflated piece by piece; size and checksum are tested at the end.

        What a part says of its size is held to the limits first, and then the part is held to what it
        said. Inflated here and not by zipfile, whose file objects cost a small form a fifth of its time.
        """
        entry = self._entries.get(_part_name(part))
        if entry is None:
            raise refusal.damaged("缺少部件", "missing part", part)
        self._within_limits(entry, part)
        size = checksum = 0
        try:
            for chunk in _inflated(_stored_bytes(self._data, entry), entry.compress_type):
                size += len(chunk)
                if size > entry.file_size:
                    raise refusal.damaged("部件比其声明的大", "part larger than it says", part)
                checksum = zlib.crc32(chunk, checksum)
                yield chunk
        except (zlib.error, EOFError) as error:
            raise refusal.damaged("部件不完整", "part truncated or damaged", part) from error
        if size != entry.file_size or checksum != entry.CRC:
            raise refusal.damaged("部件校验不符", "part failing its checksum", part)

    def _within_limits(self, entry: zipfile.ZipInfo, part: str) -> None:
        limits, size = self.limits, entry.file_size
        if size > limits.ratio_from_bytes and size > limits.ratio * entry.compress_size:
            found = f"{size / max(entry.compress_size, 1):.0f}"
            raise refusal.over_limit("ratio", found, f"{limits.ratio}", part)
        if size > limits.entry_bytes:
            found, allowed = f"{size / MIB:.1f} MiB", f"{limits.entry_bytes // MIB} MiB"
            raise refusal.over_limit("entry_bytes", found, allowed, part)
        self._read += size
        if self._read > limits.total_bytes:
            found, allowed = f"{self._read / MIB:.1f} MiB", f"{limits.total_bytes // MIB} MiB"
            raise refusal.over_limit("total_bytes", found, allowed, part)


def relationships_part(part: str) -> str:
    """'xl/workbook.xml' → 'xl/_rels/workbook.xml.rels'; '' is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
