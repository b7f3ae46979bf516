"""What is checked in more than one way. Wanted: 审核关系 repeat on purpose, and a slip passes one and not the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from ingest.form.contradiction.words_of import Cell, cells
from ingest.form.form import Form
from ingest.office.facts import Office

Ways = list[str]


def redundant(forms: Iterable[Form], office: Office) -> Iterator[tuple[str, Ways]]:
    """What is checked, and the ways in which it is, two at least: form by form, then the catalogue by itself."""
    for form in forms:
        for what, ways in (*_totals(form, office), *_fields(form, office)):
            if len(ways) > 1:
                yield f"{form.form_id} {what}", ways
    sets: dict[tuple[str, str, frozenset[str]], Ways] = defaultdict(list)
    for whole in office.wholes:
        if whole.complete:
            sets[whole.dimension, whole.whole, frozenset(whole.parts)].append(whole.partition_id)
    for (_, name, _), ids in sets.items():
        if len(ids) > 1:
            yield f"partition.csv {name}", ids


def _totals(form: Form, office: Office) -> Iterator[tuple[str, Ways]]:
    """The totals of a register: its rows, its complete subtotals, the line that repeats it, the column that does."""
    stated = list(cells(form))
    for at in dict.fromkeys(cell.row_at for cell in stated if cell.row.total_of):
        row = form.rows[at]
        of_row = [cell for cell in stated if cell.row_at == at]
        ways: Ways = []
        if any(
            one.form_id == form.form_id and one.register == row.total_of for one in office.register_measures
        ):
            ways.append("台账相加 the register")
        ways += _subtotals(of_row, stated, office)
        ways += [
            f"{one.name or '无行名 no label'}（重复行 repeats it）"
            for one in form.rows
            if one.repeats and one.repeats == row.name
        ]
        ways += [f"{' / '.join(one.path)}（重复列 column）" for one in form.columns if one.check_of]
        yield row.name, ways


def _subtotals(of_row: list[Cell], stated: list[Cell], office: Office) -> Ways:
    """Complete parts of a total, over breakdowns, each of which has a row of the same form."""
    names = office.names.get("breakdown", {})
    ways: Ways = []
    for whole in office.wholes:
        if whole.dimension != "breakdown" or not whole.complete:
            continue
        for cell in of_row:
            if cell.meaning.get("breakdown", "_T") == whole.whole and all(
                any(_same_but(part, other, cell) for other in stated) for part in whole.parts
            ):
                ways.append("+".join(names.get(part, part) for part in whole.parts))
                break
    return ways


def _same_but(part: str, other: Cell, cell: Cell) -> bool:
    return {**other.meaning, "breakdown": ""} == {**cell.meaning, "breakdown": ""} and (
        other.meaning.get("breakdown") == part
    )


def _fields(form: Form, office: Office) -> Iterator[tuple[str, Ways]]:
    """A field that is never above another one, or has a least amount, by more than one rule."""
    checks = [cast(Mapping[str, Any], check) for check in form.checks]
    above: dict[tuple[str, str], Ways] = defaultdict(list)
    least: dict[tuple[str, str], Ways] = defaultdict(list)
    for check in checks:
        if check["check"] in ("not_above", "slipped_above"):
            above[check["field"], check["other"]].append(f"{check['rule']} {check['check']}")
        elif "at_least" in check:
            least[check["field"], str(check["at_least"])].append(f"{check['rule']} {check['check']}")
    _over_steps(above)
    _of_catalogue(form, office, above)
    yield from ((f"{field} ≤ {other}", ways) for (field, other), ways in above.items())
    yield from ((f"{field} ≥ {bound}", ways) for (field, bound), ways in least.items())


def _over_steps(above: dict[tuple[str, str], Ways]) -> None:
    """a not above b, b not above c: that a is not above c follows, if it is said as well."""
    direct = set(above)
    for field, middle in direct:
        for other in {end for start, end in direct if start == middle}:
            if (field, other) in direct:
                above[field, other].append(f"≤ {middle}")


def _of_catalogue(form: Form, office: Office, above: dict[tuple[str, str], Ways]) -> None:
    """What of_which.csv says of the fields of a form, or of the indicators that its columns mean."""
    meant: dict[str, str] = {
        str(column.value["indicator_id"]): column.field
        for column in form.columns
        if column.field and column.value and "indicator_id" in column.value
    }
    for part in office.parts:
        if part.kind == "field" and part.form_id == form.form_id:
            above[part.part, part.whole].append("of_which.csv")
        elif part.kind == "indicator" and {part.part, part.whole} <= meant.keys():
            above[meant[part.part], meant[part.whole]].append("of_which.csv")
