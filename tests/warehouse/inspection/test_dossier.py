"""What is held of one project: its months with their cells, what changed, what was found, and the evidence that is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from ingest.finding.refusal import Refusal
from tests.conftest import Night
from tests.warehouse.command import Run
from warehouse.home import DATABASE, Home
from warehouse.inspection import document
from warehouse.inspection.document import as_html, as_pdf
from warehouse.inspection.dossier import Dossier, dossier_of

HOTEL = "示例企业G酒店"


@pytest.fixture(scope="module")
def file(first_night: Night) -> Path:
    return Home(first_night[0].home).current.resolve() / DATABASE


@pytest.fixture(scope="module")
def hotel(file: Path, first_night: Night) -> Dossier:
    return dossier_of(file, HOTEL, first_night[0].office)


@pytest.fixture(scope="module")
def asked(file: Path, first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """The same where November names no evidence and says another department, and December's cell was asked about."""
    copy = tmp_path_factory.mktemp("asked") / DATABASE
    shutil.copyfile(file, copy)
    with duckdb.connect(str(copy)) as connection:
        of = "mart_physical_work_project_month where project_name = '示例企业G酒店' and time_period ="
        connection.execute(
            "update mart_physical_work_project_month set evidence_document = '', changes = 'joint_department'"
            f" where project_name = '{HOTEL}' and time_period = '2023-11'"
        )
        (submission_id,) = connection.execute(f"select submission_id from {of} '2023-12'").fetchone() or ("",)
        connection.execute(
            "insert into finding by name (select * replace (? as submission_id, '实物工作量' as source_sheet, 'D5' as source_cell,"
            " 'f1' as finding_id, '比上期大许多' as message_zh) from finding limit 1)",
            [submission_id],
        )
        connection.execute(
            "insert into mart_question by name (select * replace (? as submission_id, 'f1' as finding_id, 'accepted' as question_state,"
            " '李四' as answered_by, '工程集中结算' as answer_reason, timestamp '2024-01-10 02:00:00' as answered_at)"
            " from mart_question limit 1)",
            [submission_id],
        )
    return dossier_of(copy, HOTEL, first_night[0].office)


def test_every_month_has_its_figures_with_their_cells(hotel: Dossier) -> None:
    (listing,) = hotel.listings
    assert [month.period_zh for month in listing.months] == [f"2023年{month}月" for month in range(4, 13)]
    december = listing.months[-1]
    assert december.figures == (
        ("实物工作量，年初累计", "985万元（示例）", "D5", "985"),
        ("实物工作量，本月", "120万元（示例）", "E5", "120"),
    )
    assert (december.file, december.row_no, december.received_at) == (
        "实物工作量2023年12月.xlsx",
        5,
        "2024-01-09 14:30",
    )


def test_the_evidence_that_is_named_and_the_one_that_is_not_are_told_apart(hotel: Dossier) -> None:
    # The register says 施工合同/发票.
    assert {one.zh: len(one.named_in) for one in hotel.evidence} == {
        "立项审批、核准或备案文件": 0,
        "施工合同或购置合同": 9,
        "发票或付款凭证": 9,
        "注明地点和日期的现场照片": 0,
        "营业执照": 0,
        "工程进度单、结算或监理签认单": 0,
    }
    assert hotel.asks_for_evidence
    assert hotel.unnamed_months == ()


def test_a_month_without_evidence_a_change_and_a_finding_with_its_answer_are_told(asked: Dossier) -> None:
    assert asked.unnamed_months == ("内资实物工作量报送表2023年11月",)
    assert [(month.period_zh, month.changes) for _, month in asked.changed] == [("2023年11月", "联合部门")]
    (finding,) = asked.findings
    assert (finding.cell, finding.message, finding.state) == ("实物工作量!D5", "比上期大许多", "说明已采纳")
    assert finding.answer == "李四 2024-01-10：工程集中结算"


def test_the_document_says_all_of_it_and_needs_no_other_file(asked: Dossier) -> None:
    html = as_html(asked, "鲸园街道")
    for words in (
        HOTEL,
        "985万元",
        "D5，原文",
        "缺，未见写明",
        "比上期大许多",
        "工程集中结算",
        "1期没有写明佐证材料",
    ):
        assert words in html
    assert "（均为示例）" in html
    assert "src=" not in html
    assert "href=" not in html
    assert "<td></td>" not in html


def test_a_code_is_a_name_too_and_a_part_of_a_name_is_enough_where_one_has_it(
    file: Path, first_night: Night
) -> None:
    office = first_night[0].office
    by_code = dossier_of(file, "2203-371002-89-01-200500", office)
    assert by_code.name == "示例片区雨污分流改造"
    assert dossier_of(file, "雨污分流", office).code == "2203-371002-89-01-200500"
    assert not by_code.asks_for_evidence


def test_where_several_are_meant_they_are_listed_with_code_and_register(
    file: Path, first_night: Night
) -> None:
    with pytest.raises(Refusal) as refused:
        dossier_of(file, "G酒店装修", first_night[0].office) and dossier_of(
            file, "酒店", first_night[0].office
        )
    assert refused.value.code == "SEVERAL_PROJECTS"
    assert "示例企业G酒店  内资实物工作量报送表2023年" in refused.value.choices
    assert (
        "示例企业G酒店装修改造  2303-371002-89-05-101233  固定资产投资项目入库台账2023年"
        in refused.value.choices
    )
    with pytest.raises(Refusal) as refused:
        dossier_of(file, "没有这个项目", first_night[0].office)
    assert refused.value.code == "UNKNOWN_PROJECT"


def test_without_a_program_for_it_a_pdf_is_refused_with_what_to_install(
    hotel: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document.shutil, "which", lambda _: None)
    with pytest.raises(Refusal) as refused:
        as_pdf(as_html(hotel, "鲸园街道"))
    assert refused.value.code == "NO_PDF_PROGRAM"
    assert "chromium fonts-noto-cjk" in refused.value.expected


def test_a_program_that_makes_no_pdf_is_told_with_what_it_said(
    hotel: Dossier, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no fonts >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(document.shutil, "which", lambda name: str(broken) if name == "chromium" else None)
    with pytest.raises(Refusal) as refused:
        as_pdf(as_html(hotel, "鲸园街道"))
    assert (refused.value.code, refused.value.found) == ("PDF_FAILED", "no fonts")


def test_the_command_tells_it_and_writes_it(run: Run, first_night: Night, tmp_path: Path) -> None:
    home = first_night[0].home
    told = run("inspect", HOTEL, home=home).out
    assert "2023年12月  实物工作量，年初累计 985万元（示例） D5" in told
    assert "× 营业执照：缺，未见写明" in told
    assert run("inspect", HOTEL, "--json", home=home).document["name"] == HOTEL
    page = tmp_path / "检查.html"
    assert run("inspect", HOTEL, "-o", str(page), home=home).status == 0
    assert "统计检查材料" in page.read_text(encoding="utf-8")
    assert run("inspect", HOTEL, "-o", str(tmp_path / "检查.docx"), home=home).code == "USAGE"
