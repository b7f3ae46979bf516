"""Why a workbook is not marked itself: a mark would break what somebody has put there on purpose."""

from __future__ import annotations

from ingest.workbook.marking.copied_package import CopiedPackage
from ingest.workbook.ooxml.package import Package

# What is changed is held in memory, before and after: a sheet of more bytes than this has no person to look for marks.
LARGEST_PART = 100 * 1024 * 1024


def why_unmarkable(
    package: Package, copy: CopiedPackage, workbook_part: str, *, adds_sheet: bool = True
) -> tuple[str, str] | None:
    """Chinese and English; None where it can be marked."""
    names = package.names()
    if any(name.startswith("_xmlsignatures/") for name in names):
        return "带有电子签名，一改就失效", "it is signed; any change would break the signature"
    if any(name.startswith("xl/revisions/") for name in names):
        return "是共享工作簿，带修订记录", "it is shared and keeps a record of changes"
    if copy.largest() > LARGEST_PART:
        return "工作簿太大，批注没有人找得到", "it is too large for anybody to look for marks"
    protection = copy.part(workbook_part).elements({"workbookProtection"}, deepest=1)
    if adds_sheet and any(one.attributes.get("lockStructure") in ("1", "true") for one in protection):
        return "工作簿结构已锁定，不能加工作表", "its structure is locked; no sheet can be added"
    return None
