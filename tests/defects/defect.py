"""A defect: a return that somebody edited wrongly, what must be said of it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from random import Random

from expectations.folding import SUSPECT
from expectations.landed import Landed
from ingest.finding.finding import Finding
from ingest.finding.message import Severity
from samples.drawing import workbook_bytes
from samples.month import Month
from samples.report import Report
from samples.sheet import Sheet
from samples.submission import Submission
from tests.defects.clean import Clean
from tests.defects.snapshot import Arrived, Snapshot, roots

_TRIES = 2000


@dataclass(frozen=True, slots=True)
class Planted:
    """The edited sheet. `cells`: where the finding must stand, any of them; empty where no cell is the one.

    `stem`: the file's name, if that is edited. `months_late`: so many months after the clean return, which stands.
    """

    sheet: Sheet
    cells: Collection[str] = ()
    stem: str = ""
    months_late: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of defect. `rules`: of these one must fire; none is for what must pass without a word.

    `allowed`: what else may be said beside it. `plant` gives None for a return that cannot have the defect.
    """

    name: str
    reports: Sequence[Report]
    rules: Sequence[str]
    plant: Callable[[Random, Clean], Planted | None]
    allowed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A defect of a kind as one seed draws it."""

    kind: Kind
    seed: str
    clean: Clean
    planted: Planted

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.planted.stem or self.clean.report.stem(self.clean.month)}.xlsx"

    @property
    def arrived(self) -> Arrived:
        """With the clean return, instead of it; or after it, where it takes its place."""
        received, number = self.clean.landed.arrived
        if not self.planted.months_late:
            return received, number
        return received + timedelta(days=31 * self.planted.months_late), number


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said: `told` what no other finding explains, `folded` the rest above a hint."""

    case: Case
    told: tuple[Finding, ...]
    folded: tuple[Finding, ...] = field(default=())
    held_by: tuple[str, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether the intended rule fired, or nothing where nothing must."""
        rules = self.case.kind.rules
        return any(one.rule in rules for one in (*self.told, *self.folded)) if rules else not self.told

    @property
    def is_first(self) -> bool:
        """Whether a person reads it first, and at the right cell."""
        if not self.case.kind.rules:
            return self.is_found
        cells = self.case.planted.cells
        first = self.told[0] if self.told else None
        return (
            first is not None
            and first.rule in {*self.case.kind.rules, SUSPECT}
            and (not cells or first.cell in cells)
        )

    @property
    def outside(self) -> list[Finding]:
        """What is told besides, outside the family of the kind."""
        family = {*self.case.kind.rules, *self.case.kind.allowed, SUSPECT}
        return [one for one in self.told if one.rule not in family]


def drawn(snapshot: Snapshot, kind: Kind, seed: int, count: int) -> Iterator[Case]:
    """So many defects of a kind: form and month too are drawn."""
    for number in range(count):
        name = f"{kind.name} {seed} {number}"
        random = Random(name)  # noqa: S311
        for _ in range(_TRIES):
            report = random.choice(kind.reports)
            clean = Clean(snapshot, report, random.choice(_months(snapshot, report)))
            if planted := kind.plant(random, clean):
                yield Case(kind, name, clean, planted)
                break
        else:
            raise AssertionError(f"no return can have {name}")


def _months(snapshot: Snapshot, report: Report) -> tuple[Month, ...]:
    """Those with a return before them, where there are several."""
    return report.months()[1:] or report.months()


def outcomes(snapshot: Snapshot, cases: Sequence[Case]) -> Iterator[Outcome]:
    """What the gate says of each, alone; those of one form that come in at one instant are asked in one go."""
    landed = [(case, _landed(snapshot, case, number)) for number, case in enumerate(cases)]
    by_instant = sorted(landed, key=lambda each: (each[1].form_id, each[1].arrived))
    for _, together in groupby(by_instant, key=lambda each: (each[1].form_id, each[1].arrived)):
        some = list(together)
        verdicts = snapshot.judged([one for _, one in some])
        for (case, _), verdict in zip(some, verdicts, strict=True):
            usual = _usual(snapshot, case.clean)
            told = [one for one in roots(verdict.every_finding) if (one.rule, one.cell) not in usual]
            folded = [
                one for one in verdict.every_finding if one.caused_by and one.severity is not Severity.HINT
            ]
            yield Outcome(case, tuple(told), tuple(folded), verdict.held_by)


def _usual(snapshot: Snapshot, clean: Clean) -> set[tuple[str, str]]:
    """What is said of the clean return as well."""
    verdict = snapshot.verdicts[clean.landed.submission_id]
    return {(one.rule, one.cell) for one in roots(verdict.every_finding)}


def _landed(snapshot: Snapshot, case: Case, number: int) -> Landed:
    report = case.clean.report
    received, _ = case.arrived
    content = workbook_bytes(case.planted.sheet, report.department.clerk, received)
    submission = Submission(report.department, case.file, received, content)
    return snapshot.read(submission, f"{number:016x}d", case.arrived)


def by_kind(found: Sequence[Outcome]) -> Iterator[tuple[Kind, list[Outcome]]]:
    """The outcomes of each kind, by the order of their names."""
    name = attrgetter("case.kind.name")
    for _, some in groupby(sorted(found, key=name), key=name):
        of_kind = list(some)
        yield of_kind[0].case.kind, of_kind
