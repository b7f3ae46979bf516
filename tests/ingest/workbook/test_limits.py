"""Files made to break a reader: each is read, or refused by its own limit, at once and in little memory."""

import random
import resource
import sys
import time
import zlib
from pathlib import Path

import pytest

from ingest.workbook.limits import MIB, Limits
from ingest.workbook.read import read_workbook
from ingest.workbook.unreadable import Unreadable
from tests.ingest.workbook.bomb import OPENING, repeated, with_raw_entry
from tests.ingest.workbook.xlsx.written_package import (
    MAIN,
    SHEET_PART,
    STRINGS_PART,
    STYLES_PART,
    WORKBOOK_PART,
    WORKBOOK_RELATIONSHIPS,
    package,
    relationships,
    shared_strings,
    sheet_of,
    workbook,
    worksheet,
    zipped,
)

ONE_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal_of(content: bytes, limits: Limits | None = None) -> Unreadable:
    """How a file is refused: within 2 s of CPU and 200 MiB."""
    started, held = time.process_time(), _peak_mib()
    with pytest.raises(Unreadable) as refused:
        read_workbook(content, limits)
    assert time.process_time() - started < 2
    assert _peak_mib() - held < 200
    return refused.value


def limit_met(content: bytes, limits: Limits | None = None) -> str:
    refused = refusal_of(content, limits)
    assert refused.code == "LIMIT_EXCEEDED", refused
    return refused.words["limit"]


def _peak_mib() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MIB


# The small print: each limit is met one above it and not at it.


def test_a_file_at_the_size_limit_is_read_and_one_byte_more_is_not():
    content = package(ONE_CELL)
    assert read_workbook(content, Limits(file_bytes=len(content))).sheets
    assert limit_met(content, Limits(file_bytes=len(content) - 1)) == "file_bytes"


def test_the_size_of_a_file_is_asked_before_it_is_read(tmp_path: Path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(2 * 1024 * MIB)
    with pytest.raises(Unreadable, match="LIMIT_EXCEEDED"):
        read_workbook(path)


def test_as_many_entries_as_the_limit_are_read_and_one_more_is_not():
    content = package(ONE_CELL)  # six parts
    assert read_workbook(content, Limits(entries=6)).sheets
    assert limit_met(content, Limits(entries=5)) == "entries"


def test_as_many_cells_as_the_limit_are_read_and_one_more_is_not():
    content = package('<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="C1"><v>1</v></c></row>')
    assert read_workbook(content, Limits(cells=3)).sheets
    assert limit_met(content, Limits(cells=2)) == "cells"


def test_rows_without_cells_have_the_same_limit():
    content = package("<row/>" * 3 + '<row><c r="A4"><v>1</v></c></row>')
    assert read_workbook(content, Limits(cells=4)).sheets
    assert limit_met(content, Limits(cells=3)) == "cells"


def test_shared_texts_have_the_same_limit():
    content = package(ONE_CELL, parts={STRINGS_PART: shared_strings("<si><t>一</t></si>" * 4)})
    assert read_workbook(content, Limits(cells=4)).sheets
    assert limit_met(content, Limits(cells=3)) == "cells"


def test_as_many_merges_as_the_limit_are_read_and_one_more_is_not():
    content = package(
        ONE_CELL, after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>'
    )
    assert read_workbook(content, Limits(merges=2)).sheets
    assert limit_met(content, Limits(merges=1)) == "merges"


@pytest.mark.parametrize(
    "parts",
    [
        {STRINGS_PART: shared_strings(f"<si><t>{'长' * 70_000}</t></si>")},
        {STRINGS_PART: shared_strings(f"<si>{'<r><t>长</t></r>' * 70_000}</si>")},
        {SHEET_PART: worksheet(f'<row><c t="inlineStr"><is>{"<r><t>长</t></r>" * 70_000}</is></c></row>')},
        {
            SHEET_PART: f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>{"长" * 70_000}</v></c></row></sheetData></worksheet>'
        },
    ],
)
def test_a_text_is_read_up_to_its_limit(parts):
    content = package(ONE_CELL, parts=parts)
    assert read_workbook(content, Limits(text_characters=70_000)).sheets
    assert limit_met(content, Limits(text_characters=69_999)) == "text_characters"


def test_a_part_and_all_parts_have_limits_of_their_own():
    content = package("<!--" + "-+" * 50_000 + "-->" + ONE_CELL)
    assert limit_met(content, Limits(entry_bytes=100_000)) == "entry_bytes"
    assert limit_met(content, Limits(total_bytes=100_000)) == "total_bytes"
    assert read_workbook(content, Limits(entry_bytes=110_000, total_bytes=110_000)).sheets


def test_a_refusal_says_which_limit_what_was_found_and_what_is_allowed():
    refused = refusal_of(package(ONE_CELL), Limits(entries=5))
    assert (refused.found, refused.expected) == ("6", "5")
    assert "zip entries" in refused.words["what"]


# The bombs.


def test_a_gibibyte_of_blanks_is_refused():
    content = repeated(OPENING, b" " * MIB, 1024)
    assert len(content) < 2 * MIB
    assert limit_met(content) == "ratio"


def test_thirty_million_cells_are_refused():
    row = f"<row>{'<c><v>1</v></c>' * 10_000}</row>".encode()
    assert limit_met(repeated(OPENING, row, 3_000)) == "ratio"


def test_a_part_that_says_it_is_small_is_held_to_it():
    deflated = zlib.compress(b" " * 20 * MIB, 9, wbits=-zlib.MAX_WBITS)
    content = with_raw_entry(package(parts={SHEET_PART: None}), SHEET_PART, deflated, size=100)
    assert "larger than it says" in refusal_of(content).found


def test_many_parts_within_their_limits_are_counted_together():
    # Each of them within 10 MiB, so that no ratio is asked: what zip bombs of overlapping parts rely on.
    blanks = worksheet(" " * 9 * MIB)
    parts = {f"xl/worksheets/s{n}.xml": blanks for n in range(1, 4)}
    related = relationships(*[("worksheet", f"worksheets/s{n}.xml") for n in range(1, 4)])
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, 4))
    content = package(parts={**parts, WORKBOOK_PART: workbook(sheets), WORKBOOK_RELATIONSHIPS: related})
    assert limit_met(content, Limits(total_bytes=20 * MIB)) == "total_bytes"


def test_cells_are_counted_where_the_ratio_does_not_help():
    rows = "".join(f"<row>{'<c/>' * 16_000}</row>" for _ in range(20))
    assert limit_met(package(rows), Limits(cells=300_000)) == "cells"


@pytest.mark.parametrize("in_cell", [True, False])
def test_a_text_of_very_many_runs_is_read_in_time(in_cell):
    runs = "<r><t>字</t></r>" * 150_000
    cell = f'<c r="A1" t="inlineStr"><is>{runs}</is></c>' if in_cell else '<c r="A1" t="s"><v>0</v></c>'
    content = package(f'<row r="1">{cell}</row>', parts={STRINGS_PART: shared_strings(f"<si>{runs}</si>")})
    started = time.process_time()
    assert read_workbook(content).sheets[0].cell(1, 1).value == "字" * 150_000
    assert time.process_time() - started < 2


def test_two_hundred_thousand_merges_are_refused():
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 200_001))
    assert limit_met(package(ONE_CELL, after=f"<mergeCells>{merges}</mergeCells>")) == "merges"


def test_fifty_thousand_merges_are_read_and_found():
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 50_001))
    sheet = sheet_of(ONE_CELL, after=f"<mergeCells>{merges}</mergeCells>")
    assert all(sheet.merge_at(row, 2) is not None for row in range(1, 50_001))


def test_a_merge_over_the_whole_sheet_is_read():
    sheet = sheet_of(ONE_CELL, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert sheet.merged_value_cell(1_048_576, 16_384).value == 1


def test_entities_are_refused_before_they_grow():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE worksheet [<!ENTITY l0 "哈">{laughs}]>'
    sheet = f'{bomb}<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&l9;</v></c></row></sheetData></worksheet>'
    assert "DTD" in refusal_of(package(parts={SHEET_PART: sheet})).found


@pytest.mark.parametrize("part", [SHEET_PART, STRINGS_PART, STYLES_PART, "xl/workbook.xml", "_rels/.rels"])
def test_nothing_outside_the_file_is_fetched(part):
    fetching = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert "DTD" in refusal_of(package(ONE_CELL, parts={part: fetching})).found


@pytest.mark.parametrize("part", [SHEET_PART, STRINGS_PART, STYLES_PART, "xl/workbook.xml", "_rels/.rels"])
def test_a_million_elements_within_one_another_are_damage(part):
    assert refusal_of(package(ONE_CELL, parts={part: "<a>" * 1_000_000})).code == "DAMAGED_FILE"


@pytest.mark.parametrize("nested", ["<c>", "<v>", "<c><v>", "<f>", "<t>", "<is>", "<row>", "<rPh>"])
def test_elements_of_a_sheet_within_one_another_are_damage(nested):
    assert refusal_of(package(f"<row>{nested * 300_000}")).code == "DAMAGED_FILE"


def test_one_tag_of_many_mebibytes_is_damage():
    noise = random.Random(1).randbytes(2 * MIB).hex()  # noqa: S311 - noise that does not deflate, no secret
    assert refusal_of(package(f'<row r="1" note="{noise}"/>')).code == "DAMAGED_FILE"


def test_hidden_columns_stated_again_and_again_are_damage():
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 100_000 + "</cols>"
    assert refusal_of(package(ONE_CELL, before=columns)).code == "DAMAGED_FILE"


def test_more_styles_than_excel_holds_are_damage():
    many = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 200_000}</cellXfs></styleSheet>'
    assert refusal_of(package(ONE_CELL, parts={STYLES_PART: many})).code == "DAMAGED_FILE"


def test_a_directory_of_a_hundred_thousand_entries_is_refused_unread():
    content = package(ONE_CELL)
    end = content.rindex(b"PK\x05\x06")
    assert limit_met(content[:end] + (b"PK\x01\x02" + bytes(42)) * 100_000 + content[end:]) == "entries"


def test_names_that_climb_out_of_the_archive_are_only_names():
    content = zipped({"../../etc/passwd": "x", "/etc/passwd": "y"})
    assert refusal_of(content).code == "NOT_A_WORKBOOK"
