"""Which reader a file is for, by what it is; each yields the same Workbook of Cells. A new format is entered here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.workbook import unreadable
from ingest.workbook.cells.cell import Workbook
from ingest.workbook.file_kind import ENCRYPTED, OTHER_FILES, SPREADSHEETS, kind_of, kind_of_package
from ingest.workbook.limits import MIB, Limits
from ingest.workbook.ods.workbook import read_flat_ods, read_ods
from ingest.workbook.ooxml.package import ZIP_MAGIC, Package
from ingest.workbook.text.delimited import read_delimited
from ingest.workbook.web.mhtml import read_mhtml
from ingest.workbook.web.workbook import read_html
from ingest.workbook.xls.workbook import read_xls
from ingest.workbook.xlsb.workbook import read_xlsb
from ingest.workbook.xlsx.workbook import read_xlsx
from ingest.workbook.xml2003.workbook import read_spreadsheetml

# How what kind_of tells is read. A package comes opened; its reader keeps to the limits it was opened with.
_PACKAGE_READERS: dict[str, Callable[[Package], Workbook]] = {
    "ods": read_ods,
    "xlsx": read_xlsx,
    "xlsb": read_xlsb,
}
_FILE_READERS: dict[str, Callable[[bytes, Limits], Workbook]] = {
    "csv": read_delimited,
    "html": read_html,
    "mhtml": read_mhtml,
    "ods": read_flat_ods,
    "xml2003": read_spreadsheetml,
    "xls": read_xls,
}


def read_workbook(data: bytes | Path, limits: Limits | None = None) -> Workbook:
    """Read a workbook from its bytes, or from a file.

    Raises `Unreadable` with the rule DAMAGED_FILE, ENCRYPTED_FILE, NOT_A_WORKBOOK,
    FORMAT_NOT_READ, LIMIT_EXCEEDED or EMPTY_WORKBOOK, and OSError where the file itself cannot be read.
    """
    limits = limits or Limits()
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    if size > limits.file_bytes:
        found, allowed = f"{size / MIB:.1f} MiB", f"{limits.file_bytes // MIB} MiB"
        raise unreadable.over_limit("file_bytes", found, allowed)
    content = data.read_bytes() if isinstance(data, Path) else data
    if content.startswith(ZIP_MAGIC):
        package = Package.open(content, limits)
        kind = kind_of_package(package)
        if kind in _PACKAGE_READERS:
            return _PACKAGE_READERS[kind](package)
    else:
        kind = kind_of(content)
        if kind in _FILE_READERS:
            return _FILE_READERS[kind](content, limits)
    if kind == ENCRYPTED:
        raise unreadable.encrypted()
    if kind in SPREADSHEETS:
        raise unreadable.format_not_read(SPREADSHEETS[kind], kind)
    raise unreadable.not_a_workbook(OTHER_FILES[kind], kind)
