"""What is said of a number: agrees, differs, another scope, no source, or for a person to decide."""

from __future__ import annotations

import pytest

from tests.warehouse.answers.text.conftest import Told
from warehouse.answers.text.account import held_words, row
from warehouse.answers.text.contradiction import contradictions
from warehouse.answers.text.verdict import Verdict

ACCUSED = (Verdict.DIFFERS, Verdict.OTHER_SCOPE, Verdict.AGREES)


@pytest.mark.parametrize(
    ("text", "verdict", "differs"),
    [
        ("入库固定资产投资项目27个", Verdict.AGREES, ()),
        ("入库固定资产投资项目28个", Verdict.DIFFERS, ()),
        # 9.65 is 96500 of ten thousand, and 9.7 to one place.
        ("内资到位资金96500万元", Verdict.AGREES, ()),
        ("内资到位资金9.7亿元", Verdict.AGREES, ()),
        ("内资到位资金9.6亿元", Verdict.DIFFERS, ()),
        ("内资到位资金超9亿元", Verdict.AGREES, ()),
        ("内资到位资金近10亿元", Verdict.AGREES, ()),
        ("内资到位资金超10亿元", Verdict.DIFFERS, ()),
        ("内资到位资金约9.6亿元", Verdict.AGREES, ()),
        ("内资到位资金约9.4亿元", Verdict.DIFFERS, ()),
        ("内资到位资金9.65万元", Verdict.DIFFERS, ()),
        ("外资到账1032万元", Verdict.OTHER_SCOPE, ("单位",)),
        ("限额以上住宿业营业额同比增长23.0个百分点", Verdict.OTHER_SCOPE, ("单位",)),
        ("限额以上住宿业营业额同比下降23.0%", Verdict.DIFFERS, ()),
        ("2021年内资到位资金9.65亿元", Verdict.OTHER_SCOPE, ("时期",)),
        ("竹岛街道内资到位资金9.65亿元", Verdict.OTHER_SCOPE, ("地区",)),
        ("2024年,重点产业项目投资8.73亿元", Verdict.OTHER_SCOPE, ("计划与实际",)),
        # The register knows more than ten and fewer than twenty.
        ("改造升级宾馆10余家", Verdict.AGREES, ()),
        ("改造升级宾馆12家", Verdict.BY_HAND, ()),
        ("改造升级宾馆20余家", Verdict.DIFFERS, ()),
        ("开展消防演练14场", Verdict.NO_SOURCE, ()),
        ("限额以上住宿业营业额位居全区第2位", Verdict.AGREES, ()),
        ("限额以上住宿业营业额位居全区第三名", Verdict.DIFFERS, ()),
    ],
)
def test_the_verdict_on_a_number(told: Told, text: str, verdict: Verdict, differs: tuple[str, ...]) -> None:
    (found,) = told(text)
    assert (found.judged.verdict, found.judged.differs) == (verdict, differs)


def test_what_may_not_leave_the_office_is_never_shown(told: Told) -> None:
    (found,) = told("规上服务业拉动全区增长7.1个百分点")
    assert found.judged.verdict is Verdict.DIFFERS
    assert found.judged.figure is not None
    assert found.judged.figure.hidden
    shown = row(found, ())
    assert "未公开" in shown
    assert not [cell for cell in shown if "8.5" in cell or "8.32" in cell]


def test_an_invented_figure_is_shown_as_one(told: Told) -> None:
    (found,) = told("限额以上零售业销售额40亿元")
    assert "(示例)" in held_words(found.judged.figure)


def test_one_thing_with_two_numbers_is_a_contradiction_even_without_a_source(told: Told) -> None:
    found = told("全年开展消防安全演练14场。\n组织消防安全演练16场。")
    assert [one.kind for one in contradictions(found)] == ["twice"]


def test_a_growth_that_its_two_levels_do_not_give_is_a_contradiction(told: Told) -> None:
    assert [one.kind for one in contradictions(told("外资到账由631万美元增至1032万美元,增长63.55%"))] == []
    (wrong,) = contradictions(told("外资到账由631万美元增至1032万美元,增长53.55%"))
    assert wrong.zh == "由“631万美元”到“1032万美元”算得 63.55%，写的是“53.55%”"


# What offices write of the samples' figures: the verdict on each number of a sentence, in its order.
@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        # Growth is of what the bracket-less name says; a part may be named by its column's head alone.
        ("1—11月,固定资产投资同比增长12.5%", "一致"),
        ("全年固投增速11.4%", "不一致"),
        ("民间投资增长8.8%", "一致"),
        ("民间投资增长12.4%", "不一致"),
        # A quarter from January is what accumulated up to March; another one is not held.
        ("一季度新入库固定资产投资项目6个", "一致"),
        ("二季度盘活楼宇面积1.17万平方米", "无来源"),
        ("11月当月,限额以上餐饮业营业额463万元,同比增长160.1%", "一致 一致"),
        ("12月份,限额以上零售业销售额3.68亿元", "一致"),
        ("12月份,限额以上零售业销售额4.68亿元", "不一致"),
        # What two figures differ by is held nowhere.
        ("全年固投增速12.4%,较1—11月回落0.1个百分点", "一致 待人工"),
        ("餐饮业营业额增幅达86%,比住宿业快63个百分点", "一致 待人工"),
        ("固定资产投资入库项目27个,比上年多5个", "一致 无来源"),
        ("主动外出招商36次,同比多8次", "一致 无来源"),
        ("截至11月,到账外资792万美元,比6月末增加220万美元", "一致 待人工"),
        # The first of two periods is not the second's; a target of the year is no period.
        ("内资到位资金由2022年的0.82亿元增加到9.65亿元。", "一致 一致"),
        ("1—11月内资到位资金9.03亿元,完成全年目标的100.39%", "一致 一致"),
        ("内资到位资金完成年度目标的117.22%", "不一致"),
        ("固定资产投资入库项目27个,完成率118%", "一致 不一致"),
        ("盘活楼宇面积3.52万平方米,年度目标完成率117.33%", "一致 一致"),
        # Growth without a digit.
        ("内资到位项目8个,翻了一番", "一致 一致"),
        ("到账外资同比翻一番", "不一致"),
        ("报送实物工作量的项目2个,与上年持平", "一致 一致"),
        ("固定资产投资入库项目27个,与上年基本持平", "一致 不一致"),
        ("限额以上零售业销售额突破40亿元,总量居全区第二", "一致 一致"),
        ("限额以上零售业销售额总量居全区第四", "不一致"),
        # An average and a converted amount are not the figure.
        ("社工服务1.5万人次,月均1250人次", "一致 待人工"),
        ("外资到账折合人民币约7300万元", "待人工"),
        ("燃气设施更新户数占全部的九成以上", "待人工"),
    ],
)
def test_sentences_that_an_office_writes(told: Told, text: str, verdicts: str) -> None:
    assert " ".join(one.judged.verdict for one in told(text)) == verdicts


NOT_HELD = """培训网格员120人次,发放宣传单3000份,走访企业45家。
新增绿化面积1.2万平方米,新建口袋公园3处,植树500株。
一般公共预算收入完成2.3亿元,同比增长8.5%。
社会消费品零售总额增长6.2%,规模以上工业增加值增长5.8%。
调解矛盾纠纷326件,调解成功率98.5%,接待来访群众210批次、460人次。
新增就业岗位1250个,发放稳岗补贴86万元,帮扶困难家庭63户。
排查安全隐患780处,整改率100%,检查企业门店1200余家次。
建成社区食堂2处,日均服务老年人300人次;为80岁以上老人发放补贴42万元。
举办文艺演出18场,放映电影60场,惠及居民2.5万人。
拆除违章建筑35处、面积2600平方米,清运垃圾180吨,施划停车位560个。
铺设沥青路面3.6公里,改造雨污管网2.1公里,更换路灯85盏。
招引企业注册资本5000万元以上的12家,新登记市场主体856户。
发展党员26名,整顿软弱涣散党组织2个,培育党建品牌5个。
固定资产投资完成15亿元。"""


def test_what_is_not_collected_is_never_told_to_be_wrong(told: Told) -> None:
    found = [one for one in told(NOT_HELD) if one.judged.verdict is not Verdict.LABEL]
    assert len(found) > 38
    assert [f"{one.spot.text} {one.judged.verdict}" for one in found if one.judged.verdict in ACCUSED] == []


def test_an_amount_of_what_only_growth_is_collected_of_says_so(told: Told) -> None:
    (found,) = told("固定资产投资完成15亿元")
    assert found.judged.why_zh == "库中只有同比，没有这个指标的数额"
