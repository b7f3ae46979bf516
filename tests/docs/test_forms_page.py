"""docs/forms.md explains forms by a form as it is, and the page of an office's files every word of them."""

from __future__ import annotations

import json
from pathlib import Path

from docs.generate import office_files_page
from expectations.checks.query import kinds
from ingest.form.schema import main as write_schemas
from tests.docs.markdown import blocks, spans
from warehouse.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "forms.md"
L03 = CHECKOUT / "offices" / "jingyuan" / "forms" / "L03_fdi_detail.yml"


def bare(text: str) -> list[str]:
    """YAML lines without comments."""
    return [line.partition(" #")[0].strip() for line in text.splitlines()]


def test_every_column_and_word_of_an_office_s_files_is_explained_in_both_languages() -> None:
    lines = [line.split(" | ") for line in office_files_page().splitlines() if line.startswith("| `")]
    words = [line for line in lines if len(line) == 4]
    assert len(words) > 200
    assert [word for word, meaning, *_ in words if " · " not in meaning] == []


def test_an_editor_is_told_the_words_of_a_form_and_what_they_may_be(tmp_path: Path) -> None:
    assert write_schemas([str(tmp_path)]) == 0
    schema = json.loads((tmp_path / "form.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["period"]["enum"] == ["month", "year"]
    assert set(schema["required"]) >= {"form_id", "recognise", "columns", "rows"}
    assert schema["$defs"]["Column"]["additionalProperties"] is False


def test_every_kind_of_check_is_explained() -> None:
    assert kinds() <= set(spans(PAGE))


def test_the_example_is_the_form_itself() -> None:
    shown = [line for block in blocks(PAGE, "yaml")[1:] for line in bare(block)]
    assert len(shown) > 30
    assert set(shown) <= set(bare(L03.read_text("utf-8")))
