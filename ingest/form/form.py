"""Forms: where things stand in a department's workbook, as reviewable YAML anchored on labels.

A form's file is declared here, word by word; what is not declared is refused, so that a form with a typing slip
never reads half a table. What a value cell means is what its column says and what its row says, put together over
the form's defaults and the indicator's.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from ingest.declared import closed_lists as lists
from ingest.declared.declared import Code, Month, Words, declared
from ingest.declared.problem import unknown_id
from ingest.form import words
from ingest.form.checks import FormCheck
from ingest.form.drawn import Drawn
from ingest.form.words import TIME_PROGRESS as TIME_PROGRESS
from ingest.form.words import LabelKey, LabelPath, Pattern
from ingest.label import label_key, label_pattern

# Where a form's table begins is told by the label at its top left corner, or by the extractor.
ANCHORED: Literal["anchored"] = "anchored"
EXTRACTED: Literal["extracted"] = "extracted"
# A component area that the row names: of whom a contribution comes.
OF_ROW = "row"
# What a return is about: a month, or a year where no month is named.
BY_MONTH: Literal["month"] = "month"
BY_YEAR: Literal["year"] = "year"

Meaning = Mapping[str, Any]


@declared
class Column:
    """列 · One column of a form."""

    label: LabelPath = Field(
        description="列名;多层表头由外到内写成 [外, 内];{month} {year} {last_year} 代表月份、年份、上年的数字,并与标题核对"
        " · the header, outer to inner; {month}, {year}, {last_year} stand for numbers, which must agree with the title"
    )
    also: tuple[LabelPath, ...] = Field(default=(), description="同义名 · synonyms")
    stub: bool = Field(default=False, description="首列,行名在此 · the column of row labels")
    field: str = Field(default="", description="台账行里这一栏的名字 · the field of a register row")
    type: words.FieldType = Field(
        default="text",
        description="栏目类型:text 文字、code 代码、amount 金额(按表的单位换算)、count 个数、date 日期、month 月份、"
        "yes_no 是否(√、1 也认) · type of the field; an amount is converted by the form's unit, yes_no knows √ and 1",
    )
    key: bool = Field(
        default=False, description="属于自然键:合起来认出同一行 · part of the natural key of a row"
    )
    value: words.Meaning | None = Field(
        default=None,
        description="汇总行在这一列的数是什么 · what a summary row's value in this column means",
    )
    check_of: LabelPath = Field(
        default=(),
        description="这一列重复另一列的数:只核对,不入库 · repeats another column: compared, not loaded",
    )
    rank_of: LabelPath = Field(default=(), description="这一列是另一列的位次 · this column ranks another one")
    row_unit: tuple[Words, ...] = Field(
        default=(),
        description="每行自己写单位的列,及允许的单位 · the column in which each row states its unit, and the units allowed",
    )
    unit: str = Field(
        default="",
        description="这一栏自己的单位,如 万㎡;不写则用“单位:…” · the column's own unit; without it that of the unit line",
    )
    means_yes: tuple[LabelKey, ...] = Field(
        default=(), description="yes_no 栏里还有哪些词算“是” · further words that mean yes in a yes_no column"
    )
    standing: bool = Field(
        default=False,
        description="同一行各期不变的栏(投资方、类别):预填下一期的表时照抄上期,关键栏本来就照抄"
        " · the same in every return of a row: copied from the last one into a pre-filled form, as keys are anyway",
    )
    choices: tuple[Words, ...] = Field(
        default=(),
        description="预填的表里可选的词;写别的也收 · words to choose from in a pre-filled form; others are read as well",
    )
    comment: bool = Field(
        default=False,
        description="说明栏:随数保存(报告原句) · a column of remarks, kept with the value: the sentence of a report",
    )
    equals: words.Equals = Field(
        default="",
        description="这一列只能是这个数:time_progress 为月份/12×100"
        " · the only figure that the column can hold; time_progress is month/12 × 100",
    )
    patterns: tuple[tuple[Pattern, ...], ...] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "patterns", _patterns((self.label, *self.also)))

    @property
    def path(self) -> tuple[str, ...]:
        """Its header, outer to inner."""
        return self.label

    def match(self, path: tuple[str, ...]) -> re.Match[str] | None:
        """The match of the header's first pattern that names a month or a year, else of its last; None if unlike."""
        keys = tuple(label_key(part) for part in path)
        for patterns in self.patterns:
            if len(patterns) == len(keys):
                matches = [pattern.fullmatch(key) for pattern, key in zip(patterns, keys, strict=True)]
                if all(matches):
                    named = [match for match in matches if match and match.groupdict()]
                    return named[0] if named else matches[-1]
        return None


@declared
class CellOfRow:
    """格 · A single cell of a row that differs from its column."""

    column: LabelPath = Field(description="哪一列 · in which column")
    check_of: LabelPath = Field(
        default=(), description="重复本行的哪一列 · the column of its row that it repeats"
    )
    equals: words.Equals = Field(default="", description="只能是这个数 · the only figure that it can hold")
    value: words.Meaning = Field(
        default_factory=words.Meaning, description="另有什么含义 · what else it means"
    )


@declared
class Row:
    """行 · One kind of row: told by its label, by being numbered, by naming an area or a period, or by any label at
    all that is no sum or note.

    An anchored form's rows have paths of one label.
    """

    label: LabelPath = Field(default=(), description="行名 · label")
    also: tuple[LabelPath, ...] = Field(default=(), description="同义名 · synonyms")
    ordinal: bool = Field(default=False, description="首列是 1、2、3 的行 · rows numbered 1, 2, 3")
    areas: str = Field(
        default="",
        description="首列是这一级地区名称的行,如 township;本单位就是这一级时,必须有本单位一行。“全县”一类的合计行另写 label,"
        "不参加排名 · rows whose label is an area of this level; where the office's own area is of it, its row must be"
        " there. The row of the whole (全县) is one with a label, and is ranked among nobody",
    )
    periods: bool = Field(
        default=False,
        description="行名是时期的行,如 2023-12(layout: extracted) · rows whose label is a period (layout: extracted)",
    )
    named: bool = Field(
        default=False,
        description="首列是名称、没有序号的台账行;小计、合计、注不算"
        " · register rows told by a name, without numbers; sums and notes are none",
    )
    register: str = Field(
        default="", description="这些行是台账行,归入哪个台账 · these rows are rows of this register"
    )
    total_of: str = Field(
        default="",
        description="说明是哪个台账的合计;核对由 register_measure.csv 决定"
        " · whose total it is, for readers; what is reconciled stands in register_measure.csv",
    )
    sums: dict[str, str] = Field(
        default_factory=dict, description="各栏加到哪一列 · to which column each field adds up, for readers"
    )
    value: words.Meaning = Field(
        default_factory=words.Meaning,
        description="这一行的数与缺省有何不同 · in what this row's values differ from the defaults",
    )
    ahead: words.Meaning = Field(
        default_factory=words.Meaning,
        description="行名里的年份({year}小计)晚于报告期时,另加的含义,如目标"
        " · what is added to the meaning where the label names a year ({year}小计) after the return's own: a target",
    )
    only: tuple[LabelPath, ...] = Field(
        default=(),
        description="这一行只在这些列有数 · the columns that hold a value on this row, where not all do",
    )
    repeats: str = Field(
        default="",
        description="这一行把那一行的数再说一遍(折合 9.65亿元):只核对"
        " · the row whose values this one says once more, in another unit: compared, not loaded",
    )
    cells: tuple[CellOfRow, ...] = Field(
        default=(), description="这一行里与所在列不同的格 · cells of the row that differ from their column"
    )
    labels: tuple[tuple[Pattern, ...], ...] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        paths = (self.label, *self.also) if self.label else ()
        object.__setattr__(self, "labels", _patterns(paths))

    @property
    def name(self) -> str:
        """The label as people say it; empty for rows that are told by something else."""
        return " / ".join(self.label)

    def match(self, key: tuple[str, ...]) -> re.Match[str] | None:
        """The match of the innermost label of a path whose every label is this row's; None if unlike."""
        for patterns in self.labels:
            if len(patterns) == len(key):
                matches = [pattern.fullmatch(part) for pattern, part in zip(patterns, key, strict=True)]
                if all(matches):
                    return matches[-1]
        return None

    def cell_of(self, path: tuple[str, ...]) -> CellOfRow | None:
        """What the row says of its cell in the column with this header."""
        return next((cell for cell in self.cells if cell.column == path), None)


def _patterns(paths: Iterable[tuple[str, ...]]) -> tuple[tuple[Pattern, ...], ...]:
    return tuple(tuple(label_pattern(part) for part in path) for path in paths)


@declared
class Recognise:
    """认表 · How a table is told from others on the first 30 rows of a sheet."""

    title: LabelKey = Field(description="有一格含有它 · a cell contains it")
    headers: tuple[LabelKey, ...] = Field(description="或这些全都有 · or all of these stand there")
    sheet: words.LabelPattern | None = Field(
        default=None, description="只在这个工作表 · on the sheet of this name only"
    )


@declared
class Form:
    """表式 · One form of an office."""

    form_id: Code = Field(description="编号,与 calendar.csv 一致 · id, the same as in calendar.csv")
    title_zh: Words = Field(description="名称 · name in Chinese")
    title_en: str = Field(description="英文名称 · name in English")
    valid_from: Month = Field(
        description="起用月份;同一 form_id 可有几版,各报表按其报告期读当时那一版"
        " · first month; a form_id may have several versions, and each return is read by that of its own period"
    )
    freq: lists.Freq = Field(description="频率 · frequency")
    recognise: Recognise = Field(description="怎样认出这张表 · how it is told from others")
    columns: tuple[Column, ...] = Field(description="列 · the columns")
    rows: tuple[Row, ...] = Field(description="行 · the rows")
    anchor: LabelKey | Literal[""] = Field(
        default="",
        description="表头左上角的名称,表从这一格开始 · the top left label of the header, where the table begins",
    )
    header_rows: int = Field(default=0, ge=0, description="表头占几行 · rows of the header")
    unit_line: tuple[Words, ...] = Field(
        default=(),
        description="“单位:…”允许写的单位,写在表头上方、标题后括号里或表下都认;不写此词,单位在列或行里"
        " · units that the line 单位:… may state, above the header, in brackets behind the title or below the table;"
        " without it, columns or rows carry units",
    )
    defaults: words.Meaning = Field(
        default_factory=words.Meaning,
        description="每个数的缺省含义 · what every value means unless its row or column says otherwise",
    )
    rank: words.Ranking = Field(
        default_factory=words.Ranking,
        description="位次列:在谁之中、按什么、高好还是低好 · for rank columns: among whom, by what, whether higher ranks first",
    )
    end: tuple[LabelKey, ...] = Field(
        default=(),
        description="首列以这些词开头的行,表到此为止 · the body ends at a row whose first cell begins with one of these",
    )
    checks: tuple[FormCheck, ...] = Field(default=(), description="本表特有的检查 · checks of this form")
    layout: Literal["anchored", "extracted"] = Field(
        default=ANCHORED,
        description="表在哪里:anchored 由 anchor 定位;extracted 由程序自己找,不写 anchor、header_rows 和单位栏;"
        "单位按表里写的读,与表式写的 unit 不同就待核"
        " · where the table is: anchored at its anchor; extracted, found by the program, without anchor, header_rows and"
        " the column of units: units are read as the sheet states them, and one that differs from the form's unit holds",
    )
    ignore: frozenset[LabelKey] = Field(
        default=frozenset(),
        description="可以出现而不读的栏目,如 [备注] · headers of columns that may stand there and are not read",
    )
    continuous: bool = Field(
        default=False,
        description="每期都会变动的表:各数与上期完全相同就待核(忘了改数)"
        " · figures that move every period: all of them unchanged hold, nobody changed them",
    )
    negative_marks: frozenset[words.NegativeMark] = Field(
        default=frozenset(),
        description="文本数字里哪些记号表示负数:['(', △] 读 (12.3)、△12.3 为负;不写则不读"
        " · marks that are minus signs in numbers typed as text; without it, such texts are refused",
    )
    drawn: Drawn = Field(
        default=Drawn(), description="发给部门填的空表怎样画 · how the blank form is drawn for departments"
    )
    period: Literal["month", "year"] = Field(
        default=BY_MONTH,
        description="说的是哪一期:month 要有年月;year 只写年份也行,用于年报和年度计划"
        " · what the return is about: month needs year and month; year is content with a year, for annual returns and plans",
    )

    def __post_init__(self) -> None:
        if problems := [*self._lacking_anchor(), *self._lacking_names()]:
            raise ValueError("; ".join(problems))

    def _lacking_anchor(self) -> Iterator[str]:
        if self.layout == ANCHORED and not (self.anchor and self.header_rows):
            yield "layout: anchored 要写 anchor 和 header_rows needs anchor and header_rows"

    def _lacking_names(self) -> Iterator[str]:
        """Every column and row that another one names is there: a slip in a name would lose values without a word."""
        paths = {column.path for column in self.columns}
        named = {path for column in self.columns for path in (column.check_of, column.rank_of) if path}
        named |= {path for row in self.rows for path in row.only}
        named |= {
            path for row in self.rows for cell in row.cells for path in (cell.column, cell.check_of) if path
        }
        for path in sorted(named - paths):
            yield f"没有列 no column {unknown_id(' / '.join(path), map(' / '.join, paths), 'columns')}"
        drawn = set(self.drawn.columns)
        unread = {path for path in drawn if label_key(path[-1]) in self.ignore or path == (self.anchor,)}
        for path in sorted(drawn - paths - unread):
            yield f"drawn: 没有列 no column {unknown_id(' / '.join(path), map(' / '.join, paths), 'columns')}"
        for path in sorted(paths - drawn) if drawn else ():
            yield f"drawn: columns 里少了 lacks {' / '.join(path)}"
        labels = {row.name for row in self.rows}
        for name in sorted({row.repeats for row in self.rows if row.repeats} - labels):
            yield f"没有行 no row {unknown_id(name, labels, 'rows')}"

    @property
    def title(self) -> str:
        """The key of the title that tells it."""
        return self.recognise.title

    @property
    def headers(self) -> tuple[str, ...]:
        """The keys of the headers that tell it."""
        return self.recognise.headers

    @property
    def sheet(self) -> Pattern | None:
        """What the key of the sheet's name has to match, if it matters."""
        return self.recognise.sheet

    def column(self, path: tuple[str, ...]) -> Column | None:
        """The column that the form itself names by this path."""
        return next((column for column in self.columns if column.path == path), None)

    def row_called(self, *path: str) -> Row | None:
        key = tuple(label_key(label) for label in path)
        return next((row for row in self.rows if row.match(key)), None)

    def row_where(self, **marks: bool) -> Row | None:
        """The row kind that is `ordinal` or `named`, or that names `areas` or `periods`."""
        return next((row for row in self.rows if all(bool(getattr(row, mark)) for mark in marks)), None)


def version_for(forms: Iterable[Form], form_id: str, period: str) -> Form | None:
    """The version of a form that holds in a month: the one with the latest first month up to it."""
    versions = [form for form in forms if form.form_id == form_id and form.valid_from <= period]
    return max(versions, key=lambda form: form.valid_from, default=None)
