"""`make campaign NAME=hand_back`: workbooks of all kinds marked and opened again, every other part byte for byte.

All samples, good and faulty; some of them with a picture, a pivot table, an extension, protection, notes, or saved as strict;
one with nearly all of that at once; and whatever workbooks lie below the folders that are named. Prints how many of each came
back in which way, and whatever is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from samples.folders import make
from tests.ingest.workbook.marking.rich_workbook import rich_workbook
from tests.ingest.workbook.marking.variants import VARIANTS
from tests.warehouse.hand_back.round_trip import Trip, round_trip

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".csv", ".html", ".xml")
_EVERY = 12  # of so many samples one is varied in every way
LEAST = 200


def cases(folders: Sequence[Path], samples: Path) -> Iterator[tuple[str, str, bytes]]:
    """Kind, name and bytes of each."""
    ours = sorted(path for path in samples.rglob("*") if path.suffix in _WORKBOOKS and path.is_file())
    for path in ours:
        yield "sample", str(path.relative_to(samples)), path.read_bytes()
    for path in [path for path in ours if path.suffix == ".xlsx" and path.read_bytes()[:2] == b"PK"][
        ::_EVERY
    ]:
        for kind, vary in VARIANTS.items():
            try:
                data = vary(path.read_bytes())
            except (OSError, ValueError, KeyError, StopIteration):
                continue  # a sample that is no sound workbook
            yield kind, path.name, data
    rich = rich_workbook()
    yield "all at once", "rich", rich
    for kind, vary in VARIANTS.items():
        if kind != "notes":  # openpyxl would lose most of it
            yield "all at once", f"rich, {kind}", vary(rich)
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _WORKBOOKS):
            yield "given", str(path.relative_to(folder)), path.read_bytes()


def main(arguments: list[str]) -> int:
    """Run it, print the table; 1 where anything is wrong, or where there were too few."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.hand_back", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="folders with further workbooks")
    asked = parser.parse_args(arguments)
    came: Counter[tuple[str, str]] = Counter()
    marks, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        samples = make(Path(folder)).inbox.parent
        for kind, name, data in cases(asked.folders, samples):
            try:
                trip = round_trip(data, Path(name).name)
            except Exception as error:  # noqa: BLE001 - one that fails is one failure, and the others go on
                trip = Trip("failed", 0, (f"{type(error).__name__}: {error}",))
            came[kind, trip.kind] += 1
            marks += trip.marks
            failed += bool(trip.wrong)
            for line in trip.wrong[:5]:
                print(f"× {kind} {name}: {line}", flush=True)
    for (kind, way), count in sorted(came.items()):
        print(f"{kind:<12} {way:<10} {count:>5}")
    total = sum(came.values())
    print(f"{total} round trips, {marks} marks, {failed} with something wrong")
    return int(failed > 0 or total < LEAST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
