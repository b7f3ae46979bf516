"""The complete dbt project: the sources in dbt_project/, and what is made of the dictionary, the codes and the pages of
an office's families.

python -m warehouse.dbt_project [FOLDER]    write it anew, to dbt_project/target/project if no folder is named

Nothing made stands among the sources. dbt runs on a copy of its own, so that the program may be installed where
nobody can write, and builds at the same time have nothing in common.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ingest.family.load import FOLDER
from ingest.office.catalogue_files import read_catalogue
from warehouse import codes, dictionary
from warehouse.family_model import model_sql
from warehouse.family_pages import pages_of
from warehouse.settings import CHECKOUT
from warehouse.variables import settings_from_environment
from warehouse.version import sources

SOURCES = CHECKOUT / "dbt_project"
# Among what version.sources() leaves out, and in .gitignore.
_BY_HAND = SOURCES / "target" / "project"


def made(office: Path) -> Mapping[str, str]:
    """What is made for an office, by its place in the project. OfficeError for a wrong page or catalogue."""
    pages = pages_of(office)
    measures = read_catalogue(office).catalogue.register_measure
    described = dictionary.models(pages)
    marts = {f"mart_{page.name}" for page in pages}
    families = f"models/marts/{dictionary.FAMILIES}"
    return {
        "models/marts/_marts.yml": dictionary.contracts([m for m in described if m.room != dictionary.BI]),
        "models/bi/_bi.yml": dictionary.contracts([m for m in described if m.room == dictionary.BI]),
        "seeds/dictionary_entry.csv": dictionary.entries(described),
        "seeds/code.csv": codes.seed(),
        **{f"{families}/mart_{page.name}.sql": model_sql(page, measures) for page in pages},
        # dbt takes a unit test of a model that is not there for a mistake.
        **{
            f"{families}/_unit_tests_{path.name}": path.read_text(encoding="utf-8")
            for path in (SOURCES / FOLDER / "unit_tests").glob("*.yml")
            if f"mart_{path.stem}" in marts
        },
    }


def write_project(folder: Path, office: Path | None = None) -> Path:
    """Write the complete project to `folder`, which is returned. `office`: the folder of the office whose families have
    a mart, that of the settings if none is given.

    FileExistsError where the folder is there already; OfficeError for a wrong page of a family.
    """
    files = made(office or settings_from_environment().office)
    folder.mkdir(parents=True)
    for source in sources(SOURCES):
        # The bytes alone: the modes of an installed program would shut the copy.
        copy = folder / source.relative_to(SOURCES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    for place, text in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return folder


def main(arguments: Sequence[str]) -> int:
    """Writes the project anew, to the folder that is named or the one for running dbt by hand; prints which."""
    folder = Path(arguments[0]) if arguments else _BY_HAND
    shutil.rmtree(folder, ignore_errors=True)
    print(write_project(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
