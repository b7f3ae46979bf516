"""The files of one hand-back, in a folder that nobody reads yet: receipt, page, workbook, and the original where it is another."""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.hand_back.copied import Copied, CopyKind
from warehouse.hand_back.copies import listed
from warehouse.hand_back.outbox import safe_name
from warehouse.hand_back.page import page
from warehouse.hand_back.receipt import receipt_json, receipt_text
from warehouse.hand_back.review import Review

RECEIPT, RECEIPT_JSON, PAGE = "回执.txt", "回执.json", "审核意见.html"
# Of a workbook that is being made, before it is known what its name ends with.
MAKING = "copy"


def copy_name(review: Review, copied: Copied) -> str:
    """What the marked workbook is called: the department's own name, and what it is."""
    stem = Path(safe_name(review.file_name)).stem
    return safe_name(f"{stem}_审核意见{copied.extension}")


def write_list(review: Review, folder: Path, why_zh: str, why_en: str) -> Copied:
    """The list alone, where no copy could be made of the file."""
    made, data = listed(review, why_zh, why_en)
    (folder / MAKING).write_bytes(data)
    return made


def write_rest(review: Review, copied: Copied | None, original: Path, folder: Path) -> str:
    """Write what goes with the workbook, give that its name, and return it; '' without a workbook."""
    name = ""
    if copied is not None:
        name = copy_name(review, copied)
        (folder / MAKING).rename(folder / name)
        (folder / PAGE).write_text(page(review), encoding="utf-8")
        if copied.kind is CopyKind.REWRITTEN:
            shutil.copyfile(original, folder / safe_name(review.file_name))
    (folder / RECEIPT).write_bytes(receipt_text(review, copied, name, PAGE).encode("utf-8-sig"))
    (folder / RECEIPT_JSON).write_text(receipt_json(review, copied, name), encoding="utf-8")
    return name
