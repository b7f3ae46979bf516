"""Wholes and their parts, as the rows of partition.csv say them together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ingest.office.relation.rows import Partition


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole and parts of it, over areas or over breakdowns. `complete`: together the parts are all of it."""

    partition_id: str
    dimension: str
    whole: str
    parts: tuple[str, ...]
    complete: bool


def wholes_of(rows: Iterable[Partition]) -> tuple[Whole, ...]:
    """The wholes of an office, in the order of their ids; the rows of one say the same of it."""

    def of_one(row: Partition) -> tuple[str, str, str]:
        return (row.partition_id, row.dimension, row.whole)

    return tuple(
        Whole(*key, tuple(row.part for row in together), together[0].complete)
        for key, group in groupby(sorted(rows, key=of_one), of_one)
        if (together := list(group))
    )
