"""A damaged file is refused, or read as it was; never with another value."""

import random

import pytest
import xlsxwriter

from ingest.workbook.cells.cell import Sheet
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> bytes:
    """A form with dates, percentages, shared texts, a merge, a formula, two sheets."""
    path = tmp_path_factory.mktemp("sound") / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day, percent = (
            book.add_format({"num_format": 'yyyy"年"m"月"'}),
            book.add_format({"num_format": "0.0%"}),
        )
        for name in ("1-11月", "1-12月"):
            sheet = book.add_worksheet(name)
            sheet.merge_range("A1:E1", "固定资产投资反馈表", None)
            for row in range(2, 30):
                sheet.write_row(row, 0, [f"示例镇街{row}", row * 1.1])
                sheet.write_number(row, 2, 45000 + row, day)
                sheet.write_number(row, 3, row / 1000, percent)
            sheet.write_formula("E2", "=SUM(B3:B30)", None, 508.2)
    return path.read_bytes()


def content(data: bytes) -> list[tuple[object, ...]]:
    def said(sheet: Sheet) -> tuple[object, ...]:
        return (
            sheet.name,
            sheet.visibility,
            sheet.merges,
            sheet.hidden_rows,
            sheet.hidden_columns,
            *sheet.cells(),
        )

    return [said(sheet) for sheet in read_workbook(data).sheets]


def test_a_file_cut_anywhere_is_refused_as_damaged(sound):
    for length in range(4, len(sound), 61):
        with pytest.raises(Unreadable) as refused:
            read_workbook(sound[:length])
        assert refused.value.code == "DAMAGED_FILE", length


def test_a_file_with_a_changed_byte_is_refused_or_read_as_it_was(sound):
    whole = content(sound)
    chance = random.Random(20231231)  # noqa: S311 - a fixed sequence, no secret
    refused = 0
    for _ in range(600):
        place, change = chance.randrange(len(sound)), chance.randrange(1, 256)
        changed = sound[:place] + bytes([sound[place] ^ change]) + sound[place + 1 :]
        try:
            assert content(changed) == whole, (place, change)
        except Unreadable:
            refused += 1
    assert refused > 200


def test_a_file_with_a_lost_stretch_is_refused_or_read_as_it_was(sound):
    whole = content(sound)
    chance = random.Random(20231130)  # noqa: S311 - a fixed sequence, no secret
    for _ in range(200):
        start, length = chance.randrange(len(sound)), chance.randrange(1, 200)
        try:
            assert content(sound[:start] + sound[start + length :]) == whole, (start, length)
        except Unreadable as refused:
            assert refused.code in {"DAMAGED_FILE", "NOT_A_WORKBOOK", "ENCRYPTED_FILE"}  # noqa: PT017
