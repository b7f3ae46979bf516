"""Why a text is not read as an amount, in words for the department."""

from __future__ import annotations

from enum import Enum


class WhyNoNumber(Enum):
    """The reason that a text with or without a number in it is no amount. Each has its words in `WORDS`."""

    NO_NUMBER = "NO_NUMBER"
    TOO_LONG = "TOO_LONG"
    TWO_NUMBERS = "TWO_NUMBERS"
    BAD_GROUPING = "BAD_GROUPING"
    LEADING_ZERO = "LEADING_ZERO"
    POWER = "POWER"
    FRACTION_OR_DATE = "FRACTION_OR_DATE"
    PERIOD = "PERIOD"
    UNKNOWN_UNIT = "UNKNOWN_UNIT"
    OTHER_UNIT = "OTHER_UNIT"
    NEGATIVE_MARK = "NEGATIVE_MARK"
    CONTRADICTION = "CONTRADICTION"
    TWO_QUALIFIERS = "TWO_QUALIFIERS"
    QUALIFIED_NEGATIVE = "QUALIFIED_NEGATIVE"
    DIRECTION_MISSING = "DIRECTION_MISSING"
    NO_CHANGE_HERE = "NO_CHANGE_HERE"
    NO_POINT = "NO_POINT"
    FALL_OF_MULTIPLES = "FALL_OF_MULTIPLES"
    MULTIPLE_UNRESOLVED = "MULTIPLE_UNRESOLVED"
    REVERSED_RANGE = "REVERSED_RANGE"
    MIXED_SCALES = "MIXED_SCALES"
    VAGUE = "VAGUE"

    @property
    def words(self) -> tuple[str, str]:
        """In Chinese and in English."""
        return WORDS[self]


WORDS = {
    WhyNoNumber.NO_NUMBER: ("没有可读的数", "no number in it"),
    WhyNoNumber.TOO_LONG: ("文字过长,不像一个数", "too long for a number"),
    WhyNoNumber.TWO_NUMBERS: ("像是两个数", "it may be two numbers"),
    WhyNoNumber.BAD_GROUPING: ("千分位或小数点不规范", "separators that group no thousands"),
    WhyNoNumber.LEADING_ZERO: ("以 0 开头,像是编号", "a leading zero: a code, not a number"),
    WhyNoNumber.POWER: ("上标可能是乘方,也可能是注释号", "the raised digit may be a power or a footnote"),
    WhyNoNumber.FRACTION_OR_DATE: ("可能是分数、位次或日期", "a fraction, a rank or a date"),
    WhyNoNumber.PERIOD: ("是时间,不是数", "a time, not an amount"),
    WhyNoNumber.UNKNOWN_UNIT: ("数后面的文字不是认得的单位", "what follows the digits is no known unit"),
    WhyNoNumber.OTHER_UNIT: ("单位与本栏不同", "its unit is not that of the column"),
    WhyNoNumber.NEGATIVE_MARK: (
        "括号或三角是否表示负数,表式没有说明",
        "the form does not say that this mark is a minus",
    ),
    WhyNoNumber.CONTRADICTION: (
        "“下降”与负号并用,方向矛盾",
        "a fall of a negative number says both directions",
    ),
    WhyNoNumber.TWO_QUALIFIERS: ("两个限定词不一致", "two words that qualify it differently"),
    WhyNoNumber.QUALIFIED_NEGATIVE: (
        "负数前后的限定词方向不明",
        "a bound on a negative number may mean either side",
    ),
    WhyNoNumber.DIRECTION_MISSING: ("没有说是增是减", "it does not say up or down"),
    WhyNoNumber.NO_CHANGE_HERE: ("说的是增减,本栏要的是水平", "it states a change; the column holds levels"),
    WhyNoNumber.NO_POINT: ("只有范围,本栏要一个确数", "only bounds; the column needs one number"),
    WhyNoNumber.FALL_OF_MULTIPLES: ("不能下降若干倍", "nothing falls by multiples"),
    WhyNoNumber.MULTIPLE_UNRESOLVED: (
        "倍数可能含基数,也可能不含",
        "the multiple may or may not include the base",
    ),
    WhyNoNumber.REVERSED_RANGE: ("范围的前数不小于后数", "the range does not rise"),
    WhyNoNumber.MIXED_SCALES: ("范围两端的单位不同", "the two ends have different units"),
    WhyNoNumber.VAGUE: ("只有“数、几”等概数", "only a vague word for a number"),
}
