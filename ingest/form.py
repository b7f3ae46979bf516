"""Forms: where things stand in a department's workbook, as reviewable YAML anchored on labels.

What a value cell means is what its column says and what its row says, put together over the form's
defaults and the indicator's. A word in the YAML that is not known here is an error at once: a form with
a typing slip must not read half a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ingest.amount import NEGATIVE_MARKS
from ingest.catalogue import OfficeError
from ingest.label import label_key, label_pattern

# What a row, a column or the form's defaults may say about a value.
MEANING_WORDS = frozenset(
    {
        "indicator_id", "measure", "method_id", "ref_area", "place_id", "component_area", "breakdown",
        "accumulation", "time_transform", "currency", "price_basis", "status_class", "target_kind",
        "scope_basis", "reporting_level", "unit", "months_before", "freq", "years_before", "period_basis",
        "value_basis",
    }
)  # fmt: skip
TYPES = frozenset({"text", "code", "amount", "count", "date", "month", "yes_no"})
_FORM_WORDS = frozenset(
    {
        "form_id", "title_zh", "title_en", "valid_from", "freq", "recognise", "anchor", "header_rows",
        "unit_line", "defaults", "columns", "rows", "rank", "end", "checks", "layout", "ignore",
        "negative_marks", "period",
    }
)  # fmt: skip
_COLUMN_WORDS = frozenset(
    {
        "label", "also", "stub", "field", "type", "key", "value", "check_of", "rank_of", "row_unit", "unit", "means_yes",
        "comment", "equals",
    }
)  # fmt: skip
_ROW_WORDS = frozenset(
    {
        "label", "also", "ordinal", "areas", "periods", "named", "register", "total_of", "sums", "value", "ahead",
        "only", "repeats", "cells",
    }
)  # fmt: skip
_CELL_WORDS = frozenset({"column", "check_of", "equals"})
# A component area that the row names: of whom a contribution comes.
OF_ROW = "row"
# What a cell may have to equal besides a number: the share of the year that has passed, in percent.
TIME_PROGRESS = "time_progress"
# What a return is about: a month, or a year where no month is named.
BY_MONTH, BY_YEAR = "month", "year"
_PERIODS = (BY_MONTH, BY_YEAR)
# Where a form's table begins is told by the label at its top left corner, or by the extractor.
ANCHORED, EXTRACTED = "anchored", "extracted"
_LAYOUTS = (ANCHORED, EXTRACTED)

Meaning = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form. `path` is its header, outer to inner."""

    path: tuple[str, ...]
    patterns: tuple[tuple[re.Pattern[str], ...], ...]
    stub: bool = False
    field: str = ""
    type: str = "text"
    key: bool = False
    value: Meaning | None = None
    check_of: tuple[str, ...] = ()
    rank_of: tuple[str, ...] = ()
    row_unit: tuple[str, ...] = ()
    unit: str = ""
    means_yes: tuple[str, ...] = ()
    comment: bool = False
    equals: str = ""

    def match(self, path: tuple[str, ...]) -> re.Match[str] | None:
        """The match of the header's first pattern that names a month or a year, else of its last; None if unlike."""
        keys = tuple(label_key(part) for part in path)
        for patterns in self.patterns:
            if len(patterns) == len(keys):
                matches = [pattern.fullmatch(key) for pattern, key in zip(patterns, keys, strict=True)]
                if all(matches):
                    named = [match for match in matches if match and match.groupdict()]
                    return named[0] if named else matches[-1]
        return None


@dataclass(frozen=True, slots=True)
class RepeatedCell:
    """A single cell that says nothing new: it repeats another cell of its row, or equals a number."""

    column: tuple[str, ...]
    check_of: tuple[str, ...] = ()
    equals: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of row: told by its label, by being numbered (`ordinal`), by naming an area or a period, or
    by any label at all that is no sum or note (`named`).

    `labels` are patterns over the keys of whole paths, outer to inner; an anchored form's rows have paths of
    one label. `ahead`: what the row means besides where it names a year after the return's own. `only`: the
    columns that hold a value here, where it is not all; `repeats`: the row of which this one says the values
    once more; `cells`: what single cells of the row repeat.
    """

    labels: tuple[tuple[re.Pattern[str], ...], ...]
    label: str = ""
    ordinal: bool = False
    areas: str = ""
    periods: bool = False
    named: bool = False
    register: str = ""
    total_of: str = ""
    sums: Meaning = field(default_factory=dict)
    value: Meaning = field(default_factory=dict)
    ahead: Meaning = field(default_factory=dict)
    only: tuple[tuple[str, ...], ...] = ()
    repeats: str = ""
    cells: tuple[RepeatedCell, ...] = ()

    def match(self, key: tuple[str, ...]) -> re.Match[str] | None:
        """The match of the innermost label of a path whose every label is this row's; None if unlike."""
        for patterns in self.labels:
            if len(patterns) == len(key):
                matches = [pattern.fullmatch(part) for pattern, part in zip(patterns, key, strict=True)]
                if all(matches):
                    return matches[-1]
        return None

    def cell_of(self, path: tuple[str, ...]) -> RepeatedCell | None:
        """What the row says of its cell in the column with this header."""
        return next((cell for cell in self.cells if cell.column == path), None)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an office."""

    form_id: str
    title_zh: str
    title_en: str
    valid_from: str
    freq: str
    title: str
    sheet: re.Pattern[str] | None
    headers: tuple[str, ...]
    anchor: str
    header_rows: int
    unit_line: tuple[str, ...]
    defaults: Meaning
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    rank: Mapping[str, str]
    end: tuple[str, ...]
    checks: tuple[Mapping[str, Any], ...]
    layout: str = ANCHORED
    ignore: frozenset[str] = frozenset()  # headers of columns that may stand in the table and are not read
    negative_marks: frozenset[str] = frozenset()  # which of ( △ ▲ ▽ ▼ mean a negative number here
    period: str = BY_MONTH

    def column(self, path: tuple[str, ...]) -> Column | None:
        """The column that the form itself names by this path."""
        return next((column for column in self.columns if column.path == path), None)

    def row_called(self, *path: str) -> Row | None:
        key = tuple(label_key(label) for label in path)
        return next((row for row in self.rows if row.match(key)), None)

    def row_where(self, **marks: bool) -> Row | None:
        """The row kind that is `ordinal` or `named`, or that names `areas` or `periods`."""
        return next((row for row in self.rows if all(bool(getattr(row, mark)) for mark in marks)), None)


def load_forms(folder: Path) -> tuple[Form, ...]:
    """All forms of an office, by id. OfficeError names the file and the word that is not known."""
    forms = []
    for path in sorted((folder / "forms").glob("*.yml")):
        try:
            forms.append(load_form(path))
        except OSError as error:
            raise OfficeError(f"{path}: {error}") from error
    return tuple(sorted(forms, key=lambda form: (form.form_id, form.valid_from)))


def load_form(path: Path) -> Form:
    """One form. OfficeError names the file and the word that is not known."""
    try:
        return _form(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise OfficeError(f"{path}: {type(error).__name__}: {error}") from error


def version_for(forms: Iterable[Form], form_id: str, period: str) -> Form | None:
    """The version of a form that holds in a month: the one with the latest first month up to it."""
    versions = [form for form in forms if form.form_id == form_id and form.valid_from <= period]
    return max(versions, key=lambda form: form.valid_from, default=None)


def _form(stated: dict[str, Any]) -> Form:
    _only(stated, _FORM_WORDS, "form")
    _only(stated.get("defaults", {}), MEANING_WORDS, "defaults")
    layout = stated.get("layout", ANCHORED)
    if layout not in _LAYOUTS:
        raise ValueError(f"layout {layout!r} is none of {list(_LAYOUTS)}")
    if (about := stated.get("period", BY_MONTH)) not in _PERIODS:
        raise ValueError(f"period {about!r} is none of {list(_PERIODS)}")
    return Form(
        form_id=stated["form_id"],
        title_zh=stated["title_zh"],
        title_en=stated["title_en"],
        valid_from=stated["valid_from"],
        freq=stated["freq"],
        title=label_key(stated["recognise"]["title"]),
        sheet=label_pattern(str(stated["recognise"]["sheet"])) if "sheet" in stated["recognise"] else None,
        headers=tuple(label_key(header) for header in stated["recognise"]["headers"]),
        anchor=label_key(stated["anchor"]) if layout == ANCHORED else "",
        header_rows=stated["header_rows"] if layout == ANCHORED else 0,
        unit_line=tuple(stated.get("unit_line", ())),
        defaults=stated.get("defaults", {}),
        columns=tuple(_column(column) for column in stated["columns"]),
        rows=tuple(_row(row) for row in stated["rows"]),
        rank=stated.get("rank", {}),
        end=tuple(label_key(word) for word in stated.get("end", ())),
        checks=tuple(stated.get("checks", ())),
        layout=layout,
        ignore=frozenset(label_key(label) for label in stated.get("ignore", ())),
        negative_marks=_negative_marks(stated.get("negative_marks", ())),
        period=about,
    )


def _negative_marks(stated: Iterable[str]) -> frozenset[str]:
    marks = frozenset(stated)
    if unknown := marks - NEGATIVE_MARKS:
        raise ValueError(f"negative_marks: {sorted(unknown)}: none of {sorted(NEGATIVE_MARKS)}")
    return marks


def _path(label: str | list[str]) -> tuple[str, ...]:
    return (label,) if isinstance(label, str) else tuple(label)


def _column(stated: dict[str, Any]) -> Column:
    _only(stated, _COLUMN_WORDS, "column")
    _only(stated.get("value", {}), MEANING_WORDS, "value")
    if (kind := stated.get("type", "text")) not in TYPES:
        raise ValueError(f"column {stated['label']}: type {kind!r} is none of {sorted(TYPES)}")
    paths = [_path(stated["label"]), *(_path(also) for also in stated.get("also", ()))]
    return Column(
        path=paths[0],
        patterns=tuple(tuple(label_pattern(part) for part in path) for path in paths),
        stub=stated.get("stub", False),
        field=stated.get("field", ""),
        type=kind,
        key=stated.get("key", False),
        value=stated.get("value"),
        check_of=_path(stated.get("check_of", [])),
        rank_of=_path(stated.get("rank_of", [])),
        row_unit=tuple(stated.get("row_unit", ())),
        unit=stated.get("unit", ""),
        means_yes=tuple(label_key(word) for word in stated.get("means_yes", ())),
        comment=stated.get("comment", False),
        equals=str(stated.get("equals", "")),
    )


def _row(stated: dict[str, Any]) -> Row:
    _only(stated, _ROW_WORDS, "row")
    _only(stated.get("value", {}), MEANING_WORDS, "value")
    _only(stated.get("ahead", {}), MEANING_WORDS, "ahead")
    paths = (
        [_path(label) for label in (stated["label"], *stated.get("also", ()))] if "label" in stated else []
    )
    return Row(
        labels=tuple(tuple(label_pattern(part) for part in path) for path in paths),
        label=" / ".join(paths[0]) if paths else "",
        ordinal=stated.get("ordinal", False),
        areas=stated.get("areas", ""),
        periods=stated.get("periods", False),
        register=stated.get("register", ""),
        total_of=stated.get("total_of", ""),
        sums=stated.get("sums", {}),
        value=stated.get("value", {}),
        ahead=stated.get("ahead", {}),
        named=stated.get("named", False),
        only=tuple(_path(column) for column in stated.get("only", ())),
        repeats=stated.get("repeats", ""),
        cells=tuple(_cell(cell) for cell in stated.get("cells", ())),
    )


def _cell(stated: dict[str, Any]) -> RepeatedCell:
    _only(stated, _CELL_WORDS, "cells")
    return RepeatedCell(
        column=_path(stated["column"]),
        check_of=_path(stated.get("check_of", [])),
        equals=str(stated.get("equals", "")),
    )


def _only(stated: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    if unknown := set(stated) - known:
        raise ValueError(f"{what} {stated.get('label', '')}: unknown words {sorted(unknown)}")
