"""The models of an office: those of the program, without what needs a family or a register that the office does not have,
and those that are made of its own pages and forms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ingest.family.load import FOLDER
from ingest.family.page import Page
from ingest.office.catalogue_files import read_catalogue
from warehouse import register_models
from warehouse.dictionary import FAMILIES, Model, in_rooms, known_registers, models_of_pages, written_models
from warehouse.family_model import model_sql
from warehouse.family_pages import pages_of, standard_pages
from warehouse.register_models import Register, registers_of
from warehouse.settings import CHECKOUT

SOURCES = CHECKOUT / "dbt_project"
_REF = re.compile(r"ref\('(\w+)'\)")


@dataclass(frozen=True, slots=True)
class OfficeModels:
    """What a project of an office has: the published models, those made for it as SQL by their place in the project,
    and the names of the program's models that it does without.
    """

    published: tuple[Model, ...]
    made: Mapping[str, str]
    without: frozenset[str]


def office_models(office: Path) -> OfficeModels:
    """The models of an office's folder. OfficeError for a wrong page, form or catalogue."""
    pages, registers = pages_of(office), registers_of(office)
    without = _and_what_reads_them(_absent(pages, registers))
    published = in_rooms(
        (
            *models_of_pages(pages),
            *(model for model in written_models() if model.name not in without),
            *(register_models.model_of(register) for register in registers),
        )
    )
    made = {
        f"models/marts/registers/{register.model_name}.sql": register_models.sql_of(register)
        for register in registers
    }
    return OfficeModels(published, {**made, **_of_families(office, pages)}, without)


def models_of(office: Path) -> tuple[Model, ...]:
    """The published models of an office's folder, room by room."""
    return office_models(office).published


def _of_families(office: Path, pages: Sequence[Page]) -> Mapping[str, str]:
    """The marts of pages, and their unit tests: dbt takes a unit test of a model that is not there for a mistake."""
    measures = read_catalogue(office).catalogue.register_measure
    folder, names = f"models/marts/{FAMILIES}", {page.name for page in pages}
    return {
        **{f"{folder}/mart_{page.name}.sql": model_sql(page, measures) for page in pages},
        **{
            f"{folder}/_unit_tests_{path.name}": path.read_text(encoding="utf-8")
            for path in (SOURCES / FOLDER / "unit_tests").glob("*.yml")
            if path.stem in names
        },
    }


def _absent(pages: Sequence[Page], registers: Sequence[Register]) -> set[str]:
    """The models of families and registers that the program knows and the office does not have."""
    families = {f"mart_{page.name}" for page in standard_pages()} - {f"mart_{page.name}" for page in pages}
    known = {register_models.PREFIX + name for name in known_registers()}
    return families | known - {register.model_name for register in registers}


def _and_what_reads_them(absent: set[str]) -> frozenset[str]:
    """The absent models, and those of the program that read one of them: an empty mart would say that there is
    nothing, where nobody was ever asked."""
    if not absent:
        return frozenset()
    reads = {
        path.stem: set(_REF.findall(path.read_text(encoding="utf-8")))
        for path in (SOURCES / "models").rglob("*.sql")
    }
    without = set(absent)
    while more := {name for name, read in reads.items() if read & without} - without:
        without |= more
    return frozenset(without)


def unit_tests_of(text: str, without: frozenset[str]) -> str:
    """A file of dbt's unit tests, without those of a model that is not there or that read one."""
    if not without:
        return text
    said: dict[str, Any] = yaml.safe_load(text)
    if "unit_tests" not in said:
        return text
    kept = [test for test in said["unit_tests"] if without.isdisjoint(_models_in(test))]
    return yaml.safe_dump({**said, "unit_tests": kept}, allow_unicode=True, sort_keys=False)


def _models_in(test: Mapping[str, Any]) -> set[str]:
    return {test["model"], *(name for given in test["given"] for name in _REF.findall(given["input"]))}
