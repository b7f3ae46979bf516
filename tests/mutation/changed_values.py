"""Changes of single values: what departments and their software leave in the place of a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.mutation.model import BLANK, Column, Table, Value, number, text
from tests.mutation.vocabulary import ERRORS, MISSING_SIGNS

_FULL_WIDTH = str.maketrans("0123456789.-", "０１２３４５６７８９.－")
_FEWEST_LEFT = 2  # numbers in a row and in a column, so that each stays one of values

Change = Callable[[Random, Table], Table | None]
_Changed = Callable[[Random, Value, Column, bool], Value | None]


def of_values(changed: _Changed) -> Change:
    """One to three numbers of a table, each changed; None where no value can be."""

    def change(chance: Random, table: Table) -> Table | None:
        rows = [list(row.values) for row in table.rows]
        places = [
            (row, column)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if value.kind == "number" and value.down == value.across == 1
        ]
        done = 0
        for row, column in chance.sample(places, min(len(places), chance.randint(1, 3))):
            left = sum(value.kind == "number" for value in rows[row])
            below = sum(bool(values) and values[column].kind == "number" for values in rows)
            if left <= _FEWEST_LEFT or below <= _FEWEST_LEFT:
                continue
            percent = table.rows[row].percent
            value = changed(chance, rows[row][column], table.columns[column], percent)
            if value is not None:
                rows[row][column] = value
                done += 1
        if not done:
            return None
        together = zip(table.rows, rows, strict=True)
        return replace(table, rows=tuple(replace(row, values=tuple(values)) for row, values in together))

    return change


def as_text(chance: Random, value: Value, column: Column, percent: bool) -> Value:
    """The same number as text, in one of the ways that people and exports write it."""
    amount = value.read
    assert isinstance(amount, Decimal)
    plain = f"{amount:f}"
    written = [
        plain,
        f"{amount:,f}",
        f" {plain} ",
        f"\u00a0{plain}",
        plain.translate(_FULL_WIDTH),
        plain.replace("-", "−"),
    ]
    if percent or column.unit == "%":
        written.append(f"{plain}%")
    return text(chance.choice(written), amount)


def blank(_: Random, __: Value, ___: Column, ____: bool) -> Value:
    return BLANK


def missing_sign(chance: Random, _: Value, __: Column, ___: bool) -> Value:
    return text(chance.choice(MISSING_SIGNS))


def error(chance: Random, _: Value, __: Column, ___: bool) -> Value:
    shown = chance.choice(ERRORS)
    return Value("error", shown, shown, formula="A1/0")


def zero(chance: Random, _: Value, __: Column, ___: bool) -> Value:
    return chance.choice((number(Decimal(0)), number(Decimal(0), "0.00"), text("0", Decimal(0))))


def identity_number(chance: Random, _: Value, __: Column, ___: bool) -> Value:
    """18 digits: as text all of them are there, in a number cell no more than 15 are."""
    digits = "".join(chance.choices("123456789", k=18))
    return text(digits, Decimal(digits)) if chance.random() < 0.5 else number(Decimal(digits), "0")


def extreme(chance: Random, _: Value, __: Column, ___: bool) -> Value:
    amounts = ("0.0000001", "-0.000123", "123456789012.345", "99999999999999", "-1", "1.005", "0.1")
    return number(Decimal(chance.choice(amounts)))


def calculated(_: Random, value: Value, __: Column, ___: bool) -> Value:
    return replace(value, formula="SUM(A1:A2)*0.5")


def uncalculated(_: Random, __: Value, ___: Column, ____: bool) -> Value:
    """A formula whose value was never stored, as programs leave it that write workbooks."""
    return Value("uncalculated", None, "=SUM(A1:A2)", formula="SUM(A1:A2)")


def merged_value(chance: Random, table: Table) -> Table | None:
    """One value for two rows or two columns, their cells merged."""
    down = chance.random() < 0.5
    pairs = [
        (row, column)
        for row in range(len(table.rows) - down)
        for column in range(len(table.rows[row].values) - (not down))
        if table.rows[row + down].values
        and not table.columns[column + (not down)].spacer
        and not table.columns[column].spacer
        and _plain(table.rows[row].values[column])
        and _plain(table.rows[row + down].values[column + (not down)])
        and sum(value.kind == "number" for value in table.rows[row + down].values) > _FEWEST_LEFT
    ]
    if not pairs:
        return None
    row, column = chance.choice(pairs)
    grid = [list(each.values) for each in table.rows]
    grid[row][column] = replace(grid[row][column], down=1 + down, across=2 - down)
    grid[row + down][column + (not down)] = BLANK
    together = zip(table.rows, grid, strict=True)
    return replace(table, rows=tuple(replace(each, values=tuple(values)) for each, values in together))


def _plain(value: Value) -> bool:
    return value.kind == "number" and value.down == value.across == 1
