"""What a form asks differently in a year than before, for the clerk: what is new, renamed, gone or means something else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ingest.form.form import Column, Form, Row
from ingest.label import label_key, shown_label


class Kind(StrEnum):
    """How a place of a form changed. The value is what is told."""

    NEW = "新增"
    RENAMED = "改名"
    GONE = "取消"
    OTHER_MEANING = "含义改了"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `since`: the first month of the version that has it; `part`: 栏目 or 行; '' for a name that is not."""

    since: str
    part: str
    kind: Kind
    before: str
    after: str


def changes_in_year(forms: Iterable[Form], form_id: str, period: str) -> tuple[Change, ...]:
    """What the versions of a form that begin in the year of a month, up to it, changed."""
    versions = sorted(
        (form for form in forms if form.form_id == form_id and form.valid_from <= period),
        key=lambda form: form.valid_from,
    )
    found: list[Change] = []
    for old, new in pairwise(versions):
        if new.valid_from[:4] == period[:4]:
            found += _between(old, new)
    return tuple(found)


def _between(old: Form, new: Form) -> Iterator[Change]:
    yield from _compared(new.valid_from, "栏目", _columns(old), _columns(new))
    yield from _compared(new.valid_from, "行", _rows(old), _rows(new))


def _compared(since: str, part: str, old: dict[Hashable, str], new: dict[Hashable, str]) -> Iterator[Change]:
    """The changes between what two versions call the same things. `old`, `new`: label by what is meant."""
    old_labels, new_labels = (
        {label_key(each) for each in old.values()},
        {label_key(each) for each in new.values()},
    )
    for meant, label in new.items():
        before = old.get(meant)
        if before is None:
            is_known = label_key(label) in old_labels
            yield Change(
                since, part, Kind.OTHER_MEANING if is_known else Kind.NEW, label if is_known else "", label
            )
        elif label_key(before) != label_key(label):
            yield Change(since, part, Kind.RENAMED, before, label)
    for meant, label in old.items():
        if meant not in new and label_key(label) not in new_labels:
            yield Change(since, part, Kind.GONE, label, "")


def _columns(form: Form) -> dict[Hashable, str]:
    return {_meant_by_column(form, column): _shown(column.path) for column in form.columns}


def _meant_by_column(form: Form, column: Column) -> Hashable:
    if column.field:
        return ("field", column.field)
    if column.value is not None:
        return ("value", frozenset({**form.defaults, **column.value}.items()))
    marks = (column.stub, bool(column.row_unit), column.comment, column.equals, column.check_of)
    return ("mark", marks) if any(marks) else ("label", label_key(_shown(column.path)))


def _rows(form: Form) -> dict[Hashable, str]:
    return {
        _meant_by_row(form, row): _shown(row.label) for row in form.rows if row.label and row.label != ("",)
    }


def _meant_by_row(form: Form, row: Row) -> Hashable:
    if row.value:
        return ("value", row.repeats, frozenset({**form.defaults, **row.value}.items()))
    if row.total_of:
        return ("total", row.total_of)
    return ("label", label_key(_shown(row.label)))


def _shown(path: tuple[str, ...]) -> str:
    return " / ".join(shown_label(part) for part in path)
