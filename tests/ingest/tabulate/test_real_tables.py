"""Real tables against what careful readers say of their cells: value, labels, unit, and what is no value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest.tabulate.real_tables import (
    FILES,
    REAL_SHEETS,
    Fact,
    Judged,
    facts_of,
    judged,
    tabulated,
    told,
)

LABELLED = Path(__file__).resolve().parents[0] / "labelled"

HAND_CHECKED = facts_of(*REAL_SHEETS.glob("facts.jsonl"))
FACTS = facts_of(*sorted(LABELLED.glob("facts_*.jsonl")))
NO_DATA = facts_of(*sorted(LABELLED.glob("no_data_*.jsonl")))

# How many facts of a file may not hold, and why they do not. Of every other file all hold.
MAY_FAIL = {
    # Male and Female stand right of the words of the group that they divide, not below them.
    "zh/csyb2006_T4.11_婚姻状况_英文年鉴.xls": 6,
    # SYSTEM TOTAL is set in like the children before it.
    "other/ca_toronto_transit_ridership.xlsx": 1,
    # Sheets drawn to show that a header can stand anywhere: left below, right above the rows that it heads.
    "other/nz_stat_sense_of_purpose.xlsx": 3,
    # The header is written again on each page without the row of its groups.
    "other/pe_school_census_846merges.xlsx": 3,
    # One year over the first of thirteen columns, not merged, heads them all.
    "other/uk_london_transport_almanac_hidden.xlsx": 1,
    # Addenda and what follows them are set in alike.
    "other/us_bea_nipa_5.8.5B.xls": 3,
    # "None" is a word, and says that a state has no such places.
    "other/us_fbi_crime_T3.xlsx": 1,
    # A section in small letters ends one in capitals.
    "other/us_irs_partnership_13pa05.xls": 3,
    # Its parent counts returns, and it is an amount.
    "other/us_irs_soleprop_13sp02is.xls": 1,
    # The letter of a series stands beside its name, as a second label would.
    "other/us_treasury_savings_bonds_hidden.xlsx": 3,
}


def share(holds: list[bool]) -> float:
    return sum(holds) / len(holds)


def failing(facts: list[Fact]) -> str:
    return "\n".join(told(fact) for fact in facts if not judged(fact).right)


@pytest.mark.parametrize("facts", [HAND_CHECKED] if HAND_CHECKED else [], ids=["facts.jsonl"])
def test_hand_checked_facts_hold(facts: list[Fact]) -> None:
    assert len(facts) == 55
    found: list[Judged] = [judged(fact) for fact in facts]
    assert share([each.value for each in found]) == 1, failing(facts)
    assert share([each.paths for each in found]) >= 0.95, failing(facts)
    assert share([each.right for each in found]) >= 0.9, failing(facts)


@pytest.mark.parametrize("name", sorted({fact["file"] for fact in FACTS}))
def test_what_readers_labelled_holds_in_the_file(name: str) -> None:
    facts = [fact for fact in FACTS if fact["file"] == name]
    wrong = sum(not judged(fact).right for fact in facts)
    assert wrong <= MAY_FAIL.get(name, 0), failing(facts)


@pytest.mark.parametrize("facts", [NO_DATA] if NO_DATA else [], ids=["no_data"])
def test_titles_headers_labels_notes_and_page_numbers_are_no_values(facts: list[Fact]) -> None:
    assert len(facts) >= 200
    taken = [fact for fact in facts if (fact["sheet"], fact["cell"]) in tabulated(fact["file"])]
    assert len(taken) <= 0.02 * len(facts), json.dumps(taken, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("file", sorted(LABELLED.glob("*.jsonl")), ids=lambda file: file.name)
def test_labels_are_of_workbooks_whose_source_is_told(file: Path) -> None:
    # A fact about a workbook that is misspelt would never be looked at.
    named = {json.loads(line)["file"] for line in file.read_text(encoding="utf-8").splitlines()}
    assert not FILES or named <= FILES.keys()
