"""Texts and Word documents become lines; hostile ones are bounded."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from ingest.finding.refusal import Refusal
from warehouse.answers.text.stated.lines import Line, clean, lines_of
from warehouse.answers.text.stated.spotted import spotted

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def document(body: str, head: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def cells(*rows: tuple[str, ...]) -> str:
    made = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{made}</w:tbl>"


def test_a_number_torn_over_runs_of_a_paragraph_is_one() -> None:
    data = document(paragraph("外资到账10", "32万美元") + paragraph("") + paragraph("完成"))
    assert lines_of(data, "a.docx") == [Line("第1段", "外资到账1032万美元"), Line("第3段", "完成")]


def test_a_cell_of_a_table_has_the_words_of_its_row_and_column_and_its_unit() -> None:
    data = document(
        cells(
            ("指标", "单位", "2023年"), ("实际到账外资", "万美元", "1032"), ("内资到位资金", "亿元", "9.65")
        )
    )
    found = {line.place: line.text for line in lines_of(data, "a.docx")}
    assert found["表1第2行第3列"] == "实际到账外资2023年1032万美元"
    assert found["表1第3行第3列"] == "内资到位资金2023年9.65亿元"


def test_what_was_deleted_and_what_is_written_twice_is_no_text() -> None:
    body = (
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>27</w:delText></w:r></w:del><w:r><w:t>28个</w:t></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>甲</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>乙</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert [line.text for line in lines_of(document(body), "a.docx")] == ["共28个甲"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "TEXT_NOT_READ"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "TEXT_NOT_READ"),
        ("字".encode() * 600_000, "TEXT_TOO_LONG"),
        (b"1" * (21 * 1024 * 1024), "TEXT_TOO_LONG"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        lines_of(data, "a.txt")
    assert refused.value.code == code


def test_a_document_type_and_a_workbook_are_refused() -> None:
    with pytest.raises(Refusal):
        lines_of(document(paragraph("x"), '<!DOCTYPE x [<!ENTITY a "b">]>'), "a.docx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refusal) as refused:
        lines_of(stream.getvalue(), "a.docx")
    assert refused.value.code == "TEXT_NOT_READ"


def test_signs_that_steer_a_terminal_or_the_direction_of_writing_are_taken_out() -> None:
    assert clean("外资\x1b[31m到账\u202e1032\u202c万\u200b美元\x07") == "外资[31m到账1032万美元"
    assert clean("１０３２万美元，６３．５５％") == "1032万美元，63.55%"
    assert clean("٣٢个") == "32个"


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "1" * n,
        lambda n: "一" * n,
        lambda n: "1," * (n // 2),
        lambda n: "“一" * (n // 2),
        lambda n: "a1" * (n // 2),
        lambda n: "分别" * (n // 2),
        lambda n: "1、" * (n // 2) + "号",
    ],
)
def test_a_long_line_of_one_sign_takes_no_time(make: Callable[[int], str]) -> None:
    began = time.process_time()
    for _ in spotted(make(20_000)):
        pass
    assert time.process_time() - began < 3.0


def test_a_gbk_text_and_a_markdown_table_are_read() -> None:
    assert lines_of("入库项目27个\r\n".encode("gb18030"), "a.txt")[0].text == "入库项目27个"
    found = lines_of("# 标题\n\n- 入库项目**27**个\n|---|---|\n".encode(), "a.md")
    assert [(line.place, line.text) for line in found] == [("第1行", "标题"), ("第3行", "入库项目27个")]
