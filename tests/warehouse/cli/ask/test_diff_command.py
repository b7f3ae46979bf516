"""`indicators diff` in words and as rows."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tests.conftest import Night
from tests.warehouse.command import Run
from warehouse.home import Home


def test_the_last_two_snapshots_are_told_in_words(run: Run, corrected_night: Night) -> None:
    ran = run("diff", home=corrected_night[0].home)
    head, *lines = ran.out.splitlines()
    older, newer = sorted(each.name for each in Home(corrected_night[0].home).snapshots.iterdir())
    assert (ran.status, head) == (0, f"{older} → {newer}")
    assert lines[0].startswith("新增 0 · 改动 2 · 去掉 0 · 计算同比改动 1")
    assert (
        "  鲸园街道 2023年1-12月 实际到账外资  1032 → 1052(示例) 万美元  +20万美元 (+1.94%)  外资到账明细!H9"
        in lines
    )
    assert (
        "  鲸园街道 2023年1-12月 实际到账外资 计算同比  63.55(示例) → 66.72(示例) %  +3.17个百分点" in lines
    )
    assert any(
        line.startswith("《外资到账明细2023年12月(更正).xlsx》 经济发展办公室 2024-01-07 09:50")
        for line in lines
    )


def test_the_same_is_written_as_rows_with_exact_amounts(
    run: Run, corrected_night: Night, tmp_path: Path
) -> None:
    home, file = corrected_night[0].home, tmp_path / "变动.parquet"
    assert run("diff", "--output", str(file), home=home).status == 0
    table = pq.read_table(file)
    assert str(table.schema.field("before_value").type) == "decimal128(28, 6)"
    assert run("diff", "--json", home=home).document[0]["after_value"] == "10520000.000000"
    assert run("diff", "--format", "csv", home=home).out.splitlines()[0].split(",") == table.schema.names


def test_a_snapshot_beside_itself_has_the_same_figures_and_the_columns_of_any_answer(
    run: Run, corrected_night: Night
) -> None:
    home = corrected_night[0].home
    newest = Home(home).current.resolve().name
    assert run("diff", newest, newest, home=home).out.splitlines()[1].startswith("数都一样")
    assert run("diff", newest, "--format", "csv", home=home).out.count("\n") == 1


def test_one_snapshot_alone_and_one_that_is_not_there_are_refused(run: Run, first_night: Night) -> None:
    home = first_night[0].home
    assert (run("diff", home=home).code, run("diff", "1999", home=home).code) == (
        "ONE_SNAPSHOT",
        "UNKNOWN_SNAPSHOT",
    )
    assert run("diff").code == "NO_SNAPSHOT"


def test_rows_are_not_written_under_the_ending_of_a_workbook(
    run: Run, corrected_night: Night, tmp_path: Path
) -> None:
    ran = run("diff", "--output", str(tmp_path / "变动.xlsx"), home=corrected_night[0].home)
    assert (ran.status, ran.code) == (2, "USAGE")
    assert not any(tmp_path.iterdir())
