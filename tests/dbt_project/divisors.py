"""Whether a division of a statement can divide by zero, as far as the statement itself shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlglot import exp

DIVISIONS = (exp.Div, exp.IntDiv, exp.Mod)
_WRAPPERS = (exp.Paren, exp.Cast, exp.TryCast)


def unguarded(tree: exp.Expr) -> list[str]:
    """The divisors that may be zero: no positive constant, no nullif, not inside a case that asks for > 0."""
    return [
        division.expression.sql("duckdb")
        for division in tree.find_all(*DIVISIONS)
        if not any(_is_safe(part, division) for part in _cores(division.expression))
    ]


def _cores(divisor: exp.Expr) -> Iterator[exp.Expr]:
    """A divisor without casts, brackets and positive factors: what has to be positive for it to be positive."""
    yield divisor
    if isinstance(divisor, _WRAPPERS):
        yield from _cores(divisor.this)
    elif isinstance(divisor, exp.Mul):
        for one, other in ((divisor.this, divisor.expression), (divisor.expression, divisor.this)):
            if _is_positive_number(_bare(one)):
                yield from _cores(other)


def _bare(part: exp.Expr) -> exp.Expr:
    while isinstance(part, _WRAPPERS):
        part = part.this
    return part


def _is_positive_number(part: exp.Expr) -> bool:
    return isinstance(part, exp.Literal) and not part.is_string and Decimal(part.this) > 0


def _is_safe(part: exp.Expr, division: exp.Expr) -> bool:
    bare = _bare(part)
    if _is_positive_number(bare):
        return True
    if isinstance(bare, exp.Nullif):
        return bool(bare.expression.sql() == "0")
    return any(_asks_for_positive(condition, bare) for condition in _conditions(division))


def _conditions(division: exp.Expr) -> Iterator[exp.Expr]:
    """The conditions of the branches of `case` in which a division stands."""
    inner: exp.Expr = division
    while outer := inner.parent:
        if isinstance(outer, exp.If) and outer.args.get("true") is inner:
            yield outer.this
        inner = outer


def _asks_for_positive(condition: exp.Expr, divisor: exp.Expr) -> bool:
    """Whether one of the terms that all have to hold is `divisor > 0`, or `a > b` for a divisor `a - b`."""
    terms = condition.flatten() if isinstance(condition, exp.And) else (condition,)
    for term in terms:
        if isinstance(term, exp.GT):
            greater, less = _bare(term.this).sql(), _bare(term.expression).sql()
            if divisor.sql() == (greater if less == "0" else f"{greater} - {less}"):
                return True
    return False
