"""A small run of the planted defects, one of each kind: what must be said of it is said, and nothing else."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from random import Random

import pytest

from ingest.finding.message import messages
from samples.forms import domestic_capital, fdi_detail, trade
from samples.month import DECEMBER_2023, Month
from tests.campaigns.defects import KINDS, report
from tests.defects.clean import Clean, swapped_digits, with_row, without_row
from tests.defects.defect import Outcome, drawn, outcomes
from tests.defects.registers import added_up, rows_of, total_row
from tests.defects.snapshot import roots, sample_snapshot


@pytest.fixture(scope="module")
def found() -> list[Outcome]:
    snapshot = sample_snapshot()
    return list(outcomes(snapshot, [case for kind in KINDS for case in drawn(snapshot, kind, 1, 1)]))


def test_of_each_kind_what_must_be_said_is_said(found):
    assert [one.case.kind.name for one in found if not one.is_found] == []
    assert len(found) == len(KINDS) == 80


def test_nothing_is_said_outside_the_family_of_a_kind(found):
    assert [one.case.kind.name for one in found if one.outside] == []


def test_signatures_and_numbers_typed_as_texts_pass(found):
    passing = [one for one in found if not one.case.kind.rules]
    assert [(len(one.told), one.held_by) for one in passing] == [(0, ()), (0, ())]


def test_the_table_has_a_line_a_kind(found):
    lines = report(found)
    assert lines[0].startswith("kind ")
    assert lines[81].startswith("80 kinds")
    assert all(any(line.startswith(f"{kind.name} ") for line in lines[1:81]) for kind in KINDS)


def test_kinds_have_names_of_their_own_and_rules_that_there_are():
    assert Counter(kind.name for kind in KINDS).most_common(1)[0][1] == 1
    assert {rule for kind in KINDS for rule in (*kind.rules, *kind.allowed)} <= set(messages())


def test_a_seed_draws_the_same_defects_each_time_and_another_seed_others():
    snapshot = sample_snapshot()
    first, again, other = (
        [(case.file, case.planted.sheet) for kind in KINDS[:3] for case in drawn(snapshot, kind, seed, 3)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_of_the_clean_returns_none_is_held_and_one_is_asked_about():
    snapshot = sample_snapshot()
    assert len(snapshot.landed) == 262
    assert [one for one in snapshot.verdicts.values() if one.held_by] == []
    asked = [
        (one.file, found.rule)
        for one in snapshot.landed
        for found in roots(snapshot.verdicts[one.submission_id].every_finding)
    ]
    # Ten times the buildings of January, which is so.
    assert asked == [("楼宇盘活台账2022年2月.xlsx", "SIZE_OF_FORM")]


def clean(report, month=DECEMBER_2023) -> Clean:
    return Clean(sample_snapshot(), report, month)


def test_a_row_twice_moves_the_sums_down_and_is_counted_in_them():
    register = clean(domestic_capital.REPORT)
    sheet = added_up(register, with_row(register.sheet, 12, {"B": "示例内资项目Z"}))
    # 8 projects of 96,500 and the last, of 3,000, once more; 57,200 of them are 固投类, as before.
    assert (rows_of(register, sheet), total_row(register, sheet)) == (list(range(5, 14)), 16)
    values = [sheet.entries[at].value for at in ("B12", "B13", "H14", "H15", "H16", "B16", "H17")]
    assert values == ["示例内资项目Z", "示例内资项目H", 57200, 42300, 99500, "9个", "9.95亿元"]


def test_a_row_left_out_moves_the_rest_up():
    table = clean(trade.REPORT)
    sheet = without_row(table.sheet, 5)
    assert [sheet.entries[f"A{row}"].value for row in range(4, 8)] == [
        "批发业销售额",
        "住宿业营业额",
        "餐饮业营业额",
        "#网上零售额",
    ]


def test_merged_cells_move_with_their_rows():
    detail = clean(fdi_detail.REPORT, Month(2023, 12))
    assert {"B5:B8", "A9:F9"} <= set(detail.sheet.merges)
    assert {"B5:B7", "A8:F8"} <= set(without_row(detail.sheet, 6).merges)


def test_digits_are_swapped_only_where_that_makes_another_number():
    random = Random(1)  # noqa: S311
    assert {swapped_digits(random, Decimal("631")) for _ in range(20)} == {
        Decimal(361),
        Decimal(613),
    }
    assert swapped_digits(random, Decimal("77")) is None
    assert swapped_digits(random, Decimal("100")) is None
