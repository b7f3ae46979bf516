"""A few of the round trips of `make campaign NAME=hand_back`: a sample, and a workbook with nearly everything, in each variant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.workbook.marking.rich_workbook import parts, rich_workbook
from tests.ingest.workbook.marking.variants import VARIANTS
from tests.ingest.workbook.xlsx.written_package import zipped
from tests.warehouse.hand_back import round_trip as trips
from tests.warehouse.hand_back.round_trip import Trip, round_trip
from warehouse.hand_back.copied import Copied, CopyKind

SAMPLE = "faulty/inbox/经济发展办公室/外资到账明细2023年12月_公式出错.xlsx"


@pytest.mark.parametrize("kind", VARIANTS)
def test_a_sample_with_what_offices_put_into_workbooks_comes_back_as_it_was_with_its_marks(
    kind: str, sample_folder: Path
) -> None:
    assert round_trip(VARIANTS[kind]((sample_folder / SAMPLE).read_bytes()), SAMPLE) == Trip("marked", 8, ())


@pytest.mark.parametrize("kind", [kind for kind in VARIANTS if kind != "notes"])
def test_so_does_a_workbook_with_nearly_all_of_it_at_once(kind: str) -> None:
    assert round_trip(VARIANTS[kind](rich_workbook()), "rich.xlsx") == Trip("marked", 8, ())


def test_what_a_copy_has_lost_or_changed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The looking itself: a copy whose picture is gone and one of whose values is another."""
    real = trips.copy_of

    def careless(*arguments: object) -> tuple[Copied, bytes]:
        made, copy = real(*arguments)  # type: ignore[arg-type]
        contents: dict[str, str | bytes] = dict(parts(copy))
        del contents["xl/media/image1.png"]
        sheet = contents["xl/worksheets/sheet1.xml"]
        assert isinstance(sheet, bytes)
        contents["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>1032</v>", b"<v>1033</v>")
        return made, zipped(contents)

    monkeypatch.setattr(trips, "copy_of", careless)
    trip = round_trip(rich_workbook(), "rich.xlsx")
    assert trip.kind is CopyKind.MARKED
    assert "part xl/media/image1.png is gone" in trip.wrong
    assert any("cells are not read as before" in each for each in trip.wrong)
