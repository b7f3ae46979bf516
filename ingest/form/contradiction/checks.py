"""Checks of a form that can never both hold, or that are about a field which no column has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from ingest.declared.problem import unknown_id
from ingest.form.contradiction.form_file import FormFile
from ingest.office.contradiction.circle import closing

# The words of a check that name a field of the register.
FIELD_WORDS = ("field", "other", "total", "amount", "name", "at", "year", "part", "whole")
# The kinds that compare amounts, with the words of theirs that name one: of a text they would compare nothing, and pass.
_OF_AMOUNTS = {
    "not_above": ("field", "other"),
    "slipped_above": ("field", "other"),
    "at_least": ("field",),
    "slipped_below": ("field",),
    "among_the_others": ("field",),
    "slipped_step": ("field", "total"),
    "currency_step": ("field", "total"),
    "never_falls": ("field", "amount"),
    "running_sum": ("field", "amount"),
    "ratio_follows": ("field", "part", "whole"),
    "not_below_before": ("field",),
    "last_plus_month": ("field", "amount"),
    "unique_row": ("amount",),
    "alike_rows": ("amount",),
}
_AMOUNTS = ("amount", "count")
# Of each of these a field can have one alone: two bounds, two sources of a sum or of a percentage contradict.
_ONE_ALONE = {
    "at_least": ("field", ("at_least",)),
    "ratio_follows": ("field", ("part", "whole")),
    "running_sum": ("field", ("amount",)),
    "never_falls": ("field", ("amount",)),
    "slipped_step": ("field", ("total",)),
    "currency_step": ("field", ("total",)),
    "slipped_below": ("field", ("at_least",)),
}


def check_problems(file: FormFile) -> Iterator[str]:
    """What is wrong with the `checks` of a form, taken together."""
    checks = [cast(Mapping[str, Any], check) for check in file.form.checks]
    fields = {column.field: column.type for column in file.form.columns if column.field}
    for at, check in enumerate(checks):
        for word in FIELD_WORDS:
            if word in check and check[word] not in fields:
                what = unknown_id(check[word], fields, "columns: field")
                yield file.problem(("checks", at, word), what)
        for word in _OF_AMOUNTS.get(str(check["check"]), ()):
            if fields.get(check[word], _AMOUNTS[0]) not in _AMOUNTS:
                what = f"{check[word]}: {fields[check[word]]},应为 expected {' / '.join(_AMOUNTS)}"
                yield file.problem(("checks", at, word), what)
        for number, name in enumerate(check.get("fields", ())):
            if name not in fields:
                yield file.problem(
                    ("checks", at, "fields", number), unknown_id(name, fields, "columns: field")
                )
    yield from _circles(file, checks)
    yield from _of_two_minds(file, checks)


def _circles(file: FormFile, checks: list[Mapping[str, Any]]) -> Iterator[str]:
    """a not above b, b not above a: only equal figures would pass, and that is said by `check_of`."""
    known = [at for at, check in enumerate(checks) if check["check"] == "not_above"]
    steps = [(str(checks[at]["field"]), str(checks[at]["other"])) for at in known]
    for closes, earlier in closing(steps):
        field, other = steps[closes]
        what = f"{field} 不大于 not above {other}: 兜圈 leads back to itself"
        yield file.against(("checks", known[closes]), ("checks", known[earlier]), what)


def _of_two_minds(file: FormFile, checks: list[Mapping[str, Any]]) -> Iterator[str]:
    first: dict[tuple[str, str], int] = {}
    for at, check in enumerate(checks):
        kind = check["check"]
        if kind not in _ONE_ALONE:
            continue
        key, words = _ONE_ALONE[kind]
        earlier = first.setdefault((kind, check[key]), at)
        here, there = ([str(one[word]) for word in words] for one in (check, checks[earlier]))
        if here != there:
            what = f"{kind} {check[key]}: {', '.join(here)} ≠ {', '.join(there)}"
            yield file.against(("checks", at), ("checks", earlier), what)
