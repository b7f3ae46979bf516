"""Forms as files: an office's YAML, read strictly."""

from __future__ import annotations

from pathlib import Path

from ingest.form.form import Form
from ingest.office.problem import OfficeError, office_error, problems_in
from ingest.office.yaml_file import load_yaml


def load_forms(folder: Path) -> tuple[Form, ...]:
    """All forms of an office, by id. OfficeError with everything that is wrong in any of their files."""
    forms: list[Form] = []
    problems: list[str] = []
    for path in sorted((folder / "forms").glob("*.yml")):
        try:
            forms.append(load_form(path))
        except OfficeError as error:
            problems.extend(problems_in(error))
    if problems:
        raise office_error(*problems)
    return tuple(sorted(forms, key=lambda form: (form.form_id, form.valid_from)))


def load_form(path: Path) -> Form:
    """One form. OfficeError with everything that is wrong in its file, each with its line and its place."""
    return load_yaml(path, Form)
