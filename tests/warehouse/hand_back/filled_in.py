"""A marked copy as a department fills it in: its own cells as they are, with the values that Excel stores beside formulas."""

from __future__ import annotations

import io
import re

import openpyxl

from tests.ingest.workbook.marking.rich_workbook import parts
from tests.ingest.workbook.xlsx.written_package import zipped


def filled_in(copy: bytes, words: dict[str, tuple[str, str]]) -> bytes:
    """The copy with kind and words beside some rules. Not by openpyxl, which would drop the stored values."""
    page = openpyxl.load_workbook(io.BytesIO(copy))["审核意见"]
    contents: dict[str, str | bytes] = dict(parts(copy))
    (part,) = (
        name for name, content in contents.items() if "情况说明类别" in str(content, "utf-8", "replace")
    )  # type: ignore[arg-type]
    xml = str(contents[part], "utf-8")  # type: ignore[arg-type]
    for row in page.iter_rows(min_row=7):
        for cell, text in zip(row[11:13], words.get(row[10].value, ("", "")), strict=True):
            if text:
                blank = re.compile(rf'(<c r="{cell.coordinate}" s="\d+")/>')
                xml, found = blank.subn(rf'\1 t="inlineStr"><is><t>{text}</t></is></c>', xml)
                assert found == 1, cell.coordinate
    contents[part] = xml
    return zipped(contents)
