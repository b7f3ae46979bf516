"""What forms say against the catalogue: ids that it does not have, other units, other sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.form.contradiction.codes import code_problems
from ingest.form.contradiction.form_file import FormFile
from ingest.form.contradiction.registers import register_problems
from ingest.form.contradiction.sums import sum_problems
from ingest.form.contradiction.units import unit_problems
from ingest.office.facts import Office


def office_problems(files: Sequence[FormFile], office: Office) -> Iterator[str]:
    """A line for each, with the file and the line of both where there are two."""
    for file in files:
        yield from code_problems(file, office)
        yield from unit_problems(file, office)
        yield from sum_problems(file, office)
    yield from register_problems(files, office)
