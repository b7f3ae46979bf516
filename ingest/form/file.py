"""Forms as files: an office's YAML, read strictly."""

from __future__ import annotations

from pathlib import Path

from ingest.declared.problem import OfficeError, office_error, problems_in
from ingest.declared.yaml_file import load_yaml
from ingest.form.contradiction.between_forms import between_problems
from ingest.form.contradiction.checks import check_problems
from ingest.form.contradiction.form_file import FormFile
from ingest.form.contradiction.labels import label_problems
from ingest.form.contradiction.of_office import office_problems
from ingest.form.contradiction.same_value import same_value_problems
from ingest.form.form import Form
from ingest.office.facts import Office


def load_forms(folder: Path, office: Office | None = None) -> tuple[Form, ...]:
    """All forms of an office, by id. OfficeError with everything that is wrong in any of their files.

    `office`: the same folder's catalogue, which then has to have what the forms name, and to say the same.
    """
    files: list[FormFile] = []
    problems: list[str] = []
    for path in sorted((folder / "forms").glob("*.yml")):
        try:
            files.append(FormFile(path, load_form(path)))
        except OfficeError as error:
            problems.extend(problems_in(error))
    problems.extend(between_problems(files))
    if office is not None:
        problems.extend(office_problems(files, office))
    if problems:
        raise office_error(*problems)
    return tuple(sorted((file.form for file in files), key=lambda form: (form.form_id, form.valid_from)))


def load_form(path: Path) -> Form:
    """One form. OfficeError with everything that is wrong in its file, each with its line and its place."""
    form = load_yaml(path, Form)
    file = FormFile(path, form)
    if problems := [*check_problems(file), *label_problems(file), *same_value_problems(file)]:
        raise office_error(*problems)
    return form
