"""A register of corrections as a test writes it: one line of December's total, changed where the test says."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from ingest.declared.declared import fields_of
from ingest.form.correction import FILE, Correction

# 98,834万元 of investment completed by registered projects; the clerk says it should have been 98,384.
TOTAL = {
    "correction_id": "C2024-01",
    "department_id": "econ_dev_office",
    "form_id": "L01",
    "period": "2023-12",
    "sheet": "入库台账",
    "cell": "J32",
    "expect": "98834",
    "wrong_value": "98834",
    "right_value": "98384",
    "unit": "万元",
    "reason": "correction",
    "reason_zh": "合计数字颠倒",
    "reason_en": "two digits of the total are swapped",
    "source": "填表人 2024-01-09 来电",
    "author": "示例经办人",
    "approver": "示例审核人",
    "approved_at": "2024-01-10T09:00:00+08:00",
    "confirmed_by": "示例填表人甲",
    "confirmed_at": "2024-01-09T16:00:00+08:00",
}


def write_register(office: Path, *lines: Mapping[str, str]) -> None:
    """Each line is `TOTAL` with the values that it gives."""
    with (office / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(fields_of(Correction)), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**TOTAL, **line} for line in lines)
