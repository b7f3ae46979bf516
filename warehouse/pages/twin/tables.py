"""The tables of the pages, as rows for their twins: what a page shows, and no figure of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from warehouse.pages.facts import Facts, Row
from warehouse.pages.figure import Figure
from warehouse.pages.kind.edition import StandingEdition
from warehouse.pages.kind.register import Register, anchor_of, figure_of, period_of, text_of
from warehouse.pages.line import Line
from warehouse.pages.twin.written import Table
from warehouse.pages.typography import full_width

_OF_A_LINE = {
    "value": "本期数", "growth": "同比_%", "change": "比上期_百分点", "target": "年度目标", "completion": "完成率_%",
    "gap": "超欠序时_百分点", "rank": "位次",
}  # fmt: skip


def table_of_lines(lines: Sequence[Line]) -> Table:
    """The newest period of each line."""
    return Table(
        "主要指标",
        (
            "指标",
            "地区",
            "时期",
            "期别",
            "单位",
            *_OF_A_LINE.values(),
            "参排单位数",
            "进度",
            "状态",
            "收到",
            "页",
        ),
        [
            (
                line.name,
                line.area_zh,
                point.period,
                point.period_zh,
                line.unit_zh,
                *(getattr(point, kind) for kind in _OF_A_LINE),
                str(point.rank_of or "未注明"),
                point.standing_zh,
                point.state_zh or "上报",
                str(point.received_on),
                line.page(),
            )
            for line in lines
            for point in (line.latest,)
        ],
        frozenset(_OF_A_LINE.values()),
    )


def table_of_returns(returns: Sequence[Row]) -> Table:
    """Every return that was due, has come or is to come."""
    return Table(
        "报送情况",
        ("报表", "编号", "报送", "期别", "应到", "收到", "状态", "迟报天数"),
        [
            (
                full_width(row["form_zh"]),
                row["form_id"],
                row["department_zh"] or "未登记部门",
                str(row["month"].year) if row["frequency_zh"] == "年" else f"{row['month']:%Y-%m}",
                str(row["due_on"]),
                str(row["received_on"] or "[没有收到]"),
                full_width(row["state_zh"]),
                str(row["days_late"]) if row["days_late"] is not None else "[没有采用的]",
            )
            for row in returns
        ],
    )


def tables_of_quality(shows: Mapping[str, Any]) -> list[Table]:
    """The checks, and what the page lists beside them."""
    return [
        Table(
            "全部审核",
            ("审核", "规则", "检查", "层次", "次数", "通过", "未通过", "未能执行"),
            [
                (
                    one.title,
                    one.rule,
                    one.name,
                    one.gate,
                    *map(str, (one.times, one.passed, one.failed, one.not_run)),
                )
                for one in shows["checks"]
            ],
        ),
        Table(
            "修订",
            ("指标", "时期", "数", "原为", "现为", "单位", "修订日", "原因", "部门"),
            [
                (
                    full_width(row["line_zh"]),
                    f"{row['month']:%Y-%m}",
                    row["what_zh"],
                    before,
                    after,
                    row["unit_zh"] or "无",
                    str(row["revised_on"]),
                    row["reason_zh"],
                    row["department_zh"] or "未登记部门",
                )
                for row, before, after, _ in shows["revisions"]
            ],
            frozenset({"原为", "现为"}),
        ),
        Table(
            "待说明",
            ("部门", "报表", "期别", "单元格", "问题"),
            [
                (
                    department,
                    full_width(row["form_zh"]),
                    row["time_period"] or "期别不明",
                    row["source_cell"] or "整份",
                    row["message_zh"],
                )
                for row, department in shows["questions"]
            ],
        ),
        Table("表间不符", ("指标", "时期", "一表", "另一表"), shows["differing"]),
        Table("口径变动", ("指标", "页", "自", "原因"), shows["breaks"]),
    ]


def table_of_register(facts: Facts, register: Register) -> Table:
    """Every row of a register: each of its things in each of its periods, as many as its mart has."""
    fields = (*register.texts, *register.figures)
    figures = {
        field.name: f"{field.label}_{field.unit}" if field.unit else field.label for field in register.figures
    }
    return Table(
        register.name,
        (
            "名称", "年度", "报告期", *(figures.get(field.name, field.label) for field in fields), "变了的栏", "文件", "工作表",
            "行", "收到", "页",
        ),
        [
            (
                thing.name,
                thing.year,
                period_of(row),
                *(text_of(facts, field, row) for field in register.texts),
                *(figure_of(facts, field, row, f"{thing.page()}#{anchor_of(row)}") for field in register.figures),
                row["changes"] or "没有",
                row["source_file"],
                row["source_sheet"],
                str(row["row_no"]),
                str(facts.received_on(row["submission_id"])),
                thing.page(),
            )
            for thing in register.things
            for row in thing.rows
        ],
        frozenset(figures.values()),
    )  # fmt: skip


def table_of_indicators(shows: Mapping[str, Any]) -> Table:
    """The catalogue, an indicator a row."""
    return Table(
        "指标",
        ("指标", "编号", "类别", "定义", "单位", "累计方式", "表式", "也写作"),
        [
            (
                about["name"],
                about["id"],
                family,
                about["definition"],
                about["unit"],
                about["accumulation"],
                about["form"],
                "、".join(words) or "没有",
            )
            for family, rows in shows["families"]
            for about, words, _ in rows
        ],
    )


def table_of_edition(edition: StandingEdition) -> Table:
    """What a meeting was shown, and what became of it."""
    return Table(
        edition.title,
        (
            "指标",
            "哪个数",
            "会上的时期",
            "会上",
            "同期现为",
            "最新时期",
            "最新一期",
            "变动",
            "为什么",
            "定稿",
            "审签",
        ),
        [
            (
                one.line_zh,
                one.figure_zh,
                one.period,
                _in_words(one.shown),
                _in_words(one.now),
                one.newest_period,
                _in_words(one.newest),
                one.moved_zh,
                one.why or "没有变",
                edition.frozen_zh,
                edition.signed_zh,
            )
            for one in edition.figures
        ],
    )


def _in_words(figure: Figure) -> str:
    return figure.text + ("（示例）" if figure.invented and not figure.missing else "")
