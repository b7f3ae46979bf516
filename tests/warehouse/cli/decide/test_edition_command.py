"""`indicators edition`: frozen, signed, and what moved since."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.conftest import Night
from tests.warehouse.command import Run
from warehouse.settings import Settings


def test_a_meeting_is_frozen_and_signed_and_nothing_has_moved_of_the_snapshot_that_it_was_shown(
    run: Run, night: Settings
) -> None:
    frozen = run("edition", "调度会", "2023-12", "--by", "张三", home=night.home)
    assert (frozen.status, frozen.err) == (0, "")
    assert "张三 定稿" in frozen.out
    assert "69 个数" in frozen.out
    assert "不是 2023-12 的" not in frozen.out
    assert run("edition", "调度会", "2023-12", "--sign", "--by", "张三", home=night.home).code == "EDITION"
    run("edition", "调度会", "2023-12", "--sign", "--by", "李四", home=night.home)
    told = run("edition", "调度会", "2023-12", "--changes", home=night.home).out
    assert "李四 审签" in told
    assert "会上 69 个数，后来变了 0 个" in told
    nothing = run("edition", "调度会", "2025-01", "--by", "张三", home=night.home)
    assert (nothing.status, nothing.code) == (2, "EDITION")


def test_what_moved_is_told_and_written_to_a_sheet_and_to_json(
    run: Run, corrected_night: Night, tmp_path: Path
) -> None:
    home = corrected_night[0].home
    told = run("edition", "调度会", "2023-12", "--changes", home=home).out
    assert "▲ 实际到账外资 本期数（2023年1—12月）：会上 1032万美元，现为 1052万美元(示例)" in told
    assert "同期修订：经济发展办公室2024-01-07报来，原因：未说明" in told
    for name in ("变动.xlsx", "变动.json"):
        assert (
            run("edition", "调度会", "2023-12", "--changes", "-o", str(tmp_path / name), home=home).status
            == 0
        )
    (sheet,) = openpyxl.load_workbook(tmp_path / "变动.xlsx").worksheets
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + 69
    assert rows[1][:5] == ("实际到账外资", "本期数", "2023年1—12月", "1032万美元", "1052万美元(示例)")
    assert all(cell not in (None, "") for row in rows for cell in row)
    assert sheet.tables
    document = json.loads((tmp_path / "变动.json").read_text(encoding="utf-8"))
    assert len(document["changes"]) == 69
    assert document["edition"]["name"] == "调度会"


def test_words_that_do_not_go_together_are_refused(run: Run, first_night: Night) -> None:
    home = first_night[0].home
    for given in (
        ("--by", "张三"),
        ("调度会", "2023-12", "--sign"),
        ("调度会", "2023-12", "--changes", "--by", "张三"),
        ("调度会", "十二月", "--by", "张三"),
        ("调度会", "2023-12", "-o", "x.xlsx"),
    ):
        assert run("edition", *given, home=home).code == "USAGE", given
