from __future__ import annotations

import io
import os
import shutil
import tempfile
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from warehouse.collect import inbox
from warehouse.collect.hand_in import Collected, NotHandedInError, collect, hand_in
from warehouse.collect.receipts_list import ReceiptError, read_receipts_list
from warehouse.home import Home
from warehouse.ledger.entries import inbox_findings, receipts, submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import Receipt, Submission
from warehouse.settings import Settings
from warehouse.store.archive import path_of, read
from warehouse.variables import settings_from_environment

OFFICE_ZH, OFFICE = "经济发展办公室", "econ_dev_office"
HEADER = "path,department_id,received_at,received_by,sample,stated_cells\n"
NOW = datetime(2024, 6, 1, tzinfo=UTC)
YEAR_2023 = datetime(2023, 2, 6, 1, 30, tzinfo=UTC)


def _settings(root: Path) -> Settings:
    catalogue = root / "office" / "catalogue"
    catalogue.mkdir(parents=True)
    (catalogue / "department.csv").write_text(
        "department_id,department_zh,department_en,valid_from,valid_to,note\n"
        f"{OFFICE},{OFFICE_ZH},Economic Development Office,2020-01,,\n"
        "statistics_station,统计站,Statistics Station,2020-01,,\n",
        encoding="utf-8",
    )
    settings = settings_from_environment(
        {
            "INDICATORS_HOME": str(root / "home"),
            "INDICATORS_OFFICE": str(root / "office"),
            "INDICATORS_SETTLE_SECONDS": "0",
        }
    )
    Home(settings.home).ensure()
    return settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return _settings(tmp_path)


def _put(settings: Settings, name: str, data: bytes = b"1") -> Path:
    path = settings.home / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _entered(settings: Settings) -> list[Submission]:
    with open_ledger(Home(settings.home)) as ledger:
        return submissions(ledger)


def _receipts(settings: Settings) -> list[Receipt]:
    with open_ledger(Home(settings.home)) as ledger:
        return receipts(ledger)


def _left(settings: Settings) -> list[str]:
    folder = settings.home / "inbox"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _rules(collected: Collected) -> list[tuple[str, str]]:
    return [(finding.rule, finding.file) for finding in collected.findings]


def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return packed.getvalue()


# ---------------------------------------------------------------------------------------- what is taken in


@pytest.mark.parametrize("folder", [OFFICE, OFFICE_ZH])
def test_a_file_in_a_departments_folder_is_archived_entered_and_gone_from_the_inbox(
    settings: Settings, folder: str
) -> None:
    _put(settings, f"{folder}/外资.xlsx", b"1")
    before = datetime.now(UTC)

    collected = collect(settings)

    (entered,) = _entered(settings)
    assert collected == Collected((entered.submission_id,), (), (), ())
    assert (entered.department_id, entered.file_name, entered.sequence) == (OFFICE, "外资.xlsx", 1)
    assert before <= entered.received_at <= datetime.now(UTC)
    assert (entered.back_loaded, entered.is_sample, entered.received_by) == (False, False, "inbox")
    assert read(Home(settings.home), entered.sha256) == b"1"
    assert _left(settings) == []


def test_files_in_folders_inside_a_departments_folder_are_taken_too(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/2023年/12月/外资.xlsx")

    collect(settings)

    assert [(row.department_id, row.file_name) for row in _entered(settings)] == [(OFFICE, "外资.xlsx")]


def test_the_same_bytes_again_are_a_duplicate_and_leave_the_inbox(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/外资.xlsx")
    (first,) = collect(settings).new
    _put(settings, f"{OFFICE_ZH}/外资 (2).xlsx")

    assert collect(settings) == Collected((), (first,), (), ())

    assert [row.duplicate for row in _receipts(settings)] == [False, True]
    assert _left(settings) == []


def test_of_two_versions_in_one_night_the_one_saved_later_counts_as_handed_in_later(
    settings: Settings,
) -> None:
    later = _put(settings, f"{OFFICE_ZH}/a 改.xlsx", b"corrected")
    earlier = _put(settings, f"{OFFICE_ZH}/b.xlsx", b"first")
    os.utime(earlier, (1_000_000, 1_000_000))
    os.utime(later, (1_000_001, 1_000_001))

    collect(settings)

    assert [row.file_name for row in _entered(settings)] == ["b.xlsx", "a 改.xlsx"]


def test_a_file_of_a_department_that_is_called_receipts_csv_is_just_a_file(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/receipts.csv", b"nonsense")

    assert len(collect(settings).new) == 1


def test_a_name_written_on_a_mac_or_in_gbk_becomes_readable_text(settings: Settings) -> None:
    folder = settings.home / "inbox" / OFFICE_ZH
    folder.mkdir()
    (folder / "cafe\u0301.xlsx").write_bytes(b"1")
    (folder / os.fsdecode("外资".encode("gbk") + b".xlsx")).write_bytes(b"2")
    (folder / "a\x1b[31m\n.xlsx").write_bytes(b"3")

    collect(settings)

    assert {row.file_name for row in _entered(settings)} == {"caf\u00e9.xlsx", "外资.xlsx", "a?[31m?.xlsx"}


def test_nothing_new_changes_nothing(settings: Settings) -> None:
    assert collect(settings) == Collected((), (), (), ())


# ----------------------------------------------------------------------------------------------- what waits


@pytest.mark.parametrize(
    "name", ["外资.xlsx.part", "外资.TMP", ".外资.xlsx", ".hidden/外资.xlsx", "半.filepart"]
)
def test_half_copied_and_hidden_files_wait(settings: Settings, name: str) -> None:
    _put(settings, f"{OFFICE_ZH}/{name}")

    collected = collect(settings)

    assert collected.waiting == (f"{OFFICE_ZH}/{name.split('/', maxsplit=1)[0]}",)
    assert _entered(settings) == []
    assert _left(settings) == [f"{OFFICE_ZH}/{name}"]


@pytest.mark.parametrize(
    "name",
    [
        "~$外资.xlsx",
        ".~外资.xlsx",
        ".~lock.外资.ods#",
        "._外资.xlsx",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
    ],
)
def test_what_programs_leave_beside_workbooks_is_neither_taken_nor_waited_for(
    settings: Settings, name: str
) -> None:
    _put(settings, f"{OFFICE_ZH}/{name}")

    assert collect(settings) == Collected((), (), (), ())
    assert _left(settings) == [f"{OFFICE_ZH}/{name}"]


def test_an_empty_file_waits_to_be_filled(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/外资.xlsx", b"")

    assert collect(settings).waiting == (f"{OFFICE_ZH}/外资.xlsx",)


def test_a_file_that_still_changes_waits_and_the_others_do_not(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = _put(settings, f"{OFFICE_ZH}/growing.xlsx", b"1")
    _put(settings, f"{OFFICE_ZH}/still.xlsx", b"2")
    waited = []

    def grow(seconds: float) -> None:
        waited.append(seconds)
        growing.write_bytes(b"12")

    monkeypatch.setattr(time, "sleep", grow)
    collected = collect(replace(settings, settle_seconds=60.0))

    assert waited == [60.0]
    assert collected.waiting == (f"{OFFICE_ZH}/growing.xlsx",)
    assert [row.file_name for row in _entered(settings)] == ["still.xlsx"]


def test_old_files_are_not_waited_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    _put(settings, f"{OFFICE_ZH}/外资.xlsx")
    time.sleep(0.02)
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("waited"))

    assert len(collect(replace(settings, settle_seconds=0.01)).new) == 1


def test_a_file_that_a_process_has_open_for_writing_waits(settings: Settings) -> None:
    path = _put(settings, f"{OFFICE_ZH}/外资.xlsx", b"half")

    with path.open("ab") as writer:
        assert collect(settings).waiting == (f"{OFFICE_ZH}/外资.xlsx",)
        writer.write(b" and half")

    assert len(collect(settings).new) == 1
    assert [row.size_bytes for row in _entered(settings)] == [13]


def test_a_file_replaced_while_it_was_entered_stays_and_is_entered_next(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _put(settings, f"{OFFICE_ZH}/外资.xlsx", b"first")
    stat = os.stat

    def replaced_before_it_is_removed(target: object, **options: object) -> os.stat_result:
        if target == "外资.xlsx" and _entered(settings):
            monkeypatch.undo()
            path.write_bytes(b"second")
        return stat(target, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(os, "stat", replaced_before_it_is_removed)

    assert collect(settings).waiting == (f"{OFFICE_ZH}/外资.xlsx",)
    assert len(collect(settings).new) == 1
    home = Home(settings.home)
    assert [read(home, row.sha256) for row in _entered(settings)] == [b"first", b"second"]


# ------------------------------------------------------------------------------------- what is not taken in


def test_an_unknown_folder_is_one_finding_and_keeps_its_files(settings: Settings) -> None:
    _put(settings, "商务科/a.xlsx", b"1")
    _put(settings, "商务科/b.xlsx", b"2")

    collected = collect(settings)

    (found,) = collected.findings
    assert (found.rule, found.file, found.found) == ("UNKNOWN_DEPARTMENT", "商务科/", "商务科")
    assert found.expected == "经济发展办公室、统计站"
    assert _left(settings) == ["商务科/a.xlsx", "商务科/b.xlsx"]


def test_a_file_outside_a_departments_folder_stays_with_a_finding(settings: Settings) -> None:
    _put(settings, "外资.xlsx")

    assert _rules(collect(settings)) == [("NOT_IN_A_DEPARTMENT", "外资.xlsx")]
    assert _left(settings) == ["外资.xlsx"]


@pytest.mark.parametrize(
    "data", [_zip("12月/外资.xlsx", "readme.txt"), b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c\x00\x04"]
)
def test_an_archive_is_told_by_its_content_and_stays(settings: Settings, data: bytes) -> None:
    _put(settings, f"{OFFICE_ZH}/外资.xlsx", data)

    assert _rules(collect(settings)) == [("ARCHIVE_FILE", f"{OFFICE_ZH}/外资.xlsx")]
    assert _left(settings) == [f"{OFFICE_ZH}/外资.xlsx"]


def test_a_workbook_is_no_archive_whatever_its_name(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/外资.zip", _zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"))

    assert len(collect(settings).new) == 1


def test_a_file_above_the_limit_stays_and_one_at_the_limit_is_taken(settings: Settings) -> None:
    small = replace(settings, limits=replace(settings.limits, file_bytes=1024 * 1024))
    _put(settings, f"{OFFICE_ZH}/at.xlsx", bytes(1024 * 1024))
    _put(settings, f"{OFFICE_ZH}/above.xlsx", bytes(1024 * 1024 + 1))

    collected = collect(small)

    assert _rules(collected) == [("FILE_TOO_LARGE", f"{OFFICE_ZH}/above.xlsx")]
    assert (collected.findings[0].found, collected.findings[0].expected) == ("1.0 MiB", "1 MiB")
    assert [row.file_name for row in _entered(settings)] == ["at.xlsx"]


def test_links_and_pipes_are_not_followed_and_not_removed(settings: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.xlsx").write_bytes(b"secret")
    folder = settings.home / "inbox" / OFFICE_ZH
    folder.mkdir()
    (folder / "file.xlsx").symlink_to(secret / "key.xlsx")
    (folder / "folder").symlink_to(secret)
    os.mkfifo(folder / "pipe.xlsx")
    (settings.home / "inbox" / "统计站").symlink_to(secret)

    collected = collect(settings)

    assert _rules(collected) == [
        ("SYMLINK", f"{OFFICE_ZH}/file.xlsx"),
        ("SYMLINK", f"{OFFICE_ZH}/folder"),
        ("NOT_A_FILE", f"{OFFICE_ZH}/pipe.xlsx"),
        ("SYMLINK", "统计站"),
    ]
    assert _entered(settings) == []
    assert (secret / "key.xlsx").exists()


def test_a_folder_swapped_for_a_link_after_the_look_is_not_followed(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _put(settings, f"{OFFICE_ZH}/外资.xlsx", b"mine")
    elsewhere = tmp_path / "elsewhere"

    def swap(_: float) -> None:
        path.parent.rename(elsewhere)
        path.parent.symlink_to(elsewhere)

    # Both looks are answered from before the swap: what is tested is the opening of the file.
    before = inbox.look(settings.home / "inbox")
    monkeypatch.setattr(inbox, "look", lambda _: before)
    monkeypatch.setattr(time, "sleep", swap)

    assert collect(replace(settings, settle_seconds=60.0)).waiting == (f"{OFFICE_ZH}/外资.xlsx",)
    assert (elsewhere / "外资.xlsx").read_bytes() == b"mine"


def test_findings_are_kept_for_the_status_until_they_are_mended(settings: Settings) -> None:
    path = _put(settings, "外资.xlsx")
    home = Home(settings.home)

    collected = collect(settings)
    with open_ledger(home) as ledger:
        assert inbox_findings(ledger) == list(collected.findings)

    path.unlink()
    collect(settings)
    with open_ledger(home) as ledger:
        assert inbox_findings(ledger) == []


# ------------------------------------------------------------------------------------ the list of receipts


def test_the_list_dates_back_the_files_it_names_and_is_archived_when_they_are_gone(
    settings: Settings,
) -> None:
    _put(settings, f"{OFFICE_ZH}/旧.xlsx", b"old")
    _put(settings, f"{OFFICE_ZH}/新.xlsx", b"new")
    row = f"{OFFICE_ZH}/旧.xlsx,{OFFICE},2023-02-06T01:30:00Z,王科员,yes,外资!G9 外资!H9\n"
    data = (HEADER + row).encode("utf-8-sig")
    _put(settings, "receipts.csv", data)

    assert collect(settings).findings == ()

    old, new = _entered(settings)
    assert (old.received_at, old.back_loaded, old.received_by) == (YEAR_2023, True, "王科员")
    assert (old.is_sample, old.stated_cells) == (True, ("外资!G9", "外资!H9"))
    assert (new.back_loaded, new.is_sample, new.stated_cells) == (False, False, ())
    assert _left(settings) == []
    (kept,) = (settings.home / "archive" / "receipts").iterdir()
    assert kept.read_bytes() == data


def test_the_list_may_say_why_a_file_differs_from_the_one_before(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/改.xlsx", b"1")
    _put(settings, f"{OFFICE_ZH}/旧.xlsx", b"2")
    header = HEADER.strip() + ",reason\n"
    rows = f"{OFFICE_ZH}/改.xlsx,,2023-01-01,,,,Benchmark\n{OFFICE_ZH}/旧.xlsx,,2023-01-02,,,,\n"
    _put(settings, "receipts.csv", (header + rows).encode())

    assert collect(settings).findings == ()

    with open_ledger(Home(settings.home)) as ledger:
        assert [row.revision_reason for row in receipts(ledger)] == ["benchmark", "_U"]


def test_a_reason_of_the_list_that_is_no_code_keeps_its_file(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/改.xlsx")
    row = f"{OFFICE_ZH}/改.xlsx,,2023-01-01,,,,mood\n"
    _put(settings, "receipts.csv", (HEADER.strip() + ",reason\n" + row).encode())

    (finding,) = collect(settings).findings

    assert finding.found == "reason='mood'"
    assert "late_report 补报" in finding.expected
    assert _entered(settings) == []


def test_the_files_of_the_list_are_entered_in_order_of_their_receipt(settings: Settings) -> None:
    for name in ("a", "b", "c"):
        _put(settings, f"{OFFICE_ZH}/{name}.xlsx", name.encode())
    days = {"a": "2023-01-03", "b": "2023-01-01", "c": "2023-01-02"}
    rows = [f"{OFFICE_ZH}/{name}.xlsx,,{day},,,\n" for name, day in days.items()]
    _put(settings, "receipts.csv", (HEADER + "".join(rows)).encode())

    collect(settings)

    assert [row.file_name for row in _entered(settings)] == ["b.xlsx", "c.xlsx", "a.xlsx"]


def test_a_list_saved_by_excel_in_gbk_with_windows_paths_and_local_time_is_understood(
    settings: Settings,
) -> None:
    _put(settings, f"{OFFICE_ZH}/2023年/外资.xlsx")
    row = f"{OFFICE_ZH}\\2023年\\外资.xlsx,{OFFICE_ZH},2023-02-06 09:30,,,\n"
    _put(settings, "receipts.csv", (HEADER + row).encode("gbk"))

    assert collect(settings).findings == ()

    # 09:30 in Beijing is 01:30 UTC
    assert [row.received_at for row in _entered(settings)] == [YEAR_2023]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize(
    ("written", "received"),
    [
        ("2023-2-6", datetime(2023, 2, 5, 16, tzinfo=UTC)),
        ("2023/2/6 9:30", YEAR_2023),
        ("2023/02/06 09:30:00", YEAR_2023),
        ("2023.2.6 9:30", YEAR_2023),
        ("2023年2月6日", datetime(2023, 2, 5, 16, tzinfo=UTC)),
        ("2023年2月6日 9:30", YEAR_2023),
    ],
)
def test_a_date_as_excel_writes_it_is_a_day_in_beijing(
    written: str, received: datetime, encoding: str
) -> None:
    row = f"{OFFICE_ZH}/旧.xlsx,,{written},,,\n"
    read = read_receipts_list((HEADER + row).encode(encoding), NOW)
    assert read.findings == ()
    assert read.receipts[f"{OFFICE_ZH}/旧.xlsx"].received_at == received


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2/6/2023", "month or day first?"),
        ("6.2.23 9:30", "month or day first?"),
        ("2023/2/30", "no such day or time"),
        ("2023/2/6 25:00", "no such day or time"),
        ("2023/2-6", ""),
        ("44963", ""),
    ],
)
def test_a_date_that_may_be_two_or_none_is_named_with_its_row_and_column(written: str, why: str) -> None:
    read = read_receipts_list(f"{HEADER}{OFFICE_ZH}/旧.xlsx,,{written},,,\n".encode(), NOW)
    (wrong,) = read.findings
    assert wrong.found.startswith(f"received_at='{written}'")
    assert why in wrong.found
    assert "receipts.csv, line 2" in wrong.message_en
    assert "2024/1/5 9:30" in wrong.expected
    assert read.receipts == {}


def test_every_wrong_cell_of_a_row_is_named() -> None:
    row = f"{OFFICE_ZH}/旧.xlsx,,someday,,perhaps,G9\n"
    read = read_receipts_list((HEADER + row).encode(), NOW)
    assert [one.found for one in read.findings] == [
        "received_at='someday'",
        "sample='perhaps'",
        "stated_cells='G9'",
    ]


def test_the_columns_of_the_header_that_are_wrong_are_named() -> None:
    (wrong,) = read_receipts_list(b"path,when,path\n", NOW).findings
    assert wrong.found == (
        "不认识的列 unknown columns: when;缺少的列 missing columns: received_at;重复的列 repeated columns: path"
    )


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (f"{OFFICE_ZH}/旧.xlsx,,someday,,,", "received_at='someday'"),
        (f"{OFFICE_ZH}/旧.xlsx,,2123-01-01T00:00:00Z,,,", "received_at=2123-01-01T00:00:00+00:00 在将来"),
        (f"{OFFICE_ZH}/旧.xlsx,,2023-01-01,,perhaps,", "sample='perhaps'"),
        (f"{OFFICE_ZH}/旧.xlsx,,2023-01-01,,yes,G9", "stated_cells='G9'"),
        (f"{OFFICE_ZH}/旧.xlsx,统计站,2023-01-01,,,", f"{OFFICE_ZH}/旧.xlsx: department_id='统计站'"),
        (f"{OFFICE_ZH}/旧.xlsx,,2023-01-01,,,,,", "单元格多于表头"),
    ],
)
def test_a_file_whose_row_is_wrong_stays_because_its_receipt_could_not_be_mended(
    settings: Settings, row: str, found: str
) -> None:
    _put(settings, f"{OFFICE_ZH}/旧.xlsx", b"old")
    _put(settings, "receipts.csv", (HEADER + row + "\n").encode())

    collected = collect(settings)

    (finding,) = collected.findings
    assert (finding.rule, finding.file) == ("RECEIPTS_LIST", "receipts.csv")
    assert finding.found.startswith(found)
    assert "第 2 行" in finding.message_zh
    assert _entered(settings) == []
    assert _left(settings) == ["receipts.csv", f"{OFFICE_ZH}/旧.xlsx"]


def test_a_misspelt_path_does_not_let_the_file_it_means_pass_as_handed_in_just_now(
    settings: Settings,
) -> None:
    _put(settings, f"{OFFICE_ZH}/旧.xlsx", b"old")
    _put(settings, f"{OFFICE_ZH}/好.xlsx", b"good")
    rows = f"{OFFICE_ZH}/日.xlsx,,2023-01-01,,,\n{OFFICE_ZH}/好.xlsx,,2023-01-02,,,\n"
    _put(settings, "receipts.csv", (HEADER + rows).encode())

    collected = collect(settings)

    assert [finding.found for finding in collected.findings] == [
        f"没有这个文件 no such file: {OFFICE_ZH}/日.xlsx"
    ]
    assert collected.waiting == (f"{OFFICE_ZH}/旧.xlsx",)
    assert [row.file_name for row in _entered(settings)] == ["好.xlsx"]

    _put(settings, "receipts.csv", (HEADER + rows).replace("日", "旧").encode())
    assert collect(settings).findings == ()
    assert [row.file_name for row in _entered(settings)] == ["好.xlsx", "旧.xlsx"]
    assert _left(settings) == []


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00\xff", b"file;when\na;b\n", b"path,path\n", b'path,received_at\n"']
)
def test_while_the_list_cannot_be_read_nothing_is_collected(settings: Settings, data: bytes) -> None:
    _put(settings, f"{OFFICE_ZH}/旧.xlsx", b"old")
    _put(settings, "receipts.csv", data)

    collected = collect(settings)

    assert _rules(collected) == [("RECEIPTS_LIST", "receipts.csv")]
    assert collected.waiting == (f"{OFFICE_ZH}/旧.xlsx",)
    assert _entered(settings) == []


def test_while_the_list_is_being_written_nothing_is_collected(settings: Settings) -> None:
    _put(settings, f"{OFFICE_ZH}/旧.xlsx", b"old")

    with _put(settings, "receipts.csv", HEADER.encode()).open("ab"):
        assert collect(settings).waiting == ("receipts.csv", f"{OFFICE_ZH}/旧.xlsx")

    assert _entered(settings) == []


# -------------------------------------------------------------------------------------------- hand_in


def test_a_file_handed_in_by_command_stays_where_it_is(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "外资.xlsx"
    path.write_bytes(b"1")

    first = hand_in(settings, path, OFFICE_ZH, received_by="王科员", received_at=YEAR_2023)
    again = hand_in(settings, path, OFFICE, received_by="李科员")

    assert (first, again) == (("6b86b273ff34fce1", True), ("6b86b273ff34fce1", False))
    (entered,) = _entered(settings)
    assert (entered.received_at, entered.back_loaded, entered.received_by) == (YEAR_2023, True, "王科员")
    assert [row.received_by for row in _receipts(settings)] == ["王科员", "李科员"]
    assert path.exists()


def test_nothing_can_have_been_received_in_the_future(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "外资.xlsx"
    path.write_bytes(b"1")

    with pytest.raises(ReceiptError, match="在将来"):
        hand_in(settings, path, OFFICE, received_by="x", received_at=datetime.now(UTC) + timedelta(hours=1))

    assert _entered(settings) == []


@pytest.mark.parametrize(
    ("department", "data", "rule"),
    [
        ("商务科", b"1", "UNKNOWN_DEPARTMENT"),
        (OFFICE, b"Rar!\x1a\x07\x01\x00", "ARCHIVE_FILE"),
        (OFFICE, b"12345", "FILE_TOO_LARGE"),
    ],
)
def test_what_the_inbox_would_not_take_cannot_be_handed_in_by_command(
    settings: Settings, tmp_path: Path, department: str, data: bytes, rule: str
) -> None:
    limit = 4 if rule == "FILE_TOO_LARGE" else 100
    settings = replace(settings, limits=replace(settings.limits, file_bytes=limit))
    path = tmp_path / "外资.xlsx"
    path.write_bytes(data)

    with pytest.raises(NotHandedInError) as refused:
        hand_in(settings, path, department, received_by="x")

    assert refused.value.code == rule
    assert _entered(settings) == []


def test_a_link_or_a_missing_file_cannot_be_handed_in(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/hostname")

    with pytest.raises(NotHandedInError) as refused:
        hand_in(settings, tmp_path / "link", OFFICE, received_by="x")
    assert "链接" in refused.value.problem.message_zh
    with pytest.raises(FileNotFoundError):
        hand_in(settings, tmp_path / "missing", OFFICE, received_by="x")


# ------------------------------------------------------------------ any order of hand-ins, against a dict


class HandIns(RuleBasedStateMachine):
    """Files under any names, in any order, by inbox or by command, the same bytes again and again."""

    contents = st.sampled_from([b"a", b"b", b"c", b"d"])
    names = st.sampled_from(["外资.xlsx", "外资 (2).xlsx", "2023/外资.xlsx"])
    folders = st.sampled_from([OFFICE, OFFICE_ZH, "统计站"])

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.settings = _settings(self.root)
        self.inbox: dict[str, bytes] = {}
        self.saved: dict[str, int] = {}
        self.clock = 1_000_000
        self.first_name: dict[bytes, str] = {}
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @rule(folder=folders, name=names, data=contents)
    def put(self, folder: str, name: str, data: bytes) -> None:
        path = _put(self.settings, f"{folder}/{name}", data)
        self.clock += 1
        os.utime(path, (self.clock, self.clock))
        self.inbox[f"{folder}/{name}"] = data
        self.saved[f"{folder}/{name}"] = self.clock

    @rule()
    def collect(self) -> None:
        collect(self.settings)
        for path in sorted(self.inbox, key=self.saved.__getitem__):
            self.first_name.setdefault(self.inbox[path], Path(path).name)
        self.count += len(self.inbox)
        self.inbox.clear()

    @rule(name=st.sampled_from(["x.xlsx", "y.xlsx"]), data=contents)
    def submit(self, name: str, data: bytes) -> None:
        (self.root / name).write_bytes(data)
        _, is_new = hand_in(self.settings, self.root / name, OFFICE, received_by="x")
        assert is_new == (data not in self.first_name)
        self.first_name.setdefault(data, name)
        self.count += 1

    @invariant()
    def the_ledger_is_the_dict(self) -> None:
        home = Home(self.settings.home)
        entered = _entered(self.settings)
        assert {read(home, row.sha256): row.file_name for row in entered} == self.first_name
        assert [row.sequence for row in entered] == list(range(1, len(self.first_name) + 1))
        assert all(path_of(home, row.sha256).exists() for row in entered)
        assert len(_receipts(self.settings)) == self.count
        assert sum(not row.duplicate for row in _receipts(self.settings)) == len(entered)
        assert _left(self.settings) == sorted(self.inbox)


HandIns.TestCase.settings = hypothesis_settings(max_examples=20, stateful_step_count=20, deadline=None)
TestHandIns = HandIns.TestCase
