"""What the steps of a refresh did, for the screen, for Airflow and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.finding.finding import Finding

PUBLISHED, HELD, BLOCKED = 0, 3, 4


@dataclass(frozen=True, slots=True)
class _OfTask:
    """What a task of Airflow did."""

    def as_dict(self) -> dict[str, Any]:
        """What the task of Airflow hands on."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CollectReport(_OfTask):
    """What was found in the inbox: ids of what is new and of what had come before, files still being copied, and findings.

    `reinstated`: what had come before and stands again, each with what it stands over.
    """

    new: tuple[str, ...]
    duplicates: tuple[str, ...]
    waiting: tuple[str, ...]
    findings: tuple[Finding, ...]
    reinstated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadReport(_OfTask):
    """How many submissions were read, and what was read of them."""

    submissions: int
    observations: int
    register_cells: int
    findings: int


@dataclass(frozen=True, slots=True)
class GateReport(_OfTask):
    """How many were accepted and held; `blocking` names checks that could not run.

    `held_values`: single values that are held of what was accepted. `waived`: submissions that a waiver lets in from this
    night on; `held_again`: those whose waiver has ended; `explained`: those that nothing holds but what was explained and
    accepted.
    """

    accepted: int
    held: int
    held_values: int
    warnings: int
    hints: int
    checks: int
    blocking: tuple[Finding, ...] = ()
    waived: int = 0
    held_again: int = 0
    explained: int = 0


@dataclass(frozen=True, slots=True)
class HandBackReport(_OfTask):
    """How many submissions were handed back, how many of them with a workbook, and what could not be put in its folder."""

    handed_back: int
    workbooks: int
    problems: tuple[str, ...] = ()

    def and_then(self, later: HandBackReport) -> HandBackReport:
        """Both in one; what could not be written at first has been tried again."""
        return HandBackReport(
            self.handed_back + later.handed_back, self.workbooks + later.workbooks, later.problems
        )


@dataclass(frozen=True, slots=True)
class BuildReport(_OfTask):
    """A build, or that there was nothing to build: its id then is the newest snapshot's."""

    build_id: str
    nothing_new: bool
    rows: dict[str, int] = field(default_factory=dict)
    models: int = 0
    tests: int = 0


@dataclass(frozen=True, slots=True)
class PublishReport(_OfTask):
    """`moved`: whether readers have it; not while a rollback pins the pointer. `asked`: what of `findings` asks newly."""

    snapshot_id: str | None
    build_id: str
    moved: bool
    checks: int
    findings: tuple[Finding, ...]
    asked: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ServeReport(_OfTask):
    """What became of it: the snapshot that PostgreSQL shows, or why it has the one before."""

    snapshot_id: str
    tables: int
    rows: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BetweenReport:
    """What was done between two nights: nothing is built. `blocked`: checks that could not run, '' where all did."""

    collected: CollectReport
    read: tuple[ReadReport, ...]
    gate: GateReport | None
    handed_back: HandBackReport
    blocked: str = ""

    @property
    def exit_status(self) -> int:
        """As that of a refresh: 0, 3 where something of this run is held or was left in the inbox, 4 blocked."""
        if self.blocked:
            return BLOCKED
        held_now = self.gate is not None and self.gate.held + self.gate.held_values > 0
        return HELD if held_now or self.collected.findings else PUBLISHED

    @property
    def is_quiet(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.read or self.handed_back.handed_back or self.handed_back.problems or self.blocked)

    def as_dict(self) -> dict[str, Any]:
        """What `refresh --hand-back --json` prints."""
        return {"schema_version": 1, "exit_status": self.exit_status, **asdict(self)}


@dataclass(frozen=True, slots=True)
class NotifyReport(_OfTask):
    """How many departments were sent a message, what could not be sent, and of whose message nobody knows whether it was."""

    sent: int
    problems: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What one refresh did. `held` are all submissions of which something is held now, whenever that was decided.

    `exit_status`: 0 published or nothing new, 3 something of this run is held or was left in the inbox,
    4 blocked. `served`: what became of PostgreSQL, where one is set and there was something new; `notified`: of the messages
    to departments, where a command is set.
    """

    collected: CollectReport
    read: tuple[ReadReport, ...]
    gate: GateReport | None
    built: BuildReport | None
    published: PublishReport | None
    held: tuple[str, ...]
    blocked: str
    snapshot_id: str | None
    pinned: bool
    seconds: float
    served: ServeReport | None = None
    handed_back: HandBackReport = HandBackReport(0, 0)
    notified: NotifyReport | None = None

    @property
    def exit_status(self) -> int:
        """That of the command, see above."""
        if self.blocked:
            return BLOCKED
        held_now = self.gate is not None and self.gate.held + self.gate.held_values > 0
        return HELD if held_now or self.collected.findings else PUBLISHED

    def as_dict(self) -> dict[str, Any]:
        """What `refresh --json` prints."""
        return {"schema_version": 1, "exit_status": self.exit_status, **asdict(self)}
