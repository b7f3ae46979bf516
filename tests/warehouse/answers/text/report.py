"""The street's report for 2023, and what its statements mean, worked out by hand beside it."""

from __future__ import annotations

import csv

from warehouse.settings import CHECKOUT

SEED = CHECKOUT.parent / "shared" / "seed"
REPORT = SEED / "000_bcefa74f4367bc23.txt"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table beside the report."""
    with (SEED / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
