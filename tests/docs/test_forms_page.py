"""docs/forms.md explains every word that a form may say, by the form as it is."""

from __future__ import annotations

from expectations.checks import form_checks
from ingest.form import file as forms
from tests.docs.markdown import blocks, spans
from warehouse.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "forms.md"
L03 = CHECKOUT / "offices" / "jingyuan" / "forms" / "L03_fdi_detail.yml"


def bare(text: str) -> list[str]:
    """YAML lines without comments."""
    return [line.partition(" #")[0].strip() for line in text.splitlines()]


def test_every_word_of_a_form_is_explained() -> None:
    words = (
        forms.MEANING_WORDS | forms.TYPES | forms._FORM_WORDS | forms._COLUMN_WORDS | forms._ROW_WORDS
    ) - {"columns", "rows"}
    assert words <= set(spans(PAGE))


def test_every_kind_of_check_is_explained() -> None:
    assert set(form_checks.KINDS) <= set(spans(PAGE))


def test_the_example_is_the_form_itself() -> None:
    shown = [line for block in blocks(PAGE, "yaml")[1:] for line in bare(block)]
    assert len(shown) > 30
    assert set(shown) <= set(bare(L03.read_text("utf-8")))
