"""The complete dbt project: what is made is in it, it is a build's own, and nothing is written among the sources."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
import yaml

from warehouse.building import dbt_project
from warehouse.building.dbt_project import SOURCES, write_project
from warehouse.dictionary import models
from warehouse.family.pages import standard_pages
from warehouse.version import sources


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("build") / "project")


def test_every_source_is_in_the_project_and_what_is_made_beside_them(project: Path) -> None:
    written = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    of_sources = {path.relative_to(SOURCES).as_posix() for path in sources(SOURCES)}
    made = written - of_sources
    of_office = {
        path for path in made if path.startswith(("models/marts/registers/", "models/marts/families/"))
    }
    assert "models/marts/registers/fct_fdi_tranche.sql" in of_office
    assert made - of_office == {
        "models/marts/_marts.yml",
        "models/bi/_bi.yml",
        "models/exposures.yml",
        "seeds/dictionary_entry.csv",
        "seeds/code.csv",
    }
    assert of_sources <= written
    # A mart a page, and its cases.
    families = "models/marts/families"
    pages = {page.name for page in standard_pages()}
    assert {name for name in made if name.startswith(f"{families}/mart_")} == {
        f"{families}/mart_{page}.sql" for page in pages
    }
    cases = {path.name for path in (SOURCES / "families" / "unit_tests").glob("*.yml")}
    assert {name for name in made if name.startswith(f"{families}/_")} == {
        f"{families}/_unit_tests_{name}" for name in cases
    }


@pytest.mark.parametrize(
    ("made", "folder"), [("models/marts/_marts.yml", "marts"), ("models/bi/_bi.yml", "bi")]
)
def test_every_published_model_has_an_enforced_contract_with_all_its_columns_described(
    project: Path, made: str, folder: str
) -> None:
    text = (project / made).read_text(encoding="utf-8")
    contracts = {model["name"]: model for model in yaml.safe_load(text)["models"]}
    written = {path.stem for path in (project / "models" / folder).rglob("*.sql")}
    assert contracts.keys() == written
    for model in models():
        if (model.schema == "bi") is not (folder == "bi"):
            continue
        contract = contracts[model.name]
        assert contract["config"]["contract"]["enforced"] is True
        assert [(each["name"], each["data_type"]) for each in contract["columns"]] == [
            (column.name, column.data_type) for column in model.columns
        ]
        assert all(column["description"] for column in contract["columns"])


def test_the_table_of_the_dictionary_has_a_row_for_every_column(project: Path) -> None:
    with (project / "seeds" / "dictionary_entry.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["model"], int(row["position"]), row["column_name"]) for row in csv.DictReader(file)]
    assert rows == [
        (model.name, position, column.name)
        for model in models()
        for position, column in enumerate(model.columns, 1)
    ]


def test_a_folder_is_one_build_s_alone(project: Path) -> None:
    with pytest.raises(FileExistsError):
        write_project(project)


def test_a_program_that_nobody_may_write_to_gives_a_project_that_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = shutil.copytree(
        SOURCES, tmp_path / "installed", ignore=shutil.ignore_patterns("target", "logs")
    )
    for path in [installed, *installed.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    monkeypatch.setattr(dbt_project, "SOURCES", installed)
    project = write_project(tmp_path / "project")
    assert all(path.stat().st_mode & 0o200 for path in [project, *project.rglob("*")])
    assert not (installed / "seeds" / "code.csv").exists()
    for path in [installed, *installed.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_what_dbt_left_beside_the_sources_goes_into_no_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = shutil.copytree(SOURCES, tmp_path / "sources", ignore=shutil.ignore_patterns("target", "logs"))
    (beside / "target" / "compiled").mkdir(parents=True)
    (beside / "target" / "compiled" / "model.sql").touch()
    monkeypatch.setattr(dbt_project, "SOURCES", beside)
    assert not (write_project(tmp_path / "project") / "target").exists()
