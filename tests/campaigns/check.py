"""`make campaign NAME=check`: copies of the report of a year with one statement made wrong, each checked whole.

A line a kind of change: how many, how many wrong numbers were flagged and as what; then the right numbers that were
flagged with them, and each copy that was judged badly with its seed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ingest.form.file import load_forms
from ingest.office.load import load_office
from samples.folders import make
from tests.conftest import settings_for
from tests.warehouse.answers.text.mutated import Outcome, copies, outcome
from tests.warehouse.answers.text.report import REPORT
from warehouse.answers.text.check import Reader, reader, statements
from warehouse.answers.text.held import held
from warehouse.answers.text.stated.lines import lines_of
from warehouse.answers.text.verdict import Verdict
from warehouse.home import DATABASE, Home
from warehouse.steps.refresh import refresh


def main(arguments: list[str]) -> int:
    """Run it and print; 1 where fewer than 97 wrong numbers in a hundred are flagged, or more than 2 right ones."""
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        using = _reader(Path(folder), asked.home)
    lines = lines_of(asked.text.read_bytes(), asked.text.name)
    right = [one for one in statements(lines, using) if one.judged.verdict is Verdict.AGREES]
    seeds = range(asked.seed, asked.seed + asked.count)
    found = [outcome(copy, using, right) for copy in copies(lines, right, seeds)]
    print(f"{asked.text.name}: {len(right)} right numbers; seeds {seeds.start} … {seeds.stop - 1}")
    print("\n".join(report(found)))
    return 0 if is_good(found) else 1


def is_good(found: Sequence[Outcome]) -> bool:
    """Whether enough of what is wrong is flagged, and little enough of what is right."""
    missed, flagged = sum(not one.found for one in found), sum(len(one.flagged_right) for one in found)
    return missed * 100 <= 3 * len(found) and flagged * 100 <= 2 * sum(one.right for one in found)


def report(found: Sequence[Outcome]) -> list[str]:
    """The table of kinds, the right numbers that were flagged, and what was missed."""
    lines = ["kind       copies flagged  verdicts"]
    for kind in [*sorted({one.copy.kind for one in found}), "all"]:
        some = [one for one in found if kind in (one.copy.kind, "all")]
        verdicts = Counter(one.verdict for one in some).most_common()
        told = ", ".join(f"{verdict} {count}" for verdict, count in verdicts)
        lines.append(f"{kind:<10} {len(some):>6} {sum(one.found for one in some):>7}  {told}")
    flagged = sum(len(one.flagged_right) for one in found)
    lines.append(f"right numbers flagged: {flagged} of {sum(one.right for one in found)}")
    lines += [
        f"missed: seed {one.copy.seed} {one.copy.kind} {one.copy.said}" for one in found if not one.found
    ]
    lines += [
        f"flagged: seed {one.copy.seed} {one.copy.kind} {one.copy.said}: {text}"
        for one in found
        for text in one.flagged_right
    ]
    return lines


def _reader(folder: Path, home: Path | None) -> Reader:
    """What the sample night publishes: that of a home given, or one made for this."""
    if home is None:
        home = folder / "home"
        shutil.copytree(make(folder / "samples").inbox, Home(home).inbox)
        refresh(settings_for(home))
    settings = settings_for(home)
    office = load_office(settings.office)
    return reader(held(Home(home).current / DATABASE), office, load_forms(office.folder, office))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make campaign NAME=check", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="copies")
    parser.add_argument("--seed", type=int, default=1, help="of the first copy")
    parser.add_argument("--text", type=Path, default=REPORT, help="another text than the report of the year")
    parser.add_argument("--home", type=Path, help="a home that is refreshed already")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
