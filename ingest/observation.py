"""Observations and the series that they belong to.

A series is what is measured: one fixed choice of the key dimensions, without time, without vintage and
without who says it. `series_id` is the MD5 of the dimensions joined by '|', so that SQL computes the
same id where it makes an observation itself (dbt_project/macros/series.sql).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """The key dimensions, in the order of the hash. None is ever empty: `_T` total, `_Z` not applicable."""

    indicator_id: str
    measure: str
    method_id: str
    ref_area: str
    place_id: str
    component_area: str
    breakdown: str
    freq: str
    accumulation: str
    time_transform: str
    currency: str
    price_basis: str
    unit_measure: str
    status_class: str
    target_kind: str
    scope_basis: str

    @property
    def series_id(self) -> str:
        # Not `astuple`, which copies deeply: with it the ids were a seventh of reading a form.
        """32 hexadecimal digits, the MD5 of the dimensions joined by '|'."""
        key = "|".join(getattr(self, name) for name in DIMENSIONS)
        return hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()


DIMENSIONS = tuple(dimension.name for dimension in fields(Series))
# 60 bits: a whole number that every engine has, and of ten million values two agree once in twenty thousand warehouses.
_ID_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one series in one period, as one submission says it.

    `obs_value` is in the canonical unit; `reported_value` is what the cell says, in units of
    10 ** `reported_unit_mult`. A value of None has an `obs_status` and an `obs_reason`.
    """

    series: Series
    time_period: str
    form_id: str
    value_origin: str
    reporting_level: str
    submission_id: str
    obs_value: Decimal | None
    obs_status: str
    obs_reason: str
    conf_status: str
    is_synthetic: bool
    qualifier: str
    value_low: Decimal | None
    low_inclusive: bool | None
    value_high: Decimal | None
    high_inclusive: bool | None
    bound_basis: str
    reported_value: Decimal | None
    reported_unit: str
    reported_unit_mult: int
    reported_decimals: int
    raw_text: str
    number_format: str
    period_raw: str
    period_basis: str
    rank_of_n: int | None
    rank_universe: str
    rank_basis: str
    value_basis: str
    multiple_stated: Decimal | None
    semantics: str
    comment_obs: str
    sheet: str
    cell: str
    row_path: tuple[str, ...]
    col_path: tuple[str, ...]

    @property
    def observation_id(self) -> int:
        """The key of the value: of series, period, submission, origin and reporting level, 0 … 2⁶⁰ − 1.

        The same bits as in SQL, where a value is made there (dbt_project/macros/series.sql).
        """
        key = f"{self.series.series_id}|{self.time_period}|{self.submission_id}|{self.value_origin}|{self.reporting_level}"
        return int(hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()[:_ID_DIGITS], 16)


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """One cell of one row of a register kept by a department. `row_key` is the row's natural key."""

    submission_id: str
    register: str
    row_no: int
    row_key: str
    field: str
    kind: str
    value_text: str
    value_number: Decimal | None
    value_date: date | None
    unit_measure: str
    reported_unit_mult: int
    reported_decimals: int
    raw_text: str
    sheet: str
    cell: str
    is_synthetic: bool
    conf_status: str


@dataclass(frozen=True, slots=True)
class CheckCell:
    """A cell that repeats the value of another cell: it is compared, never loaded as a second value.

    `half_ulp`: half a unit of its last place, in the canonical unit: 3.52 of ten thousands stands for 35,200
    give or take 50.
    """

    submission_id: str
    series_id: str
    time_period: str
    obs_value: Decimal | None
    half_ulp: Decimal
    raw_text: str
    sheet: str
    cell: str
    of_cell: str
    is_synthetic: bool
