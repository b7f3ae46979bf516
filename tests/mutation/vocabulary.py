"""Words of statistical tables, Chinese and English, by what they name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column or a row measures, and the units that it can be stated in."""

    name: str
    quantity: str  # money, count, area, growth
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words. `growth`: labels of rows that name a percentage by themselves."""

    titles: tuple[str, ...]
    corners: tuple[str, ...]
    groups: tuple[str, ...]
    periods: tuple[str, ...]
    measures: tuple[Measure, ...]
    growth: tuple[str, ...]
    sections: tuple[str, ...]
    items: tuple[str, ...]
    parts: tuple[str, ...]
    areas: tuple[str, ...]
    totals: tuple[str, ...]
    subtotal: str
    of_which: str
    unit_headers: tuple[str, ...]
    code_headers: tuple[str, ...]
    unit_line: tuple[str, ...]  # with {unit}
    footnotes: tuple[str, ...]
    preamble: tuple[str, ...]
    signatures: tuple[str, ...]
    brackets: tuple[str, str]
    split: str  # what stands between two words of a label


_MONEY, _PEOPLE, _FIRMS = ("万元", "亿元", "元"), ("人", "万人"), ("个", "家")

CHINESE = Language(
    titles=(
        "各镇街固定资产投资完成情况",
        "2023年分行业增加值",
        "规模以上工业企业主要经济指标",
        "社会消费品零售总额反馈表",
        "服务业重点企业运行情况",
        "居民人均收支情况统计表",
    ),
    corners=("指标名称", "项目", "地区", "行业类别", "单位名称", ""),
    groups=("工业", "建筑业", "房地产业", "批发零售业", "住宿餐饮业", "内资企业", "外商投资企业"),
    periods=("本月", "1-11月", "1-12月累计", "上年同期", "2022年", "2023年", "去年同月"),
    measures=(
        Measure("总产值", "money", _MONEY),
        Measure("营业收入", "money", _MONEY),
        Measure("利润总额", "money", _MONEY),
        Measure("完成投资额", "money", _MONEY),
        Measure("销售额", "money", _MONEY),
        Measure("企业个数", "count", _FIRMS),
        Measure("从业人数", "count", _PEOPLE),
        Measure("常住人口", "count", _PEOPLE),
        Measure("竣工面积", "area", ("万平方米", "平方米")),
        Measure("增速", "growth", ("%",)),
        Measure("同比增长", "growth", ("%",)),
    ),
    growth=("同比增长（%）", "比上年增长(%)", "增速（%）"),
    sections=("按行业分", "按登记注册类型分", "按构成分", "按隶属关系分"),
    items=(
        "第一产业",
        "第二产业",
        "批发和零售业",
        "交通运输业",
        "信息服务业",
        "金融业",
        "教育",
        "住宿和餐饮业",
    ),
    parts=("限额以上", "国有控股", "民间投资", "基础设施", "设备购置", "住宅", "制造部分", "港澳台投资"),
    areas=("城关街道", "东湖街道", "新城镇", "石桥镇", "高新区", "开发区", "白沙镇", "青山街道", "南岭镇"),
    totals=("总计", "合计", "全市"),
    subtotal="小计",
    of_which="其中：",
    unit_headers=("计量单位", "单位"),
    code_headers=("代码", "行次", "指标编码"),
    unit_line=("单位：{unit}", "计量单位：{unit}", "（单位：{unit}）", "单位:{unit}"),
    footnotes=("注：本表数据为快报数。", "资料来源：统计调查队。", "说明：增速按可比价格计算。"),
    preamble=("表号：J401-1表", "制定机关：区统计局", "有效期至：2024年6月"),
    signatures=("单位负责人：王某", "填表人：李某", "报出日期：2024年1月5日"),
    brackets=("（", "）"),
    split="",
)

ENGLISH = Language(
    titles=(
        "Gross output by industry",
        "Main indicators of enterprises",
        "Retail sales of consumer goods",
        "Employment and earnings by district",
    ),
    corners=("Item", "Industry", "Region", "District", ""),
    groups=("Manufacturing", "Construction", "Real estate", "Private sector", "Public sector"),
    periods=("Current month", "Year to date", "Previous year", "First quarter", "Second quarter"),
    measures=(
        Measure("Gross output", "money", ("million yuan", "thousands of dollars")),
        Measure("Revenue", "money", ("million yuan", "thousands of dollars")),
        Measure("Total profits", "money", ("million yuan", "thousands of dollars")),
        Measure("Number of firms", "count", ("number",)),
        Measure("Employed persons", "count", ("persons", "thousand persons")),
        Measure("Percent change", "growth", ("%",)),
    ),
    growth=("Percent change", "Growth (%)"),
    sections=("By industry", "By type of owner", "By size class"),
    items=("Agriculture", "Mining", "Wholesale trade", "Retail trade", "Transport", "Finance", "Education"),
    parts=("Corporate", "Noncorporate", "State and local", "Residential", "Equipment", "Structures"),
    areas=("North Bay", "Riverside", "Old Town", "Harbour", "West Hills", "Lakeview", "Green Park"),
    totals=("Total", "Grand total", "All industries"),
    subtotal="Subtotal",
    of_which="of which: ",
    unit_headers=("Unit",),
    code_headers=("Code", "Line"),
    unit_line=("Unit: {unit}", "Units: {unit}", "({unit})", "[{unit}]"),
    footnotes=("Note: Figures are preliminary.", "Source: Survey of enterprises.", "Notes: Rounded."),
    preamble=("Form: J401", "Issued by: Statistics office"),
    signatures=("Responsible: A. Smith", "Prepared by: B. Jones"),
    brackets=("(", ")"),
    split=" ",
)

LANGUAGES = (CHINESE, CHINESE, ENGLISH)  # two in three are Chinese, as what departments hand in is

NUMBERINGS = (
    ("一、", "二、", "三、", "四、", "五、", "六、", "七、", "八、"),
    ("（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）", "（八）"),
    ("1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."),
)
ORDINAL_WORDS = "甲乙丙丁"
MISSING_SIGNS = ("-", "—", "…", "——", "N/A", "..")
ERRORS = ("#DIV/0!", "#N/A", "#REF!", "#VALUE!")
FOOTNOTE_MARKS = ("①", "*", "[1]", "(a)", "②", "1)")
