"""`make campaign NAME=units`: every clean return in a unit too great or too small, alone beside what was there before it.

Prints how many are held, have a row held, are asked about, or pass without a word; those last by name. Apart stand
returns of zeros alone and those with nothing before them to be measured by.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from expectations.gate_1 import Verdict
from expectations.landed import Landed
from ingest.finding.message import Severity
from tests.defects.scaled import CURRENCY, measured_units, power_of_ten, scaled
from tests.defects.snapshot import Snapshot, roots, sample_snapshot
from tests.defects.standing import Standing, standing, units_of

FACTORS = {
    "0.0001": power_of_ten(-4),
    "0.001": power_of_ten(-3),
    "0.1": power_of_ten(-1),
    "10": power_of_ten(1),
    "1000": power_of_ten(3),
    "10000": power_of_ten(4),
    "currency": CURRENCY,
}
_FOREIGN = "USD"


class Said(StrEnum):
    """What the gate says of a return: it is held, one of its rows is, it is asked about, or nothing."""

    HELD = "held"
    ROW_HELD = "row held"
    ASKED = "asked"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Case:
    """One return in one wrong unit, and what came of it. `first` is the rule that speaks first."""

    form_id: str
    period: str
    factor: str
    standing: Standing
    said: Said
    first: str = ""
    cell: str = ""


def cases(snapshot: Snapshot, forms: Collection[str] = (), months: Collection[str] = ()) -> Iterator[Case]:
    """Every return that has a unit and of whose form there was one before it, in every wrong unit."""
    units = measured_units(snapshot.office)
    for form_id, returns in sorted(snapshot.by_form.items()):
        if not forms or form_id in forms:
            for one in returns[1:]:
                if units & units_of(one) and (not months or one.period in months):
                    yield from _cases_of(snapshot, one, units)


def _cases_of(snapshot: Snapshot, clean: Landed, units: frozenset[str]) -> Iterator[Case]:
    factors = {
        name: factor
        for name, factor in FACTORS.items()
        if factor is not CURRENCY or _FOREIGN in units_of(clean)
    }
    wrong = [
        scaled(clean, factor, units, f"{clean.submission_id}{place:02}")
        for place, factor in enumerate(factors.values())
    ]
    verdicts = snapshot.judged(wrong)
    measured_by = standing(clean, snapshot.before(clean.form_id, clean.arrived), units)
    for name, verdict in zip(factors, verdicts, strict=True):
        yield Case(clean.form_id, clean.period, name, measured_by, *_said(verdict))


def _said(verdict: Verdict) -> tuple[Said, str, str]:
    told = roots(verdict.every_finding)
    if not told:
        return Said.SILENT, "", ""
    is_row_held = any(one.severity is Severity.HOLD for one in told)
    said = Said.HELD if verdict.held_by else Said.ROW_HELD if is_row_held else Said.ASKED
    return said, told[0].rule, told[0].cell


def main(arguments: list[str]) -> int:
    """Run it, print the tables; 1 where a factor of a thousand or more passes without a word, or more than 3 % at ten."""
    asked = _parser().parse_args(arguments)
    found = list(cases(sample_snapshot(), asked.form, asked.month))
    print("\n".join(report(found)))
    measured = [one for one in found if one.standing is Standing.MEASURED]
    silent = Counter(one.factor for one in measured if one.said is Said.SILENT)
    at_ten = sum(one.factor == "10" for one in measured)
    far = sum(silent[factor] for factor in ("0.0001", "0.001", "1000", "10000"))
    return 1 if far or silent["10"] * 100 > 3 * at_ten else 0


def report(found: list[Case]) -> list[str]:
    """The tables: by form, by month of the year, by the rule that speaks first; then the silent ones and those apart."""
    measured = [one for one in found if one.standing is Standing.MEASURED]
    returns = len({(one.form_id, one.period) for one in measured})
    lines = [f"{returns} returns; held / row held / asked / silent"]
    lines += _by_form(measured)
    lines += ["", "silent, by month of the year", *_by_month(measured)]
    lines += ["", f"month by month: {_KEY}", *_grid(found)]
    lines += ["", "the rule that speaks first", *_by_rule(measured)]
    silent = [one for one in measured if one.said is Said.SILENT]
    lines += ["", f"silent: {len(silent)}", *_named(silent)]
    for why in (Standing.ZEROS, Standing.NO_BASE):
        apart = [one for one in found if one.standing is why]
        said = Counter(one.said for one in apart)
        counts = ", ".join(f"{said[each]} {each}" for each in Said if said[each])
        which = sorted({f"{one.form_id} {one.period}" for one in apart})
        lines += ["", f"apart, {why}: {', '.join(which) or 'none'}; {counts}"]
    return lines


def _by_form(found: list[Case]) -> list[str]:
    counts: dict[tuple[str, str], Counter[Said]] = defaultdict(Counter)
    for one in found:
        for form_id in (one.form_id, "all"):
            counts[form_id, one.factor][one.said] += 1
    lines = ["form  " + "".join(f"{name:>18}" for name in FACTORS)]
    for form_id in [*sorted({one.form_id for one in found}), "all"]:
        cells = [
            " / ".join(str(counts[form_id, name][said]) for said in Said) if counts[form_id, name] else "-"
            for name in FACTORS
        ]
        lines.append(f"{form_id:<6}" + "".join(f"{cell:>18}" for cell in cells))
    return lines


def _by_month(found: list[Case]) -> list[str]:
    silent = Counter((one.period[5:], one.factor) for one in found if one.said is Said.SILENT)
    of_all = Counter((one.period[5:], one.factor) for one in found)
    lines = ["month " + "".join(f"{name:>10}" for name in FACTORS)]
    for month in sorted({one.period[5:] for one in found}):
        cells = [f"{silent[month, name]} of {of_all[month, name]}" for name in FACTORS]
        lines.append(f"{month or 'year':<6}" + "".join(f"{cell:>10}" for cell in cells))
    return lines


_LETTERS = {Said.HELD: "H", Said.ROW_HELD: "R", Said.ASKED: "a", Said.SILENT: "."}
_APART = {Standing.ZEROS: "0", Standing.NO_BASE: "-"}
_KEY = ", ".join(f"{letter} {what}" for what, letter in (_LETTERS | _APART).items())


def _grid(found: list[Case]) -> list[str]:
    """A line a form and factor, a letter a month, in their order; what is silent for a reason has the letter of that."""
    months = sorted({one.period for one in found})
    said = {
        (one.form_id, one.factor, one.period): _APART.get(one.standing, "")
        if one.said is Said.SILENT and one.standing in _APART
        else _LETTERS[one.said]
        for one in found
    }
    lines = []
    for form_id in sorted({one.form_id for one in found}):
        for name in FACTORS:
            letters = "".join(said.get((form_id, name, month), " ") for month in months)
            if letters.strip():
                lines.append(f"  {form_id:<4} x{name:<9} {letters}")
    return [f"  {'':<15} {months[0]} to {months[-1]}", *lines] if months else lines


def _by_rule(found: list[Case]) -> list[str]:
    counts = Counter((one.first, one.factor) for one in found if one.first)
    rules = sorted({one.first for one in found if one.first})
    width = max(map(len, rules), default=0)
    lines = [" " * width + "".join(f"{name:>10}" for name in FACTORS)]
    return lines + [
        f"{rule:<{width}}" + "".join(f"{counts[rule, name] or '-':>10}" for name in FACTORS) for rule in rules
    ]


def _named(found: list[Case]) -> list[str]:
    """A line a form and factor, its months behind it."""
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        months[one.form_id, one.factor].append(one.period)
    return [f"  {form_id} x{factor}: {' '.join(of)}" for (form_id, factor), of in sorted(months.items())]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.units", description=__doc__)
    parser.add_argument(
        "--form", action="append", default=[], help="only this form, as L03; may be given again"
    )
    parser.add_argument("--month", action="append", default=[], help="only this month, as 2023-02")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
