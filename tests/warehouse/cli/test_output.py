"""Where `--output` of query, export and propose may write: not into the home, and over nobody's file but ours."""

from __future__ import annotations

import errno
import io
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from ingest.finding.refusal import Refusal
from tests.warehouse.command import Ran, Run
from warehouse.cli.app import main
from warehouse.cli.output import Output, file_output, new_file, write
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import SnapshotRow
from warehouse.settings import CHECKOUT, Settings
from warehouse.snapshots.snapshot import publish
from warehouse.steps.refresh import RefreshReport
from warehouse.store.manifest import write_manifest

SNAPSHOT = "20240105T020000Z-11111111"
ONE = "\ufeffa\n1\n".encode()
WRITERS = ("query", "propose", "xlsx", "sdmx-csv", "parquet")
FILE_WRITERS = ("query", "propose", "xlsx")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one snapshot of one small table, a ledger, and something in the inbox and the archive."""
    home = Home(tmp_path / "homes" / "var").ensure()
    with open_ledger(home):
        pass
    folder = home.builds / SNAPSHOT
    folder.mkdir()
    with duckdb.connect(str(folder / "indicators.duckdb")) as connection:
        connection.execute("create table mart as select 1032 as a")
    built_at = datetime(2024, 1, 5, 2, tzinfo=UTC)
    write_manifest(folder, SnapshotRow(SNAPSHOT, "abc", built_at, built_at), {})
    publish(home, folder)
    (home.inbox / "统计站").mkdir()
    (home.archive / "ab").mkdir()
    (home.archive / "ab" / "abc").write_bytes(b"a return")
    return home


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where a person works, outside the home; with a table that a form can be drafted of."""
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "表.csv").write_text("地区,一月,二月\n山东,11,12\n河北,21,22\n", encoding="utf-8")
    return desk


@pytest.fixture
def run(home: Home, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs one command that writes, from the desk."""
    for name in [name for name in os.environ if name.startswith("INDICATORS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(desk)

    def ran(
        writer: str, target: Path | str, *options: str, sql: str = "select 1 as a", at: Path = home.root
    ) -> Ran:
        monkeypatch.setenv("INDICATORS_HOME", str(at))
        command = {"query": ["query", sql], "propose": ["propose", "表.csv"]}
        capsys.readouterr()
        status = main(
            [*command.get(writer, ["export", "--format", writer]), "--output", str(target), *options]
        )
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return ran


def everything(folder: Path) -> dict[str, bytes | str]:
    """What lies below a folder: the bytes of each file, where each link leads, and the folders."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = str(path.readlink())
        else:
            found[name] = path.read_bytes() if path.is_file() else "a folder"
    return found


# ------------------------------------------------------------------------------------------------- in the home


@pytest.mark.parametrize("options", [(), ("--force",)], ids=["", "force"])
@pytest.mark.parametrize(
    "name",
    [
        "ledger.sqlite",
        "current/indicators.duckdb",
        "current/x",
        "inbox/统计站/x.csv",
        "archive/ab/abc",
        "snapshots/x",
        "landing/x",
        "x",
        "no/such/folder/x",
    ],
)
@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_is_written_into_the_home_with_force_or_without(
    run: Run, home: Home, writer: str, name: str, options: tuple[str, ...]
) -> None:
    before = everything(home.root)
    ran = run(writer, home.root / name, *options)
    assert (ran.status, ran.code, ran.out) == (2, "OUTPUT_IN_HOME", "")
    assert str(home.root / name) in ran.err
    assert everything(home.root) == before


@pytest.mark.parametrize("writer", WRITERS)
def test_a_relative_path_with_dots_into_the_home_is_refused(run: Run, writer: str) -> None:
    assert run(writer, "../desk/../homes/var/inbox/统计站/x.csv", "--force").code == "OUTPUT_IN_HOME"


@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_to_a_file_of_the_home_is_refused(run: Run, home: Home, desk: Path, writer: str) -> None:
    (desk / "link").symlink_to(home.ledger)
    assert run(writer, desk / "link", "--force").code == "OUTPUT_IN_HOME"


@pytest.mark.parametrize("writer", WRITERS)
def test_a_new_name_in_a_linked_folder_of_the_home_is_refused(
    run: Run, home: Home, desk: Path, writer: str
) -> None:
    (desk / "mine").symlink_to(home.inbox)
    assert run(writer, desk / "mine" / "统计站" / "x.csv", "--force").code == "OUTPUT_IN_HOME"


@pytest.mark.parametrize("writer", WRITERS)
def test_a_home_that_is_given_as_a_link_is_the_folder_it_leads_to(
    run: Run, home: Home, desk: Path, writer: str
) -> None:
    (desk / "var").symlink_to(home.root)
    for target in (home.root / "x", desk / "var" / "x"):
        assert run(writer, target, "--force", at=desk / "var").code == "OUTPUT_IN_HOME"


@pytest.mark.parametrize("writer", WRITERS)
def test_a_folder_of_the_home_that_was_moved_to_another_disk_is_of_the_home(
    run: Run, home: Home, tmp_path: Path, writer: str
) -> None:
    home.archive.rename(tmp_path / "large")
    home.archive.symlink_to(tmp_path / "large")
    for target in (tmp_path / "large" / "x", home.archive / "x"):
        assert run(writer, target, "--force").code == "OUTPUT_IN_HOME"


def test_the_ledger_under_another_name_is_the_ledger(run: Run, home: Home, desk: Path) -> None:
    (desk / "other").hardlink_to(home.ledger)
    assert run("query", desk / "other", "--force").code == "OUTPUT_IN_HOME"


@pytest.mark.parametrize("form", ["sdmx-csv", "parquet"])
def test_a_folder_that_holds_the_home_is_refused(run: Run, home: Home, form: str) -> None:
    assert run(form, home.root.parent).code == "OUTPUT_IN_HOME"


def test_a_place_for_a_home_that_is_not_there_yet_is_kept_free(run: Run, tmp_path: Path) -> None:
    assert run("query", tmp_path / "later", at=tmp_path / "later").code == "OUTPUT_IN_HOME"
    assert not (tmp_path / "later").exists()


def test_a_neighbour_whose_name_begins_like_that_of_the_home_is_none_of_it(run: Run, home: Home) -> None:
    target = home.root.parent / "var.csv"
    assert run("query", target).status == 0
    assert target.read_bytes() == ONE


# -------------------------------------------------------------------------------------------- somebody else's file


@pytest.mark.parametrize("writer", FILE_WRITERS)
def test_a_file_that_is_not_ours_is_refused_and_stays(run: Run, desk: Path, writer: str) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    before = everything(desk)
    ran = run(writer, "mine")
    assert (ran.status, ran.code) == (2, "OUTPUT_EXISTS")
    assert "--force" in ran.err
    assert everything(desk) == before


@pytest.mark.parametrize("writer", FILE_WRITERS)
def test_a_link_to_a_file_that_is_not_ours_is_refused(run: Run, desk: Path, writer: str) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    (desk / "link").symlink_to("mine")
    assert run(writer, "link").code == "OUTPUT_EXISTS"


def test_the_workbook_that_a_draft_is_made_of_is_not_its_target(run: Run, desk: Path) -> None:
    before = everything(desk)
    assert run("propose", "表.csv").code == "OUTPUT_EXISTS"
    assert everything(desk) == before


@pytest.mark.parametrize("sql", ["no sql at all", "-"])
def test_a_refusal_comes_before_any_work(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    given = io.StringIO("select 1")
    monkeypatch.setattr(sys, "stdin", given)
    assert run("query", "mine", sql=sql).code == "OUTPUT_EXISTS"
    assert given.tell() == 0


def test_with_json_a_refusal_is_one_document(run: Run, desk: Path) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    ran = run("query", "mine", "--json")
    assert '"code": "OUTPUT_EXISTS"' in ran.out
    assert ran.err == ""


def test_with_force_a_file_that_is_not_ours_is_replaced_by_a_query(run: Run, desk: Path) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    assert run("query", "mine", "--force").status == 0
    assert (desk / "mine").read_bytes() == ONE


def test_with_force_a_file_that_is_not_ours_is_replaced_by_a_draft(run: Run, desk: Path) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    assert run("propose", "mine", "--force").status == 0
    assert (desk / "mine").read_text(encoding="utf-8").startswith("# 草稿")


def test_with_force_a_file_that_is_not_ours_is_replaced_by_a_pack(
    run: Run, first_night: tuple[Settings, RefreshReport], desk: Path
) -> None:
    (desk / "a.xlsx").write_bytes(b"a day's work")
    assert run("xlsx", "a.xlsx", "--force", "--table", "mart_plan", at=first_night[0].home).status == 0
    assert "mart_plan" in openpyxl.load_workbook(desk / "a.xlsx", read_only=True).sheetnames


def test_with_force_a_link_stays_and_the_file_it_leads_to_is_replaced(run: Run, desk: Path) -> None:
    (desk / "mine").write_bytes(b"a day's work")
    (desk / "link").symlink_to("mine")
    assert run("query", "link", "--force").status == 0
    assert str((desk / "link").readlink()) == "mine"
    assert (desk / "mine").read_bytes() == ONE


@pytest.mark.parametrize("writer", FILE_WRITERS)
def test_no_file_takes_the_place_of_a_folder(run: Run, desk: Path, writer: str) -> None:
    (desk / "folder").mkdir()
    assert run(writer, "folder", "--force").code == "USAGE"
    assert (desk / "folder").is_dir()


@pytest.mark.parametrize("form", ["sdmx-csv", "parquet"])
def test_force_does_not_mix_an_export_with_what_a_folder_holds(run: Run, desk: Path, form: str) -> None:
    before = everything(desk)
    assert run(form, desk, "--force").code == "EXPORT_EXISTS"
    assert everything(desk) == before


def test_a_file_that_somebody_saves_while_the_answer_is_worked_out_stays(home: Home, desk: Path) -> None:
    output = file_output(desk / "a.csv", False, home.root)
    with pytest.raises(Refusal) as refused, new_file(output):
        (desk / "a.csv").write_bytes(b"a day's work")
    assert refused.value.problem.code == "OUTPUT_EXISTS"
    assert sorted(path.name for path in desk.iterdir()) == ["a.csv", "表.csv"]
    assert (desk / "a.csv").read_bytes() == b"a day's work"


# ---------------------------------------------------------------------------------------------- an earlier answer


def test_an_earlier_answer_of_a_query_is_replaced_without_a_word(run: Run, desk: Path) -> None:
    run("query", "a.csv", sql="select 22222 as a")
    again = run("query", "a.csv")
    assert (again.status, again.err) == (0, "共 1 行，已全部列出 (1 rows, all of them)\n")
    assert (desk / "a.csv").read_bytes() == ONE


def test_an_earlier_draft_is_replaced_without_a_word(run: Run) -> None:
    assert [run("propose", "a.yml").status for _ in range(2)] == [0, 0]


def test_an_earlier_pack_is_replaced_without_a_word(
    run: Run, first_night: tuple[Settings, RefreshReport]
) -> None:
    options = ("--table", "mart_plan")
    assert [run("xlsx", "a.xlsx", *options, at=first_night[0].home).status for _ in range(2)] == [0, 0]


def test_an_answer_that_somebody_added_to_is_refused(run: Run, desk: Path) -> None:
    run("query", "a.csv")
    with (desk / "a.csv").open("ab") as file:
        file.write(b"2\n")
    assert run("query", "a.csv").code == "OUTPUT_EXISTS"
    assert (desk / "a.csv").read_bytes() == ONE + b"2\n"


def test_an_answer_that_was_saved_anew_under_its_name_is_refused(run: Run, desk: Path) -> None:
    run("query", "a.csv")
    (desk / "saved").write_bytes(ONE)
    (desk / "saved").rename(desk / "a.csv")
    assert run("query", "a.csv").code == "OUTPUT_EXISTS"


def _no_attributes(*_: object) -> None:
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


def test_where_the_disk_keeps_no_attributes_writing_again_needs_force(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "setxattr", _no_attributes)
    monkeypatch.setattr(os, "getxattr", _no_attributes)
    assert run("query", "a.csv").status == 0
    assert (desk / "a.csv").read_bytes() == ONE
    assert run("query", "a.csv").code == "OUTPUT_EXISTS"
    assert run("query", "a.csv", "--force").status == 0


def test_where_python_sets_no_attributes_writing_again_needs_force(
    run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "setxattr")
    monkeypatch.delattr(os, "getxattr")
    assert run("query", "a.csv").status == 0
    assert (desk / "a.csv").read_bytes() == ONE
    assert run("query", "a.csv").code == "OUTPUT_EXISTS"


def test_a_new_file_may_be_read_by_whom_the_umask_lets(run: Run, desk: Path) -> None:
    before = os.umask(0o027)
    try:
        run("query", "a.csv")
    finally:
        os.umask(before)
    assert (desk / "a.csv").stat().st_mode & 0o777 == 0o640


# ------------------------------------------------------------------------------------------ devices and failures


def test_what_is_written_to_a_device_leaves_the_device(run: Run) -> None:
    for writer in ("query", "propose"):
        assert run(writer, "/dev/null").status == 0
    assert Path("/dev/null").is_char_device()


def test_a_pipe_is_written_to_and_stays_a_pipe(run: Run, desk: Path) -> None:
    os.mkfifo(desk / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((desk / "pipe").read_bytes()), daemon=True)
    reader.start()
    assert run("query", "pipe").status == 0
    reader.join(30)
    assert read == [ONE]
    assert (desk / "pipe").is_fifo()


def test_a_pack_is_a_file_and_goes_to_no_device(run: Run) -> None:
    assert run("xlsx", "/dev/null").code == "USAGE"


def test_standard_output_goes_on_where_the_line_before_has_ended(home: Home, desk: Path) -> None:
    with (desk / "all.txt").open("wb") as file:
        file.write(b"head\n")
        file.flush()
        subprocess.run(
            [sys.executable, "-m", "warehouse.cli.app", "query", "select 1 as a", "--output", "/dev/stdout"],
            env={**os.environ, "INDICATORS_HOME": str(home.root), "PYTHONPATH": str(CHECKOUT)},
            stdout=file,
            check=True,
        )
        file.seek(0, os.SEEK_END)
        file.write(b"tail\n")
    assert (desk / "all.txt").read_bytes() == b"head\n" + ONE + b"tail\n"


def test_a_full_device_is_an_error_that_names_what_was_typed(run: Run) -> None:
    for writer in ("query", "propose"):
        ran = run(writer, "/dev/full")
        assert (ran.status, ran.code) == (1, "DISK_FULL")
        assert "/dev/full" in ran.err


@pytest.mark.parametrize("writer", WRITERS)
def test_a_folder_that_is_not_there_is_an_error_that_names_what_was_typed(
    run: Run, desk: Path, writer: str
) -> None:
    before = everything(desk)
    ran = run(writer, "no/x")
    assert (ran.status, ran.code) == (1, "DISK")
    assert "位置  no/x\n" in ran.err
    assert everything(desk) == before


@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_to_itself_is_an_error_and_stays(run: Run, desk: Path, writer: str) -> None:
    (desk / "x").symlink_to("x")
    ran = run(writer, "x")
    assert (ran.status, ran.code) == (1, "DISK")
    assert str((desk / "x").readlink()) == "x"


@contextmanager
def _no_file_larger_than(size: int) -> Iterator[None]:
    """The kernel refuses to write on, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_write_that_fails_leaves_what_was_there_and_names_what_was_typed(home: Home, desk: Path) -> None:
    output = file_output(desk / "a.csv", False, home.root)
    write(output, ONE)
    with pytest.raises(Refusal) as failed, _no_file_larger_than(100):
        write(output, b"x" * 1000)
    assert (failed.value.problem.code, failed.value.problem.where) == ("DISK", str(desk / "a.csv"))
    assert sorted(path.name for path in desk.iterdir()) == ["a.csv", "表.csv"]
    assert (desk / "a.csv").read_bytes() == ONE


def _write_and_fail(file: Path) -> None:
    file.write_bytes(b"half")
    raise ZeroDivisionError


def test_work_that_fails_leaves_what_was_there(desk: Path) -> None:
    old = desk / "old.xlsx"
    old.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), new_file(Output(old, old, force=True)) as file:
        _write_and_fail(file)
    assert sorted(path.name for path in desk.iterdir()) == ["old.xlsx", "表.csv"]
    assert old.read_bytes() == b"old"


def test_another_file_that_cannot_be_read_meanwhile_keeps_its_name(desk: Path) -> None:
    missing = desk / "no such file"
    with pytest.raises(FileNotFoundError) as failed, new_file(Output(desk / "a", desk / "a")):
        missing.read_bytes()
    assert failed.value.filename == str(missing)


def test_a_closed_pipe_of_whoever_watches_is_no_fault_of_the_file(desk: Path) -> None:
    with pytest.raises(BrokenPipeError), new_file(Output(desk / "a", desk / "a")):
        raise BrokenPipeError
