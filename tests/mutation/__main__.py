"""`make campaign NAME=mutation`: mutated workbooks against their oracle, a line a failure."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict

from tests.mutation.case import KINDS, MODEL, kind_of, name_of
from tests.mutation.guard import outcomes
from tests.mutation.model_case import smallest
from tests.mutation.outcome import Outcome, Verdict

_PROGRESS = 500  # cases between two lines of progress
_DRAWN = 10  # failing models that are made as small as they can be


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    if asked.kinds:
        print("\n".join(map(name_of, KINDS)))
        return 0
    seeds = range(asked.seed, asked.seed + asked.count)
    print(f"seeds {seeds.start} to {seeds.stop - 1}" + (f", only {asked.only!r}" if asked.only else ""))
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    failed: list[Outcome] = []
    slowest = 0.0
    for number, outcome in enumerate(outcomes(seeds, asked.only, asked.workers), 1):
        counts[outcome.kind][outcome.verdict] += 1
        slowest = max(slowest, outcome.seconds)
        if outcome.verdict.failed:
            failed.append(outcome)
            print(f"FAILED {told(outcome)}", flush=True)
        if number % _PROGRESS == 0:
            print(f"{number} of {asked.count}, {len(failed)} failed", flush=True)
    for outcome in [each for each in failed if each.kind.startswith(MODEL)][:_DRAWN]:
        print(f"\nseed {outcome.seed}, {outcome.kind}, as small as it fails:")
        print(smallest(outcome.seed, kind_of(outcome.seed, asked.only)[1]))
    print("\n".join(summary(counts)))
    print(f"seeds {seeds.start} to {seeds.stop - 1}: {asked.count} cases, {len(failed)} failed, ", end="")
    print(f"slowest {slowest:.1f} s")
    return 1 if failed else 0


def told(outcome: Outcome) -> str:
    """A failure: how it is run again, what was done, what came of it."""
    again = f"--seed {outcome.seed} --count 1 --only {outcome.kind!r}"
    lines = [f"{outcome.verdict} [{again}] {outcome.kind}: {outcome.what}"]
    return "\n".join([*lines, *(f"    {line}" for line in outcome.said)])


def summary(counts: dict[str, Counter[Verdict]]) -> list[str]:
    """A line a kind: cases, refused, read as the oracle says, failed."""
    width = max(map(len, counts), default=0)
    total: Counter[Verdict] = sum(counts.values(), Counter())
    lines = [f"{'kind':<{width}}  cases refused  read failed"]
    for kind in [*(name for name in map(name_of, KINDS) if name in counts), "all"]:
        each = counts.get(kind, total)
        failed = sum(count for verdict, count in each.items() if verdict.failed)
        row = (each.total(), each[Verdict.REFUSED], each[Verdict.READ], failed)
        lines.append(f"{kind:<{width}}  {row[0]:>5} {row[1]:>7} {row[2]:>5} {row[3]:>6}")
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="how many workbooks")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; the others follow it")
    parser.add_argument("--only", default="", help="kinds whose name holds this: model, damage, merge, …")
    parser.add_argument("--workers", type=int, default=1, help="processes at a time")
    parser.add_argument("--kinds", action="store_true", help="list the kinds and end")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
