"""The page 审核意见.html: one to print and sign, on A4, in grey, with nothing fetched from anywhere."""

from __future__ import annotations

from html import escape

from ingest.finding.message import Duty
from warehouse.hand_back.listing import head_lines, root_label, where_in_table
from warehouse.hand_back.review import DUTIES_ZH, Item, Review

_STYLE = """
@page { size: A4 landscape; margin: 12mm }
body { font: 10.5pt/1.45 "Noto Serif CJK SC", "宋体", SimSun, serif; color: #000; background: #fff; margin: 1.5em }
h1 { font-size: 16pt; margin: 0 0 .4em } p { margin: .15em 0 }
table { border-collapse: collapse; width: 100%; margin-top: .8em }
th, td { border: 1px solid #666; padding: .25em .4em; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: #e4e4e4 } thead { display: table-header-group } tr { break-inside: avoid }
.number, .duty { white-space: nowrap } .must_fix .duty { font-weight: bold; text-decoration: underline }
.explain .duty { font-weight: bold } .follows td { color: #444 } .follows .number { padding-left: 1.2em }
.sign { margin-top: 1.6em; display: flex; justify-content: space-between } .sign span { border-bottom: 1px solid #000; min-width: 9em; display: inline-block }
""".strip()
_COLUMNS = ("序号", "类型", "位置", "行、列", "表中原文", "问题", "应为", "怎么改", "情况说明")


def page(review: Review) -> str:
    """The page as HTML. Whatever stands in a workbook is text on it."""
    head = "\n".join(f"<p>{escape(line)}</p>" for line in head_lines(review))
    columns = "".join(f'<th scope="col">{title}</th>' for title in _COLUMNS)
    body = "\n".join(_row(item) for item in review.items)
    table = (
        f"<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
        if review.items
        else "<p>没有审核意见。</p>"
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>审核意见 {escape(review.file_name)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<h1>审核意见</h1>
{head}
{table}
<p class="sign">填表人：<span></span>审核人：<span></span>负责人：<span></span>日期：<span></span></p>
</body>
</html>
"""


def _row(item: Item) -> str:
    found = item.finding
    place = " ".join(part for part in (found.sheet, found.cell) if part)
    message = f"由 {root_label(item)} 引起：{found.message_zh}" if item.follows else found.message_zh
    written = f"{item.said.kind} {item.said.words}".strip() if item.said else ""
    said = "　".join(part for part in (written, item.verdict_zh) if part)
    cells = (
        ("number", item.label),
        ("duty", DUTIES_ZH[found.duty]),
        ("", place),
        ("", where_in_table(item)),
        ("", found.found),
        ("", f"{message}（{found.rule}）"),
        ("", found.expected),
        ("", found.remedy_zh if not item.follows else f"改好 {root_label(item)} 后自动消失"),
        ("", said or ("" if item.follows or found.duty is Duty.OPERATOR else " ")),
    )
    row = "".join(
        f'<td class="{name}">{escape(text)}</td>' if name else f"<td>{escape(text)}</td>"
        for name, text in cells
    )
    kind = f"{found.duty}{' follows' if item.follows else ''}"
    return f'<tr class="{kind}">{row}</tr>'
