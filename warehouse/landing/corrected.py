"""The office's corrections, applied to what gate 1 compares a new return with: the figures that readers have."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from expectations.landed import Landed
from ingest.form.correction import CORRECTABLE, Correction, unit_of
from ingest.landing import OBSERVATION
from ingest.office.facts import Office


def corrected(one: Landed, corrections: Sequence[Correction], office: Office) -> pa.Table:
    """The values of an accepted return with the corrections of its slot in place of what its cells say.

    A correction counts as it does in a build (int_correction.sql): the cell must still say what it expects, and neither
    a respondent's own row nor what another body recognised is the office's to correct.
    """
    slot = (one.department_id, one.form_id, one.period)
    mine = {(each.sheet, each.cell): each for each in corrections if each.at[:3] == slot}
    if not mine:
        return one.observations
    of_rows = set(
        zip(one.register_cells["sheet"].to_pylist(), one.register_cells["cell"].to_pylist(), strict=True)
    )
    rows = one.observations.to_pylist()
    for row in rows:
        place = (row["sheet"], row["cell"])
        correction = mine.get(place)
        if correction is None or place in of_rows or row["reporting_level"] != CORRECTABLE:
            continue
        unit = unit_of(correction, office)
        said = (row["raw_text"], row["unit_measure"], row["obs_value"])
        wrong = correction.wrong_value.scaleb(unit.unit_mult)
        if said == (correction.expect, unit.unit_measure, wrong):
            row["obs_value"] = correction.right_value.scaleb(unit.unit_mult)
    return pa.Table.from_pylist(rows, OBSERVATION)
