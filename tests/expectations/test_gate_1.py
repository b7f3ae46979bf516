"""Gate 1: each faulty sample yields exactly the finding written beside it, and the clean months none."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from expectations.gate_1 import Verdict
from expectations.gate_1 import judge as judge_landed
from ingest.catalogue import load_office
from ingest.finding import Finding
from ingest.form import load_forms
from tests.conftest import settings_for
from warehouse.accept import read_landed
from warehouse.home import Home
from warehouse.ledger import open_ledger, readings, submissions
from warehouse.read import chunks_to_read, read_chunk
from warehouse.refresh import RefreshReport, collect
from warehouse.settings import Settings
from warehouse.version import reader_version


@pytest.fixture(scope="module")
def verdicts(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """The verdict on every faulty sample, by file name."""
    settings = settings_for(tmp_path_factory.mktemp("faulty"))
    home = Home(settings.home)
    shutil.copytree(sample_folder / "faulty" / "inbox", home.inbox)
    collect(settings)
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    version = reader_version(settings)
    with open_ledger(home) as book:
        landed = [
            read_landed(home, one.submission_id, one.file_name, version, readings(book, one.submission_id)[0])
            for one in submissions(book)
        ]
    judgement = judge_landed(landed, load_office(settings.office), load_forms(settings.office))
    assert judgement.blocking == ()
    names = {one.submission_id: one.file for one in landed}
    return {names[verdict.submission_id]: verdict for verdict in judgement.verdicts}


def expected(sample_folder: Path) -> list[dict[str, str]]:
    with (sample_folder / "faulty" / "expected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def roots(found: tuple[Finding, ...]) -> list[tuple[str, str, str, str, str]]:
    """Root findings, the hint about the dates' spelling left out: a clean December has it too."""
    return [
        (one.rule, one.sheet, one.cell, str(one.severity), one.scope)
        for one in found
        if not one.caused_by and one.rule != "DATE_AS_SERIAL"
    ]


def test_each_faulty_sample_yields_exactly_its_finding(
    sample_folder: Path, verdicts: dict[str, Verdict]
) -> None:
    rows = expected(sample_folder)
    assert len(rows) == 26
    for row in rows:
        found = roots(verdicts[Path(row["path"]).name].every_finding)
        # That last year's figure differs can only be told of the whole: gate 2 says it.
        wanted = (
            []
            if row["rule"] == "BASE_DIFFERS"
            else [(row["rule"], row["sheet"], row["cell"], row["severity"], row["scope"])]
        )
        assert found == wanted, row["path"]


def test_a_submission_is_held_by_what_holds_a_submission_only(
    sample_folder: Path, verdicts: dict[str, Verdict]
) -> None:
    for row in expected(sample_folder):
        held = bool(verdicts[Path(row["path"]).name].held_by)
        assert held == (row["severity"] == "hold" and row["scope"] == "submission"), row["path"]


def test_every_finding_says_all_of_it_in_both_languages(verdicts: dict[str, Verdict]) -> None:
    for verdict in verdicts.values():
        for found in verdict.every_finding:
            said = (
                found.message_zh,
                found.message_en,
                found.consequence_zh,
                found.consequence_en,
                found.file,
            )
            assert all(said), found
            assert "{" not in found.message_zh + found.message_en + found.remedy_zh + found.remedy_en, found


def test_a_consequence_keeps_the_id_of_its_cause(verdicts: dict[str, Verdict]) -> None:
    found = verdicts["固定资产投资项目入库台账2023年12月_单位错位.xlsx"].every_finding
    cause = next(one for one in found if one.rule == "UNIT_SLIP")
    follows = {one.rule for one in found if one.caused_by == cause.finding_id}
    assert follows == {"BELOW_THRESHOLD", "YTD_EXCEEDS_PLAN", "TOTAL_DIFFERS"}


def test_no_expected_value_is_a_growth_a_level_or_a_target(verdicts: dict[str, Verdict]) -> None:
    # Statistics Law: nobody may be told the number that is wanted. A sum or an amount of the department's
    # own cells, a unit, a label, a year and a rank recomputed from its own values are none.
    allowed = {
        "UNIT_SLIP", "CURRENCY_MIX", "BELOW_THRESHOLD", "YEAR_MISMATCH", "YTD_EXCEEDS_PLAN", "MONTH_EXCEEDS_YTD",
        "RUNNING_TOTAL_FALLS", "RUNNING_TOTAL_DIFFERS", "TOTAL_DIFFERS", "RANK_INCONSISTENT", "UNKNOWN_LABEL",
        "MISSING_LABEL", "UNKNOWN_UNIT", "TEXT_IN_NUMBER", "ERROR_CELL", "UNCALCULATED_FORMULA", "PERIOD_MISSING",
        "PERIOD_CONTRADICTION", "DAMAGED_FILE",
    }  # fmt: skip
    said = {one.rule for verdict in verdicts.values() for one in verdict.every_finding if one.expected}
    assert said <= allowed


def test_the_clean_months_have_no_finding_above_hint(first_night: tuple[Settings, RefreshReport]) -> None:
    gate = first_night[1].gate
    assert gate is not None
    assert (gate.accepted, gate.held, gate.warnings, gate.hints) == (92, 0, 0, 1)
