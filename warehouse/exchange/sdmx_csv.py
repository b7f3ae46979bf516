"""SDMX-CSV 2.0 of the indicators, and the code lists that it uses, as a folder of CSV files.

After the SDMX-CSV 2.0 field guide of the SDMX technical working group: a header row; STRUCTURE, STRUCTURE_ID
and ACTION first; then dimensions, measure, attributes by their ids, codes and not names; RFC 4180, commas,
UTF-8 without a mark. Every row is one observation; ACTION is I, information: nothing is asked of the reader.
A value that is missing is an empty OBS_VALUE with OBS_STATUS and OBS_REASON.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ingest.decimal_text import plain
from ingest.finding.refusal import Refusal
from warehouse.codes import CodeList, Words
from warehouse.exchange.code_list import code_lists
from warehouse.exchange.published import Published, Table
from warehouse.exchange.sdmx_period import sdmx_period
from warehouse.exchange.sdmx_structure import (
    COMMENT_OBS,
    OBS_VALUE,
    TIME_PERIOD,
    UNIT_MULT,
    VERSION,
    Component,
    Dataflow,
    components,
)
from warehouse.exchange.spreadsheet_text import disarmed

OBSERVATIONS = "observations.csv"
STRUCTURE = "structure.csv"
PROGRESS_ROWS = 1000
_FIXED = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
_SAMPLE: Words = ("示例", "invented figure")

Progress = Callable[[int], None]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """How many observations were written, and the codes that no list explains, by list."""

    observations: int
    withheld: int
    unexplained: Mapping[str, tuple[str, ...]]


def write_sdmx_csv(
    published: Published, flow: Dataflow, agency: str, folder: Path, progress: Progress = lambda _: None
) -> Written:
    """Write observations, structure and code lists into an empty folder. `progress` gets rows as they are done.

    Refusal NOT_EXCHANGEABLE for a table that is not in the file, and for a period SDMX cannot say.
    """
    table = published.table(flow.table)
    if table is None:
        raise Refusal("NOT_EXCHANGEABLE", found=flow.table)
    parts = components(flow, {column.name: (column.zh, column.en) for column in table.columns})
    lists = code_lists(published)
    used: dict[str, set[str]] = {part.code_list: set() for part in parts if part.code_list}
    with _csv(folder / OBSERVATIONS) as writer:
        writer.writerow([*_FIXED, *(part.concept for part in parts)])
        structure = ["dataflow", f"{agency}:{flow.flow_id}({VERSION})", "I"]
        for number, row in enumerate(_rows(published, table), 1):
            said = [_said(part, row, lists) for part in parts]
            for part, text in zip(parts, said, strict=True):
                if part.code_list and text:
                    used[part.code_list].add(text)
            writer.writerow([*structure, *said])
            if number % PROGRESS_ROWS == 0:
                progress(number)
    progress(table.rows)
    _write_structure(folder / STRUCTURE, parts)
    unexplained = {}
    for name, codes in used.items():
        known = lists.get(name, {})
        missing = tuple(sorted(codes - known.keys()))
        if missing:
            unexplained[name] = missing
        # A code that nobody has described stands in its list under its own id: no list is short of a code.
        _write_list(folder / f"{name}.csv", known | {code: (code, code) for code in missing})
    return Written(table.rows, table.withheld, unexplained)


def agency_id(office_id: str) -> str:
    """An office as an SDMX agency: letters, digits, - and _, a letter first."""
    letters = "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "_" for sign in office_id
    )
    return (letters if letters[:1].isalpha() else f"X{letters}").upper()


def _rows(published: Published, table: Table) -> Iterator[Row]:
    for row in published.rows(table):
        yield dict(zip(table.names, row, strict=True))


def _said(part: Component, row: Row, lists: Mapping[str, CodeList]) -> str:
    match part.concept:
        case concept if concept == UNIT_MULT:
            return "0"
        case concept if concept == COMMENT_OBS:
            return _comment(row, lists["CL_OBS_REASON"])
        case concept if concept == TIME_PERIOD:
            try:
                return sdmx_period(row["time_period"], row["freq"], row["accumulation"])
            except ValueError as error:
                where = f"{row['indicator_id']} {row['series_id']}"
                raise Refusal("NOT_EXCHANGEABLE", where=where, found=str(error)) from error
    text = _text(row[part.column])
    # A code is the catalogue's and stands as it is; free text comes from departments.
    return text if part.code_list or part.concept == OBS_VALUE else disarmed(text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds") + "Z"
    return str(value)


def _comment(row: Row, reasons: CodeList) -> str:
    """What the department remarked, why there is no value, and that a figure is invented."""
    words = [reasons.get(row["obs_reason"], (row["obs_reason"],) * 2)] if row["obs_reason"] else []
    words += [_SAMPLE] if row["is_synthetic"] else []
    said = [row["comment_obs"]] if row.get("comment_obs") else []
    return disarmed("; ".join([*said, *(f"{zh} {en}" for zh, en in words)]))


def _write_structure(file: Path, parts: tuple[Component, ...]) -> None:
    with _csv(file) as writer:
        writer.writerow(["concept", "role", "code_list", "name_zh", "name_en"])
        for part in parts:
            writer.writerow([part.concept, part.role, part.code_list, part.zh, part.en])


def _write_list(file: Path, codes: CodeList) -> None:
    with _csv(file) as writer:
        writer.writerow(["code", "name_zh", "name_en"])
        for code, (zh, en) in codes.items():
            writer.writerow([code, disarmed(zh), disarmed(en)])


@contextmanager
def _csv(path: Path) -> Iterator[Any]:
    """A writer of RFC 4180: commas, CR LF, quotes where they are needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield csv.writer(file)
