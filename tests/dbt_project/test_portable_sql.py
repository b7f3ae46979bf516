"""The models run on DuckDB and are written so that another engine, Spark, can run them.

What differs between engines is written by a macro that dispatches by adapter, ours or dbt's own; everything else is
SQL that both know. Read with sqlglot, which knows both dialects.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel
from sqlglot.tokens import Token, TokenType

from tests.dbt_project.compiled_models import CompiledModel, read_models
from tests.dbt_project.divisors import unguarded
from warehouse.building.dbt_project import SOURCES

Rule = Callable[[tuple[CompiledModel, ...]], None]

STATEMENTS = sorted((SOURCES / "models").rglob("*.sql")) + sorted((SOURCES / "macros").rglob("*.sql"))
STAGING = {path.stem for path in (SOURCES / "models" / "staging").glob("*.sql")}

# Functions that both engines have under the same name. Of a NULL, concat makes nothing on DuckDB and NULL on Spark:
# what is put together here is never NULL, or is a period that then joins to nothing.
SHARED_FUNCTIONS = frozenset(
    {
        "abs", "cast", "coalesce", "concat", "concat_ws", "count", "decimal", "dense_rank", "first_value", "floor", "greatest",
        "lag", "last_day", "lead", "least", "length", "lpad", "make_date", "max", "md5", "min", "mod", "nullif", "power",
        "rank", "replace", "round", "row_number", "sign", "split_part", "sqrt", "substr", "sum", "trim", "try_cast",
    }
)  # fmt: skip
# Functions of DuckDB alone, and who writes them: for Spark the same macro writes something else.
DISPATCHED_FUNCTIONS = {
    "array_to_string": "joined_texts",
    "date_diff": "dbt.datediff",
    "string_agg": "dbt.listagg",
    "read_csv": "the location of a source",
    "read_parquet": "the location of a source",
}
# Types that both engines have; hugeint is written by whole_number_type.
TYPES = frozenset({"BIGINT", "BOOLEAN", "DATE", "DECIMAL", "DOUBLE", "INT", "INT128", "TEXT", "TIMESTAMPNTZ"})
# Divisions whose divisor is positive for a reason that stands outside the statement's own conditions.
POSITIVE_ANYWAY = {
    ("mart_growth_rate", "CAST(base_value AS DOUBLE)"): (
        "in growth_tolerance, where the base exceeds half a unit of its last place, which is never negative"
    ),
}
# What only DuckDB understands, as it would be typed into a model or a macro.
OF_DUCKDB_ALONE = re.compile(
    r"::|\b(?:strftime|strptime|to_months|to_days|arg_max|arg_min|max_by|min_by|any_value|list_\w+|struct_\w+|unnest"
    r"|regexp_\w+|printf|format|ifnull|iff|epoch\w*|date_trunc|date_part|extract|age|generate_series|range)\s*\("
    r"|\blist\s*\(|\bcolumns\s*\(|\basof\b|\bpivot\b|\bunpivot\b|\*\s*(?:exclude|replace|rename)\b"
    r"|\b(?:group|order)\s+by\s+all\b|\bpositional\s+join\b|\busing\s+sample\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}", re.DOTALL)
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_VAGUE_DECIMAL = re.compile(r"\b(?:decimal|numeric)\b(?!\s*\(\s*\d+\s*,\s*\d+\s*\))")
_TEXT = re.compile(r"'(?:[^']|'')*'")


@pytest.fixture(scope="module")
def models(sample_build: Path) -> tuple[CompiledModel, ...]:
    return read_models(sample_build)


def found(models: tuple[CompiledModel, ...], *kinds: type[exp.Expr]) -> Iterator[tuple[str, exp.Expr]]:
    for model in models:
        yield from ((model.name, node) for node in model.tree.find_all(*kinds))


def called(model: CompiledModel) -> set[str]:
    """The functions that a model calls, as they are spelled."""
    tokens = sqlglot.tokenize(model.sql, read="duckdb")
    return {
        one.text.lower()
        for one, after in pairwise(tokens)
        if after.token_type is TokenType.L_PAREN and _is_name(one)
    }


def _is_name(token: Token) -> bool:
    words = {"as", "in", "over", "when", "then", "else", "and", "or", "not", "from", "join", "on", "where", "by", "between", "select", "union", "all", "with"}  # fmt: skip
    return token.text.isidentifier() and token.text.lower() not in words


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_nothing_is_typed_that_only_duckdb_understands(path: Path) -> None:
    # Loops over a range are Jinja's; the default__ half of a dispatching macro is meant for DuckDB.
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    text = re.sub(r"\{% macro default__.*?\{%-? endmacro %\}", "", text, flags=re.DOTALL)
    text = re.sub(r"\{%-? (?:for|set|if|elif) .*?%\}", "", text, flags=re.DOTALL)
    assert OF_DUCKDB_ALONE.findall(text) == []


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_no_name_is_quoted(path: Path) -> None:
    text = _TEXT.sub("", _JINJA.sub("", _COMMENT.sub("", path.read_text(encoding="utf-8"))))
    assert '"' not in text


def test_every_model_is_compiled(models: tuple[CompiledModel, ...], project: Path) -> None:
    assert {model.name for model in models} == {path.stem for path in (project / "models").rglob("*.sql")}


def test_quoted_names_are_those_of_dbts_own_relations(models: tuple[CompiledModel, ...]) -> None:
    # "database"."schema"."table" is quoted by the adapter, in the way of its engine.
    quoted = [
        (name, node.sql())
        for name, node in found(models, exp.Identifier)
        if node.args.get("quoted") and not isinstance(node.parent, exp.Table)
    ]
    assert quoted == []


def test_only_functions_are_called_that_both_engines_have(models: tuple[CompiledModel, ...]) -> None:
    unknown = {model.name: called(model) - SHARED_FUNCTIONS - DISPATCHED_FUNCTIONS.keys() for model in models}
    assert {name: names for name, names in unknown.items() if names} == {}


def test_a_function_of_duckdb_alone_is_written_by_a_macro_that_dispatches() -> None:
    macros = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCES / "macros").glob("*.sql"))
    models = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCES / "models").rglob("*.sql"))
    for function, writer in DISPATCHED_FUNCTIONS.items():
        assert f"{function}(" not in models
        if not writer.startswith(("dbt.", "the location")):
            assert f"adapter.dispatch('{writer}')" in macros
            assert f"macro spark__{writer}(" in macros


def test_every_macro_that_dispatches_has_a_spelling_for_spark() -> None:
    macros = "\n".join(path.read_text(encoding="utf-8") for path in (SOURCES / "macros").glob("*.sql"))
    dispatched = set(re.findall(r"adapter\.dispatch\('(\w+)'\)", macros))
    assert {"whole_quotient", "whole_number_type", "joined_texts"} <= dispatched
    for name in dispatched:
        assert f"macro default__{name}(" in macros
        assert f"macro spark__{name}(" in macros


def test_no_lists_structs_subscripts_pivots_or_lambdas(models: tuple[CompiledModel, ...]) -> None:
    kinds = (exp.Bracket, exp.Array, exp.List, exp.Struct, exp.Pivot, exp.Lambda, exp.Columns, exp.Anonymous)
    assert [(name, node.sql()) for name, node in found(models, *kinds)] == []


def test_a_star_leaves_nothing_out_and_renames_nothing(models: tuple[CompiledModel, ...]) -> None:
    changed = [
        (name, node.sql())
        for name, node in found(models, exp.Star)
        if any(node.args.get(word) for word in ("except_", "replace", "rename"))
    ]
    assert changed == []


def test_groups_and_orders_name_their_columns(models: tuple[CompiledModel, ...]) -> None:
    everything = [(name, node.sql()) for name, node in found(models, exp.Group) if node.args.get("all")]
    everything += [
        (name, node.sql()) for name, node in found(models, exp.Ordered) if node.this.sql().upper() == "ALL"
    ]
    assert everything == []


def test_joins_are_those_of_every_engine(models: tuple[CompiledModel, ...]) -> None:
    kinds = {(node.method, node.side, node.kind) for _, node in found(models, exp.Join)}
    assert kinds <= {("", "", "INNER"), ("", "LEFT", ""), ("", "FULL", "OUTER"), ("", "", "CROSS")}


def test_decimals_state_both_their_digits_and_their_scale(models: tuple[CompiledModel, ...]) -> None:
    types = [(name, node) for name, node in found(models, exp.DataType)]
    assert {node.this.value for _, node in types} <= TYPES
    # A bare decimal is (18,3) here and (10,0) on Spark.
    vague = [model.name for model in models if _VAGUE_DECIMAL.search(model.sql.lower())]
    assert vague == []


def test_no_division_can_be_by_zero(models: tuple[CompiledModel, ...]) -> None:
    open_ = {(model.name, divisor) for model in models for divisor in unguarded(model.tree)}
    assert open_ - POSITIVE_ANYWAY.keys() == set()
    assert POSITIVE_ANYWAY.keys() - open_ == set()


def test_spark_can_read_every_model(models: tuple[CompiledModel, ...]) -> None:
    statements = defaultdict(int)
    for model in models:
        # Staging reads files, which Spark does by its own sources.
        if model.name in STAGING and "read_" in model.sql:
            continue
        translated = model.tree.sql(dialect="spark", unsupported_level=ErrorLevel.RAISE)
        assert sqlglot.parse_one(translated, read="spark").find(exp.Command) is None, model.name
        statements[model.name] += 1
    assert len(statements) > 50


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (test_only_functions_are_called_that_both_engines_have, "select strftime(a, '%Y') from t"),
        (test_only_functions_are_called_that_both_engines_have, "select arg_max(a, b) from t"),
        (test_only_functions_are_called_that_both_engines_have, "select list(a) from t"),
        (test_no_lists_structs_subscripts_pivots_or_lambdas, "select a[1] from t"),
        (test_no_lists_structs_subscripts_pivots_or_lambdas, "select [a, b] from t"),
        (test_no_lists_structs_subscripts_pivots_or_lambdas, "select {'a': 1} from t"),
        (test_no_lists_structs_subscripts_pivots_or_lambdas, "pivot t on a using sum(b)"),
        (test_no_lists_structs_subscripts_pivots_or_lambdas, "select columns('a') from t"),
        (test_a_star_leaves_nothing_out_and_renames_nothing, "select * exclude (a) from t"),
        (test_a_star_leaves_nothing_out_and_renames_nothing, "select * replace (1 as a) from t"),
        (test_a_star_leaves_nothing_out_and_renames_nothing, "select * rename (a as b) from t"),
        (test_groups_and_orders_name_their_columns, "select a, count(*) from t group by all"),
        (test_groups_and_orders_name_their_columns, "select a from t order by all"),
        (test_joins_are_those_of_every_engine, "select * from a asof join b on a.t >= b.t"),
        (test_joins_are_those_of_every_engine, "select * from a semi join b using (x)"),
        (test_decimals_state_both_their_digits_and_their_scale, "select cast(a as decimal) from t"),
        (test_decimals_state_both_their_digits_and_their_scale, "select cast(a as decimal(28)) from t"),
        (test_quoted_names_are_those_of_dbts_own_relations, 'select a as "x" from t'),
        (test_no_division_can_be_by_zero, "select a / b from t"),
    ],
)
def test_the_rules_see_what_they_are_there_for(rule: Rule, statement: str) -> None:
    with pytest.raises(AssertionError):
        rule((CompiledModel("probe", statement, sqlglot.parse_one(statement, read="duckdb")),))
