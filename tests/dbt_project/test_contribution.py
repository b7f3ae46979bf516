"""Contributions to growth: of a whole partition over a common base they add up to the growth of the whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import strategies as st

from tests.dbt_project.examples import COUNT, amounts, examples, percent, to_places
from tests.dbt_project.macro_sql import MacroSql

Partition = list[tuple[Decimal, Decimal]]

# Two to five parts, each with its level and its base; a level may be negative after deductions.
partitions = st.lists(st.tuples(amounts("-1e6", "1e12"), amounts("0.01", "1e12")), min_size=2, max_size=5)


@pytest.fixture(scope="module")
def parts() -> list[dict[str, Decimal]]:
    """A row a part, with its number of partition and the whole's change and base."""
    rows = []
    for number, partition in enumerate(examples(partitions)):
        whole_base = sum((base for _, base in partition), Decimal(0))
        whole_change = sum((level - base for level, base in partition), Decimal(0))
        rows += [
            {
                "partition_no": Decimal(number),
                "change": level - base,
                "whole_base": whole_base,
                "whole_change": whole_change,
            }
            for level, base in partition
        ]
    return rows


def test_contributions_of_a_partition_add_up_to_the_growth_of_the_whole(
    macros: MacroSql, parts: list[dict[str, Decimal]]
) -> None:
    sql = f"""
        select partition_no, sum({macros["contribution_pp"]}), sum(abs({macros["contribution_pp"]})),
          max(whole_change), max(whole_base)
        from operands group by partition_no
    """
    summed = macros.query(sql, parts)
    assert len(summed) >= COUNT
    wrong = [
        row
        for row in summed
        # What sums of doubles may miss by grows with what they are made of.
        if abs(row[1] - float(percent(row[3], row[4]))) > 1e-12 * (1 + row[2])
    ]
    assert wrong == []


def test_a_contribution_is_rounded_once_from_the_exact_operands(
    macros: MacroSql, parts: list[dict[str, Decimal]]
) -> None:
    rounded = macros.evaluate("contribution_pp_rounded", parts)
    wanted = [to_places(percent(row["change"], row["whole_base"]), 2) for row in parts]
    assert [each for each in zip(parts, rounded, wanted, strict=True) if each[1] != each[2]] == []


def test_shares_of_a_growth_add_up_to_a_hundred(macros: MacroSql, parts: list[dict[str, Decimal]]) -> None:
    sql = f"""
        select partition_no, sum({macros["share_of_growth"]}), sum(abs({macros["share_of_growth"]})), max(whole_change)
        from operands group by partition_no
    """
    summed = macros.query(sql, parts)
    assert [row for row in summed if row[3] > 0 and abs(row[1] - 100) > 1e-12 * (1 + row[2])] == []
    assert [row for row in summed if row[3] <= 0 and row[1] is not None] == []


@pytest.mark.parametrize(
    ("whole_change", "reason"), [("0", "TOTAL_UNCHANGED"), ("-20", "TOTAL_FELL"), ("20", None)]
)
def test_a_growth_that_is_none_or_a_fall_is_not_shared(
    macros: MacroSql, whole_change: str, reason: str | None
) -> None:
    assert macros.of("share_of_growth_reason", whole_change=whole_change) == reason
    share = macros.of("share_of_growth", change="10", whole_change=whole_change)
    assert (share is None) is (reason is not None)


def test_the_street_pulls_the_district_by_more_than_eight_points(macros: MacroSql) -> None:
    # 514,000 over 410,000 in a district that had 1,250,000 and grew to 1,382,000.
    operands = {"change": "104000", "whole_base": "1250000"}
    assert macros.of("contribution_pp", **operands) == 8.32
    assert macros.of("contribution_pp_rounded", **operands) == Decimal("8.32")
    shared = {"change": "104000", "whole_change": "132000"}
    assert macros.of("share_of_growth", **shared) == pytest.approx(78.7878787878788)
    assert macros.of("share_of_growth_rounded", **shared) == Decimal("78.8")


def test_over_a_base_that_is_not_positive_nothing_contributes(macros: MacroSql) -> None:
    for base in ("0", "-5"):
        assert macros.of("contribution_pp", change="10", whole_base=base) is None
        assert macros.of("contribution_pp_rounded", change="10", whole_base=base) is None


def test_a_share_and_its_change_in_points(macros: MacroSql) -> None:
    assert macros.of("share_percent", part="30", whole="120") == 25
    assert macros.of("share_change_pp", part="30", whole="120", part_base="20", whole_base="100") == 5
    assert macros.of("share_percent", part="30", whole="0") is None
