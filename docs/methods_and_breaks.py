"""The page of methods: by which rules each indicator is counted, and where one of them has changed. Of the office's files.

For who reads figures: a growth across a change compares two things, and only the catalogue says that it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from ingest.office.catalogue import Break, Catalogue, Indicator
from ingest.office.catalogue_files import read_catalogue

_KINDS = {
    "scope": "范围 scope",
    "method": "方法 method",
    "area": "区划 area",
    "classification": "分类 classification",
}
_ALL = "全部 all"


def methods_and_breaks(office: Path) -> list[str]:
    """The title and the parts of the page. An indicator that several methods count stands under each of them."""
    catalogue = read_catalogue(office).catalogue
    counted_by = _counted_by(catalogue, office)
    parts = [
        "# 口径和断点 · Methods and breaks",
        "每个指标按什么口径计，口径在哪一期变过。换了口径的是另一个序列，两个口径之间不算增速；同一口径里的断点不拿走任何数，\n"
        "从那一期起第一个数的状态记 `B`，隔着断点比的增速标 `has_break`。",
        "By which rules each indicator is counted, and from when on one of them is another. A new method is a series of its own,\n"
        "with no growth across the two; a break inside a method takes no figure away: the first value from then on has status\n"
        "`B`, and a growth across it says `has_break`.",
        "## 断点 · Breaks",
        *_breaks(catalogue),
        "## 同一指标的几个口径 · One indicator by several methods",
        *_side_by_side(catalogue, counted_by),
    ]
    for method in catalogue.method:
        parts += [
            f"## {method.method_id}",
            f"{method.method_zh} · {method.method_en}\n\n出处 source: {method.method_source}",
            _table(
                ("指标 indicator", "计什么", "what it counts", "出处 source"),
                (
                    _definition(one)
                    for one in catalogue.indicator
                    if method.method_id in counted_by[one.indicator_id]
                ),
            ),
        ]
    return parts


def _definition(indicator: Indicator) -> tuple[str, ...]:
    return (
        f"{indicator.indicator_zh} `{indicator.indicator_id}`",
        indicator.definition_zh,
        indicator.definition_en,
        indicator.definition_source,
    )


def _breaks(catalogue: Catalogue) -> list[str]:
    if not catalogue.breaks:
        return ["目前没有断点。 There is none."]
    ordered = sorted(catalogue.breaks, key=lambda one: (one.time_period, one.indicator_id), reverse=True)
    heads = (
        "从何月起 from",
        "指标 indicator",
        "口径 method",
        "地区 area",
        "变了什么 kind",
        "说明",
        "what changed",
        "出处 source",
    )
    return [_table(heads, (_break(catalogue, one) for one in ordered))]


def _break(catalogue: Catalogue, one: Break) -> tuple[str, ...]:
    indicators = {each.indicator_id: each.indicator_zh for each in catalogue.indicator}
    areas = {each.ref_area: each.area_zh for each in catalogue.area}
    return (
        one.time_period,
        f"{indicators[one.indicator_id]} `{one.indicator_id}`",
        one.method_id or _ALL,
        areas[one.ref_area] if one.ref_area else _ALL,
        _KINDS[one.kind],
        one.reason_zh,
        one.reason_en,
        one.source,
    )


def _side_by_side(catalogue: Catalogue, counted_by: dict[str, tuple[str, ...]]) -> list[str]:
    """The indicators that more than one method counts: each method beside the others."""
    methods = {each.method_id: each for each in catalogue.method}
    rows = [
        (
            f"{one.indicator_zh} `{one.indicator_id}`",
            f"`{method_id}` {methods[method_id].method_zh}",
            methods[method_id].method_en,
            methods[method_id].method_source,
        )
        for one in catalogue.indicator
        if len(counted_by[one.indicator_id]) > 1
        for method_id in counted_by[one.indicator_id]
    ]
    if not rows:
        return ["每个指标只有一个口径。 Each indicator has one method."]
    return [_table(("指标 indicator", "口径", "method", "出处 source"), rows)]


def _counted_by(catalogue: Catalogue, office: Path) -> dict[str, tuple[str, ...]]:
    """The methods of each indicator: that of the catalogue, then those that forms name."""
    found = {one.indicator_id: {one.method_id: None} for one in catalogue.indicator}
    for path in sorted((office / "forms").glob("*.yml")):
        for meaning in _meanings(yaml.safe_load(path.read_text(encoding="utf-8"))):
            if meaning["indicator_id"] in found:
                found[meaning["indicator_id"]][meaning["method_id"]] = None
    return {indicator: tuple(methods) for indicator, methods in found.items()}


def _meanings(node: Any) -> Iterator[dict[str, str]]:
    """What a form says of a value where it names both, wherever in the form that stands."""
    if isinstance(node, dict):
        if "indicator_id" in node and "method_id" in node:
            yield node
        for each in node.values():
            yield from _meanings(each)
    elif isinstance(node, list):
        for each in node:
            yield from _meanings(each)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = list(header)
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
