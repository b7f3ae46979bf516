"""The receipt 回执: what came, when, what it was taken for, what was read of it and what of that is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ingest.period.month import in_words
from warehouse.hand_back.copied import Copied, CopyKind
from warehouse.hand_back.listing import counted
from warehouse.hand_back.review import DUTIES_ZH, STATES, Review, State
from warehouse.ledger.row import instant_text
from warehouse.settings import BUSINESS_ZONE

SCHEMA_VERSION = 1
_KIB = 1024


def receipt_text(review: Review, copied: Copied | None, copy_name: str, page_name: str) -> str:
    """The receipt for people."""
    words = STATES[review.state]
    received = f"{review.received_at.astimezone(BUSINESS_ZONE):%Y年%m月%d日 %H:%M}（北京时间）"
    is_precheck = review.state is State.PRECHECKED
    lines = [
        "预检回执" if is_precheck else "回执",
        "",
        f"{review.department_zh}：",
        "",
        f"文件    {review.file_name}（{_size(review.size_bytes)}）",
        f"SHA-256 {review.sha256}",
        f"{'预检于' if is_precheck else '收到  '}  {received}",
        *([] if is_precheck else [f"编号    {review.submission_id}"]),
        f"识别为  {_form(review)}",
        f"结果    {words.state_zh}",
        f"读出    数值 {review.figures} 个、台账 {review.rows} 行",
        f"采用    数值 {review.used} 个已采用，{review.figures - review.used} 个暂未采用",
        f"意见    {counted(review)}",
        f"下一步  {words.next_zh}",
    ]
    if review.reason:
        lines.append(f"说明    {review.reason}")
    if copied is not None:
        lines += ["", f"审核意见见同一文件夹的 {copy_name} 和 {page_name}。"]
        if copied.kind is not CopyKind.MARKED:
            lines.append(f"原文件没有加批注：{copied.why_zh}")
    return "\r\n".join(lines) + "\r\n"


def receipt_json(review: Review, copied: Copied | None, copy_name: str) -> str:
    """The same for programs, with every finding."""
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "submission_id": review.submission_id,
        "file": review.file_name,
        "sha256": review.sha256,
        "size_bytes": review.size_bytes,
        "received_at": instant_text(review.received_at),
        "department_zh": review.department_zh,
        "form_id": review.form_id,
        "form_zh": review.form_zh,
        "period": review.period,
        "state": review.state,
        "state_zh": STATES[review.state].state_zh,
        "figures": review.figures,
        "register_rows": review.rows,
        "figures_used": review.used,
        "figures_not_used": review.figures - review.used,
        "copy": copy_name,
        "copy_kind": copied.kind if copied else "",
        "findings": [_finding(one.label, asdict(one.finding)) for one in review.items],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(label: str, finding: Mapping[str, Any]) -> dict[str, Any]:
    return {"number": label, "duty_zh": DUTIES_ZH[finding["duty"]], **finding}


def _form(review: Review) -> str:
    if not review.form_id:
        return "不认识的表"
    period = in_words(review.period) if review.period else "期别不明"
    return f"《{review.form_zh}》（{review.form_id}）{period}"


def _size(size: int) -> str:
    return f"{size / _KIB:.1f} KB" if size >= _KIB else f"{size} 字节"
