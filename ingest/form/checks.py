"""What a form's `checks` may say: each kind with the words that it takes. How each is done is expectations' to know."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from ingest.declared.declared import STRICT

Rule = Annotated[str, Field(min_length=1, description="审核规则编号 · id of a rule, which has its words")]
FieldOf = Annotated[str, Field(min_length=1, description="台账的栏 · a field of the register")]


@with_config(STRICT)
class OfValues(TypedDict):
    """A check of a form's values, which finds by itself the cells that it is about."""

    rule: Rule
    check: Literal[
        "month_within_ytd",
        "decimals_of_column",
        "rank_follows_values",
        "completion_follows_target",
        "gap_follows_completion",
        "difference_of_levels",
        "contribution_over_base",
        "share_of_growth",
        "fraction_of_completion",
        "rank_beside_value",
    ]


@with_config(STRICT)
class OfField(TypedDict):
    """A check of one field of a register's rows against the return's own period."""

    rule: Rule
    check: Literal["year_of_form", "not_after_period"]
    field: FieldOf


@with_config(STRICT)
class OfFieldBefore(TypedDict):
    """A check of one field of a register's rows against the same row of the return before."""

    rule: Rule
    check: Literal["same_as_before", "not_below_before"]
    field: FieldOf
    name: NotRequired[FieldOf]


@with_config(STRICT)
class OfRowsBefore(TypedDict):
    """A check for rows of the return before that are there no more; `name`: the field that names them."""

    rule: Rule
    check: Literal["row_stays"]
    name: FieldOf


@with_config(STRICT)
class OfLastMonth(TypedDict):
    """A check of a row's year to date against that of the month before and the month's `amount`."""

    rule: Rule
    check: Literal["last_plus_month"]
    field: FieldOf
    amount: FieldOf


@with_config(STRICT)
class OfColumn(TypedDict):
    """A check of a field against the same field of the other rows."""

    rule: Rule
    check: Literal["among_the_others"]
    field: FieldOf


@with_config(STRICT)
class OfLeast(TypedDict):
    """A check of a field against a least amount, in yuan."""

    rule: Rule
    check: Literal["slipped_below", "at_least"]
    field: FieldOf
    at_least: int | float


@with_config(STRICT)
class OfTwoFields(TypedDict):
    """A check of a field against another one of its row."""

    rule: Rule
    check: Literal["not_above", "slipped_above"]
    field: FieldOf
    other: FieldOf


@with_config(STRICT)
class OfSteps(TypedDict):
    """A check of a tranche against the step of the running total beside it."""

    rule: Rule
    check: Literal["slipped_step", "currency_step"]
    field: FieldOf
    total: FieldOf


@with_config(STRICT)
class OfRunningTotal(TypedDict):
    """A check of a running total against the tranches that it adds up."""

    rule: Rule
    check: Literal["never_falls", "running_sum"]
    field: FieldOf
    amount: FieldOf


@with_config(STRICT)
class OfAlikeRows(TypedDict):
    """A check for rows that are the same but for how their name is written, or may be one thing under two names."""

    rule: Rule
    check: Literal["unique_row", "alike_rows"]
    name: FieldOf
    amount: FieldOf


@with_config(STRICT)
class OfFields(TypedDict):
    """A check for rows that are the same in all of some fields and differ in their `name`."""

    rule: Rule
    check: Literal["same_but_name"]
    name: FieldOf
    fields: Annotated[list[FieldOf], Field(min_length=1)]


@with_config(STRICT)
class OfKeys(TypedDict):
    """A check for rows with the same natural key, or the same `field`; `at`: the cell that is marked."""

    rule: Rule
    check: Literal["unique_key"]
    at: FieldOf
    field: NotRequired[FieldOf]


@with_config(STRICT)
class OfPlans(TypedDict):
    """A check for plans among what is done."""

    rule: Rule
    check: Literal["not_planned"]
    field: FieldOf
    year: FieldOf


@with_config(STRICT)
class OfRatio(TypedDict):
    """A check of a percentage against its two parts."""

    rule: Rule
    check: Literal["ratio_follows"]
    field: FieldOf
    part: FieldOf
    whole: FieldOf


FormCheck = Annotated[
    OfValues
    | OfField
    | OfFieldBefore
    | OfRowsBefore
    | OfLastMonth
    | OfColumn
    | OfLeast
    | OfTwoFields
    | OfSteps
    | OfRunningTotal
    | OfAlikeRows
    | OfFields
    | OfKeys
    | OfPlans
    | OfRatio,
    Field(discriminator="check"),
]
