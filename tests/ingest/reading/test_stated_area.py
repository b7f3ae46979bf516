"""A return of another area is held, whether or not the catalogue knows that area; ours and the one above are fine."""

from __future__ import annotations

import pytest

from ingest.form.file import load_forms
from ingest.office.load import load_office
from ingest.reading.context import SubmissionFacts
from ingest.reading.submission import read_submission
from samples.forms import fdi_detail, growth_feedback, old_communities, physical_work, trade
from samples.report import Report
from tests.ingest.reading.returns import RECEIVED, read, rules, the
from tests.offices.linjiang_workbooks import WORKBOOKS, Workbook, written
from warehouse.settings import CHECKOUT


@pytest.mark.parametrize(
    ("report", "title", "found"),
    [
        (fdi_detail.REPORT, "2023年竹岛街道外资到账明细表", "竹岛街道"),
        (fdi_detail.REPORT, "2023年竹岛办外资到账明细表", "竹岛办"),
        (fdi_detail.REPORT, "2023年环翠区孙家疃街道外资到账明细表", "孙家疃街道、环翠区"),
        (fdi_detail.REPORT, "荣成市崖头街道2023年外资到账明细表", "崖头街道"),
        (fdi_detail.REPORT, "2023年泊于镇外资到账明细表", "泊于镇"),
        (physical_work.REPORT, "内资实物工作量报送表（温泉镇）", "温泉镇"),
        (trade.REPORT, "限额以上批零住餐主要指标(竹岛街道)", "竹岛街道"),
        (growth_feedback.REPORT, "竹岛街道各镇街固定资产投资完成情况", "竹岛街道"),
    ],
)
def test_a_title_of_another_area_is_held_and_names_both(report: Report, title: str, found: str) -> None:
    reading = read(report, {"A1": title})
    assert rules(reading) == [("AREA_MISMATCH", "A1")]
    held = the(reading, "AREA_MISMATCH")
    assert (held.severity, held.expected) == ("hold", "鲸园街道")
    assert set(held.found.split("、")) >= set(found.split("、")) - {"环翠区"}


@pytest.mark.parametrize(
    ("report", "title"),
    [
        (fdi_detail.REPORT, "2023年外资到账明细表"),
        (fdi_detail.REPORT, "2023年鲸园办外资到账明细表"),
        (fdi_detail.REPORT, "威海市环翠区鲸园街道2023年外资到账明细表"),
        (fdi_detail.REPORT, "2023年本街道外资到账明细表"),
        (growth_feedback.REPORT, "环翠区各镇街固定资产投资完成情况(区统计局反馈)"),
        (growth_feedback.REPORT, "威海市各镇街固定资产投资完成情况"),
        (old_communities.REPORT, "城镇老旧小区改造台账"),
        (trade.REPORT, "各乡镇限额以上批零住餐主要指标"),
        (trade.REPORT, "城镇和乡村限额以上批零住餐主要指标"),
    ],
)
def test_a_title_of_ours_of_the_area_above_or_of_none_is_fine(report: Report, title: str) -> None:
    assert [rule for rule, _ in rules(read(report, {"A1": title})) if rule == "AREA_MISMATCH"] == []


def test_the_line_of_who_reports_is_a_witness_too() -> None:
    below = read(fdi_detail.REPORT, {"A1": "2023年外资到账明细表", "A12": "填报单位(盖章):竹岛街道办事处"})
    assert rules(below) == [("AREA_MISMATCH", "A12")]
    ours = read(fdi_detail.REPORT, {"A12": "填报单位(盖章):鲸园街道经济发展办公室"})
    assert rules(ours) == []


def test_a_county_that_is_told_of_a_town_it_does_not_have_holds_it() -> None:
    office = load_office(CHECKOUT / "tests" / "offices" / "linjiang")
    tourism = next(one for one in WORKBOOKS if one.name == "文旅月报2025年6月.xlsx")
    rows = [["2025年6月河口镇文旅经济运行月报"], *tourism.rows[1:]]
    other = Workbook(tourism.department, tourism.name, tourism.received_at, tourism.sheet, rows)
    facts = SubmissionFacts("0" * 16, other.name, "tourism_center", RECEIVED.replace(year=2025, month=7))
    reading = read_submission(written(other), facts, office, load_forms(office.folder))
    assert [(one.rule, one.found, one.expected) for one in reading.findings if one.severity == "hold"] == [
        ("AREA_MISMATCH", "河口镇", "示例临江县")
    ]


@pytest.mark.parametrize(
    ("title", "file_name", "held"),
    [
        ("2023年外资到账明细表", "竹岛街道外资到账明细2023年12月.xlsx", True),
        ("2023年外资到账明细表", "鲸园街道外资到账明细2023年12月.xlsx", False),
        ("2023年外资到账明细表", "环翠区外资到账明细2023年12月.xlsx", False),
        ("2023年外资到账明细表", "鲸园街道报竹岛街道抄送 外资到账明细2023年12月.xlsx", False),
        ("2023年外资到账明细表(鲸园街道)", "竹岛街道外资到账明细2023年12月.xlsx", False),
    ],
)
def test_where_the_title_names_no_area_the_file_says_whose_it_is(
    title: str, file_name: str, held: bool
) -> None:
    reading = read(fdi_detail.REPORT, {"A1": title}, file_name=file_name)
    assert rules(reading) == ([("AREA_MISMATCH", "A1")] if held else [])
