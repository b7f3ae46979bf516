"""Two forms that are one, or that are told by the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.declared.problem import against
from ingest.form.contradiction.form_file import FormFile


def between_problems(files: Sequence[FormFile]) -> Iterator[str]:
    """Of two versions of a form from one month on, and of two forms that are told alike, neither would be sure."""
    versions: dict[tuple[str, str], FormFile] = {}
    told: dict[tuple[str, frozenset[str], str], FormFile] = {}
    for file in files:
        form = file.form
        other = versions.setdefault((form.form_id, form.valid_from), file)
        if other is not file:
            what = f"{form.form_id!r} {form.valid_from}: 同一版写了两次 this version stands there twice"
            yield against(file.problem(("form_id",), what), other.place(("form_id",)))
        sheet = form.sheet.pattern if form.sheet else ""
        alike = told.setdefault((form.title, frozenset(form.headers), sheet), file)
        if alike.form.form_id != form.form_id:
            what = f"{form.title!r}: {form.form_id}、{alike.form.form_id} 认法相同 are told by the same words"
            yield against(file.problem(("recognise",), what), alike.place(("recognise",)))
