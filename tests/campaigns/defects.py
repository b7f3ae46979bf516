"""`make campaign NAME=defects`: defects of every kind, planted in returns drawn from a seed, alone before gate 1.

A line a kind: how many, how many the intended rule found, how many a person reads first and at the right cell, what was
told besides, how many sentences there were in the mean; then which, and what was missed with its seed. Last, the clean returns handed in month by month.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from expectations.gate_1 import judge
from expectations.landed import Landed
from tests.defects import of_cells, of_periods, of_rates, of_rows, of_sums, of_units
from tests.defects.defect import Outcome, by_kind, drawn, outcomes
from tests.defects.snapshot import Snapshot, roots, sample_snapshot

KINDS = tuple(
    kind for module in (of_units, of_rates, of_sums, of_rows, of_periods, of_cells) for kind in module.KINDS
)
_SHOWN = 20  # cases of a kind that are named


def main(arguments: list[str]) -> int:
    """Run it and print; 1 where fewer than 99 in a hundred are found, or anything is told outside a kind's family."""
    asked = _parser().parse_args(arguments)
    kinds = [kind for kind in KINDS if asked.only in kind.name]
    if asked.kinds:
        print("\n".join(f"{kind.name}: {' or '.join(kind.rules) or 'nothing'}" for kind in kinds))
        return 0
    snapshot = sample_snapshot()
    cases = [case for kind in kinds for case in drawn(snapshot, kind, asked.seed, asked.count)]
    found = list(outcomes(snapshot, cases))
    print("\n".join(report(found)))
    if not asked.only:
        print("\n".join(("", *clean_months(snapshot))))
    missed = sum(not one.is_found for one in found)
    return 1 if missed * 100 > len(found) or any(one.outside for one in found) else 0


def report(found: Sequence[Outcome]) -> list[str]:
    """The table of kinds, the confusion of kinds and rules, what was missed and what else was told."""
    kinds = list(by_kind(found))
    width = max((len(kind.name) for kind, _ in kinds), default=0)
    lines = [f"{'kind':<{width}}  cases found first besides sentences  told (folded)"]
    for kind, some in kinds:
        lines.append(f"{kind.name:<{width}}  {_numbers(some)}  {_rules(some)}")
    lines.append(f"{f'{len(kinds)} kinds':<{width}}  {_numbers(found)}")
    for title, some in (
        ("missed", [one for one in found if not one.is_found]),
        ("told besides", [one for one in found if one.outside]),
        ("found, but not what is read first", [one for one in found if one.is_found and not one.is_first]),
    ):
        lines += ["", f"{title}: {len(some)}", *_named(some)]
    return lines


def _sum(found: Sequence[Outcome], what: str) -> int:
    return sum(bool(getattr(one, what)) for one in found)


def _numbers(found: Sequence[Outcome]) -> str:
    """The counts of a line, and how many sentences a return is told in the mean."""
    counts = (len(found), _sum(found, "is_found"), _sum(found, "is_first"), _sum(found, "outside"))
    sentences = sum(len(one.told) for one in found) / max(len(found), 1)
    return "{:>5} {:>5} {:>5} {:>7}".format(*counts) + f" {sentences:>9.1f}"


def _rules(found: Sequence[Outcome]) -> str:
    told = Counter(rule for one in found for rule in {each.rule for each in one.told})
    folded = Counter(rule for one in found for rule in {each.rule for each in one.folded})
    parts = [f"{rule} {count}" for rule, count in told.most_common()]
    parts += [f"({rule} {count})" for rule, count in folded.most_common()]
    return ", ".join(parts) or "nothing"


def _named(found: Sequence[Outcome]) -> list[str]:
    lines = []
    for _, some in by_kind(found):
        for one in some[:_SHOWN]:
            told = ", ".join(f"{each.rule} {each.cell}" for each in one.told) or "nothing"
            cells = " ".join(sorted(one.case.planted.cells)[:6])
            lines.append(f"  [{one.case.seed}] {one.case.file} {cells}: {told}")
    return lines


def clean_months(snapshot: Snapshot) -> list[str]:
    """The clean returns as they came in, a month at a time, each month beside what was there before it."""
    held = asked = 0
    named: list[str] = []
    past: list[Landed] = []
    for _, together in groupby(snapshot.landed, key=lambda one: (one.arrived[0].year, one.arrived[0].month)):
        new = list(together)
        judgement = judge(new, snapshot.office, snapshot.forms, past)
        named += [f"  blocked: {one.message_en}" for one in judgement.blocking]
        for one, verdict in zip(new, judgement.verdicts, strict=True):
            told = roots(verdict.every_finding)
            held, asked = held + bool(verdict.held_by), asked + bool(told)
            named += [f"  {one.file} {each.cell}: {each.rule}" for each in told]
        past += new
    return [f"clean returns, month by month: {len(past)}, {held} held, {asked} asked about", *named]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.defects", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=1, help="another seed draws other returns, cells and slips"
    )
    parser.add_argument("--count", type=int, default=20, help="how many of each kind")
    parser.add_argument("--only", default="", help="kinds whose name holds this")
    parser.add_argument("--kinds", action="store_true", help="list the kinds and what must be said of each")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
