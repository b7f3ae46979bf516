"""Whatever lies in one department's folder, and however it lies there, costs that department alone.

What modes forbid is collected as an ordinary account: root may do everything.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.finding.finding import Finding
from tests.conftest import settings_for
from tests.ordinary_account import run_python
from warehouse.collect import hand_in as collecting
from warehouse.collect import inbox
from warehouse.collect.hand_in import NotHandedInError, collect, hand_in
from warehouse.home import Home
from warehouse.ledger.entries import enter_submission, inbox_findings, receipts, submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import HandIn, Receipt
from warehouse.settings import Settings
from warehouse.store.archive import path_of, read

GOOD, BAD = "经济发展办公室", "统计站"
LONG = "长" * 60  # 180 bytes; a name may have 255
FIFTH = datetime(2024, 1, 5, 2, tzinfo=UTC)

COLLECT = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
from warehouse.collect.hand_in import collect
from warehouse.variables import settings_from_environment
done = collect(settings_from_environment())
print(json.dumps({
    "new": len(done.new), "duplicates": len(done.duplicates), "waiting": done.waiting,
    "findings": [(each.rule, each.file, each.found) for each in done.findings],
}))
"""

HAND_IN = """
import sys
from pathlib import Path
from warehouse.collect.hand_in import NotHandedInError, hand_in
from warehouse.variables import settings_from_environment
try:
    hand_in(settings_from_environment(), Path(sys.argv[1]), sys.argv[2], received_by="x")
except NotHandedInError as refused:
    print(refused.problem.message_zh)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home in which one department has handed in a workbook that is to be taken, whatever the other does."""
    settings = settings_for(tmp_path / "home")
    Home(settings.home).ensure()
    _put(settings, f"{GOOD}/外资.xlsx", b"good")
    (Home(settings.home).inbox / BAD).mkdir()
    return settings


def _put(settings: Settings, name: str, data: bytes = b"1") -> Path:
    path = Home(settings.home).inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _environment(settings: Settings) -> dict[str, str]:
    return {"INDICATORS_HOME": str(settings.home), "INDICATORS_SETTLE_SECONDS": "0"}


def _collect_as_ordinary_account(settings: Settings) -> dict[str, Any]:
    ran = run_python("-c", COLLECT, environment=_environment(settings))
    assert ran.returncode == 0, ran.stderr
    done: dict[str, Any] = json.loads(ran.stdout)
    return done


def _receipts(settings: Settings) -> list[Receipt]:
    with open_ledger(Home(settings.home)) as ledger:
        return receipts(ledger)


def _rules(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(each.rule, each.file) for each in findings]


# ---------------------------------------------------------------------------------------- what may not be read


def test_a_folder_that_cannot_be_opened_is_named_and_the_others_are_taken(settings: Settings) -> None:
    _put(settings, f"{BAD}/12月/限上.xlsx").parent.chmod(0)

    assert _collect_as_ordinary_account(settings) == {
        "new": 1,
        "duplicates": 0,
        "waiting": [],
        "findings": [["NOT_READABLE", f"{BAD}/12月/", "权限不够 (Permission denied)"]],
    }


def test_a_folder_that_can_be_listed_and_not_entered_is_one_finding(settings: Settings) -> None:
    for name in ("一.xlsx", "二.xlsx"):
        _put(settings, f"{BAD}/{name}")
    (Home(settings.home).inbox / BAD).chmod(0o400)

    done = _collect_as_ordinary_account(settings)

    assert (done["new"], done["waiting"]) == (1, [])
    assert done["findings"] == [["NOT_READABLE", f"{BAD}/", "权限不够 (Permission denied)"]]


def test_a_file_that_may_not_be_read_is_named_and_those_beside_it_are_taken(settings: Settings) -> None:
    _put(settings, f"{BAD}/限上.xlsx").chmod(0)
    _put(settings, f"{BAD}/固投.xlsx", b"2")

    done = _collect_as_ordinary_account(settings)

    assert (done["new"], done["waiting"]) == (2, [])
    assert done["findings"] == [["NOT_READABLE", f"{BAD}/限上.xlsx", "权限不够 (Permission denied)"]]


def test_a_file_that_the_disk_cannot_read_is_named_and_the_others_are_taken(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put(settings, f"{BAD}/限上.xlsx")
    opened = os.fdopen

    def broken(descriptor: int, mode: str) -> Any:
        if os.fstat(descriptor).st_size == 1:
            os.close(descriptor)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return opened(descriptor, mode)

    monkeypatch.setattr(os, "fdopen", broken)
    done = collect(settings)

    assert len(done.new) == 1
    assert _rules(done.findings) == [("NOT_READABLE", f"{BAD}/限上.xlsx")]
    assert done.findings[0].message_zh == f"“{BAD}/限上.xlsx”读不到：磁盘或网络读写出错。"


def test_a_process_that_can_open_nothing_more_stops_instead_of_blaming_the_files(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object, **__: object) -> int:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(os, "open", exhausted)

    with pytest.raises(OSError, match="Too many open files"):
        inbox.look(Home(settings.home).inbox)


def test_a_file_of_the_list_that_may_not_be_read_keeps_the_list_and_nobody_else(settings: Settings) -> None:
    path = _put(settings, f"{BAD}/旧.xlsx")
    path.chmod(0)
    rows = f"path,received_at\n{BAD}/旧.xlsx,2023-01-05T01:30:00Z\n"
    _put(settings, "receipts.csv", rows.encode())

    done = _collect_as_ordinary_account(settings)
    assert (done["new"], [rule for rule, *_ in done["findings"]]) == (1, ["NOT_READABLE"])

    path.chmod(0o600)
    collect(settings)
    assert [row.received_at.year for row in _receipts(settings) if row.file_name == "旧.xlsx"] == [2023]
    assert not Home(settings.home).receipts_list.exists()


def test_a_list_of_receipts_that_may_not_be_read_is_named_and_dates_nothing_wrongly(
    settings: Settings,
) -> None:
    _put(settings, "receipts.csv", b"path,received_at\n").chmod(0)

    done = _collect_as_ordinary_account(settings)

    assert (done["new"], done["waiting"]) == (0, [f"{GOOD}/外资.xlsx"])
    assert [(rule, file) for rule, file, _ in done["findings"]] == [("NOT_READABLE", "receipts.csv")]


# ------------------------------------------------------------------------------------- what may not be removed


@pytest.mark.parametrize("folder", [BAD, f"{BAD}/一月"])
def test_a_file_that_cannot_be_removed_is_taken_once_and_told_every_night(
    settings: Settings, folder: str
) -> None:
    path = _put(settings, f"{folder}/限上.xlsx")
    path.parent.chmod(0o500)
    told = [["NOT_REMOVED", f"{folder}/限上.xlsx", "权限不够 (Permission denied)"]]

    first, second = (_collect_as_ordinary_account(settings) for _ in range(2))

    assert first == {"new": 2, "duplicates": 0, "waiting": [], "findings": told}
    assert second == {"new": 0, "duplicates": 0, "waiting": [], "findings": told}
    assert sorted(row.file_name for row in _receipts(settings)) == ["外资.xlsx", "限上.xlsx"]
    assert path.exists()


def test_a_file_that_could_not_be_removed_goes_once_its_folder_is_mended(settings: Settings) -> None:
    path = _put(settings, f"{BAD}/限上.xlsx")
    path.parent.chmod(0o500)
    _collect_as_ordinary_account(settings)
    path.parent.chmod(0o700)

    done = _collect_as_ordinary_account(settings)

    assert done == {"new": 0, "duplicates": 0, "waiting": [], "findings": []}
    assert not path.exists()
    assert len(_receipts(settings)) == 2


def test_what_is_told_of_a_file_that_stays_says_that_it_is_taken_in(settings: Settings) -> None:
    _put(settings, f"{BAD}/限上.xlsx").parent.chmod(0o500)
    _collect_as_ordinary_account(settings)

    with open_ledger(Home(settings.home)) as ledger:
        (told,) = inbox_findings(ledger)

    assert told.message_zh == f"“{BAD}/限上.xlsx”已收下，但删不掉：权限不够。"
    assert told.consequence_en == "archived and entered: not lost, and not taken a second time"


def _not_removed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The night on which everything is entered and nothing may be removed."""
    with monkeypatch.context() as night:
        night.setattr(os, "unlink", _forbidden)
        assert len(collect(settings).new) == 1


def _forbidden(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_file_that_was_entered_before_is_not_read_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _not_removed(settings, monkeypatch)
    monkeypatch.setattr(collecting, "read", lambda *_: pytest.fail("read"))

    done = collect(settings)

    assert (done.new, done.duplicates, done.findings) == ((), (), ())
    assert inbox.look(Home(settings.home).inbox).files == ()


def test_a_file_that_was_entered_before_does_not_go_while_the_archive_has_lost_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _not_removed(settings, monkeypatch)
    home = Home(settings.home)
    with open_ledger(home) as ledger:
        (entered,) = submissions(ledger)
    path_of(home, entered.sha256).unlink()

    done = collect(settings)

    assert (done.new, done.duplicates) == ((), ())
    assert read(home, entered.sha256) == b"good"
    assert len(_receipts(settings)) == 1


def test_a_folder_swapped_for_a_link_keeps_its_file_and_stops_nobody(
    settings: Settings, tmp_path: Path
) -> None:
    lies_in = Home(settings.home).inbox
    (file,) = inbox.look(lies_in).files
    (lies_in / GOOD).rename(tmp_path / "elsewhere")
    (lies_in / GOOD).symlink_to(tmp_path / "elsewhere")

    assert inbox.take_away(lies_in, file) is False
    assert (tmp_path / "elsewhere" / "外资.xlsx").exists()


# ------------------------------------------------------------------------------------------- what is no file


@pytest.fixture
def chain(settings: Settings, request: pytest.FixtureRequest) -> Iterator[str]:
    """1,500 folders, one in the other; name by name, as no path is that long and rmtree recurses."""
    name, levels = request.param, 1500
    flags = os.O_RDONLY | os.O_DIRECTORY
    folder = os.open(Home(settings.home).inbox / BAD, flags)
    for _ in range(levels):
        os.mkdir(name, dir_fd=folder)
        folder = _step(folder, name)
    yield name
    for _ in range(levels):
        folder = _step(folder, "..")
        os.rmdir(name, dir_fd=folder)
    os.close(folder)


def _step(folder: int, name: str) -> int:
    """Into the folder or out of it; the descriptor of where one came from is closed."""
    there = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
    os.close(folder)
    return there


@pytest.mark.parametrize("chain", ["a"], indirect=True)
def test_1500_levels_are_named_and_the_others_are_taken(settings: Settings, chain: str) -> None:
    done = _collect_as_ordinary_account(settings)

    deep = "/".join([BAD, *[chain] * inbox.DEEPEST]) + "/"
    assert done == {"new": 1, "duplicates": 0, "waiting": [], "findings": [["TOO_DEEP", deep, deep]]}


@pytest.mark.parametrize("chain", [LONG], indirect=True)
def test_a_path_of_thousands_of_signs_is_shortened(settings: Settings, chain: str) -> None:
    (told,) = collect(settings).findings

    assert len(told.file) == 160
    assert told.file.startswith(f"{BAD}/{chain}/")
    assert told.file.endswith(f"{chain[:58]}/")
    assert len(told.message_zh) < 200


def test_a_workbook_as_deep_as_is_looked_is_taken(settings: Settings) -> None:
    _put(settings, "/".join([BAD, *["a"] * (inbox.DEEPEST - 1), "限上.xlsx"]))

    done = collect(settings)

    assert (len(done.new), done.findings) == (2, ())


def _socket(path: Path) -> None:
    # The path of a socket may have 108 bytes.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def test_a_link_a_pipe_and_a_socket_are_called_what_they_are(settings: Settings, tmp_path: Path) -> None:
    folder = Home(settings.home).inbox / BAD
    (folder / "链接").symlink_to(tmp_path)
    os.mkfifo(folder / "管道.xlsx")
    _socket(folder / "套接字.xlsx")

    done = collect(settings)

    assert len(done.new) == 1
    assert [(each.rule, each.message_zh) for each in done.findings] == [
        ("NOT_A_FILE", f"“{BAD}/套接字.xlsx”是套接字(socket)，不是文件。"),
        ("NOT_A_FILE", f"“{BAD}/管道.xlsx”是管道(FIFO)，不是文件。"),
        ("SYMLINK", f"“{BAD}/链接”是链接，不是文件。"),
    ]


def test_what_is_no_file_cannot_be_handed_in_and_is_called_what_it_is(
    settings: Settings, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    said = []
    for path in (tmp_path, tmp_path / "pipe.xlsx", Path("/dev/zero")):
        with pytest.raises(NotHandedInError) as refused:
            hand_in(settings, path, BAD, received_by="x")
        said.append((refused.value.code, refused.value.problem.message_en))

    assert said == [
        ("NOT_A_FILE", f'"{tmp_path.name}" is a folder, not a file.'),
        ("NOT_A_FILE", '"pipe.xlsx" is a pipe (FIFO), not a file.'),
        ("NOT_A_FILE", '"zero" is a device, not a file.'),
    ]


def test_a_file_that_may_not_be_read_cannot_be_handed_in_and_is_not_said_to_be_written(
    settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "限上.xlsx"
    path.write_bytes(b"1")
    path.chmod(0)

    ran = run_python("-c", HAND_IN, str(path), BAD, environment=_environment(settings))

    assert ran.stdout == "“限上.xlsx”读不到：权限不够。\n", ran.stderr


# ------------------------------------------------------------------------------------- what is archived already


def test_a_file_whose_archived_copy_is_damaged_stays_and_the_others_are_taken(settings: Settings) -> None:
    home = Home(settings.home)
    collect(settings)
    with open_ledger(home) as ledger:
        (entered,) = submissions(ledger)
    archived = path_of(home, entered.sha256)
    archived.chmod(0o600)
    archived.write_bytes(b"goof")
    again = _put(settings, f"{GOOD}/外资.xlsx", b"good")
    _put(settings, f"{BAD}/限上.xlsx")

    done = collect(settings)

    assert len(done.new) == 1
    assert _rules(done.findings) == [("ARCHIVED_COPY_DAMAGED", f"{GOOD}/外资.xlsx")]
    assert done.findings[0].found == archived.relative_to(home.root).as_posix()
    assert again.read_bytes() == b"good"


def test_a_file_whose_sum_begins_like_that_of_another_is_taken_with_the_rest(settings: Settings) -> None:
    # printf 1 | sha256sum: 6b86b273ff34fce19d6b804e…
    alike = HandIn("6b86b273ff34fce1" + "0" * 48, "statistics_station", "以前.xlsx", 1, FIFTH, "inbox")
    with open_ledger(Home(settings.home)) as ledger:
        enter_submission(ledger, alike)
    _put(settings, f"{BAD}/限上.xlsx", b"1")
    _put(settings, f"{BAD}/固投.xlsx", b"2")

    done = collect(settings)

    # printf 2 | sha256sum: d4735e3a265e16ee…; printf good | sha256sum: 770e607624d68926…
    assert sorted(done.new) == ["6b86b273ff34fce19", "770e607624d68926", "d4735e3a265e16ee"]
