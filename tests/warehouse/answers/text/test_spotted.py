"""Numbers are found with their unit, qualifier and direction; names with digits are not numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.answers.text.stated.spotted import Kind, spotted


@pytest.mark.parametrize(
    ("text", "found", "number", "unit", "qualifier", "kind"),
    [
        ("外资到账1032万美元", "1032万美元", "1032", "万美元", "eq", Kind.LEVEL),
        ("完成投资1,032.5万元", "1,032.5万元", "1032.5", "万元", "eq", Kind.LEVEL),
        ("客商80余位", "80余位", "80", "位", "gt", Kind.LEVEL),
        ("约2.1万平米", "约2.1万平米", "2.1", "万平米", "approx", Kind.LEVEL),
        ("拉动8个百分点以上", "8个百分点以上", "8", "个百分点", "ge", Kind.POINTS),
        ("投资突破10亿元", "突破10亿元", "10", "亿元", "gt", Kind.LEVEL),
        ("攻坚突破2处问题", "2处", "2", "处", "eq", Kind.LEVEL),
        ("签约8个项目", "8个项目", "8", "个项目", "eq", Kind.LEVEL),
        ("同比提高63.55%", "63.55%", "63.55", "%", "eq", Kind.GROWTH),
        ("同比大幅下降3.2%", "3.2%", "-3.2", "%", "eq", Kind.GROWTH),
        ("增速为-3.2%", "-3.2%", "-3.2", "%", "eq", Kind.GROWTH),
        ("完成率达到102.5%", "102.5%", "102.5", "%", "eq", Kind.COMPLETION),
        ("完成年度目标的102.5%", "102.5%", "102.5", "%", "eq", Kind.COMPLETION),
        ("占比达到12.5%", "12.5%", "12.5", "%", "eq", Kind.RATE),
        ("翻了两番", "翻了两番", "300", "%", "approx", Kind.GROWTH),
        ("翻一番多", "翻一番多", "100", "%", "gt", Kind.GROWTH),
        ("与上年同期持平", "与上年同期持平", "0", "%", "eq", Kind.GROWTH),
        ("同比基本持平", "同比基本持平", "0", "%", "approx", Kind.GROWTH),
        ("增速比1—11月回落0.6个百分点", "0.6个百分点", "-0.6", "个百分点", "eq", Kind.DIFFERENCE),
        ("超序时进度7.22个百分点", "7.22个百分点", "7.22", "个百分点", "eq", Kind.POINTS),
        ("环比增长5%", "5%", "5", "%", "eq", Kind.DIFFERENCE),
        ("比上年多5个", "5个", "5", "个", "eq", Kind.CHANGE),
        ("总量居全区第二", "第二", "2", "位", "eq", Kind.RANK),
        ("同比提升近11倍", "近11倍", "1100", "%", "nearly", Kind.GROWTH),
        ("三万五千户居民", "三万五千户", "35000", "户", "eq", Kind.LEVEL),
        ("投入一千二百万元", "一千二百万元", "1200", "万元", "eq", Kind.LEVEL),
        ("两家企业", "两家企业", "2", "家企业", "eq", Kind.LEVEL),
        ("百分之三点二的居民", "百分之三点二", "3.2", "%", "eq", Kind.RATE),
        ("共5分站", "5", "5", "", "eq", Kind.LEVEL),
    ],
)
def test_a_number_has_unit_qualifier_and_direction(
    text: str, found: str, number: str, unit: str, qualifier: str, kind: Kind
) -> None:
    (one,) = spotted(text)
    assert (one.text, one.kind) == (found, kind)
    assert one.quantity is not None
    assert (one.quantity.number, one.quantity.unit, one.quantity.bound.qualifier) == (
        Decimal(number),
        unit,
        qualifier,
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("移动联通5G基站建设", ["5G"]),
        ("光明路28、35、37号及海滨北路40号楼", ["28、35、37号", "40号楼"]),
        ("推行“一站五组”模式", ["“一站五组”"]),
        ("打造三路一线", ["三路一线"]),
        ("拨打12345热线", ["12345"]),
        ("整合6012349积分中心", ["6012349"]),
        ("根据〔2023〕15号文件", ["〔2023〕15号"]),
        ("服务90后群体", ["90后"]),
        ("开展百日攻坚等活动", ["百日攻坚"]),
        ("电话0631-5223456", ["0631", "5223456"]),
    ],
)
def test_a_name_with_digits_is_a_label_with_a_reason(text: str, labels: list[str]) -> None:
    found = list(spotted(text))
    assert [one.text for one in found] == labels
    assert all(one.kind is Kind.LABEL and one.why for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "一、2023年工作总结",
        "(二)精准更新",
        "1.人大工作",
        "一是立足区位",
        "另一方面",
        "1—11月",
        "2023年12月31日",
        "统一部署",
        "万福大厦",
        "千里山海",
    ],
)
def test_list_numbers_periods_and_words_are_no_numbers(text: str) -> None:
    assert list(spotted(text)) == []


def test_a_number_that_means_two_things_says_why_it_is_not_read() -> None:
    (one,) = spotted("同比下降-3.2%")
    assert one.quantity is None
    assert one.why


def test_respectively_gives_its_direction_to_every_number() -> None:
    found = [one.quantity.number for one in spotted("甲业、乙业分别下降3.0%和5.0%") if one.quantity]
    assert found == [Decimal("-3.0"), Decimal("-5.0")]
