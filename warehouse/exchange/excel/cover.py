"""What the cover of a pack says: what this is, of which snapshot, and what is not in it."""

from __future__ import annotations

from datetime import UTC, datetime

from ingest.office.facts import Office
from warehouse.codes import fixed_lists
from warehouse.exchange.excel.reason import NOTHING
from warehouse.exchange.published import Published
from warehouse.family.figure_columns import INVENTED, RESTRICTED
from warehouse.settings import BUSINESS_ZONE

# In the order of their weight: one or two respondents can be told from such a value, or it is not released yet.
_GUARDED = ("C", "A", "O", "T", "D", "N", "E")


def title_of(office: Office) -> str:
    """The title of the workbook, on its cover and in its properties."""
    return f"{office.name_zh}指标数据 indicators"


def cover(published: Published, office: Office) -> list[tuple[str, str]]:
    """The lines of the cover: label and text."""
    facts = published.facts
    latest = "全部已采用 everything accepted" if facts.as_of == "latest" else facts.as_of
    return [
        ("标题 title", title_of(office)),
        (
            "用途 purpose",
            "各指标每期的数、同比、目标和它们的算法，一张表一页；先看《目录》和《图》，每列含义见《说明》 "
            "the indicators of each period, their growth and targets, a table a sheet",
        ),
        ("使用范围 for whom", _guarded(published)),
        ("单位 office", f"{office.name_zh} {office.office_id}"),
        ("快照 snapshot", facts.snapshot_id),
        ("截至 as of", latest),
        ("建于 built at", _instant(facts.built_at)),
        ("收到截至 received until", _instant(facts.received_until) if facts.received_until else NOTHING),
        (
            "报送 submissions",
            f"采用 {facts.submissions_accepted}，待核 {facts.submissions_held} accepted, held",
        ),
        ("内容 contents", f"{len(published.tables)} 张表 tables，见《目录》"),
        ("示例 invented figures", _invented(published)),
        (
            "空缺 missing values",
            "没有数的单元格写明原因（未填、免报、不适用、不公布…）；没有可写的写“无”。空缺不是 0",
        ),
        (
            "数字 numbers",
            "数字单元格是原值，显示的位数和单位在格式里；超过 15 位有效数字的写成文本 "
            "cells hold the full value, decimals and unit are its format; more than 15 digits stand as text",
        ),
        ("溯源 trace", _traced(published)),
        *_counted(published),
    ]


def _traced(published: Published) -> str:
    if published.public:
        return (
            "公开版不写来源的文件和单元格；要核对，向本单位问指标、时期和上面的快照编号 "
            "the public build names no files and cells: ask the office, by indicator, period and snapshot"
        )
    return "每行最后一列是来源的文件、工作表、单元格；更多：indicators trace 指标 时期"


def _instant(told: datetime) -> str:
    """An instant of a published file, which is UTC, on the office's clock."""
    return f"{told.replace(tzinfo=UTC).astimezone(BUSINESS_ZONE):%Y-%m-%d %H:%M} ({BUSINESS_ZONE.key})"


def _invented(published: Published) -> str:
    figures = sum(_numbers(published, "is_synthetic", INVENTED))
    return (
        f"数字后标“(示例)”的是虚构数据，不得引用；各表合计 {figures} 个数。一行只有一个标记的算一个数，整行都标 "
        f"a number marked 示例 is invented and must not be quoted: {figures} figures, a row with one mark counted as one"
    )


_NAMES_UNITS = (
    "一行对应一个单位、引用其原文或写明出处，只供单位内部 "
    "its rows name single respondents, quote them or say where something stands"
)
_SINGLE = "保密状态 C，单个单位的数据 rows of single respondents"
_INFERRED = "可推出单个调查对象，或未到公布时间 a respondent could be inferred, or it is not released yet"


def left_out(published: Published) -> list[tuple[str, str, str, str, str]]:
    """What is not in the pack, a line for each table: its name, what it is, how many, of what, and why."""
    if published.internal:
        return []
    lines = [
        (table.name, table.zh, str(table.rows), "行，整张表 rows, all of it", _NAMES_UNITS)
        for table in published.left_out
    ]
    lines += [
        (table.name, table.zh, str(table.withheld), "行 rows", _SINGLE)
        for table in published.tables
        if table.withheld
    ]
    lines += [
        (table.name, table.zh, str(table.withheld_figures), "个数 figures", _INFERRED)
        for table in published.tables
        if table.withheld_figures
    ]
    return lines


def _counted(published: Published) -> list[tuple[str, str]]:
    """How much is not in the pack, for each reason; table by table it stands on its own sheet."""
    if published.internal:
        return [
            (
                "未收录 left out",
                "无：本包含逐户资料，只供单位内部 nothing: respondents' rows are in this pack",
            )
        ]
    said = []
    if published.left_out:
        said.append(("未收录 left out", f"{len(published.left_out)} 张表 tables：{_NAMES_UNITS}"))
    if rows := sum(table.withheld for table in published.tables):
        said.append(("未收录 left out", f"{rows} 行：{_SINGLE}"))
    reasons = fixed_lists()["CL_CONF_REASON"]
    said += [
        ("不公布 suppressed", f"{number} 个数：{' '.join(reasons[reason])}")
        for reason, number in sorted(published.withheld_for.items())
    ]
    if figures := sum(table.withheld_figures for table in published.tables):
        said.append(
            (
                "未公布 suppressed",
                f"各表合计 {figures} 个数，同一个数在几张表里各算一个：{_INFERRED}",
            )
        )
    if not said:
        return [("未收录 left out", NOTHING)]
    return [*said, ("逐表 table by table", "见《未收录》 on a sheet of its own")]


def _guarded(published: Published) -> str:
    if published.public:
        return "本包是公开版：不公布的数写作 [不公布] the public build: what is withheld says so"
    words = fixed_lists()["CL_CONF_STATUS"]
    said = [
        f"{code} {words[code][0]} {figures} 个数"
        for code in _GUARDED
        if (figures := _numbers(published, f"conf_status = '{code}'", "")[0])
    ]
    if beside := _numbers(published, "conf_status <> 'F'", RESTRICTED)[1]:
        said.append(f"同行其他受限的 {beside} 个数")
    told = f"其中 conf_status {'、'.join(said)}，不得对外 not to be passed on;" if said else ""
    return f"{told}本包供单位内部使用，不是公开版 for the office, no public build"


def _numbers(published: Published, condition: str, names: str) -> tuple[int, int]:
    """Figures of all tables in the pack: those that a condition on the row's mark holds for, which is about the main one,
    and those that a column names beside it.
    """
    main, beside = 0, 0
    for table in published.tables:
        if condition.split()[0] in table.names:
            joined = "and" if " where " in published.source(table) else "where"
            main += _asked(published, f"select count(*) {published.source(table)} {joined} {condition}")
        if names in table.names:
            others = f"list_filter(string_split({names}, ','), one -> one not in ('', '{table.main}'))"
            beside += _asked(published, f"select coalesce(sum(len({others})), 0) {published.source(table)}")
    return main, beside


def _asked(published: Published, sql: str) -> int:
    return int(published.connection.execute(sql).fetchone()[0])
