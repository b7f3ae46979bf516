"""Forms as files: an office's YAML, read strictly.

A word in the YAML that is not known here is an error at once: a form with a typing slip must not read half
a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from ingest.form.form import ANCHORED, BY_MONTH, BY_YEAR, EXTRACTED, CellOfRow, Column, Form, Row
from ingest.label import label_key, label_pattern
from ingest.office.facts import OfficeError
from ingest.quantity.amount import NEGATIVE_MARKS

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
_CELL_WORDS = frozenset({"column", "check_of", "equals", "value"})
_LAYOUTS = (ANCHORED, EXTRACTED)
_PERIODS = (BY_MONTH, BY_YEAR)


def load_forms(folder: Path) -> tuple[Form, ...]:
    """All forms of an office, by id. OfficeError names the file and the word that is not known."""
    forms = []
    for path in sorted((folder / "forms").glob("*.yml")):
        try:
            forms.append(load_form(path))
        except OSError as error:
            raise OfficeError("OFFICE", found=f"{path}: {error}") from error
    return tuple(sorted(forms, key=lambda form: (form.form_id, form.valid_from)))


def load_form(path: Path) -> Form:
    """One form. OfficeError names the file and the word that is not known."""
    try:
        return _form(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise OfficeError("OFFICE", found=f"{path}: {type(error).__name__}: {error}") from error


def _form(stated: dict[str, Any]) -> Form:
    _only(stated, _FORM_WORDS, "form")
    _only(stated.get("defaults", {}), MEANING_WORDS, "defaults")
    layout = stated.get("layout", ANCHORED)
    if layout not in _LAYOUTS:
        raise ValueError(f"layout {layout!r} is none of {list(_LAYOUTS)}")
    if (about := stated.get("period", BY_MONTH)) not in _PERIODS:
        raise ValueError(f"period {about!r} is none of {list(_PERIODS)}")
    columns = tuple(_column(column) for column in stated["columns"])
    rows = tuple(_row(row) for row in stated["rows"])
    _names_exist(columns, rows)
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
        columns=columns,
        rows=rows,
        rank=stated.get("rank", {}),
        end=tuple(label_key(word) for word in stated.get("end", ())),
        checks=tuple(stated.get("checks", ())),
        layout=layout,
        ignore=frozenset(label_key(label) for label in stated.get("ignore", ())),
        negative_marks=_negative_marks(stated.get("negative_marks", ())),
        period=about,
    )


def _names_exist(columns: Iterable[Column], rows: Iterable[Row]) -> None:
    """Every column and row that another one names is there: a slip in a name would lose values without a word."""
    paths = {column.path for column in columns}
    labels = {row.label for row in rows}
    named = {path for column in columns for path in (column.check_of, column.rank_of) if path}
    named |= {path for row in rows for path in row.only}
    named |= {path for row in rows for cell in row.cells for path in (cell.column, cell.check_of) if path}
    if unknown := named - paths:
        raise ValueError(f"no column {sorted(' / '.join(path) for path in unknown)}")
    if missing := {row.repeats for row in rows if row.repeats} - labels:
        raise ValueError(f"no row {sorted(missing)}")


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


def _cell(stated: dict[str, Any]) -> CellOfRow:
    _only(stated, _CELL_WORDS, "cells")
    _only(stated.get("value", {}), MEANING_WORDS, "value")
    return CellOfRow(
        column=_path(stated["column"]),
        check_of=_path(stated.get("check_of", [])),
        equals=str(stated.get("equals", "")),
        value=stated.get("value", {}),
    )


def _only(stated: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    if unknown := set(stated) - known:
        raise ValueError(f"{what} {stated.get('label', '')}: unknown words {sorted(unknown)}")
