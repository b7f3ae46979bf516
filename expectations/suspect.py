"""Which cell is wrong where several figures of a sheet do not fit together: the one that stands in each that fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import and_

from expectations.folding import IDENTITIES, SUSPECT, cells_of
from ingest.finding.finding import Finding, finding
from ingest.finding.message import Severity
from ingest.finding.problem import Place


def suspects(findings: Sequence[Finding], texts: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    """For each sheet of a return, the one cell that all failing identities share; nothing where there are several or none,
    or where something else is wrong with it already.

    `texts`: what stands in a cell, by sheet and address.
    """
    failing = [one for one in findings if one.rule in IDENTITIES]
    for sheet in dict.fromkeys(one.sheet for one in failing):
        mine = [one for one in failing if one.sheet == sheet]
        shared = reduce(and_, map(cells_of, mine))
        told = {one.cell for one in findings if one.sheet == sheet and _says_enough(one)}
        # Two checks of one cell are no two witnesses.
        places = {one.cell for one in mine}
        if len(places) > 1 and len(shared) == 1 and not shared & told:
            (cell,) = shared
            first = mine[0]
            place = Place(first.file, sheet, cell, first.submission_id, first.form_id, first.period)
            yield finding(
                SUSPECT,
                place,
                found=texts.get((sheet, cell), ""),
                subject=f"{sheet}|{SUSPECT}|{first.subject}",
                checks=len(mine),
                evidence="、".join(dict.fromkeys(one.cell for one in mine)),
            )


def _says_enough(found: Finding) -> bool:
    """Whether it names the cell that is wrong itself, or holds it."""
    return found.rule not in IDENTITIES or found.severity is Severity.HOLD
