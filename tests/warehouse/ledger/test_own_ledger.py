"""The ledger is there and is this home's, or nothing is done: it is never made anew beside what was kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import settings_for
from tests.warehouse.command import Run
from warehouse.answers.doctor.doctor import examine
from warehouse.building.blocked import Blocked
from warehouse.collect.hand_in import hand_in
from warehouse.home import Home
from warehouse.ledger.entries import enter_submission, submissions
from warehouse.ledger.file.own import LedgerForeignError, LedgerLostError, kept_beside
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import HandIn
from warehouse.orchestration.once import fill_fresh_home
from warehouse.settings import Settings
from warehouse.steps import refresh
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import read_chunk

CAPITAL = "外资到账明细2023年12月.xlsx"
OFFICE = "经济发展办公室"
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def read_home(tmp_path_factory: pytest.TempPathFactory, sample_folder: Path) -> Path:
    """A home in which two returns were archived, entered and read. Not to be changed."""
    home = tmp_path_factory.mktemp("read")
    settings = settings_for(home)
    for name in (CAPITAL, "外资到账明细2023年11月.xlsx"):
        hand_in(
            settings,
            sample_folder / "inbox" / OFFICE / name,
            OFFICE,
            received_by="示例填表人甲",
            is_sample=True,
        )
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    return home


@pytest.fixture
def home(read_home: Path, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(read_home, tmp_path / "home")))


def _gone(ledger: Path) -> None:
    ledger.unlink()


def _empty(ledger: Path) -> None:
    ledger.write_bytes(b"")


def _cut(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[: ledger.stat().st_size // 2])


def _cut_in_its_header(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:50])


def _of_another_program(ledger: Path) -> None:
    ledger.unlink()
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
        other.commit()


def _of_another_program_with_our_version(ledger: Path) -> None:
    _of_another_program(ledger)
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("PRAGMA user_version = 2")


def _of_another_home(ledger: Path) -> None:
    ledger.unlink()
    elsewhere = Home(ledger.parent.parent / "elsewhere").ensure()
    with open_ledger(elsewhere) as book:
        enter_submission(book, _strange())
    shutil.copy(elsewhere.ledger, ledger)


def _made_anew(ledger: Path) -> None:
    """With all tables and no entry: as an earlier version of the program made it."""
    ledger.unlink()
    elsewhere = Home(ledger.parent.parent / "elsewhere").ensure()
    with open_ledger(elsewhere):
        pass
    shutil.copy(elsewhere.ledger, ledger)


def _strange() -> HandIn:
    from datetime import UTC, datetime

    return HandIn(
        "ab" * 32, "statistics_station", "x.xlsx", 1, datetime(2024, 1, 1, tzinfo=UTC), "x", False, False, ()
    )


DAMAGES: list[tuple[Damage, str]] = [
    (_gone, "LEDGER_LOST"),
    (_empty, "LEDGER_LOST"),
    (_made_anew, "LEDGER_LOST"),
    (_cut, "LEDGER_DAMAGED"),
    (_cut_in_its_header, "LEDGER_DAMAGED"),
    (_of_another_program, "LEDGER_FOREIGN"),
    (_of_another_program_with_our_version, "LEDGER_FOREIGN"),
    (_of_another_home, "LEDGER_FOREIGN"),
]
WRITING = [
    ("refresh",),
    ("submit", "{file}", "--department", OFFICE),
    ("release", "{id}", "--reason", "核实", "--by", "李四"),
    ("refuse", "{id}", "--reason", "错", "--by", "李四"),
]


def everything(home: Home) -> dict[str, bytes]:
    """All files of a home but logs and the lock, with their bytes."""
    return {
        str(path.relative_to(home.root)): path.read_bytes()
        for path in sorted(home.root.rglob("*"))
        if path.is_file() and path != home.refresh_lock and home.logs not in path.parents
    }


@pytest.mark.parametrize(("damage", "code"), DAMAGES, ids=lambda value: getattr(value, "__name__", value))
def test_every_command_that_writes_stops_and_leaves_everything_alone(
    run: Run, home: Home, sample_folder: Path, damage: Damage, code: str
) -> None:
    with open_ledger(home) as book:
        words = {
            "{file}": str(sample_folder / "inbox" / OFFICE / CAPITAL),
            "{id}": submissions(book)[0].submission_id,
        }
    damage(home.ledger)
    before = everything(home)
    for command in WRITING:
        ran = run(*(words.get(word, word) for word in command), home=home.root)
        assert (ran.status, ran.code) == (1, code), command
        assert str(home.ledger) in ran.err
        assert everything(home) == before, command


@pytest.mark.parametrize(("damage", "code"), DAMAGES, ids=lambda value: getattr(value, "__name__", value))
def test_the_doctor_says_so_and_changes_nothing(home: Home, damage: Damage, code: str) -> None:
    damage(home.ledger)
    before = everything(home)
    diagnosis = examine({"INDICATORS_HOME": str(home.root)})
    (look,) = [one for one in diagnosis.looks if one.name_en == "ledger"]
    assert (diagnosis.healthy, look.right, look.remedy_zh) == (False, False, "从备份恢复 ledger.sqlite")
    assert everything(home) == before


@pytest.mark.parametrize(
    "step",
    [refresh.collect, chunks_to_read, refresh.accept, refresh.build],
    ids=["collect", "chunks_to_read", "accept", "build"],
)
@pytest.mark.parametrize("damage", [_gone, _empty])
def test_every_step_of_airflow_stops_too(
    home: Home, damage: Damage, step: Callable[[Settings], object]
) -> None:
    damage(home.ledger)
    settings = settings_for(home.root)
    with pytest.raises(LedgerLostError):
        step(settings)
    assert not home.ledger.exists() or home.ledger.stat().st_size == 0


@pytest.mark.parametrize("kept", ["archive", "landing", "snapshots"])
def test_one_of_the_three_is_enough_to_say_that_there_was_a_ledger(tmp_path: Path, kept: str) -> None:
    home = Home(tmp_path / "home").ensure()
    sha256 = "ab" * 32
    inside = {
        "archive": f"archive/ab/{sha256}",
        "landing": "landing/0123456789abcdef/1/reading.json",
        "snapshots": "snapshots/20240105T020000Z-11111111/b",
    }
    file = home.root / inside[kept]
    file.parent.mkdir(parents=True)
    file.touch()
    assert kept_beside(home) == [kept]
    with pytest.raises(LedgerLostError, match=kept), open_ledger(home):
        pass
    assert not home.ledger.exists()


@pytest.mark.parametrize("kept", ["archive", "landing", "snapshots"])
def test_make_refresh_puts_no_samples_beside_what_was_kept(home: Home, kept: str) -> None:
    home.ledger.unlink()
    for other in {"archive", "landing", "snapshots"} - {kept}:
        shutil.rmtree(home.root / other)
    (home.snapshots / "20240105T020000Z-11111111").mkdir(parents=True, exist_ok=True)
    assert fill_fresh_home(home) is None
    assert not home.inbox.exists() or list(home.inbox.iterdir()) == []


def test_what_a_kill_left_half_written_does_not_say_that_there_was_a_ledger(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").ensure()
    (home.archive / "ab").mkdir()
    (home.archive / "ab" / ".12.34-0123abcd").touch()
    (home.snapshots / ".12.34-0123abcd").mkdir()
    with open_ledger(home) as book:
        assert submissions(book) == []


@pytest.mark.parametrize("part", ["landing", "snapshots", "archive"])
@pytest.mark.parametrize("name", ["lost+found", "@eaDir", "System Volume Information"])
def test_what_a_disk_keeps_of_its_own_does_not_say_that_there_was_a_ledger(
    tmp_path: Path, part: str, name: str
) -> None:
    home = Home(tmp_path / "home").ensure()
    (home.root / part / name).mkdir()
    (home.root / part / name / "x").touch()
    with open_ledger(home) as book:
        enter_submission(book, _strange())
    with open_ledger(home) as book:
        assert len(submissions(book)) == 1


def test_files_that_were_archived_before_a_kill_and_not_entered_are_no_other_homes(home: Home) -> None:
    shutil.rmtree(home.landing)
    _made_anew(home.ledger)
    # Both lie in the archive; the run that archived them was killed before it entered them.
    with open_ledger(home) as book:
        assert submissions(book) == []


def test_more_of_them_than_are_archived_at_once_are_a_lost_ledger(home: Home) -> None:
    shutil.rmtree(home.landing)
    _made_anew(home.ledger)
    for number in range(50):
        (home.archive / "cd").mkdir(exist_ok=True)
        (home.archive / "cd" / f"{number:064x}").touch()
    with pytest.raises(LedgerLostError), open_ledger(home):
        pass


def test_a_ledger_whose_originals_are_others_is_another_homes(home: Home) -> None:
    shutil.rmtree(home.landing)
    _of_another_home(home.ledger)
    with pytest.raises(LedgerForeignError, match="archive"), open_ledger(home):
        pass


def test_an_older_ledger_of_this_home_is_opened_and_the_doctor_says_what_it_does_not_know(
    home: Home, sample_folder: Path
) -> None:
    backup = home.ledger.read_bytes()
    settings = settings_for(home.root)
    hand_in(
        settings, sample_folder / "inbox" / OFFICE / "外资到账明细2023年10月.xlsx", OFFICE, received_by="x"
    )
    for chunk in chunks_to_read(settings):
        read_chunk(settings, chunk)
    home.ledger.write_bytes(backup)
    with open_ledger(home) as book:
        assert len(submissions(book)) == 2
    (look,) = [
        one
        for one in examine({"INDICATORS_HOME": str(home.root)}).looks
        if one.name_en == "archive and landing"
    ]
    assert not look.right
    assert "the ledger does not know: landing" in look.found


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("archive", "原件 archived"),
        ("landing", "读数 reading"),
        ("a table", "读数 reading"),
        ("its end", "读数 reading"),
    ],
)
def test_the_doctor_names_what_the_ledger_knows_and_the_disk_lacks(
    first_night: tuple[Settings, refresh.RefreshReport], tmp_path: Path, gone: str, said: str
) -> None:
    home = Home(Path(shutil.copytree(first_night[0].home, tmp_path / "copy", symlinks=True)))
    with open_ledger(home) as book:
        one = submissions(book)[0]
    if gone == "archive":
        (home.archive / one.sha256[:2] / one.sha256).unlink()
    elif gone == "a table":
        next((home.landing / one.submission_id).glob("*/gate_check.parquet")).unlink()
    elif gone == "its end":
        next((home.landing / one.submission_id).glob("*/observation.parquet")).write_bytes(b"PAR")
    else:
        shutil.rmtree(home.landing / one.submission_id)
    (look,) = [
        each
        for each in examine({"INDICATORS_HOME": str(home.root)}).looks
        if each.name_en == "archive and landing"
    ]
    assert not look.right
    assert f"{said} {one.file_name}" in look.found


def test_bytes_that_are_no_text_in_a_ledgers_schema_are_damage_to_the_doctor(home: Home) -> None:
    data = home.ledger.read_bytes()
    home.ledger.write_bytes(data.replace(b"CREATE TABLE submission", b"CREATE TABLE \xff\xfebmission"))
    diagnosis = examine({"INDICATORS_HOME": str(home.root)})
    (look,) = [one for one in diagnosis.looks if one.name_en == "ledger"]
    assert not look.right


def forgotten(home: Home, submission_id: str) -> None:
    """The ledger as it was before a submission came."""
    with closing(sqlite3.connect(home.ledger)) as ledger:
        # Rows are only added; an older file has them not.
        guards = ledger.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            ledger.execute(f"DROP TRIGGER {name}")
        for table in ("decision", "reading", "receipt", "submission"):
            ledger.execute(f"DELETE FROM {table} WHERE submission_id = ?", (submission_id,))
        for _, guard in guards:
            ledger.execute(guard)
        ledger.commit()


def test_beside_an_older_ledger_nothing_leaves_the_inbox_until_what_is_published_is_known_again(
    first_night: tuple[Settings, refresh.RefreshReport], sample_folder: Path, tmp_path: Path
) -> None:
    home = Home(Path(shutil.copytree(first_night[0].home, tmp_path / "copy", symlinks=True)))
    settings = settings_for(home.root)
    with open_ledger(home) as book:
        (one,) = [each for each in submissions(book) if each.file_name == CAPITAL]
    forgotten(home, one.submission_id)
    new = home.inbox / OFFICE / "新报.xlsx"
    new.parent.mkdir(exist_ok=True)
    shutil.copy(sample_folder / "faulty" / "inbox" / OFFICE / "外资到账明细2023年12月_公式出错.xlsx", new)
    with pytest.raises(Blocked) as raised:
        refresh.collect(settings)
    (found,) = raised.value.findings
    assert found.rule == "SUBMISSION_LOST"
    assert one.submission_id in found.message_zh
    assert CAPITAL in found.message_zh
    assert "经济发展办公室" in found.message_zh
    assert new.exists()
    again = tmp_path / CAPITAL
    again.write_bytes((home.archive / one.sha256[:2] / one.sha256).read_bytes())
    hand_in(settings, again, OFFICE, received_by="李四", received_at=one.received_at, is_sample=True)
    assert len(refresh.collect(settings).new) == 1
    assert not new.exists()
