"""The models as dbt compiles them for DuckDB, and as sqlglot reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlglot
from sqlglot import exp


@dataclass(frozen=True, slots=True)
class CompiledModel:
    """One model: its SQL, and the tree of its one statement."""

    name: str
    sql: str
    tree: exp.Expr


def read_models(folder: Path) -> tuple[CompiledModel, ...]:
    """All models that a build in this folder compiled, by name."""
    compiled = folder / "target" / "compiled" / "indicators" / "models"
    models = []
    # The tests of a file of descriptions lie in a folder of its name.
    of_models = (path for path in compiled.rglob("*.sql") if path.parent.suffix != ".yml")
    for path in sorted(of_models, key=lambda path: path.stem):
        sql = path.read_text(encoding="utf-8")
        (tree,) = sqlglot.parse(sql, read="duckdb")
        assert tree is not None, path
        models.append(CompiledModel(path.stem, sql, tree))
    return tuple(models)
