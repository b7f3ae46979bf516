"""Everything in a catalogue that contradicts something else in it."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.office.catalogue_files import CatalogueFiles
from ingest.office.contradiction.due import due_problems, release_problems
from ingest.office.contradiction.indicators import indicator_problems
from ingest.office.contradiction.names import (
    alias_problems,
    parent_problems,
    same_name_problems,
    span_problems,
)
from ingest.office.contradiction.parts import part_problems, partition_problems
from ingest.office.contradiction.ranked import rank_problems
from ingest.office.contradiction.units import rate_problems, unit_problems

_LOOKS = (
    unit_problems,
    rate_problems,
    indicator_problems,
    alias_problems,
    parent_problems,
    same_name_problems,
    span_problems,
    part_problems,
    partition_problems,
    rank_problems,
    due_problems,
    release_problems,
)


def contradictions(files: CatalogueFiles) -> Iterator[str]:
    """A line for each, with the file and the line of both."""
    for look in _LOOKS:
        yield from look(files)
