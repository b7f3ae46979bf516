"""`make campaign NAME=month`: January 2024 as the office lives it, in which the returns of December 2023 come in.

Every form of every department, handed out, filled in, saved by WPS and LibreOffice, looked at beforehand, handed in; one is held and
mended, one explained and accepted, one late and reminded; the tracking table is filled, the meeting is shown its figures, and
February revises one of them. The clock is moved by Debian's libfaketime; nights are the command's, the one before the meeting is
Airflow's. Prints every step of every person and every question that nothing answered; 1 where there is one.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from samples.folders import make
from samples.month import DECEMBER_2023
from samples.submission import RECEIPT_COLUMNS, write_table
from tests.dags.single_run import run_once
from tests.month import handed_in as first
from tests.month import met
from tests.month.clock import moving_clock
from tests.month.desk import Desk, desk_of
from tests.month.diary import Diary
from tests.month.house import STATION, House
from tests.month.readers import Readers, no_readers
from warehouse.home import Home
from warehouse.settings import CHECKOUT
from warehouse.store.durable import remove_tree

Books = dict[str, tuple[str, bytes]]
# The eve of the month, in Beijing.
_BEFORE = "2023-12-31T16:00:00Z"


def main(arguments: list[str]) -> int:
    """Live it and print; 1 where somebody had to ask a person."""
    parser = argparse.ArgumentParser(prog="make campaign NAME=month", description=__doc__)
    parser.add_argument("--pictures", type=Path, help="a folder for what each reader saw; needs chromium")
    parser.add_argument("--home", type=Path, help="where to live it, kept afterwards; made anew")
    parser.add_argument(
        "--before", type=Path, help="a home with the months before, made where it is not there"
    )
    asked = parser.parse_args(arguments)
    clock = moving_clock()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="month-") as folder:
        home = asked.home or Path(folder, "home")
        before = asked.before or Path(folder, "before")
        house = House(Home(home), Path(folder, "desk"), clock, Diary(tell=_printed))
        house.desk.mkdir()
        clock.move("2024-01-02", "02:00")
        _months_before(house, before)
        if home.exists():
            remove_tree(home)
        shutil.copytree(before, home, symlinks=True)
        see = Readers(house, asked.pictures) if asked.pictures else no_readers
        clock.move("2024-01-02")
        live(house, see)
        if not asked.home:
            remove_tree(home)
        if not asked.before:
            remove_tree(before)
    print("\n".join(house.diary.table()))
    print(f"{time.monotonic() - began:.0f} s")
    return int(bool(house.diary.asked))


def _printed(line: str) -> None:
    print(line, flush=True)


def _months_before(house: House, before: Path) -> None:
    """Everything that had come in by the end of 2023, and its night."""
    if (before / "current").exists():
        return
    samples = make(house.desk / "samples").inbox
    with (samples / "receipts.csv").open(encoding="utf-8-sig", newline="") as file:
        came = [row for row in csv.DictReader(file) if row["received_at"] < _BEFORE]
    inbox = Home(before).inbox
    for row in came:
        (inbox / row["path"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(samples / row["path"], inbox / row["path"])
    write_table(
        inbox / "receipts.csv", RECEIPT_COLUMNS, [[row[name] for name in RECEIPT_COLUMNS] for row in came]
    )
    House(Home(before), house.desk, house.clock, Diary()).night()


def live(house: House, see: Callable[[str], None]) -> None:
    """The month, day by day."""
    desk = desk_of(CHECKOUT / "offices" / "jingyuan")
    clock = house.clock
    forms = tuple(form_id for form_id in first.FORMS if form_id != "L06")
    books = first.month_of_forms(house, desk, forms, office_program=True)

    clock.move("2024-01-05")
    for form_id in ("L11", "L01"):
        first.handed_in(house, form_id, *books[form_id])
    clock.move("2024-01-06")
    first.held_and_mended(house, *books["L03"])
    clock.move("2024-01-07")
    said = first.looked_at(house, "L09", *books["L09"])
    department = house.clerk(first.FORMS["L09"].department)
    house.reads(department, "照这样报会怎样？", "预检回执", said, "没有报送", "照这样报送", "待核")
    copy_name = first.held_and_explained(house, *books["L09"])
    clock.move("2024-01-08", "02:00")
    house.night()
    see("held")
    clock.move("2024-01-08")
    first.handed_in(house, "L04", *books["L04"])
    first.accepted_by_a_person(house, copy_name)
    clock.move("2024-01-09")
    first.handed_in(house, "L05", *books["L05"])
    first.handed_in_with_the_same_figure(house, copy_name)
    clock.move("2024-01-10", "02:00")
    house.night()
    assert "PART_EXCEEDS_WHOLE" in house.ran("answers", "--closed").out

    _late(house, desk, books)
    _meeting(house, books, see)


def _late(house: House, desk: Desk, books: Books) -> None:
    """Who has not handed in is named; one workbook is mended before it is handed in."""
    clock = house.clock
    clock.move("2024-01-15")
    first.reminded(house, "党政办公室", "行政工作统计月报表")
    clock.move("2024-01-16")
    first.handed_in(house, "ADM", *books["ADM"])
    first.handed_in(house, "L10", *books["L10"])
    said = first.looked_at(house, "L08", *books["L08"])
    clerk = house.clerk(first.FORMS["L08"].department)
    house.reads(clerk, "照这样报会怎样，错在哪里？", "预检回执", said, "待核", "审核意见见同一文件夹的")
    report = first.FORMS["L08"]
    blank = first.form_of(house, desk, "L08", DECEMBER_2023)
    house.did(clerk, "照批注改好")
    first.handed_in(house, "L08", books["L08"][0], first.by_wps(desk.filled(blank, report, DECEMBER_2023)))
    clock.move("2024-01-17", "02:00")
    house.night()


def _meeting(house: House, books: Books, see: Callable[[str], None]) -> None:
    """The rest comes in; the meeting is shown its figures, and February revises one."""
    clock = house.clock
    clock.move("2024-01-18")
    met.tracking_table_filled(house)
    clock.move("2024-01-22")
    for form_id in ("L02", "L07"):
        first.handed_in(house, form_id, *books[form_id])
    clock.move("2024-01-26")
    for form_id in ("L12", "PLAN"):
        first.handed_in(house, form_id, *books[form_id])
    clock.move("2024-01-30", "02:00")
    with house.environment():
        ran = run_once(house.home)
    assert ran.status in (0, 3), ran.screen
    house.reads(STATION, "昨夜发布了吗？", "Airflow 的汇总", ran.screen, "已发布", "1032(示例) 万美元")
    clock.move("2024-01-30")
    met.shown_to_the_meeting(house)
    clock.move("2024-01-31", "02:00")
    house.night()
    see("met")

    clock.move("2024-02-06")
    met.revised(house)
    clock.move("2024-02-07", "02:00")
    house.night()
    met.told_what_moved(house)
    see("moved")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
