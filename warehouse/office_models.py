"""The models of an office: those of the program, without what needs a register that its forms do not declare or a family
that its catalogue has nothing of; those of its own registers; and the families that it has pages of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ingest.family.page import Page
from warehouse import register_models
from warehouse.dictionary import FAMILIES, Model, in_rooms, known_registers, written_models
from warehouse.family.described import PREFIX, models_of_pages
from warehouse.family.model import model_sql
from warehouse.family.pages import STANDARD, pages_of, standard_pages
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
    """The models of an office's folder."""
    registers = register_models.registers_of(office)
    pages = pages_of(office)
    families = models_of_pages(pages)
    declared = {*(register.model_name for register in registers), *(family.name for family in families)}
    known = {register_models.PREFIX + name for name in known_registers()}
    known |= {PREFIX + page.name for page in standard_pages()}
    without = _and_what_reads_them(known - declared)
    published = [model for model in written_models() if model.name not in without]
    published += [*families, *(register_models.model_of(register) for register in registers)]
    return OfficeModels(
        published=in_rooms(published),
        made={
            **{
                f"models/marts/registers/{register.model_name}.sql": register_models.sql_of(register)
                for register in registers
            },
            **_of_families(office, pages),
        },
        without=without,
    )


def _of_families(office: Path, pages: Sequence[Page]) -> dict[str, str]:
    """The models of pages, and the cases in which they are tried: dbt takes a test of a model that is not there for a
    mistake."""
    folder = f"models/marts/{FAMILIES}"
    made = {f"{folder}/{PREFIX}{page.name}.sql": model_sql(page) for page in pages}
    for path in sorted((STANDARD / "unit_tests").glob("*.yml")):
        if f"{folder}/{PREFIX}{path.name.removesuffix('.yml')}.sql" in made:
            made[f"{folder}/_unit_tests_{path.name}"] = path.read_text(encoding="utf-8")
    return made


def models_of(office: Path) -> tuple[Model, ...]:
    """The published models of an office's folder, room by room."""
    return office_models(office).published


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
