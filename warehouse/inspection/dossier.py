"""Everything that is held of a project, as an inspection asks for it: months, cells, changes, findings, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.workbook.cells.address import position
from warehouse.inspection.project import Entry, Project, project_of
from warehouse.pages.facts import Facts, Row, clock_of, day_of, read_facts
from warehouse.pages.kind.register import figure_of, period_of, registers_of, text_of
from warehouse.pages.typography import full_width
from warehouse.register_models import registers_of as fields_of_registers
from warehouse.store.connection import opened, selected

_EVIDENCE = Path(__file__).with_name("evidence.yml")
_STATES = {
    "open": "待说明",
    "rejected": "说明已退回，仍待说明",
    "accepted": "说明已采纳",
    "corrected": "已更正",
    "refused": "随报表退回",
    "waived": "限期特批",
}
# The column of a register in which evidence is named.
_NAMED = "evidence_document"
_CELLS = """
    select submission_id, register, row_no, field, raw_text, source_cell from fct_register_cell
    where source_cell <> '' order by all
"""


@dataclass(frozen=True, slots=True)
class Month:
    """What one return says of the project. `figures`: label, value with its unit, cell and its own text; `changes`: which
    columns say something else than the return before."""

    period_zh: str
    figures: tuple[tuple[str, str, str, str], ...]
    texts: tuple[tuple[str, str], ...]
    changes: str
    file: str
    sheet: str
    row_no: int
    department_zh: str
    received_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A year of the project in a register. `invented`: its figures are examples."""

    register: str
    year: str
    months: tuple[Month, ...]
    identified_by: str
    doubt: str
    is_removed: bool
    invented: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of a row of the project, and what became of it."""

    period_zh: str
    file: str
    cell: str
    rule: str
    message: str
    remedy: str
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kind of proof: where a register names it, or that none does."""

    zh: str
    named_in: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether any return names it."""
        return bool(self.named_in)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is held of one project, as of a snapshot. `asks_for_evidence`: one of its registers has a column for it."""

    name: str
    code: str
    snapshot_id: str
    known_on: date
    listings: tuple[Listing, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    asks_for_evidence: bool
    unnamed_months: tuple[str, ...]

    @property
    def months(self) -> int:
        """How many rows of registers there are."""
        return sum(len(one.months) for one in self.listings)

    @property
    def changed(self) -> tuple[tuple[Listing, Month], ...]:
        """The months that say something else than the month before."""
        return tuple((one, month) for one in self.listings for month in one.months if month.changes)


# What the cells of a row of a return say, by the column of the register's mart.
Cells = Mapping[tuple[str, int], Mapping[str, Row]]


def dossier_of(database: Path, given: str, office: Path) -> Dossier:
    """What a published file holds of the project that is meant. `office`: its folder, whose forms name the fields of the
    registers. Refusal: no project is meant, or several are."""
    facts = read_facts(database)
    project = project_of(registers_of(facts), given)
    cells = _cells(database, office)
    listings = tuple(_listing(facts, entry, cells) for entry in project.entries)
    named = [
        (f"{listing.register}{month.period_zh}", text)
        for listing, entry in zip(listings, project.entries, strict=True)
        for month, text in zip(listing.months, _evidence_texts(entry), strict=True)
        if text is not None
    ]
    return Dossier(
        name=project.name,
        code=project.code,
        snapshot_id=facts.snapshot["snapshot_id"],
        known_on=facts.today,
        listings=listings,
        findings=_findings(facts, project),
        evidence=_evidence(named),
        asks_for_evidence=bool(named),
        unnamed_months=tuple(where for where, text in named if not text.strip()),
    )


def _cells(database: Path, office: Path) -> Cells:
    published = {
        (register.name, field.name): field.column.name
        for register in fields_of_registers(office)
        for field in register.fields
    }
    found: dict[tuple[str, int], dict[str, Row]] = {}
    with opened(database) as connection:
        for row in selected(connection, _CELLS):
            column = published.get((row["register"], row["field"]), row["field"])
            found.setdefault((row["submission_id"], row["row_no"]), {})[column] = row
    return found


def _listing(facts: Facts, entry: Entry, cells: Cells) -> Listing:
    latest, labels = entry.thing.latest, _labels(entry)
    return Listing(
        register=entry.register.name,
        year=entry.thing.year,
        months=tuple(_month(facts, entry, row, cells) for row in entry.thing.rows),
        identified_by="、".join(labels.get(name, name) for name in latest["identified_by"].split(",")),
        doubt=full_width(facts.word("CL_IDENTITY_DOUBT", latest["identity_doubt"]))
        if latest["identity_doubt"] != "_Z"
        else "",
        is_removed=bool(latest["is_removed"]),
        invented=all(row["is_synthetic"] for row in entry.thing.rows),
    )


def _month(facts: Facts, entry: Entry, row: Row, cells: Cells) -> Month:
    submission = facts.submissions[row["submission_id"]]
    mine = cells.get((row["submission_id"], row["row_no"]), {})
    labels = _labels(entry)
    figures = []
    for field in entry.register.figures:
        figure = figure_of(facts, field, row, "")
        cell = mine.get(field.name, {})
        unit = "" if figure.missing else field.unit
        mark = "（示例）" if figure.invented and not figure.missing else ""
        figures.append(
            (
                field.label,
                f"{figure.text}{unit}{mark}",
                cell.get("source_cell") or "由别的栏得出",
                cell.get("raw_text") or "空",
            )
        )
    return Month(
        period_zh=period_of(row),
        figures=tuple(figures),
        texts=tuple((field.label, text_of(facts, field, row)) for field in entry.register.texts),
        changes="、".join(labels.get(name, name) for name in row["changes"].split(",") if name),
        file=row["source_file"],
        sheet=row["source_sheet"],
        row_no=row["row_no"],
        department_zh=submission["department_zh"],
        received_at=clock_of(submission["received_at"]),
        sha256=submission["sha256"],
    )


def _labels(entry: Entry) -> dict[str, str]:
    return {field.name: field.label for field in (*entry.register.texts, *entry.register.figures)}


def _evidence_texts(entry: Entry) -> list[str | None]:
    """What each return names as evidence; None where the register has no column for it."""
    return [str(row[_NAMED] or "") if _NAMED in row else None for row in entry.thing.rows]


def _findings(facts: Facts, project: Project) -> tuple[Finding, ...]:
    """What was found in the rows of the project: in a cell of the row, or by its name."""
    rows = {
        (row["submission_id"], row["source_sheet"], row["row_no"]): row
        for entry in project.entries
        for row in entry.thing.rows
    }
    submissions = {row["submission_id"] for row in rows.values()}
    questions = {(row["submission_id"], row["finding_id"]): row for row in facts.tables["questions"]}
    found = []
    for said in facts.tables["findings"]:
        if said["submission_id"] not in submissions:
            continue
        place = _row_of(said["source_cell"])
        about = (said["submission_id"], said["source_sheet"], place) in rows
        if not about and project.name not in f"{said['subject'] or ''}{said['message_zh']}":
            continue
        question = questions.get((said["submission_id"], said["finding_id"]))
        found.append(_finding(facts, said, question))
    return tuple(found)


def _finding(facts: Facts, said: Row, question: Row | None) -> Finding:
    answer = ""
    if question and question["answered_by"]:
        answer = f"{question['answered_by']} {day_of(question['answered_at'])}：{question['answer_reason']}"
    return Finding(
        period_zh=said["time_period"] or "期别不明",
        file=said["source_file"],
        cell=f"{said['source_sheet']}!{said['source_cell']}" if said["source_cell"] else "整份",
        rule=said["rule"],
        message=full_width(said["message_zh"]),
        remedy=full_width(said["remedy_zh"] or "见说明"),
        state=_STATES[question["question_state"]] if question else "提示，不需答复",
        answer=answer or "没有答复",
    )


def _row_of(cell: Any) -> int | None:
    try:
        return position(str(cell or ""))[0]
    except ValueError:
        return None


@cache
def _kinds() -> dict[str, tuple[str, tuple[str, ...]]]:
    known = yaml.safe_load(_EVIDENCE.read_text(encoding="utf-8"))
    return {name: (about["zh"], tuple(about["words"])) for name, about in known.items()}


def _evidence(named: Iterable[tuple[str, str]]) -> tuple[Evidence, ...]:
    """Each kind of proof with the returns that name it."""
    every = list(named)
    return tuple(
        Evidence(zh, tuple(where for where, text in every if any(word in text for word in words)))
        for zh, words in _kinds().values()
    )
