"""One night on top of the samples that carries many cases at once, each on its own months: what was handed in, when, why.

Figures are invented (示例); what they make of the marts was worked out by a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from samples.drawing import workbook_bytes
from samples.forms import (
    admin_counts,
    domestic_capital,
    fdi_detail,
    key_projects,
    physical_work,
    services_pull,
    target_tracking,
    trade,
    visits,
)
from samples.month import Month
from samples.report import Report
from samples.sheet import Formula, Sheet, Value, retyped
from tests.conftest import copy_of
from tests.scenarios.workbooks import capital, foreign_capital, key_industry, physical, services
from warehouse.collect.hand_in import hand_in
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport, refresh


@dataclass(frozen=True)
class Given:
    """A workbook as it was handed in: its sheet, when it came, why it differs, and whether it is a sample."""

    report: Report
    month: Month
    sheet: Sheet
    at: datetime
    reason: str = "_U"
    is_sample: bool = True


def on(day: str, hour: int = 2) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC)


def _again(
    report: Report, month: Month, cells: Mapping[str, Value], at: datetime, reason: str = "_U"
) -> Given:
    """A sample workbook handed in once more, with some cells typed differently."""
    sheet = report.sheet(month)
    known = {name: value for name, value in cells.items() if name in sheet.entries}
    return Given(report, month, retyped(sheet, known), at, reason)


def _judged_by_what_held() -> Iterator[Given]:
    # 1,200 in the table of December, 1,000 in all before it: 1032 of it is 86.00 %.
    yield _again(target_tracking.REPORT, Month(2023, 12), {"D5": 1200, "H5": Formula("ROUND(E5/D5*100,2)", Decimal("86.00")), "J5": Formula("ROUND(H5-I5,2)", Decimal("-14.00"))}, on("2024-02-01"))  # fmt: skip
    # 1,800 typed for 1,500 in March, and put right by the table of April.
    yield _again(target_tracking.REPORT, Month(2023, 3), {"D8": 1800}, on("2024-02-01"))
    yield _again(
        target_tracking.REPORT, Month(2023, 4), {"A11": "备注:3月的目标更正为1500万元。"}, on("2024-02-02"), "correction"
    )  # fmt: skip
    # A census finds 12,000 for 10,500 of hotels in 2022.
    yield _again(trade.REPORT, Month(2022, 12), {"E6": 12000}, on("2024-06-20"), "benchmark")
    # The commerce bureau has not recognised September's tranche of 220, nor by October said anything of it.
    yield _again(fdi_detail.REPORT, Month(2023, 11), {"I7": "否"}, on("2024-02-03"))
    yield _again(fdi_detail.REPORT, Month(2023, 10), {"I7": None}, on("2024-02-03"))
    # Of the only tranche of March nobody has said anything.
    yield _again(fdi_detail.REPORT, Month(2023, 3), {"I5": None}, on("2024-02-03"))
    # A log without a visit.
    blank = {f"{column}{row}": None for column in "ABCDEFG" for row in range(3, 12)}
    yield _again(visits.REPORT, Month(2023, 1), blank, on("2024-02-04"))
    # Three routes by June, four by July.
    yield _again(admin_counts.REPORT, Month(2023, 6), {"E5": 3}, on("2024-02-05"))
    yield _again(admin_counts.REPORT, Month(2023, 7), {"E5": 4}, on("2024-02-05"))


def _physical_work() -> Iterator[Given]:
    def given(year: int, month: int, first: str, second: str, at: datetime, reason: str = "_U", unit: str = "万元") -> Given:  # fmt: skip
        sheet = physical(Month(year, month), Decimal(first), Decimal(second), unit)
        return Given(physical_work.REPORT, Month(year, month), sheet, at, reason, is_sample=False)

    # 790 by August 2023 is 778 by the census.
    yield _again(physical_work.REPORT, Month(2023, 8), {"D5": 488, "D7": 778, "E5": 88, "E7": 168}, on("2024-06-21"), "benchmark")  # fmt: skip
    # 260 by May 2023, told anew twice on one day.
    yield _again(physical_work.REPORT, Month(2023, 5), {"D5": 265, "D6": 265}, on("2024-02-10", 2))
    yield _again(physical_work.REPORT, Month(2023, 5), {"D5": 270, "D6": 270}, on("2024-02-10", 7))
    # Nothing came for February; 300 by March, 200 by April, 180 by May after an inspection.
    yield given(2024, 3, "200", "100", on("2024-04-06"))
    yield given(2024, 4, "100", "100", on("2024-05-06"))
    yield given(2024, 5, "80", "100", on("2024-06-06"), "enforcement_removal")
    # The unit of June's table is another one, and so are its figures.
    yield given(2024, 6, "0.03", "0.02", on("2024-07-06"), unit="亿元")


def _foreign_capital() -> Iterator[Given]:
    def given(month: Month, at: datetime, sheet: Sheet) -> Given:
        return Given(fdi_detail.REPORT, month, sheet, at, is_sample=False)

    # A growth over nothing; a tranche taken back; a base that is not last year's own.
    yield given(Month(2024, 2), on("2024-03-06"), foreign_capital(Month(2024, 2), [100], 0, Decimal("33.3")))
    yield given(Month(2024, 3), on("2024-04-06"), foreign_capital(Month(2024, 3), [100, -50], 260, Decimal("-80.77")))  # fmt: skip
    yield given(Month(2024, 4), on("2024-05-06"), foreign_capital(Month(2024, 4), [100, -50, 250], 265, Decimal("13.21")))  # fmt: skip
    # What came is less than what was taken back; a year later more came than that.
    yield given(Month(2024, 9), on("2024-10-06"), foreign_capital(Month(2024, 9), [100, -50, 250, -350], 792))
    # 500 where the table says that last year had 5.
    small, grown = 5, Decimal("9900.00")
    yield given(Month(2025, 1), on("2025-02-06"), foreign_capital(Month(2025, 1), [500], small, grown))
    yield given(Month(2025, 9), on("2025-10-06"), foreign_capital(Month(2025, 9), [80], -50))


def _domestic_capital() -> Iterator[Given]:
    # February stands for January; March came in July, 82 days late.
    for month, received, added, at in (
        (2, (2700, 300), (2700, 300), on("2024-03-06")),
        (4, (14000, 2500, 2500), (1000, 1000, 1000), on("2024-05-06")),
        (3, (13000, 1500, 1500), (10300, 1200, 1500), on("2024-07-01")),
    ):
        sheet = capital(Month(2024, month), received, added)
        yield Given(domestic_capital.REPORT, Month(2024, month), sheet, at, is_sample=False)


def _services() -> Iterator[Given]:
    # The whole fell by 10,000 while the street grew by 10,000; then it stood still.
    fell: dict[str, Value] = {
        "E4": "-5.00", "E5": "20.00", "E6": "-13.33", "F4": "-5.00", "F5": "5.00", "F6": "-10.00", "G4": None, "G5": None, "G6": None,
    }  # fmt: skip
    stood: dict[str, Value] = {
        "E4": "0.00", "E5": "12.50", "E6": "-4.55", "F4": "0.00", "F5": "3.33", "F6": "-3.33", "G4": None, "G5": None, "G6": None,
    }  # fmt: skip
    for month, street, others, rates in (
        (2, (60000, 50000), (130000, 150000), fell),
        (3, (90000, 80000), (210000, 220000), stood),
    ):
        numbers = {cell: Decimal(value) if isinstance(value, str) else value for cell, value in rates.items()}
        sheet = services(Month(2024, month), street, others, numbers)
        yield Given(
            services_pull.REPORT, Month(2024, month), sheet, on(f"2024-0{month + 2}-20"), is_sample=False
        )


def _key_projects() -> Iterator[Given]:
    # The plan of 2025, in a table that names its January; and what was done of that of 2024 by June: half of 8.73.
    for month, share, at in (
        (Month(2024, 6), "0.5", on("2024-07-05")),
        (Month(2025, 1), "0", on("2025-01-20")),
    ):
        planned = ("4.2", "1.35", "0.8", "0.62", "0.48", "0.78", "0.5")
        sheet = key_industry(month, [Decimal(one) * Decimal(share) for one in planned])
        yield Given(key_projects.REPORT, month, sheet, at, is_sample=False)


def handed_in() -> Iterator[Given]:
    """All that is handed in, in the order in which it came to the office."""
    every = (
        *_judged_by_what_held(),
        *_physical_work(),
        *_foreign_capital(),
        *_domestic_capital(),
        *_services(),
        *_key_projects(),
    )
    return iter(sorted(every, key=lambda one: one.at))


def taken(folder: Path, first_night: tuple[Settings, RefreshReport]) -> tuple[Settings, RefreshReport]:
    """A copy of the first night with all of it taken."""
    settings = copy_of(first_night[0], folder)
    for number, one in enumerate(handed_in()):
        file = folder / f"{one.report.stem(one.month)}_{number}.xlsx"
        file.write_bytes(workbook_bytes(one.sheet, one.report.department.clerk, one.at))
        hand_in(
            settings, file, one.report.department.department_id, received_by="示例填表人", received_at=one.at,
            is_sample=one.is_sample, revision_reason=one.reason,
        )  # fmt: skip
    return settings, refresh(settings)
