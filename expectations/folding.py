"""Folding: what follows from another finding is kept, but stands under it.

A department should read one sentence about one mistake. A consequence disappears by itself once its cause
is mended; it is never dropped here, only given its cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ingest.finding.finding import Finding
from ingest.finding.message import Severity

# A wrong row makes its column's sums wrong.
_OF_TOTALS = frozenset({"TOTAL_DIFFERS", "COUNT_DIFFERS"})
# A rule's consequences elsewhere on the sheet.
_FOLLOWS = {
    "RUNNING_TOTAL_DIFFERS": frozenset(
        {"RUNNING_TOTAL_FALLS", "UNIT_SLIP", "CURRENCY_MIX", "TEXT_IN_NUMBER"}
    ),
    "CONTRIBUTION_DIFFERS": frozenset({"DIFFERENCE_DIFFERS"}),
    "SHARE_DIFFERS": frozenset({"DIFFERENCE_DIFFERS"}),
    "PROGRESS_GAP_DIFFERS": frozenset({"COMPLETION_DIFFERS", "FRACTION_IN_PERCENT"}),
    "RANK_INCONSISTENT": frozenset({"RANK_MISSING", "FRACTION_IN_PERCENT", "TEXT_IN_NUMBER", "ERROR_CELL"}),
}
# Rules about one row of a register: the first that fires speaks for the row.
_OF_ROWS = frozenset(
    {
        "DUPLICATE_PROJECT", "UNIT_SLIP", "CURRENCY_MIX", "BELOW_THRESHOLD", "YTD_EXCEEDS_PLAN",
        "MONTH_EXCEEDS_YTD", "PART_EXCEEDS_WHOLE", "DUPLICATE_VISIT", "RUNNING_TOTAL_FALLS", "RUNNING_TOTAL_DIFFERS", "TEXT_IN_NUMBER", "ERROR_CELL",
    }
)  # fmt: skip
# A row whose unit is wrong is wrong in every cell: one sentence, not one a cell.
_ONCE_A_ROW = frozenset({"UNIT_OF_OTHER_KIND", "OUT_OF_RANGE"})
_WEIGHT = {Severity.HINT: 0, Severity.WARN: 1, Severity.HOLD: 2, Severity.BLOCK: 3}
_ROW = re.compile(r"(?<![0-9])[0-9]+$")


def fold(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings in the same order, consequences with the id of their cause."""
    seen: list[Finding] = []
    for found in findings:
        if not found.caused_by and (cause := _cause(found, [root for root in seen if not root.caused_by])):
            found = replace(found, caused_by=cause.finding_id)
        seen.append(found)
    # A total's finding may come before the row's that explains it.
    roots = [found for found in seen if not found.caused_by and found.severity is Severity.HOLD]
    return tuple(
        replace(found, caused_by=roots[0].finding_id)
        if not found.caused_by and found.rule in _OF_TOTALS and roots and roots[0] is not found
        else found
        for found in seen
    )


def _cause(found: Finding, roots: list[Finding]) -> Finding | None:
    # What holds a submission is never put under what only asks, nor a question under a hint.
    same_sheet = [
        root
        for root in roots
        if root.sheet == found.sheet and _WEIGHT[root.severity] >= _WEIGHT[found.severity]
    ]
    for root in same_sheet:
        if root.rule in _FOLLOWS.get(found.rule, frozenset()):
            return root
        if root.cell and root.cell == found.cell and root.rule != found.rule:
            return root
        if {root.rule, found.rule} <= _OF_ROWS and _row(root) == _row(found) and root.rule != found.rule:
            return root
        if root.rule == found.rule in _ONCE_A_ROW and _row(root) == _row(found):
            return root
        if root.rule == found.rule == "TOTAL_DIFFERS" and _column(root) == _column(found) != "":
            return root
        # A year that is not merged over its rows leaves all but the first without a label.
        if root.rule == found.rule == "UNKNOWN_LABEL" and root.found == found.found == "":
            return root
        # Columns that are swapped make every row of them wrong: one sentence, not one a row.
        if root.rule == found.rule == "MONTH_EXCEEDS_YTD" and _column(root) == _column(found) != "":
            return root
    return None


def _row(found: Finding) -> str:
    match = _ROW.search(found.cell)
    return match[0] if match else ""


def _column(found: Finding) -> str:
    """The column's path in the subject 'row/outer/inner' of a value; empty for a register's row."""
    return found.subject.partition("/")[2]
