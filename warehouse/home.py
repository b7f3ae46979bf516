"""The home folder: where each thing that is kept lies. No other module joins these names to a path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RECEIPTS_LIST = "receipts.csv"
# In a department's folder of the inbox: what lies there is looked at and never collected.
PRECHECK = "预检"
# The database of a build, and of a snapshot.
DATABASE = "indicators.duckdb"
# In the folder of a build: the rows that it reads.
INPUTS = "inputs"


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and files below one root."""

    root: Path

    @property
    def inbox(self) -> Path:
        """What departments hand in: inbox/<department>/file."""
        return self.root / "inbox"

    @property
    def receipts_list(self) -> Path:
        """The operator's list that goes with back-loaded files."""
        return self.inbox / RECEIPTS_LIST

    @property
    def archive(self) -> Path:
        """Every file ever handed in, by the SHA-256 of its bytes."""
        return self.root / "archive"

    @property
    def archived_receipts(self) -> Path:
        """Receipts lists that have been worked off, by their SHA-256."""
        return self.archive / "receipts"

    @property
    def ledger(self) -> Path:
        """What came in, was read, was decided and was published, and when: SQLite."""
        return self.root / "ledger.sqlite"

    @property
    def landing(self) -> Path:
        """What was read: a folder for each submission and reader version."""
        return self.root / "landing"

    @property
    def builds(self) -> Path:
        """Builds under way; disposable."""
        return self.root / "builds"

    @property
    def snapshots(self) -> Path:
        """What was published: a folder for each snapshot, never changed."""
        return self.root / "snapshots"

    @property
    def current(self) -> Path:
        """The pointer: a symlink to one folder of `snapshots`."""
        return self.root / "current"

    @property
    def outbox(self) -> Path:
        """What goes back to departments: outbox/<department>/<received>_<submission>/."""
        return self.root / "outbox"

    @property
    def logs(self) -> Path:
        """What each refresh and each fault wrote, and notices.jsonl."""
        return self.root / "logs"

    @property
    def refresh_lock(self) -> Path:
        """The file whose lock a refresh holds from beginning to end."""
        return self.root / "refresh.lock"

    def folders(self) -> tuple[Path, ...]:
        """Every folder that is made at the start, the root first."""
        return (
            self.root,
            self.inbox,
            self.archive,
            self.landing,
            self.builds,
            self.snapshots,
            self.outbox,
            self.logs,
        )

    def ensure(self) -> Home:
        """Make the folders that are missing, for this account only (0700).

        A folder that exists keeps its mode: an office opens its inbox to a group on purpose.
        """
        for folder in self.folders():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self
