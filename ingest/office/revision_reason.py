"""Why a value is not what it was: the codes that a submitter or a correction states, once, in both languages.

After the guidelines on revisions of the OECD and Eurostat: a revision has one reason, said by whoever makes
it. Nobody guesses it from the figures: what nobody said is unknown.
"""

from __future__ import annotations

FIRST = "_Z"  # the first vintage of a value revises nothing
NOT_STATED = "_U"

REVISION_REASONS: dict[str, tuple[str, str]] = {
    "late_report": ("补报", "reported late"),
    "correction": ("更正差错", "an error is corrected"),
    "comparable_base": ("按可比口径调整基数", "the base is restated on comparable scope"),
    "scope_change": ("范围变动", "the scope has changed"),
    "method_change": ("方法变动", "the method has changed"),
    "enforcement_removal": ("执法检查核减", "removed after an inspection"),
    "benchmark": ("普查、年报核定", "revised to a census or an annual return"),
    "unit_fix": ("单位更正", "the unit is corrected"),
}


def listing() -> str:
    """The codes for a person who has to choose one: 'late_report 补报, …'."""
    return ", ".join(f"{code} {zh}" for code, (zh, _) in REVISION_REASONS.items())


def known_reason(text: str) -> str | None:
    """The code that a person wrote, blank for nobody said; None for what is no code."""
    code = text.strip().lower()
    if not code:
        return NOT_STATED
    return code if code in REVISION_REASONS else None
