"""A form and where its words stand in its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.declared.problem import Place, against
from ingest.declared.yaml_file import place_in
from ingest.form.form import Form


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form, and the file that it was read from."""

    path: Path
    form: Form

    def place(self, loc: Place) -> str:
        """File, line and path of a word of it."""
        return place_in(self.path, loc)

    def problem(self, loc: Place, what: str) -> str:
        """Something wrong at a place of it."""
        return f"{self.place(loc)} {what}"

    def against(self, here: Place, there: Place, what: str) -> str:
        """Two places of it that cannot both be right, and how they differ."""
        return against(self.problem(here, what), self.place(there))
