"""The reporting status, who handed in what and when, and the page of each department: what it owes, what is held of it,
what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from urllib.parse import quote

from warehouse.hand_back.outbox import folder_name, safe_name
from warehouse.pages.facts import Facts, Row, Rows, day_of, held_returns, open_questions
from warehouse.pages.line import Line
from warehouse.pages.site import Page
from warehouse.pages.typography import full_width, month_in_words

_MONTHS_SHOWN = 14
# What comes within this many days is listed as coming.
_SOON = 45
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Owed:
    """The returns of a form that are due and have not come: how many, of which periods, the first of them due when."""

    department_zh: str
    form_zh: str
    first: str
    last: str
    returns: int
    due_on: date
    days: int


def status_page(facts: Facts) -> Page:
    """Who reported what and when, and what is owed."""
    returns = facts.tables["returns"]
    owed = owed_of(facts, returns)
    here = [row for row in returns if row["due"] or row["received_on"] or row["due_on"] >= facts.today]
    columns = _columns(facts, here)
    monthly = [row for row in here if row["frequency_zh"] != "年"]
    return Page(
        "status.html",
        "status.html",
        {
            "today": facts.today,
            "department_pages": {
                row["department_zh"]: department_path(row["department_id"]) for row in departments_of(facts)
            },
            "owed": owed,
            "owed_returns": sum(each.returns for each in owed),
            "in_time": sum(row["on_time"] for row in returns),
            "late": sum(row["late"] for row in returns),
            "held": held_returns(facts),
            "columns": columns,
            "forms": _matrix(monthly, columns),
            "annual": [row for row in here if row["frequency_zh"] == "年"][-_LISTED:],
            "annual_count": sum(row["frequency_zh"] == "年" for row in here),
            "received_until": facts.snapshot["received_until"] and day_of(facts.snapshot["received_until"]),
            "releases": [row for row in facts.tables["releases"] if row["expected_on"] > facts.today][
                :_LISTED
            ],
        },
    )


def owed_of(facts: Facts, returns: Rows) -> list[Owed]:
    """What is owed, a row a form, the longest overdue first."""
    by_form: dict[str, Rows] = {}
    for row in returns:
        if row["missing"]:
            by_form.setdefault(row["form_id"], []).append(row)
    found = []
    for rows in by_form.values():
        rows.sort(key=lambda row: row["due_on"])
        first = rows[0]
        found.append(
            Owed(
                first["department_zh"] or "未登记部门",
                full_width(first["form_zh"]),
                month_in_words(_period(first)),
                month_in_words(_period(rows[-1])),
                len(rows),
                first["due_on"],
                (facts.today - first["due_on"]).days,
            )
        )
    return sorted(found, key=lambda each: (each.due_on, each.form_zh))


def _period(row: Row) -> str:
    return str(row["month"].year) if row["frequency_zh"] == "年" else f"{row['month']:%Y-%m}"


def _columns(facts: Facts, returns: Rows) -> list[date]:
    """The months of the matrix: the last ones of which something was due or came."""
    return sorted({row["month"] for row in returns if row["frequency_zh"] != "年"})[-_MONTHS_SHOWN:]


def _matrix(returns: Rows, columns: list[date]) -> list[tuple[str, str, list[Row | None]]]:
    by_form: dict[tuple[str, str], Mapping[date, Row]] = {}
    for row in returns:
        key = (full_width(row["form_zh"]), row["department_zh"] or "未登记部门")
        by_form[key] = {**by_form.get(key, {}), row["month"]: row}
    return [
        (form, department, [rows.get(month) for month in columns])
        for (form, department), rows in by_form.items()
    ]


def department_pages(facts: Facts, lines: list[Line]) -> list[Page]:
    """A page a department."""
    return [_department(facts, row, lines) for row in departments_of(facts)]


def _handed_back(department_zh: str, submission: Row) -> str:
    """Where a return with its marked workbook lies, from a page below `current`/pages."""
    received_at = submission["received_at"]
    aware = received_at if received_at.tzinfo else received_at.replace(tzinfo=UTC)
    folder = folder_name(aware, submission["submission_id"])
    return f"../../outbox/{quote(safe_name(department_zh))}/{quote(folder)}/"


def departments_of(facts: Facts) -> Rows:
    """The departments that have anything to hand in, or have handed in anything."""
    named = {row["department_zh"] for row in facts.tables["returns"]}
    named |= {row["department_zh"] for row in facts.submissions.values()}
    return [row for row in facts.tables["departments"] if row["department_zh"] in named]


def department_path(department_id: str) -> str:
    """Where the page of a department lies."""
    return f"d/{department_id}.html"


def _department(facts: Facts, about: Row, lines: list[Line]) -> Page:
    name = about["department_zh"]
    returns = [row for row in facts.tables["returns"] if row["department_zh"] == name]
    mine = {
        key: row for key, row in facts.submissions.items() if row["department_id"] == about["department_id"]
    }
    held = [row for row in held_returns(facts) if row["department_id"] == about["department_id"]]
    questions = [row for row in open_questions(facts) if row["department_id"] == about["department_id"]]
    findings = [
        row for row in facts.tables["findings"] if row["submission_id"] in mine and not row["caused_by"]
    ]
    forms = {row["form_id"] for row in returns}
    columns = _columns(facts, [row for row in returns if row["received_on"] or row["due"]])
    monthly = [row for row in returns if row["frequency_zh"] != "年"]
    soon = [
        row
        for row in returns
        if row["received_on"] is None and 0 <= (row["due_on"] - facts.today).days <= _SOON
    ]
    last = max((row["received_at"] for row in mine.values()), default=None)
    return Page(
        department_path(about["department_id"]),
        "department.html",
        {
            "name": name,
            "today": facts.today,
            "owed": owed_of(facts, returns),
            "soon": sorted(soon, key=lambda row: (row["due_on"], row["form_order"])),
            "held": [
                (
                    row,
                    [
                        each
                        for each in findings
                        if each["submission_id"] == row["submission_id"] and each["severity"] == "hold"
                    ],
                )
                for row in held
            ],
            "questions": questions,
            "outbox": {
                key: _handed_back(name, mine[key])
                for key in sorted(
                    {each["submission_id"] for each in (*held, *questions, *findings[:_LISTED])}
                )
                if key in mine
            },
            "columns": columns,
            "forms": _matrix(monthly, columns),
            "findings": findings[:_LISTED],
            "findings_count": len(findings),
            "lines": [
                line
                for line in lines
                if line.is_own and facts.indicators[line.indicator_id]["primary_form"] in forms
            ],
            "last": last and day_of(last),
            "count": len(mine),
            "right_first": sum(row["first_time_right"] for row in returns),
            "accepted": sum(1 for row in returns if row["received_on"]),
        },
    )
