"""The sheet 审核意见 of a hand-back: its head, a row a finding, and the two columns that the department fills in."""

from __future__ import annotations

import re

from ingest.finding.message import Duty
from ingest.period.month import in_words
from ingest.reading.explanation import FINDING_ID, KIND, SHEET_NAME, WORDS
from ingest.workbook.marking.list_sheet import Choice, Entry, ListSheet
from ingest.workbook.marking.styles import Look
from warehouse.hand_back.review import DUTIES_ZH, KINDS, STATES, Item, Review, State
from warehouse.settings import BUSINESS_ZONE

_COLUMNS = (
    ("序号", 6.0), ("类型", 8.0), ("工作表", 12.0), ("单元格", 8.0), ("行、列", 20.0), ("表中原文", 14.0), ("问题", 36.0),
    ("应为", 12.0), ("怎么改", 28.0), ("影响", 20.0), ("规则", 14.0), (KIND, 16.0), (WORDS, 32.0), (FINDING_ID, 4.0),
)  # fmt: skip
# In a subject beside labels: the name of a check or a field, an amount as it is kept.
_OF_PROGRAM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*|[A-Z_]+|-?[0-9]+\.[0-9]{6}")
_TITLES = [title for title, _ in _COLUMNS]
_KIND_COLUMN = _TITLES.index(KIND) + 1
_ID_COLUMN = _TITLES.index(FINDING_ID) + 1


def listing(review: Review, name: str = SHEET_NAME, sheets: frozenset[str] = frozenset()) -> ListSheet:
    """The sheet. `sheets`: those of the same workbook, to whose cells it leads."""
    head = [(Entry("审核意见", Look.TITLE),), *((Entry(text, Look.PLAIN),) for text in head_lines(review))]
    header = tuple(Entry(title, Look.HEAD) for title in _TITLES)
    body = [_row(item, sheets) for item in review.items]
    return ListSheet(
        name=name,
        rows=(*head, header, *body),
        widths=tuple(width for _, width in _COLUMNS),
        head_row=len(head) + 1,
        hidden_columns=frozenset({_ID_COLUMN}),
        choices=(Choice(_KIND_COLUMN, KINDS),),
    )


def head_lines(review: Review) -> list[str]:
    """What the sheet and the page say above the table, line by line."""
    words = STATES[review.state]
    form = f"《{review.form_zh or review.form_id}》{in_words(review.period) if review.period else ''}"
    received = review.received_at.astimezone(BUSINESS_ZONE)
    return [
        f"{review.department_zh}  {form if review.form_id else '未识别的表'}  文件：{review.file_name}",
        f"{'预检' if review.state is State.PRECHECKED else '收到'}：{received:%Y-%m-%d %H:%M}  状态：{words.state_zh}  {counted(review)}",
        f"读出数值 {review.figures} 个、台账 {review.rows} 行；已采用数值 {review.used} 个，"
        f"暂未采用 {review.figures - review.used} 个。{review.reason}".rstrip(),
        f"{words.next_zh}数属实的，在最后两栏写明情况：先选类别，再用自己的话写，不少于 8 个字；存盘后连同这张表重报。",
    ]


def counted(review: Review) -> str:
    """How many findings there are of each kind."""
    counts = review.counts
    shown = [
        f"{DUTIES_ZH[duty]} {counts[duty]}"
        for duty in (Duty.MUST_FIX, Duty.EXPLAIN, Duty.NOTICE, Duty.OPERATOR)
        if counts[duty]
    ]
    roots = sum(not one.follows for one in review.items)
    if not roots:
        return "没有发现问题"
    behind = len(review.items) - roots
    folded = f"，另有 {behind} 处由它们引起" if behind else ""
    return f"{'、'.join(shown)}，共 {roots} 处{folded}"


def _row(item: Item, sheets: frozenset[str]) -> tuple[Entry, ...]:
    found = item.finding
    to = (found.sheet, found.cell) if found.sheet in sheets and found.cell else None
    fills_in = not item.follows and found.duty is not Duty.OPERATOR
    look = Look.FILL_IN if fills_in else Look.TEXT
    said = item.said
    consequence = f"由 {root_label(item)} 引起，改好后自动消失" if item.follows else found.consequence_zh
    if item.verdict_zh:
        consequence = f"{item.verdict_zh}。{consequence}"
    return (
        Entry(item.label),
        Entry(DUTIES_ZH[found.duty]),
        Entry(found.sheet),
        Entry(found.cell, Look.LINK if to else Look.TEXT, to),
        Entry(where_in_table(item)),
        Entry(found.found),
        Entry(found.message_zh),
        Entry(found.expected),
        Entry(found.remedy_zh),
        Entry(consequence),
        Entry(found.rule),
        Entry(said.kind if said else "", look),
        Entry(said.words if said else "", look),
        Entry(found.finding_id),
    )


def root_label(item: Item) -> str:
    """The number of what a consequence follows from."""
    return item.label.partition("-")[0]


def where_in_table(item: Item) -> str:
    """The labels of the row and the column that a finding is about, as the table writes them."""
    parts = re.split(r"[|/]", item.finding.subject)
    return " │ ".join(part for part in parts if part and not _OF_PROGRAM.fullmatch(part))
