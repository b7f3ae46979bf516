"""The files of a catalogue that say when returns are due, moved and no longer taken, row by row, as `catalogue.py` has the
others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ingest.declared import closed_lists as lists
from ingest.declared.declared import (
    Code,
    Day,
    MaybeCode,
    MaybeMonth,
    Month,
    Months,
    Period,
    Row,
    Words,
    declared,
)

MonthOfYear = Annotated[int, Field(ge=1, le=12, examples=["2"])]


@declared
class Due(Row):
    """报送日历 · Which department owes a form, for which months, by which day of a later month."""

    KEY = ("form_id",)
    form_id: Code = Field(description="表式编号 · id of the form")
    department_id: Code = Field(description="报送部门 · the department that owes it")
    freq: lists.Freq = Field(description="频率 · frequency")
    months: Months = Field(description="哪些月份要报 · months for which it is due")
    due_day: Annotated[int, Field(ge=1, le=31)] = Field(description="几日前报 · by which day")
    due_months_after: Annotated[int, Field(ge=-24, le=24)] = Field(
        description="报告期后第几个月 · how many months after the period"
    )
    part: MaybeCode = Field(default="_T", description="部分;_T 为全部 · part of the return; _T is all of it")
    valid_from: Month = Field(description="从何月起 · first month")
    valid_to: MaybeMonth = Field(default="", description="到何月止 · last month")
    note: str = Field(default="", description="备注 · remark")
    covered_by: MonthOfYear | None = Field(
        default=None,
        description="并报:同年此前各月没报的,由几月的报表代替 · whose return covers the months before it in its year that did not come, as 2 for a joint January–February",
    )


@declared
class Holiday(Row):
    """节假日 · Days that are not worked, and weekends that are: what falls due on one moves to the next working day."""

    KEY = ("day",)
    day: Day = Field(description="日期 · the day")
    kind: lists.DayKind = Field(
        description="放假 holiday,调休上班 workday · not worked, or a weekend that is worked"
    )
    name_zh: Words = Field(description="节日 · which holiday")
    name_en: Words = Field(description="节日(英文) · which holiday")
    source: Words = Field(description="出处 · source")


@declared
class ClosedPeriod(Row):
    """封账 · A form's period for which nothing more is accepted by itself after the end of the day `closed_on`."""

    KEY = ("form_id", "period")
    form_id: Code = Field(description="表式 · form")
    period: Period = Field(description="报告期,月份或年份 · period, a month or a year")
    closed_on: Day = Field(description="封账日 · the day at whose end it is closed")
    note_zh: Words = Field(description="说明 · remark in Chinese")
    note_en: Words = Field(description="说明(英文) · remark in English")
