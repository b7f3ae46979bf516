"""The complete dbt project of an office: the sources in dbt_project/, and the files that are made of the dictionary, the
codes and the office's own forms.

python -m warehouse.building.dbt_project [FOLDER]    write it anew, to dbt_project/target/project if no folder is named

Nothing made stands among the sources. dbt runs on a copy of its own, so that the program may be installed where
nobody can write, and builds at the same time have nothing in common.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from warehouse import codes, dictionary
from warehouse.office_models import SOURCES, office_models, unit_tests_of
from warehouse.settings import DEFAULT_OFFICE
from warehouse.version import sources

CONSUMERS = SOURCES / "consumers.yml"
# Among what version.sources() leaves out, and in .gitignore.
_BY_HAND = SOURCES / "target" / "project"


def write_project(
    folder: Path,
    office: Path = DEFAULT_OFFICE,
    told: Mapping[str, Any] | None = None,
    bare: bool = False,
) -> Path:
    """Write the complete project of an office to `folder`, which is returned. FileExistsError where the folder is there
    already.

    `told`: variables of the project, in place of the defaults among the sources. KeyError names one that it has not.
    `bare`: as a build runs it, without unit tests and descriptions, which dbt reads each night whether wanted or not.
    """
    folder.mkdir(parents=True)
    models = office_models(office)
    for source in sources(SOURCES):
        if source.suffix == ".sql" and source.stem in models.without:
            continue
        if bare and _is_unit_tests(source):
            continue
        # The bytes alone: the modes of an installed program would shut the copy.
        copy = folder / source.relative_to(SOURCES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if _is_unit_tests(source):
            copy.write_text(
                unit_tests_of(source.read_text(encoding="utf-8"), models.without), encoding="utf-8"
            )
        else:
            copy.write_bytes(source.read_bytes())
    made = {
        **models.made,
        "models/marts/_marts.yml": dictionary.contracts(
            (m for m in models.published if m.room != dictionary.BI), bare
        ),
        "models/bi/_bi.yml": dictionary.contracts(
            (m for m in models.published if m.room == dictionary.BI), bare
        ),
        "seeds/dictionary_entry.csv": dictionary.entries(models.published),
        "seeds/code.csv": codes.seed(),
        **({} if bare else {"models/exposures.yml": exposures(models.published)}),
    }
    for place, text in made.items():
        if bare and _is_unit_tests(Path(place)):
            continue
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    _tell(folder / "dbt_project.yml", told or {})
    return folder


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who reads what is published: `kind` is dbt's (dashboard, notebook, application), `models` are named by name."""

    name: str
    kind: str
    zh: str
    en: str
    models: tuple[str, ...]
    code: tuple[str, ...]


def consumers(published: Sequence[dictionary.Model]) -> tuple[Consumer, ...]:
    """The consumers of consumers.yml with those of their models that an office has; none that reads nothing there."""
    said = yaml.safe_load(CONSUMERS.read_text(encoding="utf-8"))
    there = {model.name for model in published}
    every = {"marts": [m.name for m in published if m.room != dictionary.BI]}
    every["bi"] = [m.name for m in published if m.room == dictionary.BI]
    found = []
    for name, words in said.items():
        named = [*words.get("models", ()), *(one for room in words.get("all", ()) for one in every[room])]
        reads = tuple(dict.fromkeys(one for one in named if one in there))
        if reads:
            told = (words["type"], words["zh"], words["en"])
            found.append(Consumer(name, *told, reads, tuple(words.get("code", ()))))
    return tuple(found)


def exposures(published: Sequence[dictionary.Model]) -> str:
    """dbt's exposures: who reads which models."""
    said = [
        {
            "name": one.name,
            "label": f"{one.zh} {one.en}" if one.zh != one.en else one.zh,
            "type": one.kind,
            "owner": {"name": "indicators"},
            "depends_on": [f"ref('{model}')" for model in one.models],
        }
        for one in consumers(published)
    ]
    return yaml.safe_dump({"version": 2, "exposures": said}, allow_unicode=True, sort_keys=False)


def _is_unit_tests(file: Path) -> bool:
    return file.name.startswith("_unit_tests")


def _tell(file: Path, told: Mapping[str, Any]) -> None:
    """Not on the command line: dbt parses a project anew whenever it is told something else there."""
    project = yaml.safe_load(file.read_text(encoding="utf-8"))
    if unknown := told.keys() - project["vars"]:
        raise KeyError(f"no variable of the project: {', '.join(sorted(unknown))}")
    project["vars"] |= told
    file.write_text(yaml.safe_dump(project, allow_unicode=True, sort_keys=False), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Writes the project anew, to the folder that is named or the one for running dbt by hand; prints which."""
    folder = Path(arguments[0]) if arguments else _BY_HAND
    shutil.rmtree(folder, ignore_errors=True)
    print(write_project(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
