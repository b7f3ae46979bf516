"""Of when, of where and whether done or planned: what a number's sentence and its section say."""

from __future__ import annotations

import pytest

from tests.warehouse.answers.text.conftest import Told
from warehouse.answers.text.stated.said import ACTUAL, TARGET, Period, period_given


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("全年入库固定资产投资项目27个", Period(2023)),
        ("2022年入库固定资产投资项目27个", Period(2022)),
        ("1—11月入库固定资产投资项目27个", Period(2023, 11)),
        ("截至2023年6月底,入库固定资产投资项目27个", Period(2023, 6)),
        ("去年入库固定资产投资项目27个", Period(2022)),
        ("前三季度入库固定资产投资项目27个", Period(2023, 9)),
        ("比上年多,入库固定资产投资项目27个", Period(2023)),
        ("11月当月入库固定资产投资项目27个", Period(2023, 11, since=11)),
        ("11月入库固定资产投资项目27个", Period(2023, 11, unsaid=True)),
        ("二季度入库固定资产投资项目27个", Period(2023, 6, since=4)),
        ("下半年入库固定资产投资项目27个", Period(2023, 12, since=7)),
        ("前11个月入库固定资产投资项目27个", Period(2023, 11)),
        ("二、2024年工作计划\n入库固定资产投资项目27个", Period(2024)),
        ("2022年,街道加快发展。\n入库固定资产投资项目27个", Period(2022)),
    ],
)
def test_the_period_is_the_sentences_else_the_sections(told: Told, text: str, period: Period) -> None:
    assert told(text)[-1].said.period == period


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("入库项目27个", ACTUAL),
        ("预计入库项目27个", TARGET),
        ("力争入库项目27个", TARGET),
        ("三、2024年工作思路\n入库项目27个", TARGET),
        ("三、2024年工作思路\n二、2023年工作总结\n入库项目27个", ACTUAL),
    ],
)
def test_a_plan_is_told_by_its_verb_or_its_section(told: Told, text: str, status: str) -> None:
    assert told(text)[-1].said.status == status


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("竹岛街道入库项目27个", "竹岛街道"),
        ("推进竹岛街道6个项目", "竹岛街道"),
        ("全区入库项目27个", "全区"),
        ("东城街道入库项目27个", "东城街道"),
        ("全年,竹岛街道社工站服务24个项目", "竹岛街道"),
        ("获评省级示范,威海市镇(街道)社会工作服务站五星级", ""),
        ("对接威海市生态环境局争取20万元", ""),
        ("怡园街道2023年工作总结\n入库项目27个", "怡园街道"),
        ("进一步发力,推动街道入库项目27个", ""),
        ("申报威海市社区文化项目等公益创投6个", ""),
    ],
)
def test_an_area_is_told_from_the_name_of_an_office(told: Told, text: str, area: str) -> None:
    assert told(text)[-1].said.area_zh == area


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023", Period(2023)),
        ("2023年", Period(2023)),
        ("2023-11", Period(2023, 11)),
        ("去年", None),
        ("", None),
    ],
)
def test_a_period_is_given_as_a_year_or_a_month(text: str, period: Period | None) -> None:
    assert period_given(text) == period
