"""Rows of a catalogue that cannot both be right are refused, with the file and the line of both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.declared.problem import OfficeError, problems_in
from ingest.office.contradiction.circle import closing
from ingest.office.load import load_office
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "office"))


def refused(office: Path) -> tuple[str, ...]:
    with pytest.raises(OfficeError) as error:
        load_office(office)
    return problems_in(error.value)


def line_of(path: Path, text: str, last: bool = False) -> int:
    """The line of a file that begins with a text: its first, or its last one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [at for at, line in enumerate(lines, 1) if line.startswith(text)]
    return found[-1 if last else 0]


# What is written into a file (instead of a line, or below the last one), and the two lines that are named.
PLANTED = {
    "an indicator is shown in a unit ten times as large as unit.csv says": (
        ("indicator", ",CNY,万元,4,0,CNY,current,stock,LIFE", ",CNY,万元,5,0,CNY,current,stock,LIFE"),
        ("indicator", "fai_planned_total_investment,"),
        ("unit", "万元,"),
    ),
    "an indicator in dollars is shown in yuan": (
        ("indicator", ",USD,万美元,4,0,USD", ",USD,万元,4,0,USD"),
        ("indicator", "fdi_actual_utilized,"),
        ("unit", "万元,"),
    ),
    "one unit of measure is money and length": (
        ("unit", "亿元,CNY,8,money,CNY", "亿元,CNY,8,area,CNY"),
        ("unit", "亿元,"),
        ("unit", "元,"),
    ),
    "a unit word that is read alike is another power of ten": (
        ("unit", "", " 万 元,CNY,3,money,CNY"),
        ("unit", " 万 元,"),
        ("unit", "万元,"),
    ),
    "a register counts what is kept in yuan": (
        ("register_measure", "L01,fai_project,sum,planned_total", "L01,fai_project,count,planned_total"),
        ("register_measure", "fai_planned_total_investment,"),
        ("indicator", "fai_planned_total_investment,"),
    ),
    "a register adds up a level that is not collected": (
        ("register_measure", "", "fixed_asset_investment,_T,M,YTD,actual,_Z,L01,fai_project,sum,investment_ytd,,,,,,"),
        ("register_measure", "fixed_asset_investment,"),
        ("indicator", "fixed_asset_investment,"),
    ),
    "a register adds up a stock since January": (
        ("register_measure", "building_floor_area_vacant,listed,M,POINT", "building_floor_area_vacant,listed,M,YTD"),
        ("register_measure", "building_floor_area_vacant,"),
        ("indicator", "building_floor_area_vacant,"),
    ),
    "an alias leads to an alias": (
        ("alias", "", "turnover_of_hotels,accommodation_turnover,VALUE,N,_T,local_2023,actual,"),
        ("alias", "turnover_of_hotels,"),
        ("alias", "accommodation_turnover,"),
    ),
    "an alias is an indicator": (
        ("alias", "", "land_parcels_listed,legacy_land_parcels,VALUE,N,_T,local_2023,actual,"),
        ("alias", "land_parcels_listed,"),
        ("indicator", "land_parcels_listed,"),
    ),
    "an area lies in an area that lies in it": (
        ("area", "3710,威海市,Weihai,city,,,", "3710,威海市,Weihai,city,371002,,"),
        ("area", "371002,"),
        ("area", "3710,"),
    ),
    "two departments have one folder": (
        ("department", "", "second_station,统计站,Second Station,2020-01,,,,,"),
        ("department", "second_station,"),
        ("department", "statistics_station,"),
    ),
    "an indicator is part of its own part": (
        ("of_which", "", "indicator,,retail_sales_above_quota,online_retail_sales_above_quota,2022-01,,示例"),
        ("of_which", "indicator,,retail_sales"),
        ("of_which", "indicator,,online_retail"),
    ),
    "a part is in another unit than its whole": (
        ("of_which", "", "indicator,,fdi_actual_utilized,domestic_capital_received,2022-01,,示例"),
        ("of_which", "indicator,,fdi_actual"),
        ("indicator", "fdi_actual_utilized,"),
    ),
    "a part of a partition is its own whole": (
        ("partition", "", "street,ref_area,371002002,371002,环翠区,Huancui,yes"),
        ("partition", "street,"),
        ("partition", "district_areas,ref_area,371002,371002002"),
    ),
    "one partition has two wholes": (
        ("partition", "district_areas,ref_area,371002,371002_X", "district_areas,ref_area,3710,371002_X"),
        ("partition", "district_areas,ref_area,3710,"),
        ("partition", "district_areas,ref_area,371002,"),
    ),
    "one partition is complete and is not": (
        ("partition", "other projects,yes", "other projects,no"),
        ("partition", "domestic_capital_kinds,breakdown,_T,non_"),
        ("partition", "domestic_capital_kinds,breakdown,_T,fixed"),
    ),
    "a complete set of parts lacks one of another complete set": (
        (
            "partition",
            "",
            "again,ref_area,371002,371002002,鲸园街道,Jingyuan,yes\n"
            "again,ref_area,371002,371002_X371002002,其他镇街,others,yes\n"
            "again,ref_area,371002,371002_S1,示例镇街A,Sample A,yes",
        ),
        ("partition", "district_areas,"),
        ("partition", "again,"),
    ),
    "a part of a complete set lies in another part of it": (
        (
            "partition",
            "",
            "city,ref_area,3710,371002,环翠区,Huancui,yes\ncity,ref_area,3710,371002_S1,示例镇街A,Sample A,yes",
        ),
        ("partition", "city,ref_area,3710,371002_S1"),
        ("partition", "city,ref_area,3710,371002,"),
    ),
    "a list of breakdowns is complete and of which": (
        ("breakdown", "elderly_care_building,康养楼宇,Elderly-care buildings,building_use,of_which", "elderly_care_building,康养楼宇,Elderly-care buildings,building_use,partition"),
        ("breakdown", "elderly_care_building,"),
        ("breakdown", "accommodation_building,"),
    ),
    "who is ranked has two answers for a month": (
        ("rank_universe", "", "371002 镇街,8,,2024-01,,yes,示例"),
        ("rank_universe", "371002 镇街,8"),
        ("rank_universe", "371002 镇街,9"),
    ),
    "a rate and the rate back are not of one year": (
        ("exchange_rate", "", "CNY,USD,2023,average,0.1568,示例"),
        ("exchange_rate", "CNY,USD"),
        ("exchange_rate", "USD,CNY,2023"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_what_contradicts_is_named_with_the_file_and_the_line_of_both(
    office: Path, planted: tuple[tuple[str, str, str], tuple[str, str], tuple[str, str]]
) -> None:
    (file, old, new), *both = planted
    path = office / "catalogue" / f"{file}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else f"{text}{new}\n", encoding="utf-8")
    here, there = (
        f"{office}/catalogue/{name}.csv: 第 {line} 行 line {line}: "
        for name, begins in both
        for line in [line_of(office / "catalogue" / f"{name}.csv", begins)]
    )
    named = [problem.split(" 矛盾 contradicts ") for problem in refused(office)]
    assert [(a.startswith(here), b.startswith(there)) for a, *rest in named for b in rest].count(
        (True, True)
    ) == 1, named


# What an only row says against itself, and ids that are in no file.
ALONE = [
    ("indicator", ",F,0,500\n", ",F,501,500\n", "range_low 501: 大于 range_high"),
    ("indicator", "stock,LIFE", "stock,YTD", "accumulation YTD: 与 stock_or_flow 矛盾"),
    ("indicator", "CNY,万元,4,0,CNY,current,stock", "CNY,万圆,4,0,CNY,current,stock", "display_unit_zh '万圆': 不在 is not in catalogue/unit.csv"),
    ("indicator", "econ_dev_office,L01", "econ_dev_offce,L01", "owner_department_id 'econ_dev_offce': 不在"),
    ("indicator", "econ_dev_office,L01", "econ_dev_office,L91", "primary_form 'L91': 不在 is not in catalogue/calendar.csv"),
    ("alias", "private_fai,fixed_asset_investment", "private_fai,fixed_asset_investmnt", "indicator_id 'fixed_asset_investmnt': 不在"),
    ("alias", ",N,private,", ",N,privat,", "breakdown 'privat': 不在 is not in catalogue/breakdown.csv"),
    ("register_measure", "domestic_capital_received,fixed_asset,", "domestic_capital_received,fixed_aset,", "breakdown 'fixed_aset': 不在"),
    ("calendar", ",_T,2022-01,,January exempt", ",_T,2022-01,2021-12,January exempt", "valid_to 2021-12: 早于 valid_from"),
    ("calendar", "stands for January,2", "stands for January,1", "covered_by 1: 应为 months 里第二个月或以后"),
    ("release", "L02,,1,28,", "L02,,,28,", "months_after 为空 is blank: 规则 a rule"),
    ("release", "L02,,1,28,", "L02,,1,28,2024-03-28", "released_on 应不填 expected blank: 规则 a rule"),
    ("release", "L02,,1,28,", "L02,2024-02,,,", "released_on 为空 is blank: 某期的发布日"),
    ("release", "L02,,1,28,", "L02,2024-02,1,,2024-03-28", "months_after 应不填 expected blank: 某期的发布日"),
    ("release", "L02,", "L92,", "form_id 'L92': 不在 is not in catalogue/calendar.csv"),
    ("rank_universe", "镇街,9,", "镇街,8,", "n 8: areas 有 9 个"),
    ("rank_universe", "371002_S8", "371002_S9", "areas '371002_S9': 不在 is not in catalogue/area.csv"),
    ("partition", "_T,fixed_asset,", "_T,fixed_asset_,", "part 'fixed_asset_': 不在"),
    ("of_which", "indicator,,building", "indicator,L09,building", "form_id 'L09': 指标之间不填表式"),
    ("of_which", "field,L03", "field,L93", "form_id 'L93': 不在"),
    ("of_which", "online_retail_sales_above_quota,retail", "online_retail_sales_above_quota,retale", "whole 'retale_sales_above_quota': 不在"),
    ("exchange_rate", "USD,CNY,2023", "USD,USD,2023", "quote_currency 'USD': 与 currency 相同"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), ALONE, ids=[said for *_, said in ALONE])
def test_a_row_that_cannot_be_right_by_itself_is_named(
    office: Path, file: str, old: str, new: str, said: str
) -> None:
    path = office / "catalogue" / f"{file}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [said in problem for problem in refused(office)].count(True) == 1, refused(office)


def test_two_ways_to_divide_a_district_are_no_contradiction(office: Path) -> None:
    path = office / "catalogue" / "partition.csv"
    towns = "".join(
        f"towns,ref_area,371002,{code},镇街,township,yes\n"
        for code in ("371002002", "371002001", "371002003", "371002011", "371002012")
    )
    path.write_text(path.read_text(encoding="utf-8") + towns, encoding="utf-8")
    assert len(load_office(office).wholes) == 3


def test_a_circle_of_three_steps_is_found_once_with_the_step_before() -> None:
    assert list(closing([("a", "b"), ("b", "c"), ("c", "a"), ("a", "d")])) == [(2, 1)]


def test_a_step_to_itself_is_a_circle() -> None:
    assert list(closing([("a", "b"), ("c", "c")])) == [(1, 1)]
