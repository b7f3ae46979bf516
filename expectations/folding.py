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
_OF_TOTALS = frozenset({"TOTAL_DIFFERS", "COUNT_DIFFERS", "YTD_NOT_LAST_PLUS_MONTH"})
# Where the unit of everything has slipped, or nobody changed the figures, whatever is compared with another return differs.
_OF_THE_WHOLE = frozenset({"UNIT_OF_FORM", "FIGURES_UNCHANGED"})
_BESIDE_OTHERS = frozenset(
    {
        "SIZE_OF_FORM", "LEVEL_JUMPS", "YTD_FALLS", "BASE_DIFFERS", "BASE_OTHER_UNIT", "GROWTH_DISAGREES",
        "WRONG_SIGN", "OUT_OF_RANGE", "UNIT_SLIP", "BELOW_THRESHOLD", "LATER_MONTHS_STAND",
        "CHECK_DIFFERS", "ROW_CHANGED", "ROW_OTHER_UNIT", "ROW_FALLS", "ROW_GONE", "TARGET_CHANGED",
        "TARGET_OTHER_UNIT", "ROW_HELD", "LEVEL_OFF", "COMPLETION_DIFFERS",
    }
)  # fmt: skip
# A rule's consequences elsewhere on the sheet.
_FOLLOWS = {
    **dict.fromkeys(_BESIDE_OTHERS, _OF_THE_WHOLE),
    "YTD_FALLS": _OF_THE_WHOLE | {"MONTH_EXCEEDS_YTD", "TOTAL_DIFFERS", "ROW_FALLS", "ROW_GONE"},
    "GROWTH_DISAGREES": _OF_THE_WHOLE | {"MONTH_EXCEEDS_YTD"},
    "RUNNING_TOTAL_DIFFERS": frozenset(
        {"RUNNING_TOTAL_FALLS", "UNIT_SLIP", "CURRENCY_MIX", "TEXT_IN_NUMBER", "ERROR_CELL"}
    ),
    "CONTRIBUTION_DIFFERS": frozenset({"DIFFERENCE_DIFFERS"}),
    "SHARE_DIFFERS": frozenset({"DIFFERENCE_DIFFERS"}),
    "PARTS_DIFFER": frozenset({"DIFFERENCE_DIFFERS", "TOTAL_DIFFERS"}),
    "UNIT_SLIP": _OF_THE_WHOLE | {"GROWTHS_AS_FRACTIONS"},
    "ROW_GONE": frozenset({"DUPLICATE_TENANT"}),
    "PROGRESS_GAP_DIFFERS": frozenset({"COMPLETION_DIFFERS", "FRACTION_IN_PERCENT"}),
    "RANK_INCONSISTENT": frozenset(
        {"RANK_MISSING", "FRACTION_IN_PERCENT", "GROWTHS_AS_FRACTIONS", "TEXT_IN_NUMBER", "ERROR_CELL"}
    ),
    "FRACTION_IN_PERCENT": frozenset({"GROWTHS_AS_FRACTIONS"}),
}
# What changes the rows of a register or their amounts, and so its sums.
_CHANGES_SUMS = frozenset(
    {
        "DUPLICATE_PROJECT", "DUPLICATE_VISIT", "UNKNOWN_LABEL", "MISSING_LABEL", "KEY_MISSING",
        "TEXT_IN_NUMBER", "ERROR_CELL", "UNCALCULATED_FORMULA", "UNIT_SLIP", "CURRENCY_MIX",
        "ROW_OTHER_UNIT", "BELOW_THRESHOLD", "PART_EXCEEDS_WHOLE", "YTD_EXCEEDS_PLAN", "MONTH_EXCEEDS_YTD",
        "RUNNING_TOTAL_FALLS", "UNIT_OF_FORM", "OUT_OF_RANGE", "COUNT_NOT_WHOLE", "UNKNOWN_UNIT",
        "MISSING_UNIT", "SEVERAL_UNITS", "HEADER_MERGE_LOST", "NOT_A_DATE", "FIGURES_UNCHANGED",
    }
)  # fmt: skip
# What could not be read, or is held for another row's sake, is not missing besides.
_MISSING = frozenset({"ROW_GONE", "WITHDRAWN", "UNIVERSE_SHRINKS", "RANK_INCONSISTENT"})
# Without a unit no amount can be compared.
_NO_UNIT = frozenset({"UNKNOWN_UNIT", "MISSING_UNIT", "SEVERAL_UNITS"})
_OF_AMOUNTS = frozenset(
    {
        "UNIT_SLIP", "BELOW_THRESHOLD", "YTD_EXCEEDS_PLAN", "MONTH_EXCEEDS_YTD", "PART_EXCEEDS_WHOLE",
        "ROW_CHANGED", "ROW_OTHER_UNIT", "ROW_FALLS", "SAME_THING_TWICE", "YTD_NOT_LAST_PLUS_MONTH",
        "CURRENCY_MIX", "RUNNING_TOTAL_DIFFERS",
    }
)  # fmt: skip
# What is found later and explains what was found before.
_EXPLAINED_LATER = {
    "SIZE_OF_FORM": frozenset({"CURRENCY_OF_BASE", "TOTAL_DIFFERS", "DUPLICATE_PROJECT"}),
    "CHECK_DIFFERS": frozenset({"TOTAL_DIFFERS", "MONTH_EXCEEDS_YTD"}),
    "PART_EXCEEDS_WHOLE": frozenset({"MONTH_EXCEEDS_YTD"}),
    "OUT_OF_RANGE": frozenset({"UNIT_SLIP"}),
    "RANK_INCONSISTENT": frozenset({"WITHDRAWN", "OUT_OF_RANGE", "RATE_JUMPS"}),
}
# The same, of one row.
_FOLLOWS_IN_ROW = {
    "GROWTH_DISAGREES": frozenset({"DIFFERENCE_DIFFERS"}),
    "TARGET_OTHER_UNIT": frozenset({"LEVEL_JUMPS"}),
    "BASE_OTHER_UNIT": frozenset({"LEVEL_JUMPS"}),
    "ROW_HELD": frozenset(
        {
            "LEVEL_JUMPS",
            "PART_EXCEEDS_WHOLE",
            "OUT_OF_RANGE",
            "UNIT_SLIP",
            "BASE_OTHER_UNIT",
            "TARGET_OTHER_UNIT",
        }
    ),
}
# What names the ranks that it makes wrong.
_OF_RANKS = frozenset({"SIGN_AGAINST_RANKS", "RANK_OF_NOTHING"})
# Figures of one sheet that are computed of one another, and the cell that stands in every one of them that fails.
IDENTITIES = frozenset(
    {
        "DIFFERENCE_DIFFERS", "GROWTH_DISAGREES", "CONTRIBUTION_DIFFERS", "SHARE_DIFFERS",
        "COMPLETION_DIFFERS", "PROGRESS_GAP_DIFFERS", "PARTS_DIFFER", "YTD_NOT_LAST_PLUS_MONTH",
        "YTD_FALLS", "RUNNING_TOTAL_DIFFERS", "RUNNING_TOTAL_FALLS", "MONTH_EXCEEDS_YTD",
    }
)  # fmt: skip
SUSPECT = "CELL_IN_EVERY_CHECK"
# A figure of another file is no cell of the sheet.
_FILE = "."
# What is computed of other figures names their cells: one that is wrong itself makes it wrong.
_OF_OPERANDS = frozenset({"GROWTH_DISAGREES", "WRONG_SIGN", "FRACTION_IN_PERCENT", "GROWTH_ON_ZERO_BASE"})
# Rules about one row of a register: the first that fires speaks for the row.
_OF_ROWS = frozenset(
    {
        "DUPLICATE_PROJECT", "UNIT_SLIP", "CURRENCY_MIX", "BELOW_THRESHOLD", "YTD_EXCEEDS_PLAN",
        "MONTH_EXCEEDS_YTD", "PART_EXCEEDS_WHOLE", "DUPLICATE_VISIT", "RUNNING_TOTAL_FALLS",
        "RUNNING_TOTAL_DIFFERS", "TEXT_IN_NUMBER", "ERROR_CELL", "ROW_CHANGED", "ROW_OTHER_UNIT",
        "ROW_FALLS", "SAME_THING_TWICE",
    }
)  # fmt: skip
# A row whose unit is wrong is wrong in every cell: one sentence, not one a cell.
_ONCE_A_ROW = frozenset({"UNIT_OF_OTHER_KIND", "OUT_OF_RANGE"})
_WEIGHT = {Severity.HINT: 0, Severity.WARN: 1, Severity.HOLD: 2, Severity.BLOCK: 3}
_CELLS = re.compile(r"[A-Z]{1,3}[0-9]+")
_ROW = re.compile(r"(?<![0-9])[0-9]+$")


def fold(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings in the same order, consequences with the id of their cause: always a finding that has none."""
    seen: list[Finding] = []
    for found in findings:
        if not found.caused_by and (cause := _cause(found, seen)):
            found = replace(found, caused_by=cause.caused_by or cause.finding_id)
        seen.append(found)
    # A total's finding may come before the row's that explains it.
    roots = [found for found in seen if not found.caused_by]
    return tuple(
        replace(found, caused_by=cause.finding_id)
        if not found.caused_by and (cause := _later_cause(found, roots))
        else found
        for found in seen
    )


def _later_cause(found: Finding, roots: list[Finding]) -> Finding | None:
    """What explains a finding although it was found after it."""
    explains = _EXPLAINED_LATER.get(found.rule, frozenset())
    return next(
        (
            root
            for root in roots
            if root is not found
            and (
                (found.rule in _OF_TOTALS and root.rule in _CHANGES_SUMS)
                or (
                    found.rule in IDENTITIES
                    and root.severity is Severity.HOLD
                    and root.cell in cells_of(found)
                )
                or (root.rule in explains and root.sheet == found.sheet)
                or (
                    found.rule == "RANK_INCONSISTENT"
                    and root.rule in _OF_RANKS
                    and root.sheet == found.sheet
                    and found.cell in _CELLS.findall(root.evidence)
                )
            )
        ),
        None,
    )


def _cause(found: Finding, seen: list[Finding]) -> Finding | None:
    """What was found before and explains it. What holds a submission is never put under what only asks, nor a question
    under a hint."""
    return next(
        (
            earlier
            for earlier in seen
            if earlier.sheet == found.sheet
            and _WEIGHT[earlier.severity] >= _WEIGHT[found.severity]
            and (_follows(found, earlier) or _repeats(found, earlier))
        ),
        None,
    )


def _follows(found: Finding, earlier: Finding) -> bool:
    """Whether one rule's finding is what another's must lead to."""
    if earlier.rule == found.rule:
        return False
    return (
        (found.rule in _OF_AMOUNTS and earlier.rule in _NO_UNIT)
        or (found.rule in _MISSING and earlier.rule in _CHANGES_SUMS)
        or earlier.rule in _FOLLOWS.get(found.rule, frozenset())
        or (earlier.rule in _FOLLOWS_IN_ROW.get(found.rule, frozenset()) and _row(earlier) == _row(found))
        or (earlier.cell != "" and earlier.cell == found.cell)
        or ({earlier.rule, found.rule} <= _OF_ROWS and _row(earlier) == _row(found))
        or (earlier.rule == SUSPECT and found.rule in IDENTITIES and earlier.cell in cells_of(found))
        or (found.rule in _OF_OPERANDS and earlier.cell in _CELLS.findall(found.evidence))
        or (earlier.rule in _OF_OPERANDS and found.cell in _CELLS.findall(earlier.evidence))
    )


def _repeats(found: Finding, earlier: Finding) -> bool:
    """Whether it is the same thing once more, in the next cell of a row or a column."""
    if earlier.rule != found.rule:
        return False
    if earlier.cell == found.cell != "":
        return True  # asked twice, by the form and by the catalogue
    match found.rule:
        case rule if rule in _ONCE_A_ROW:
            return _row(earlier) == _row(found)
        # Columns that are swapped, or a wrong row, make every row of them wrong: one sentence, not one a row.
        case "TOTAL_DIFFERS":
            return _column(earlier) == _column(found) != ""
        case "MONTH_EXCEEDS_YTD" | "YEAR_MISMATCH" | "ROW_OTHER_UNIT":
            return _letters(earlier) == _letters(found) != ""
        # A row that is gone is gone in every column; a row's total is part of its column's.
        case "WITHDRAWN":
            return _label(earlier) == _label(found)
        case "YTD_NOT_LAST_PLUS_MONTH":
            return _letters(earlier) == _letters(found) != ""
        # A workbook that was never calculated is so in every formula.
        case "UNCALCULATED_FORMULA":
            return True
        # A year that is not merged over its rows leaves all but the first without a label.
        case "UNKNOWN_LABEL":
            return earlier.found == found.found == ""
    return False


def cells_of(found: Finding) -> frozenset[str]:
    """The cells of the sheet that a finding is about: its own, and those that it was computed of."""
    own = (part for part in found.evidence.split("、") if _FILE not in part)
    return frozenset({found.cell, *(cell for part in own for cell in _CELLS.findall(part))})


def _row(found: Finding) -> str:
    match = _ROW.search(found.cell)
    return match[0] if match else ""


def _label(found: Finding) -> str:
    """The label of a value's row."""
    return found.subject.partition("/")[0]


def _letters(found: Finding) -> str:
    """The column of a cell."""
    return found.cell.rstrip("0123456789")


def _column(found: Finding) -> str:
    """The column's path in the subject 'row/outer/inner' of a value; empty for a register's row."""
    return found.subject.partition("/")[2]
