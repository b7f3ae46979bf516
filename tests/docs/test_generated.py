"""The pages that are made of the program's own words: all of its entries, and nothing that is not there; the picture."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from docs import generate, picture
from ingest.finding.message import messages
from tests.docs.markdown import anchors, prose, spans
from tests.docs.test_commands import assert_can_be_given
from tests.docs.test_links import assert_links_resolve
from warehouse.cli.command import COMMANDS
from warehouse.dictionary import models
from warehouse.home import Home
from warehouse.settings import Settings
from warehouse.steps.refresh import RefreshReport
from warehouse.variables import SETTINGS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which `make docs` has written its pages."""
    folder = tmp_path_factory.mktemp("docs") / "made"
    assert generate.main([str(folder)]) == 0
    return folder


def test_every_rule_error_command_setting_and_column_has_its_entry(made: Path) -> None:
    assert {code.lower() for code, each in messages().items() if each.is_rule} <= anchors(made / "rules.md")
    assert {code.lower() for code, each in messages().items() if not each.is_rule} <= anchors(
        made / "errors.md"
    )
    assert {f"indicators-{name}" for name in COMMANDS} <= anchors(made / "commands.md")
    assert {setting.name for setting in SETTINGS} <= set(spans(made / "settings.md"))
    assert {model.name for model in models()} <= anchors(made / "columns.md")
    described = {column.name for model in models() for column in model.columns}
    assert described <= set(spans(made / "columns.md"))


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_made_page_says_how_it_is_made_and_leads_where_it_says(made: Path, name: str) -> None:
    assert "`make docs`" in prose(made / name).split("\n\n")[1]
    assert_links_resolve(made / name, beside=generate.FOLDER)


# The examples of errors.md are what goes wrong.
@pytest.mark.parametrize("name", sorted(generate.PAGES.keys() - {"errors.md"}))
def test_every_command_of_a_made_page_can_be_given(made: Path, name: str) -> None:
    assert_can_be_given(made / name)


def test_the_pages_of_dbt_are_one_file_with_the_words_of_every_model_and_its_sql(made: Path) -> None:
    page = (made / "dbt.html").read_text(encoding="utf-8")
    # Within the page stands what dbt knows of the project, as JSON.
    for model in models():
        assert json.dumps(f"{model.zh} {model.en}")[1:-1] in page, model.name
    assert "'fdi_actual_utilized'" in page
    # It is read where there is no network: nothing is fetched, and nobody is told.
    assert not re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']https?://""", page)
    assert '"send_anonymous_usage_stats": false' in page


def test_the_example_that_is_kept_is_a_page_that_says_how_it_is_made() -> None:
    kept = prose(generate.FOLDER.parent / "settings.md").split("\n\n")
    assert kept[:2] == generate.settings_page().split("\n\n")[:2]


def test_the_picture_shows_the_number_and_its_cell(first_night: tuple[Settings, RefreshReport]) -> None:
    drawn = picture.draw(picture.gather(Home(first_night[0].home))).replace("\N{NO-BREAK SPACE}", " ")
    assert ">1032万美元</text>" in drawn
    assert ">外资到账明细2023年12月.xlsx H9 “1032”</text>" in drawn
    # A Chinese character is as wide as two others: three of them and four digits, at 10 pixels a column.
    assert 'textLength="100" lengthAdjust="spacingAndGlyphs">1032万美元<' in drawn


@pytest.mark.parametrize("kept", [True, False])
def test_the_picture_needs_nothing_from_elsewhere(
    first_night: tuple[Settings, RefreshReport], kept: bool
) -> None:
    drawn = (
        picture.PICTURE.read_text("utf-8")
        if kept
        else picture.draw(picture.gather(Home(first_night[0].home)))
    )
    drawn = drawn.replace("http://www.w3.org/2000/svg", "")
    assert not {word for word in ("http", "url(", "@font-face", "<script", "<image") if word in drawn}


def test_the_page_of_methods_has_every_indicator_under_each_method_that_counts_it_and_every_break(
    made: Path,
) -> None:
    page = (made / "methods_and_breaks.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in page.split("\n## ")[1:])
    for method in ("key_industry_project", "district_level_key_project"):
        assert "`key_industry_projects`" in sections[method]
    assert "`fdi_actual_utilized`" in sections["local_2023"]
    assert "| 2022-05 | 实际到账外资 `fdi_actual_utilized` | 全部 all | 全国 |" in sections["断点 · Breaks"]
    # Two methods of one indicator stand side by side.
    assert (
        sections["同一指标的几个口径 · One indicator by several methods"].count("`key_industry_projects`")
        == 2
    )
