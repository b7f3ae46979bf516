"""The contract with whoever reads what is published: every column with its type, as of the last release.

python -m docs.contract    write docs/contract.csv anew, when a release is made

A column that was promised there and is gone, or has another type, breaks its readers. It may be changed all the same; then
the changelog says so by name, and names them. `make test` compares.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from warehouse.building.dbt_project import Consumer, consumers
from warehouse.dictionary import Model, models
from warehouse.settings import CHECKOUT

RECORD = CHECKOUT / "docs" / "contract.csv"
CHANGELOG = CHECKOUT / "CHANGELOG.md"
_HEAD = ("relation", "column", "type")
_UNRELEASED = re.compile(r"^## \[Unreleased\]\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)

# (relation, column) → type
Contract = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise that does not hold any more. `now`: the type that the column has, empty where it is gone."""

    relation: str
    column: str
    was: str
    now: str
    consumers: tuple[str, ...]

    @property
    def line(self) -> str:
        """What the changelog has to say, at least: the column by its full name, and each of its readers."""
        change = f"`{self.was}` → `{self.now}`" if self.now else "没有了 gone"
        return f"`{self.relation}.{self.column}` {change}；影响 breaks: {'、'.join(self.consumers)}"

    def is_told_in(self, text: str) -> bool:
        """Whether a paragraph of the changelog names the column and all of its readers."""
        named = f"`{self.relation}.{self.column}`"
        told = [entry for entry in re.split(r"^- ", text, flags=re.MULTILINE) if named in entry]
        return any(all(name in entry for name in self.consumers) for entry in told)


def contract_of(published: Iterable[Model]) -> dict[tuple[str, str], str]:
    """What models promise, Chinese names included."""
    promised: dict[tuple[str, str], str] = {}
    for model in published:
        for column in model.columns:
            kind = model.published_type(column)
            promised[model.relation, column.name] = kind
            if model.label_zh:
                promised[f"bi.{model.label_zh}", column.label_zh] = kind
    return promised


def recorded() -> dict[tuple[str, str], str]:
    """What the last release promised."""
    with RECORD.open(encoding="utf-8", newline="") as file:
        return {(row["relation"], row["column"]): row["type"] for row in csv.DictReader(file)}


def as_csv(contract: Contract) -> str:
    """The record, in the order of its names, so that a change is a line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows((*key, kind) for key, kind in sorted(contract.items()))
    return text.getvalue()


def broken(
    before: Contract, after: Contract, published: Iterable[Model], readers: Iterable[Consumer]
) -> list[Broken]:
    """Every promise of `before` that `after` does not keep, with who reads it. What is new breaks nobody."""
    listed, by_name = list(readers), {}
    for model in published:
        by_name[model.relation] = model.name
        by_name[f"bi.{model.label_zh}"] = model.name
    return [
        Broken(
            relation,
            column,
            was,
            after.get((relation, column), ""),
            tuple(
                one.zh for one in listed if by_name.get(relation, relation.removeprefix("bi.")) in one.models
            ),
        )
        for (relation, column), was in sorted(before.items())
        if after.get((relation, column)) != was
    ]


def unreleased() -> str:
    """What the changelog says of the release to come."""
    found = _UNRELEASED.search(CHANGELOG.read_text(encoding="utf-8"))
    return found[1] if found else ""


def untold() -> list[str]:
    """The lines that the changelog lacks about what is broken since the last release."""
    published = models()
    gone = broken(recorded(), contract_of(published), published, consumers(published))
    text = unreleased()
    return [one.line for one in gone if not one.is_told_in(text)]


def main() -> int:
    """Write the record of a release. Refused, with the lines to write, while the changelog does not tell what it breaks."""
    if RECORD.exists() and (lines := untold()):
        print("\n".join(lines))
        return 1
    RECORD.write_text(as_csv(contract_of(models())), encoding="utf-8")
    print(RECORD)
    return 0


if __name__ == "__main__":
    sys.exit(main())
