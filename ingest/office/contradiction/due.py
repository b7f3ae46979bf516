"""When returns are due and figures released: what covers other months comes after them, and a release has one day."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.office.catalogue_files import CatalogueFiles

_RULE, _DAY = ("months_after", "day"), ("released_on",)


def due_problems(files: CatalogueFiles) -> Iterator[str]:
    """What cannot be true of the calendar of returns."""
    for at, due in enumerate(files.catalogue.calendar):
        if due.covered_by and due.covered_by not in due.months[1:]:
            what = (
                f"{due.covered_by}: 应为 months 里第二个月或以后 expected a month of `months` after its first"
            )
            yield files.problem("calendar", at, "covered_by", what)


def release_problems(files: CatalogueFiles) -> Iterator[str]:
    """A period has the day of its release; a rule, which is of no period, says how the day is found."""
    for at, release in enumerate(files.catalogue.release):
        wanted, other = (_DAY, _RULE) if release.period else (_RULE, _DAY)
        of = "某期的发布日 the release of a period" if release.period else "规则 a rule"
        for column in wanted:
            if getattr(release, column) is None:
                yield files.problem("release", at, column, f"为空 is blank: {of}")
        for column in other:
            if getattr(release, column) is not None:
                yield files.problem("release", at, column, f"应不填 expected blank: {of}")
