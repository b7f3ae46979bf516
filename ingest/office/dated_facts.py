"""What an office says of time itself: periods that are closed, and breaks after which a series is another one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from ingest.office.facts import MONTH, PERIOD, ClosedPeriod, Due, Indicator, OfficeError
from ingest.office.table import read_columns

CLOSED = Path("catalogue", "closed_period.csv")
BREAKS = Path("catalogue", "break.csv")
BREAK_KINDS = ("scope", "method", "area", "classification")
_CLOSED_COLUMNS = ("form_id", "period", "closed_on", "note_zh", "note_en")
_BREAK_COLUMNS = ("indicator_id", "time_period", "kind", "reason_zh", "reason_en", "source")


def load_closed_periods(folder: Path, calendar: Mapping[str, Due]) -> dict[tuple[str, str], ClosedPeriod]:
    """Closed periods by form and period. OfficeError names the file, the line and the value."""
    path = folder / CLOSED
    closed: dict[tuple[str, str], ClosedPeriod] = {}
    for line, row in _stated(path, _CLOSED_COLUMNS):
        key = (row["form_id"], row["period"])
        if row["form_id"] not in calendar:
            raise _wrong(path, line, "form_id", row, "catalogue/calendar.csv")
        if not PERIOD.fullmatch(row["period"]):
            raise _wrong(path, line, "period", row, "2023-12")
        if key in closed:
            raise _wrong(path, line, "period", row, "一期一行 one line a period")
        try:
            day = date.fromisoformat(row["closed_on"])
        except ValueError:
            raise _wrong(path, line, "closed_on", row, "2024-03-31") from None
        closed[key] = ClosedPeriod(*key, day, row["note_zh"], row["note_en"])
    return closed


def check_breaks(folder: Path, indicators: Mapping[str, Indicator]) -> None:
    """The breaks of series, which the models read by themselves. OfficeError names file, line and value."""
    path = folder / BREAKS
    seen = set()
    for line, row in _stated(path, _BREAK_COLUMNS):
        key = (row["indicator_id"], row["time_period"])
        if row["indicator_id"] not in indicators:
            raise _wrong(path, line, "indicator_id", row, "catalogue/indicator.csv")
        if not MONTH.fullmatch(row["time_period"]):
            raise _wrong(path, line, "time_period", row, "2022-05")
        if row["kind"] not in BREAK_KINDS:
            raise _wrong(path, line, "kind", row, ", ".join(BREAK_KINDS))
        if key in seen:
            raise _wrong(path, line, "time_period", row, "一指标一期一行 one line an indicator and period")
        seen.add(key)


def _stated(path: Path, columns: tuple[str, ...]) -> Iterable[tuple[int, dict[str, str]]]:
    """The lines of a file, none of whose values may be blank."""
    for line, row in enumerate(read_columns(path, columns), start=2):
        said = {name: text.strip() for name, text in row.items()}
        for name in columns:
            if not said[name]:
                raise _wrong(path, line, name, said, "不得为空 must not be blank")
        yield line, said


def _wrong(path: Path, line: int, name: str, row: Mapping[str, str], expected: str) -> OfficeError:
    return OfficeError(f"{path}: line {line}: {name} {row[name]!r}: 应为 expected {expected}")
