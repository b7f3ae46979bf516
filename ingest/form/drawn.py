"""How a form is drawn where it is handed out: what a department knows it by and its reader has no need of.

Reading is anchored on labels alone and asks none of this. Drawing needs a place for everything: the words of the
title, which column stands where, how wide it is, who signs below.
"""

from __future__ import annotations

from pydantic import Field

from ingest.declared.declared import Words, declared
from ingest.form.words import LabelPath

# What stands open in the texts of a drawing, besides the words of a label ({month}, {year}, {last_year}).
DAY = "{day}"
AREA = "{area}"


@declared
class Drawn:
    """画法 · How the form is drawn where it is handed out pre-filled; without it, from its columns and rows alone."""

    file: str = Field(
        default="",
        description="文件名,不带扩展名;{year} {month} 代表报告期 · the file's name without its extension",
    )
    sheet: str = Field(default="", description="工作表名;不写则用表名 · the sheet's name; the form's")
    title: str = Field(
        default="",
        description="标题;{area} 代表本单位的地区 · the title; {area} stands for the office's own area",
    )
    period: str = Field(
        default="",
        description="标题下一行,如 截至{year}年{month}月{day}日;{day} 是月末那天"
        " · the line below the title; {day} is the last day of the month",
    )
    columns: tuple[LabelPath, ...] = Field(
        default=(),
        description="各列从左到右,连同 ignore 里的;不写则按 columns 的次序,定位的栏目在最左"
        " · every column from left to right, those of `ignore` included; without it, in the order of `columns`",
    )
    widths: tuple[float, ...] = Field(
        default=(), description="列宽,按字符 · widths of the columns, in characters"
    )
    below: tuple[Words, ...] = Field(
        default=(), description="表下的说明,一条一行 · remarks below the table, a line each"
    )
    signed: tuple[Words, ...] = Field(
        default=(), description="表尾一行的签字栏,如 填表人: · who signs, along the last line"
    )
