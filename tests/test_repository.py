"""The repository about itself: one way of imports, one place for each fact, nothing that must not be here."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
import yaml

from ingest.finding.message import messages
from ingest.form.file import load_forms
from ingest.observation import DIMENSIONS
from ingest.office.load import load_office
from warehouse.building.dbt_project import SOURCES
from warehouse.settings import CHECKOUT
from warehouse.version import sources

OFFICE = CHECKOUT / "offices" / "jingyuan"
LAYERS = ("ingest", "expectations", "warehouse")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True)
    return [CHECKOUT / name for name in listed.stdout.decode().split("\0") if name]


def imported(path: Path) -> set[str]:
    """The packages of ours that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names & {*LAYERS, "dags", "samples", "tests"}


@pytest.mark.parametrize(
    ("package", "below"),
    [("ingest", ()), ("expectations", ("ingest",)), ("warehouse", ("ingest", "expectations"))],
)
def test_imports_run_one_way(package: str, below: tuple[str, ...]) -> None:
    for path in (CHECKOUT / package).rglob("*.py"):
        allowed = {package, *below}
        if path.name == "once.py":
            allowed |= {"samples"}  # the first run of a fresh home makes its own inbox
        assert imported(path) <= allowed, path


def rooms_that_modules_know() -> dict[str, set[str]]:
    """Each room, a folder of a layer, with the rooms that its modules import; the layers' own modules are nobody's room."""
    known: dict[str, set[str]] = {}
    for layer in LAYERS:
        for path in (CHECKOUT / layer).glob("*/**/*.py"):
            room = ".".join(path.relative_to(CHECKOUT).parts[:2])
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    other = ".".join(node.module.split(".")[:2])
                    if (CHECKOUT / other.replace(".", "/")).is_dir() and "." in other and other != room:
                        known.setdefault(room, set()).add(other)
    return known


def test_rooms_know_each_other_in_one_direction() -> None:
    try:
        order = list(TopologicalSorter(rooms_that_modules_know()).static_order())
    except CycleError as error:
        pytest.fail(f"rooms in a circle: {' → '.join(error.args[1])}")
    assert (
        order.index("warehouse.landing") < order.index("warehouse.building") < order.index("warehouse.steps")
    )


def test_no_folder_has_more_modules_than_one_finds_at_a_glance() -> None:
    modules = Counter(
        path.parent
        for layer in (*LAYERS, "dags")
        for path in (CHECKOUT / layer).rglob("*.py")
        if path.name != "__init__.py"
    )
    assert {str(folder): count for folder, count in modules.items() if count > 14} == {}


def test_sql_and_python_hash_a_series_over_the_same_dimensions() -> None:
    macro = (SOURCES / "macros" / "series.sql").read_text(encoding="utf-8")
    listed = macro.partition("return([")[2].partition("])")[0]
    assert tuple(re.findall(r"'(\w+)'", listed)) == DIMENSIONS


def test_models_ask_no_clock() -> None:
    for path in (each for each in sources(SOURCES) if each.suffix == ".sql"):
        # A comment may say "now"; only what runs can ask.
        code = re.sub(r"\{#.*?#\}|--[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\b(now|today|current_date|current_timestamp)\b", code), path


def test_growth_is_never_computed_from_the_row_before() -> None:
    for path in (each for each in sources(SOURCES) if each.suffix == ".sql"):
        text = path.read_text(encoding="utf-8")
        if "growth" in path.stem:
            assert "lag(" not in text, path


def test_every_code_has_its_words_in_both_languages() -> None:
    for one in messages().values():
        assert all((one.title_zh, one.title_en, one.message_zh, one.message_en)), one.code


def test_every_check_of_a_form_names_a_rule() -> None:
    for form in load_forms(OFFICE):
        assert {check["rule"] for check in form.checks} <= {
            code for code, one in messages().items() if one.is_rule
        }


def test_every_indicator_of_a_form_is_in_the_catalogue_and_every_form_in_the_calendar() -> None:
    office = load_office(OFFICE)
    for form in load_forms(OFFICE):
        assert form.form_id in office.calendar
        meanings = [
            form.defaults,
            *(row.value for row in form.rows),
            *(column.value or {} for column in form.columns),
        ]
        named = {meaning["indicator_id"] for meaning in meanings if "indicator_id" in meaning}
        assert named <= set(office.indicators), form.form_id


def test_every_register_measure_names_a_field_of_its_form() -> None:
    fields = {
        form.form_id: {column.field for column in form.columns if column.field} for form in load_forms(OFFICE)
    }
    with (OFFICE / "catalogue" / "register_measure.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert row["field"] in fields[row["form_id"]], row


def test_the_lock_file_names_no_address() -> None:
    assert "://" not in (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")


def test_no_file_is_large_and_none_names_an_index_or_a_path_of_a_machine() -> None:
    forbidden = re.compile(r"https?://[^ ]*(?:pypi|pythonhosted|npmjs|debian)|/(?:root|work|home)/[a-z.]")
    for path in tracked():
        assert path.stat().st_size <= 1024**2, path
        if path.suffix in {".py", ".sql", ".yml", ".md", ".toml", ".csv", ".lock", ""} and path != Path(
            __file__
        ):
            found = forbidden.search(path.read_text(encoding="utf-8", errors="replace"))
            assert not found, (path, found)


def test_the_office_is_named_nowhere_in_the_code() -> None:
    # Another office is another folder: no code changes.
    office = yaml.safe_load((OFFICE / "office.yml").read_text(encoding="utf-8"))
    for layer in LAYERS:
        for path in (CHECKOUT / layer).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert office["ref_area"] not in text, path
            assert office["name_zh"] not in text, path
