"""A small run of the mutated workbooks, and whether what judges them can tell and does not fall itself."""

import os
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import count
from random import Random

import pytest

from ingest.workbook.read import read_workbook
from tests.mutation.case import KINDS, Kind, kind_of, name_of
from tests.mutation.damage_case import said_of, sound_workbook
from tests.mutation.drawn import drawn_sheet
from tests.mutation.guard import outcomes
from tests.mutation.laid_out import laid_out
from tests.mutation.model import SheetModel, number
from tests.mutation.model_case import other_facts
from tests.mutation.outcome import Outcome, Verdict
from tests.mutation.second_reader import calamine, differences, openpyxl_book, values_of
from tests.mutation.written import xlsx


def one_seed_a_kind() -> list[int]:
    """The first seed that stands for each kind, the rarest of which comes once in some thousand."""
    seeds: dict[Kind, int] = {}
    for seed in count(1):
        seeds.setdefault(kind_of(seed), seed)
        if len(seeds) == len(KINDS):
            return sorted(seeds.values())
    raise AssertionError


@pytest.fixture(scope="module")
def ran() -> list[Outcome]:
    return list(outcomes(one_seed_a_kind()))


def test_every_mutated_workbook_is_refused_or_read_as_its_oracle_says(ran):
    assert [outcome for outcome in ran if outcome.verdict.failed] == []


def test_the_small_run_meets_every_kind_once_and_refuses_no_more_than_it_reads(ran):
    assert sorted(outcome.kind for outcome in ran) == sorted(map(name_of, KINDS))
    verdicts = Counter(outcome.verdict for outcome in ran)
    assert verdicts[Verdict.READ] > verdicts[Verdict.REFUSED] > len(ran) // 10


def test_a_seed_means_the_same_case_each_time(ran):
    before = {outcome.seed: outcome for outcome in ran if outcome.seed <= 20}
    again = {outcome.seed: outcome for outcome in outcomes(before)}
    assert {seed: replace(each, seconds=0) for seed, each in again.items()} == {
        seed: replace(each, seconds=0) for seed, each in before.items()
    }


def a_model(seed: int = 3) -> SheetModel:
    return drawn_sheet(Random(seed))  # noqa: S311


def test_the_model_tells_a_changed_value():
    model = a_model()
    table = model.tables[0]
    index = next(index for index, row in enumerate(table.rows) if row.values)
    row = table.rows[index]
    other = replace(row, values=(number(Decimal("-123.45")), *row.values[1:]))
    rows = (*table.rows[:index], other, *table.rows[index + 1 :])
    changed = replace(model, tables=(replace(table, rows=rows), *model.tables[1:]))
    workbook = read_workbook(xlsx([laid_out(changed)]))
    found = list(other_facts(laid_out(model), workbook))
    assert len(found) == 1
    assert "-123.45" in found[0]


def test_the_model_tells_a_value_that_is_not_read():
    laid = laid_out(a_model())
    address = next(iter(laid.facts))
    workbook = read_workbook(xlsx([laid]))
    del laid.facts[address]
    assert [words.partition(":")[0] for words in other_facts(laid, workbook)] == [address]


def test_the_other_readers_tell_a_changed_value():
    data = sound_workbook(Random(1))  # noqa: S311
    workbook = read_workbook(data)
    grid = workbook.sheets[0]._grid
    place = next(index for index, holds in enumerate(grid.stored) if holds == "number")
    grid.raws[place] = "987.5"
    book = openpyxl_book(data)
    for seen in (calamine(data), book and values_of(book)):
        assert seen
        assert len([words for _, _, words in differences(workbook, seen) if "987.5" in words]) == 1


def test_the_other_readers_find_nothing_in_a_sound_workbook():
    data = sound_workbook(Random(2))  # noqa: S311
    seen = calamine(data)
    assert seen
    assert list(differences(read_workbook(data), seen)) == []
    assert said_of(read_workbook(data)) == said_of(read_workbook(data))


def sleeps(seed, kind, stage, without):
    stage("reading")
    if seed == 2:
        time.sleep(60)
    return Outcome(seed, ": ".join(kind), Verdict.READ, "")


def aborts(seed, kind, stage, without):
    stage("reading")
    if seed == 2:
        os.abort()
    return Outcome(seed, ": ".join(kind), Verdict.READ, "")


def aborts_in_calamine(seed, kind, stage, without):
    if "calamine" not in without:
        stage("calamine")
        os.abort()
    return Outcome(seed, ": ".join(kind), Verdict.READ, "", tuple(without))


@pytest.mark.parametrize(("run", "verdict"), [(sleeps, Verdict.HUNG), (aborts, Verdict.CRASHED)])
def test_a_case_that_hangs_or_ends_its_process_is_told_and_the_others_go_on(run, verdict):
    found = {outcome.seed: outcome.verdict for outcome in outcomes(range(1, 5), run=run, seconds=8.0)}
    assert found == {1: Verdict.READ, 2: verdict, 3: Verdict.READ, 4: Verdict.READ}


def test_another_reader_that_ends_the_process_is_not_asked_again():
    (outcome,) = outcomes([7], run=aborts_in_calamine)
    assert (outcome.verdict, outcome.said) == (Verdict.READ, ("calamine",))


def test_a_kind_that_is_none_is_an_error():
    with pytest.raises(ValueError, match="no kind"):
        kind_of(1, only="no such kind")
