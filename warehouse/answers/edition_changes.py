"""What moved since a meeting was shown it, figure by figure: the rows of bi.edition_changes of one edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.formula import SAMPLE
from warehouse.ledger.editions import Edition, ShownFigure
from warehouse.settings import business_day
from warehouse.store.connection import opened, selected

# The columns of a table of changes, and what they are called in it.
COLUMNS = {
    "line_zh": "指标",
    "figure_zh": "哪个数",
    "period_zh": "会上的时期",
    "shown": "会上",
    "shown_now": "同期现为",
    "newest_period_zh": "最新时期",
    "newest": "最新一期",
    "moved_zh": "变动",
    "moved_why_zh": "为什么",
    "frozen_zh": "定稿",
    "signed_zh": "审签",
}
_NAMES = {
    "value": "本期数", "growth": "同比", "change": "比上期", "target": "年度目标", "completion": "完成率", "gap": "超欠序时",
    "rank": "位次",
}  # fmt: skip
_ASKED = """
    select *, moved_zh like '%新一期%' as is_followed, moved_zh like '同期修订%' or moved_zh like '没有了%' as is_revised
    from bi.edition_changes
    where split_part(row_key, '|', 1) = $edition
    order by line_order, line_zh, month, list_position($figures, figure_zh)
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """The figures of an edition, revised ones first, as of a snapshot; nothing in a row is blank."""

    snapshot_id: str
    rows: Sequence[dict[str, Any]]

    @property
    def moved(self) -> list[dict[str, Any]]:
        """Those that are other figures now, or have newer ones."""
        return [row for row in self.rows if row["is_revised"] or row["is_followed"]]

    @property
    def revised(self) -> int:
        """How many the same period has other figures for."""
        return sum(row["is_revised"] for row in self.rows)


def changes_of(file: Path, edition: Edition, shown: Sequence[ShownFigure]) -> Changes | None:
    """What a published file says of an edition. None where it was built before the edition was frozen, of another snapshot.

    Of the snapshot that it was frozen from nothing has moved: that is told before the next night has it.
    """
    with opened(file) as connection:
        (about,) = selected(connection, "select snapshot_id from snapshot")
        rows = (
            selected(connection, _ASKED, edition=str(edition.edition_id), figures=list(_NAMES.values()))
            if _is_there(connection)
            else []
        )
    if not rows and about["snapshot_id"] == edition.snapshot_id:
        rows = [_unmoved(edition, one) for one in shown]
    signed = (
        "未审签"
        if edition.signed_at is None
        else f"{edition.signed_by} {business_day(edition.signed_at)} 审签"
    )
    told = [
        {
            **row,
            # A meeting of January looks at figures of the year before as well.
            "period_zh": f"{row['row_key'].split('|')[2][:4]}年{row['period_zh']}",
            "signed_zh": signed,
            "moved_why_zh": row["moved_why_zh"] or "没有变",
        }
        for row in rows
    ]
    return Changes(about["snapshot_id"], sorted(told, key=_place)) if told else None


def _is_there(connection: Any) -> bool:
    return bool(selected(connection, "select 1 from duckdb_tables() where table_name = 'edition_changes'"))


def _place(row: dict[str, Any]) -> tuple[bool, bool]:
    """What was revised first, then what is followed; else in the order of the sheet."""
    return not row["is_revised"], not row["is_followed"]


def _unmoved(edition: Edition, one: ShownFigure) -> dict[str, Any]:
    said = one.shown + (SAMPLE if one.is_synthetic else "")
    year = one.row_key.partition("|")[2][:4]
    return {
        "row_key": f"{edition.edition_id}|{one.row_key}|{one.what}",
        "edition_zh": edition.title,
        "line_zh": one.line_zh,
        "figure_zh": _NAMES[one.what],
        "period_zh": one.period_zh,
        "shown": said,
        "shown_now": said,
        "newest_period_zh": f"{year}年{one.period_zh}",
        "newest": said,
        "moved_zh": "未变",
        "moved_why_zh": "",
        "frozen_zh": f"{edition.actor} {business_day(edition.frozen_at)} 定稿",
        "signed_zh": "",
        "snapshot_id": edition.snapshot_id,
        "is_synthetic": one.is_synthetic,
        "is_revised": False,
        "is_followed": False,
    }
