"""When returns are due: a month that covers others has a return of its own, and comes after them."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.office.catalogue_files import CatalogueFiles


def due_problems(files: CatalogueFiles) -> Iterator[str]:
    """What cannot be true of the calendar of returns."""
    for at, due in enumerate(files.catalogue.calendar):
        if due.covered_by and due.covered_by not in due.months[1:]:
            what = (
                f"{due.covered_by}: 应为 months 里第二个月或以后 expected a month of `months` after its first"
            )
            yield files.problem("calendar", at, "covered_by", what)
