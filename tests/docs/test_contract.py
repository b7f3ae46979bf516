"""What readers of the published columns were promised still holds, or the changelog tells them by name that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from docs.contract import Broken, as_csv, broken, contract_of, recorded, untold
from warehouse.building.dbt_project import Consumer, consumers, exposures
from warehouse.dictionary import Model, models
from warehouse.settings import CHECKOUT

Edit = Callable[[Model], Model]


def _without_growth(model: Model) -> Model:
    return replace(model, columns=tuple(each for each in model.columns if each.name != "growth"))


def _renamed(model: Model) -> Model:
    return replace(
        model, columns=tuple(replace(c, name="rate") if c.name == "growth" else c for c in model.columns)
    )


def _retyped(model: Model) -> Model:
    kept = (replace(c, data_type="double") if c.name == "growth" else c for c in model.columns)
    return replace(model, columns=tuple(kept))


def _broken_by(edit: Edit) -> list[Broken]:
    """What breaks where bi.headline is edited."""
    changed = [edit(model) if model.name == "headline" else model for model in models()]
    return broken(contract_of(models()), contract_of(changed), models(), consumers(models()))


def test_what_is_broken_since_the_last_release_is_told_in_the_changelog() -> None:
    # Write these lines under [Unreleased] in CHANGELOG.md, or keep the columns.
    assert untold() == []


def test_the_record_is_written_as_it_is_read() -> None:
    assert as_csv(recorded()) == (CHECKOUT / "docs" / "contract.csv").read_text(encoding="utf-8")
    assert recorded()["bi.headline", "growth"] == recorded()["bi.主要指标", "同比_%"] == "decimal(12,2)"


@pytest.mark.parametrize(("edit", "now"), [(_without_growth, ""), (_renamed, ""), (_retyped, "double")])
def test_a_column_that_is_dropped_renamed_or_retyped_breaks_who_reads_it(edit: Edit, now: str) -> None:
    (first, *_) = _broken_by(edit)
    assert (first.relation, first.column, first.was, first.now) == (
        "bi.headline",
        "growth",
        "decimal(12,2)",
        now,
    )
    assert {"看板·主要指标", "看板·外资到账", "PostgreSQL", "笔记 analysis.ipynb"} <= set(first.consumers)
    assert not {"看板·报送与质量", "SDMX-CSV", "indicators trace"} & set(first.consumers)


def test_a_chinese_column_is_promised_too() -> None:
    assert ("bi.主要指标", "同比_%") in {(one.relation, one.column) for one in _broken_by(_without_growth)}


def test_a_relation_that_is_gone_breaks_every_column_of_it() -> None:
    kept = [model for model in models() if model.name != "mart_correction"]
    gone = broken(contract_of(models()), contract_of(kept), kept, consumers(models()))
    (correction,) = (model for model in models() if model.name == "mart_correction")
    assert {one.column for one in gone} == set(correction.names)
    assert all({"indicators trace", "indicators diff", "Excel 数据包"} <= set(one.consumers) for one in gone)


def test_a_new_column_breaks_nobody() -> None:
    before = {key: kind for key, kind in contract_of(models()).items() if key != ("bi.headline", "growth")}
    assert broken(before, contract_of(models()), models(), consumers(models())) == []


def test_the_changelog_tells_it_only_with_the_column_and_every_reader() -> None:
    one = Broken("bi.headline", "growth", "decimal(12,2)", "", ("看板·主要指标", "PostgreSQL"))
    assert one.is_told_in(f"- 别的\n- {one.line}\n")
    assert not one.is_told_in("- `bi.headline.growth` 没有了；影响：看板·主要指标\n- PostgreSQL\n")
    assert not one.is_told_in("- growth；看板·主要指标、PostgreSQL\n")


@pytest.mark.parametrize(
    "consumer", [one for one in consumers(models()) if one.code], ids=lambda one: one.name
)
def test_a_consumer_in_code_is_listed_with_what_it_reads(consumer: Consumer) -> None:
    text = "".join(Path(CHECKOUT, file).read_text(encoding="utf-8") for file in consumer.code)
    named = set(re.findall(r"(?:\bfrom|\bjoin|table\(\\?\")\s*(?:before\.|after\.|bi\.)?([a-z_]+)", text))
    assert named & {model.name for model in models()} - {"snapshot"} == set(consumer.models) - {"snapshot"}


def test_every_consumer_is_an_exposure_of_models_that_there_are() -> None:
    said = yaml.safe_load(exposures(models()))["exposures"]
    listed = yaml.safe_load((CHECKOUT / "dbt_project" / "consumers.yml").read_text(encoding="utf-8"))
    assert [one["name"] for one in said] == list(listed)
    named = {name for words in listed.values() for name in words.get("models", ())}
    assert named <= {model.name for model in models()}
    # An office without a register has no page of it.
    few = [model for model in models() if model.name in ("mart_indicator", "fct_observation")]
    assert "page_returns" not in {one.name for one in consumers(few)}
