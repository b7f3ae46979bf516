"""The account of a text as a workbook: every number on a row, what the text says against itself, and what it came to."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter

from warehouse.answers.text.account import Account, row
from warehouse.answers.text.verdict import Verdict

_COLUMNS = ("位置", "原文", "结论", "指标", "库中", "说明", "出处")
_WIDTHS = (12, 46, 10, 30, 26, 40, 52)
_COLOURS = {
    Verdict.AGREES.value: "#E2EFDA", Verdict.DIFFERS.value: "#F8CBAD", Verdict.OTHER_SCOPE.value: "#FFE699",
    Verdict.BY_HAND.value: "#DDEBF7",
}  # fmt: skip


def as_workbook(account: Account) -> bytes:
    """The bytes of the .xlsx; the same account gives the same bytes."""
    stream = io.BytesIO()
    # Words of the text are words: never a formula, a number or a link.
    plain = {
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(stream, plain)
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    coloured = {
        verdict: book.add_format({"text_wrap": True, "valign": "top", "bg_color": colour})
        for verdict, colour in _COLOURS.items()
    }

    def sheet(
        name: str, columns: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]
    ) -> None:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 0)
        for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
            page.set_column(place, place, width)
            page.write_string(0, place, column, head)
        number = 0
        for number, values in enumerate(rows, 1):
            for place, value in enumerate(values):
                page.write_string(number, place, value, coloured.get(value, cell))
        page.autofilter(0, 0, max(number, 1), len(columns) - 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)

    numbers = [
        row(one, account.remarks(place))
        for place, one in enumerate(account.statements)
        if one.judged.verdict is not Verdict.LABEL
    ]
    sheet("核对", _COLUMNS, _WIDTHS, numbers)
    against = [
        ("、".join(account.statements[place].line.place for place in one.places), one.zh)
        for one in account.contradictions
    ]
    sheet("前后", ("位置", "说明"), (24, 90), against)
    labels = [
        (one.line.place, one.spot.text, one.judged.why_zh)
        for one in account.statements
        if one.judged.verdict is Verdict.LABEL
    ]
    sheet("不是数", ("位置", "原文", "说明"), (12, 40, 40), labels)
    counts = [(verdict, str(count)) for verdict, count in account.counts.items()]
    sheet(
        "合计", ("结论", "个数"), (16, 10), [*counts, ("文稿", account.name), ("快照", account.snapshot_id)]
    )
    book.close()
    return stream.getvalue()
