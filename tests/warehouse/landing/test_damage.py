"""What has landed and been accepted is all there before a build begins, whatever is kept from the build before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ingest.office.load import load_office
from warehouse.building.blocked import Blocked
from warehouse.building.build_inputs import write_inputs
from warehouse.building.decided import decided_submissions
from warehouse.home import Home
from warehouse.ledger.entries import submissions
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import Settings
from warehouse.store.durable import sha256_of

CAPITAL = "外资到账明细2023年12月.xlsx"


def inputs_of(settings: Settings, folder: Path) -> dict[str, int]:
    """The inputs of a build, written anew; rows by table."""
    home = Home(settings.home)
    folder.mkdir(exist_ok=True)
    with open_ledger(home) as book:
        return write_inputs(home, decided_submissions(book), folder, load_office(settings.office))


def landed(settings: Settings, file_name: str) -> Path:
    """The folder in landing of a file."""
    home = Home(settings.home)
    with open_ledger(home) as book:
        (one,) = [each for each in submissions(book) if each.file_name == file_name]
    (folder,) = (home.landing / one.submission_id).iterdir()
    return folder


def without(file: Path, submission_id: str, rows: int) -> None:
    """A Parquet file without so many rows of a submission."""
    table = pq.read_table(file)
    mine = [n for n, one in enumerate(table["submission_id"].to_pylist()) if one == submission_id][:rows]
    keep = [n for n in range(table.num_rows) if n not in set(mine)]
    file.unlink()
    pq.write_table(table.take(keep), file)


def sealed_anew(kept: Path) -> None:
    """The list beside a kept file, as if it had been written for the file as it is now."""
    stated = json.loads(kept.with_suffix(".contents.json").read_text())
    kept.with_suffix(".contents.json").write_text(json.dumps({**stated, "sha256": sha256_of(kept)}))


@pytest.mark.parametrize("table", ["observation", "register_cell", "check_cell", "finding"])
def test_rows_that_are_missing_from_what_was_kept_are_read_from_landing_again(
    night: Settings, tmp_path: Path, table: str
) -> None:
    whole = inputs_of(night, tmp_path / "first")
    without(Home(night.home).builds / "gathered" / f"{table}.parquet", landed(night, CAPITAL).parent.name, 1)
    assert inputs_of(night, tmp_path / "second") == whole


@pytest.mark.parametrize("table", ["observation", "register_cell", "check_cell"])
def test_they_are_even_if_the_list_beside_it_was_written_for_what_is_left(
    night: Settings, tmp_path: Path, table: str
) -> None:
    whole = inputs_of(night, tmp_path / "first")
    kept = Home(night.home).builds / "gathered" / f"{table}.parquet"
    without(kept, landed(night, CAPITAL).parent.name, 1)
    sealed_anew(kept)
    assert inputs_of(night, tmp_path / "second") == whole


@pytest.mark.parametrize(
    "gone", ["folder", "observation.parquet", "reading.json", "gate_finding.parquet", "gate_check.parquet"]
)
def test_a_reading_that_is_gone_from_landing_is_named_by_file_and_department(
    night: Settings, tmp_path: Path, gone: str
) -> None:
    folder = landed(night, CAPITAL)
    if gone == "folder":
        shutil.rmtree(folder.parent)
    else:
        (folder / gone).unlink()
    with pytest.raises(Blocked) as raised:
        inputs_of(night, tmp_path / "inputs")
    (found,) = raised.value.findings
    assert (found.rule, found.file, found.found) == ("LANDING_DAMAGED", CAPITAL, "缺文件 files are missing")
    assert "经济发展办公室" in found.message_zh
    assert folder.parent.name in found.message_zh


@pytest.mark.parametrize("said", ["", "{", "[]", '{"a": 1}', '{"rows": {"observation": "x"}}'])
def test_a_summary_that_says_nothing_is_a_reading_that_is_gone(
    night: Settings, tmp_path: Path, said: str
) -> None:
    (landed(night, CAPITAL) / "reading.json").write_text(said)
    with pytest.raises(Blocked) as raised:
        inputs_of(night, tmp_path / "inputs")
    assert [(each.rule, each.file) for each in raised.value.findings] == [("LANDING_DAMAGED", CAPITAL)]


# Each table and both kinds of damage, and not each with each: 6 s of processor time apiece.
@pytest.mark.parametrize(
    ("table", "damage"),
    [
        ("observation", "cut"),
        ("register_cell", "flipped"),
        ("check_cell", "cut"),
        ("gate_finding", "flipped"),
        ("gate_check", "cut"),
    ],
)
def test_a_table_of_landing_that_cannot_be_read_is_named(
    night: Settings, tmp_path: Path, table: str, damage: str
) -> None:
    file = landed(night, CAPITAL) / f"{table}.parquet"
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2] if damage == "cut" else data[:-40] + b"\xff" * 36 + data[-4:])
    for kept in (Home(night.home).builds / "gathered").iterdir():
        kept.unlink()
    with pytest.raises(Blocked) as raised:
        inputs_of(night, tmp_path / "inputs")
    (found,) = raised.value.findings
    assert (found.rule, found.file, found.expected) == (
        "LANDING_DAMAGED",
        CAPITAL,
        f"{table}.parquet 读得出 readable",
    )


@pytest.mark.parametrize("table", ["observation", "register_cell"])
def test_a_row_that_is_gone_from_landing_is_named(night: Settings, tmp_path: Path, table: str) -> None:
    folder = landed(night, CAPITAL)
    rows = pq.read_metadata(folder / f"{table}.parquet").num_rows
    without(folder / f"{table}.parquet", folder.parent.name, 1)
    with pytest.raises(Blocked) as raised:
        inputs_of(night, tmp_path / "inputs")
    (found,) = raised.value.findings
    assert (found.found, found.expected) == (f"{table} {rows - 1}", f"{table} {rows}")


def test_a_reading_that_says_less_than_the_ledger_entered_is_named(night: Settings, tmp_path: Path) -> None:
    folder = landed(night, CAPITAL)
    said = json.loads((folder / "reading.json").read_text())
    said["rows"]["observation"] -= 1
    (folder / "reading.json").write_text(json.dumps(said))
    with pytest.raises(Blocked, match="数值"):
        inputs_of(night, tmp_path / "inputs")


def test_a_reading_of_a_submission_that_is_not_accepted_may_be_missing(
    night: Settings, tmp_path: Path
) -> None:
    from warehouse.ledger.entries import current_decisions, record_decision
    from warehouse.ledger.row import DecisionKind

    folder = landed(night, CAPITAL)
    before = inputs_of(night, tmp_path / "first")["observation"]
    mine = pq.read_metadata(folder / "observation.parquet").num_rows
    with open_ledger(Home(night.home)) as book:
        version = current_decisions(book)[folder.parent.name].reader_version
        record_decision(book, folder.parent.name, version, DecisionKind.REFUSE, reason="x", actor="y")
    (folder / "observation.parquet").unlink()
    assert inputs_of(night, tmp_path / "second")["observation"] == before - mine
    assert not pc.any(
        pc.equal(
            pq.read_table(tmp_path / "second" / "observation.parquet")["submission_id"], folder.parent.name
        )
    ).as_py()
