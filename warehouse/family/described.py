"""A page's mart as the dictionary describes it: its grain, its columns and their words in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.family.columns import (
    BEHIND_GROUP,
    NAMES,
    NAMES_OF_GROUP,
    OF_GROUP,
    OF_LINE,
    OF_ROW,
    FamilyColumn,
    columns_of,
    main_of,
)
from ingest.family.page import Page
from warehouse.dictionary import FAMILIES, Column, Model, columns, grammar, in_rooms, known_models

PREFIX = "mart_"


def models_of_pages(pages: Iterable[Page]) -> list[Model]:
    """The marts of pages, in the order in which people are shown them; those that are in no order come last."""
    order = grammar().order
    ordered = sorted(pages, key=lambda page: order.index(page.name) if page.name in order else len(order))
    return [model_of(page) for page in ordered]


def known_with(pages: Iterable[Page]) -> tuple[Model, ...]:
    """Every model that the dictionary has words for, and the marts of pages, room by room."""
    return in_rooms((*known_models(), *models_of_pages(pages)))


def model_of(page: Page) -> Model:
    """The mart of a page: its grain and its row as everywhere, its figures in the page's own words."""
    described = columns()
    grain, before, behind = _frame(page)
    return Model(
        name=PREFIX + page.name,
        room=FAMILIES,
        zh=page.zh,
        en=page.en,
        grain=grain,
        not_null=(*before, *behind)
        if not page.lines
        else (*grain, "observation_id", "conf_status", "is_synthetic"),
        columns=(
            *(described[name] for name in before),
            *(_of_grammar(column) for column in columns_of(page)),
            *(described[name] for name in behind),
        ),
        main=main_of(page),
    )


def _frame(page: Page) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The grain of a page's mart, and the columns before and behind those of its figures."""
    if page.lines:
        return ("series_id", "time_period"), OF_LINE, ()
    if page.groups:
        return OF_GROUP, (*OF_GROUP, *NAMES_OF_GROUP), BEHIND_GROUP
    named = (name for word in page.grain for name in (word, NAMES.get(word)) if name)
    return page.grain, tuple(named), OF_ROW


def _of_grammar(column: FamilyColumn) -> Column:
    """A column that a page makes, in the words of the grammar."""
    data_type, zh, en = grammar().entries[column.pattern]
    of = column.of
    words = {
        "zh": of.zh,
        "en": of.en,
        "zh_unit": f"{of.zh}({of.unit_zh})" if of.unit_zh else of.zh,
        "en_unit": f"{of.en}, {of.unit_en}" if of.unit_en else of.en,
    }
    is_flag = data_type == "boolean" and column.pattern not in grammar().answers
    return Column(column.name, data_type, zh.format(**words), en.format(**words), is_flag)
