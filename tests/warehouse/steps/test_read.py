"""Reading chunks in worker processes: what lands, what is entered, and what a file that ends its worker costs."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.conftest import settings_for
from tests.ingest.workbook.poison import POISON
from tests.warehouse.steps import reading
from warehouse.collect.hand_in import collect
from warehouse.home import Home
from warehouse.ledger import entries as ledger
from warehouse.ledger.file.schema import open_ledger
from warehouse.settings import GIB, MIB, Settings
from warehouse.steps import read
from warehouse.steps.chunks import chunks_to_read
from warehouse.steps.read import landing_folder, read_chunk, read_chunks
from warehouse.store import archive
from warehouse.store.archive import ArchiveDamageError
from warehouse.version import reader_version

OFFICE = "经济发展办公室"
CAPITAL, REGISTER = "外资到账明细2023年12月.xlsx", "固定资产投资项目入库台账2023年12月.xlsx"
MARCH = "外资到账明细2023年3月.xlsx"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home whose files are all read in one chunk."""
    return replace(settings_for(tmp_path / "home"), chunk_bytes=GIB)


def take_in(settings: Settings, samples: Path, names: Iterable[str], others: dict[str, bytes]) -> None:
    """Samples and other files through the inbox into the archive, all from one department."""
    inbox = Home(settings.home).inbox / OFFICE
    inbox.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(samples / "inbox" / OFFICE / name, inbox)
    for name, content in others.items():
        (inbox / name).write_bytes(content)
    collect(settings)


def landed(settings: Settings) -> dict[str, Path]:
    """The folder in landing of each file name."""
    home = Home(settings.home)
    with open_ledger(home) as book:
        submissions = ledger.submissions(book)
    version = reader_version(settings)
    return {one.file_name: landing_folder(home, one.submission_id, version) for one in submissions}


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return list(pq.read_table(folder / f"{table}.parquet").to_pylist())


def rules_of(folder: Path) -> set[str]:
    return {found["rule"] for found in rows(folder, "finding")}


def value_of(folder: Path, cell: str) -> Decimal:
    """The one value read from a cell."""
    [value] = [row["obs_value"] for row in rows(folder, "observation") if row["cell"] == cell]
    return Decimal(value)


def entered(settings: Settings) -> dict[str, tuple[str | None, int]]:
    """Form and number of observations of each file, as the ledger has them."""
    with open_ledger(Home(settings.home)) as book:
        return {
            one.file_name: (row.form_id, row.n_observations)
            for one in ledger.submissions(book)
            for row in ledger.readings(book, one.submission_id)
        }


def test_a_chunk_lands_and_is_entered_and_is_not_read_again(settings: Settings, sample_folder: Path) -> None:
    take_in(settings, sample_folder, [CAPITAL, REGISTER], {})
    [chunk] = chunks_to_read(settings)
    report = read_chunk(settings, chunk)
    # 27 projects of the register, nine columns each.
    assert (report.submissions, report.register_cells > 200) == (2, True)
    assert value_of(landed(settings)[CAPITAL], "H9") == 10_320_000
    assert entered(settings).keys() == {CAPITAL, REGISTER}
    assert chunks_to_read(settings) == []
    assert read_chunk(settings, chunk).submissions == 0


def test_two_workers_land_what_one_lands(settings: Settings, sample_folder: Path, tmp_path: Path) -> None:
    alone = replace(settings, home=tmp_path / "alone")
    names = [path.name for path in sorted((sample_folder / "inbox" / OFFICE).glob("*2023*.xlsx"))]
    for each, workers in ((settings, 2), (alone, 1)):
        take_in(each, sample_folder, names, {})
        read_chunks(each, chunks_to_read(each), workers)
    assert len(names) > 10
    assert entered(settings) == entered(alone)
    for name, folder in landed(settings).items():
        for table in ("observation", "register_cell", "check_cell", "finding"):
            other = landed(alone)[name] / f"{table}.parquet"
            assert pq.read_table(folder / f"{table}.parquet").equals(pq.read_table(other)), name


def test_every_chunk_has_its_own_report(settings: Settings, sample_folder: Path) -> None:
    take_in(settings, sample_folder, [CAPITAL, REGISTER, MARCH], {})
    chunks = chunks_to_read(replace(settings, chunk_bytes=1))
    assert [report.submissions for report in read_chunks(settings, chunks, 2)] == [1, 1, 1]


def test_as_many_workers_read_as_the_setting_says(
    settings: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(function: Any, calls: Any, workers: int, bounds: Any) -> Any:
        asked.append(workers)
        yield from guarded_calls(function, calls, workers, bounds)

    guarded_calls = read.guarded_calls
    monkeypatch.setattr(read, "guarded_calls", noted)
    take_in(settings, sample_folder, [CAPITAL, MARCH], {})
    first, second = chunks_to_read(replace(settings, chunk_bytes=1))
    read_chunks(replace(settings, read_workers=3), [first])
    read_chunk(replace(settings, read_workers=3), second)  # what maps over chunks has workers of its own
    read_chunks(settings, [])
    assert asked == [3, 1, len(os.sched_getaffinity(0))]


def test_progress_goes_file_by_file_and_the_largest_is_first(settings: Settings, sample_folder: Path) -> None:
    take_in(settings, sample_folder, [CAPITAL, REGISTER], {"大.xlsx": bytes(MIB)})
    seen: list[tuple[int, int, str]] = []
    read_chunks(settings, chunks_to_read(settings), 1, lambda *step: seen.append(step))
    assert [(done, of) for done, of, _ in seen] == [(1, 3), (2, 3), (3, 3)]
    assert [name for _, _, name in seen] == ["大.xlsx", REGISTER, CAPITAL]


def test_files_that_end_their_worker_in_every_way_cost_themselves_alone(
    settings: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "read_and_land", reading.read_or_end)
    bounded = replace(settings, child_cpu_seconds=3, child_wall_seconds=25)
    others = {name: name.encode() for name in reading.ENDS}
    take_in(bounded, sample_folder, [CAPITAL, REGISTER, MARCH], others)
    [chunk] = chunks_to_read(bounded)
    report = read_chunks(bounded, [chunk], 2)[0]
    assert report.submissions == 9
    folders = landed(bounded)
    for name, (_, said) in reading.ENDS.items():
        [found] = rows(folders[name], "finding")
        assert (found["rule"], found["severity"], found["file"]) == ("READER_KILLED", "hold", name)
        assert said in found["found"]
        assert found["expected"] == "3 秒 (s), 2048 MiB"
    assert value_of(folders[CAPITAL], "H9") == 10_320_000
    assert rules_of(folders[MARCH]) == set()
    assert len({row["row_no"] for row in rows(folders[REGISTER], "register_cell")}) == 27
    assert entered(bounded).keys() == folders.keys()


def test_a_file_that_had_landed_when_its_worker_died_is_entered_as_it_was_read(
    settings: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "read_and_land", reading.land_and_abort)
    take_in(settings, sample_folder, [CAPITAL], {})
    report = read_chunk(settings, chunks_to_read(settings)[0])
    form, observations = entered(settings)[CAPITAL]
    assert (form, observations) == ("L03", report.observations)
    assert observations == len(rows(landed(settings)[CAPITAL], "observation")) > 0
    assert "READER_KILLED" not in rules_of(landed(settings)[CAPITAL])


def test_a_mistake_of_the_reader_is_a_finding_and_its_place_is_in_the_log(
    settings: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(read, "read_and_land", reading.fail)
    take_in(settings, sample_folder, [CAPITAL], {})
    with caplog.at_level(logging.ERROR):
        read_chunk(settings, chunks_to_read(settings)[0])
    [found] = rows(landed(settings)[CAPITAL], "finding")
    assert (found["rule"], found["found"]) == ("READER_FAULT", "LookupError: 第三行")
    assert "in failing" in caplog.text
    assert CAPITAL in caplog.text


def test_a_full_disk_is_no_fault_of_a_file(
    settings: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "read_and_land", reading.fill_the_disk)
    take_in(settings, sample_folder, [CAPITAL, MARCH], {})
    chunks = chunks_to_read(settings)
    with pytest.raises(OSError, match="No space left"):
        read_chunks(settings, chunks)
    assert chunks_to_read(settings) == chunks


def test_a_damaged_archive_is_no_fault_of_a_file(settings: Settings, sample_folder: Path) -> None:
    take_in(settings, sample_folder, [CAPITAL], {})
    with open_ledger(Home(settings.home)) as book:
        [submission] = ledger.submissions(book)
    path = archive.path_of(Home(settings.home), submission.sha256)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    with pytest.raises(ArchiveDamageError):
        read_chunk(settings, chunks_to_read(settings)[0])


def test_poison_of_every_kind_in_one_batch_is_refused_file_by_file_and_the_good_are_read(
    settings: Settings, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used = []

    def measured(*arguments: Any) -> Any:
        for outcome in guarded_calls(*arguments):
            used.append((outcome.cpu_seconds, outcome.peak_bytes))
            yield outcome

    guarded_calls = read.guarded_calls
    monkeypatch.setattr(read, "guarded_calls", measured)
    take_in(
        settings,
        sample_folder,
        [CAPITAL, REGISTER, MARCH],
        {name: make() for name, (make, _) in POISON.items()},
    )
    [chunk] = chunks_to_read(settings)
    read_chunks(settings, [chunk], 2)

    folders = landed(settings)
    for name, (_, said) in POISON.items():
        [found] = rows(folders[name], "finding")
        assert found["rule"] in said, found
    assert value_of(folders[CAPITAL], "H9") == 10_320_000
    assert rules_of(folders[MARCH]) == set()
    assert len({row["row_no"] for row in rows(folders[REGISTER], "register_cell")}) == 27
    assert len(used) == len(POISON) + 3
    assert max(cpu for cpu, _ in used) < 60
    assert max(peak for _, peak in used) < 2 * GIB
