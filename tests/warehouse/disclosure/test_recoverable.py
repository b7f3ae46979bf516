"""What follows from what is published, and what is withheld besides so that it does not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from warehouse.disclosure.complement import GROUP, MONTH, SECONDARY, YEAR, withheld
from warehouse.disclosure.figure import Figure, Key, Relation
from warehouse.disclosure.recoverable import nearly_known, recoverable


def level(name: str) -> Key:
    return Key("level", name, "2023-12")


def growth(name: str) -> Key:
    return Key("growth", name, "2023-12")


def figure(name: str, value: int, kind: int = GROUP, reason: str = "", waived: bool = False) -> Figure:
    return Figure(level(name), Fraction(value), reason, waived, (kind, int(value == 0), Fraction(value)))


def adds_up(whole: str, *parts: str) -> Relation:
    return Relation(((level(whole), Fraction(1)), *((level(part), Fraction(-1)) for part in parts)))


def grown(now: str, base: str, ratio: Fraction) -> Relation:
    return Relation(((level(now), Fraction(1)), (level(base), -ratio)), growth(now))


def figures(*each: Figure) -> dict[Key, Figure]:
    return {one.key: one for one in each}


# Section I of the register: divisions 63 (two projects, 8 800) and 65 (5 050) are 13 850.
SECTION = adds_up("I", "63", "65")


def test_the_whole_less_the_other_parts_is_the_part() -> None:
    assert recoverable([SECTION], [0], {level("63")}).keys() == {level("63")}
    assert not recoverable([SECTION], [0], {level("63"), level("65")})


def test_two_sums_of_two_unknowns_give_both() -> None:
    system = [adds_up("a", "x", "y"), Relation(((level("x"), Fraction(1)), (level("y"), Fraction(-2))))]
    assert recoverable(system, [0, 1], {level("x"), level("y")}).keys() == {level("x"), level("y")}


def test_a_growth_gives_the_base_and_one_that_is_withheld_gives_nothing() -> None:
    system = [grown("1032", "631", Fraction(1032, 631))]
    assert recoverable(system, [0], {level("631")}).keys() == {level("631")}
    assert not recoverable(system, [0], {level("631"), growth("1032")})
    assert not recoverable(system, [0], {level("631"), level("1032")})


def test_of_the_parts_the_cheapest_is_withheld_with_the_small_one() -> None:
    known = figures(
        figure("I", 13_850, YEAR),
        figure("63", 8_800, reason="FEW_UNITS"),
        figure("65", 5_050),
        figure("64", 9_000),
    )
    system = [adds_up("I", "63", "65", "64")]
    assert withheld(known, system, {}, {}, 10).reasons == {level("63"): "FEW_UNITS", level("65"): SECONDARY}


def test_what_is_withheld_besides_must_not_follow_from_a_third_sum() -> None:
    known = figures(
        figure("I", 13_850, YEAR),
        figure("63", 8_800, reason="FEW_UNITS"),
        figure("65", 5_050),
        figure("651", 3_000, MONTH),
        figure("652", 2_050, MONTH),
    )
    system = [SECTION, adds_up("65", "651", "652")]
    assert withheld(known, system, {}, {}, 10).reasons == {
        level("63"): "FEW_UNITS", level("65"): SECONDARY, level("652"): SECONDARY,
    }  # fmt: skip


def test_what_is_waived_stays_and_is_known_to_whoever_looks_at_the_others() -> None:
    known = figures(
        figure("1032", 1032, YEAR, "FEW_UNITS", waived=True), figure("631", 631, YEAR, "FEW_UNITS")
    )
    found = withheld(known, [grown("1032", "631", Fraction(1032, 631))], {}, {}, 10)
    assert found.reasons == {level("631"): "FEW_UNITS", growth("1032"): SECONDARY}
    assert not found.exposed


def test_a_growth_that_is_waived_too_stays_and_the_base_that_it_gives_away_is_told() -> None:
    # 1032 and 63.55 % stand in a public report: 631 follows, whatever is withheld.
    known = figures(
        figure("1032", 1032, YEAR, "FEW_UNITS", waived=True), figure("631", 631, YEAR, "FEW_UNITS")
    )
    system = [grown("1032", "631", Fraction(1032, 631))]
    found = withheld(known, system, {growth("1032"): "EMBARGO"}, {}, 10, frozenset({growth("1032")}))
    assert found.reasons == {level("631"): "FEW_UNITS"}
    assert found.exposed == {level("631")}


def test_what_only_waived_figures_give_away_is_told() -> None:
    known = figures(
        figure("whole", 10, YEAR, waived=True),
        figure("a", 4, reason="FEW_UNITS"),
        figure("b", 6, waived=True),
    )
    found = withheld(known, [adds_up("whole", "a", "b")], {}, {}, 10)
    assert found.exposed == {level("a")}


def test_a_cumulative_figure_between_two_that_are_equal_is_known_without_being_solved() -> None:
    # 500 to April, 500 to June: May, which nobody may know, is 500 as well, for no month is negative.
    known = figures(
        figure("April", 500), figure("May", 500, reason="FEW_UNITS"), figure("June", 500),
        figure("m5", 0, MONTH, "FEW_UNITS"), figure("m6", 0, MONTH, "FEW_UNITS"),
    )  # fmt: skip
    system = [adds_up("May", "April", "m5"), adds_up("June", "May", "m6")]
    hidden = {level("May"), level("m5"), level("m6")}
    assert not recoverable(system, [0, 1], hidden)
    assert nearly_known(system, [0, 1], known, hidden, 10).keys() == hidden


@pytest.mark.parametrize(("rest", "is_known"), [(9, True), (11, False)])
def test_bounds_within_p_percent_on_both_sides_give_a_figure_away(rest: int, is_known: bool) -> None:
    # It is at most the whole, and at least the whole less what the other may be at most.
    known = figures(
        figure("whole", 100 + rest), figure("x", 100, reason="DOMINANCE"), figure("y", rest, reason="FEW_UNITS"),
        figure("bound", 2 * rest), figure("z", rest),
    )  # fmt: skip
    system = [adds_up("whole", "x", "y"), adds_up("bound", "y", "z")]
    hidden = {level("x"), level("y"), level("z")}
    assert (level("x") in nearly_known(system, [0, 1], known, hidden, 10)) == is_known
