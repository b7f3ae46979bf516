"""The return of foreign capital of December 2023, handed in once more with some cells typed differently."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from samples.drawing import workbook_bytes
from samples.forms import fdi_detail
from samples.month import DECEMBER_2023
from samples.sheet import Formula, Value, retyped
from warehouse.collect.hand_in import hand_in
from warehouse.settings import Settings

NEXT_DAY = datetime(2024, 1, 7, 1, 50, tzinfo=UTC)
# 240 becomes 260: the running total 1052, and 1052 / 631 − 1 = 66.72 %.
CORRECTED: dict[str, Value] = {
    "G8": 260,
    "H8": 1052,
    "G9": Formula("SUM(G5:G8)", 1052),
    "H9": 1052,
    "G11": Decimal("66.72"),
    "H11": Decimal("66.72"),
}


def hand_in_capital_form(
    settings: Settings, folder: Path, changed: dict[str, Value], received_at: datetime
) -> None:
    """Hand in a foreign-capital form of December 2023 with some cells typed differently."""
    report = fdi_detail.REPORT
    file = folder / "外资到账明细2023年12月(更正).xlsx"
    sheet = retyped(report.sheet(DECEMBER_2023), changed)
    file.write_bytes(workbook_bytes(sheet, report.department.clerk, NEXT_DAY))
    hand_in(
        settings, file, "经济发展办公室", received_by="示例填表人甲", received_at=received_at, is_sample=True
    )
