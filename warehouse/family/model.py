"""A family's mart as dbt is given it: one call of a macro with the page, every default of it written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ingest.family.columns import BESIDE, figures_of, main_of
from ingest.family.page import Count, Figure, Growth, Page, Statistic, Whole
from warehouse.family.words import Series, choice_of, is_it, literal, sql_text

_ALWAYS = ("series_id", "observation_id", "obs_value", "obs_reason", "conf_status", "is_synthetic")
_BOUNDS = {"qualifier": "qualifier", "low": "value_low", "high": "value_high"}
# The attribute of an observation behind a column that stands beside a figure, where it has another name.
_ATTRIBUTES = {
    **_BOUNDS, "until": "said_of", "of_n": "rank_of_n", "universe": "rank_universe", "basis": "rank_basis",
}  # fmt: skip
_CURRENT, _RETURN, _REGISTER = "current", "return", "register"


def model_sql(page: Page) -> str:
    """The model of a page."""
    grain = " × ".join(page.grain)
    macro, told = ("family_mart", resolved(page)) if page.figures else _other(page)
    return f"-- grain: {grain}\n{{{{ {macro}({literal(told)}) }}}}\n"


def _other(page: Page) -> tuple[str, dict[str, Any]]:
    """The macro of a page without figures side by side, and what it is given."""
    if page.lines:
        families, but = page.lines.families, page.lines.but
        return "family_lines", {
            "families": tuple(map(sql_text, families)),
            "but": tuple(map(sql_text, but)),
        }
    groups = page.groups
    if groups is None:
        raise ValueError(page.name)
    counts = list(groups.counts.items())
    texts = dict.fromkeys((*(way.field for way in groups.by.values()), *_fields(counts, is_amount=False)))
    return "family_groups", {
        "register": groups.register,
        "texts": tuple(texts),
        "amounts": _fields(counts, is_amount=True),
        "by": [
            {"name": name, "field": way.field, "first": way.first, "list": way.list}
            for name, way in groups.by.items()
        ],
        "counts": [_statistic(name, count) for name, count in counts],
        "units": groups.units,
        "shares": [{"name": name, "of": share.of} for name, share in groups.shares.items()],
        "wholes": [
            {
                "of": whole.of,
                "indicator": sql_text(whole.indicator),
                "is_it": is_it(_whole(whole)),
            }
            for whole in groups.wholes
        ],
    }


def _whole(whole: Whole) -> Series:
    """The series of what a register adds up to."""
    return {
        "indicator_id": (sql_text(whole.indicator),), "measure": ("VALUE",), "accumulation": (whole.accumulation,),
        "time_transform": ("N",), "freq": ("M",), "breakdown": ("_T",), "status_class": ("actual",),
        "scope_basis": ("OWN",),
    }  # fmt: skip


def resolved(page: Page) -> dict[str, Any]:
    """What the macro is given: each observed figure with its series and its source, and what stands beside it."""
    observed = [_observed(page, name, figure) for name, figure in figures_of(page).items()]
    observed += [_reported_growth(page, name, growth) for name, growth in page.growth_of.items()]
    summed = [
        {**each, "name": f"{each['name']}_summed", "takes": ()}
        for each in observed
        if each["name"] in page.summed
    ]
    of_return = [each for each in observed if each["source"] == _RETURN]
    sources = [
        (_CURRENT, [each for each in observed if each["source"] == _CURRENT]),
        (_RETURN, of_return),
        (_REGISTER, summed),
    ]
    takes = dict.fromkeys(
        attribute for each in observed for attribute in each["takes"] if attribute != "said_of"
    )
    return {
        "grain": page.grain,
        "families": tuple(map(sql_text, page.families)),
        "indicators": tuple(dict.fromkeys(sql_text(figure.indicator) for figure in page.figures.values())),
        "main": main_of(page),
        "attributes": tuple(dict.fromkeys((*_ALWAYS, *takes))),
        "sources": [
            {"name": name, "figures": _told(figures), "choice": choice_of(each["series"] for each in figures)}
            for name, figures in sources
            if figures
        ],
        "elsewhere": _elsewhere(page),
        "observed": [
            {key: each[key] for key in ("name", "absent", "takes")} for each in (*observed, *summed)
        ],
        "figures": [_figure(page, name, figure) for name, figure in figures_of(page).items()],
        "parts": [
            {"name": name, "whole": parts.whole, "parts": list(parts.parts), "is_first": at == 0}
            for at, (name, parts) in enumerate(page.parts.items())
        ],
        "counts": [_count(name, count) for name, count in page.counts.items()],
        "registers": _registers(page.counts),
        "ratios": [
            {"name": name, "of": ratio.of, "over": ratio.over, "kind": ratio.kind}
            for name, ratio in page.ratios.items()
        ],
        "contribution": page.contribution_of
        and {
            "of": page.contribution_of,
            "indicator": sql_text(page.figures[page.contribution_of].indicator),
        },
    }


def _told(figures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": each["name"], "is_it": is_it(each["series"])} for each in figures]


def _observed(page: Page, name: str, figure: Figure) -> dict[str, Any]:
    return {
        "name": name,
        "series": _series(page, figure),
        "source": _RETURN if figure.period == "of_return" else _CURRENT,
        "absent": "NOT_REPORTED",
        "takes": _takes(page, name, figure),
    }


def _reported_growth(page: Page, name: str, growth: Growth) -> dict[str, Any]:
    """The growth that a form states of a figure: a series of its own."""
    series = _series(page, page.figures[name])
    return {
        "name": f"{name}_growth_reported",
        "series": {**series, "time_transform": ("G1Y",), "scope_basis": ("OWN", "COMPARABLE")},
        "source": _CURRENT,
        # The return with the level may leave its growth to the reader.
        "absent": "NOT_STATED",
        "takes": tuple(_BOUNDS.values()) if growth.in_words else (),
    }


def _series(page: Page, figure: Figure) -> Series:
    """The dimensions by which a figure's observations are told, but for those of the grain."""
    series: Series = {
        "indicator_id": (figure.indicator,),
        "measure": (figure.measure,),
        "accumulation": figure.accumulation,
        "time_transform": figure.transform,
        "freq": (figure.freq,),
        "breakdown": figure.breakdown,
        "place_id": figure.place,
        "component_area": ("_Z",),
        "status_class": figure.status,
        "target_kind": (figure.target_kind,),
        "method_id": (figure.method,),
        "scope_basis": ("OWN",) if figure.transform == ("N",) else ("OWN", "COMPARABLE"),
    }
    return {
        name: tuple(map(sql_text, words))
        for name, words in series.items()
        if all(words) and name not in page.grain
    }


def _takes(page: Page, name: str, figure: Figure) -> tuple[str, ...]:
    """The attributes of its observation that a figure's columns are made of, besides those of all."""
    found = [attribute for _, attribute in _beside(figure)]
    if _is_reconciled(page, name, figure):
        found.append("reconciliation")
    if figure.recomputed:
        found.append("series_id")
    if any(count.of == name for count in page.counts.values()):
        found.append("submission_id")
    if name == main_of(page):
        found += ["display_value", "display_unit_zh"]
    return tuple(found)


def _beside(figure: Figure) -> list[tuple[str, str]]:
    """Columns beside a figure, each with the attribute that it is."""
    suffixes = [*(_BOUNDS if figure.in_words else ())]
    suffixes += [suffix for word in figure.beside for suffix in BESIDE[word]]
    return [(suffix, _ATTRIBUTES.get(suffix, suffix)) for suffix in suffixes]


def _is_reconciled(page: Page, name: str, figure: Figure) -> bool:
    return name in page.summed or bool(figure.recomputed)


def _figure(page: Page, name: str, figure: Figure) -> dict[str, Any]:
    growth = page.growth_of.get(name)
    return {
        "name": name,
        "count": figure.count or figure.measure == "RANK",
        "beside": _beside(figure),
        "reconciled": _is_reconciled(page, name, figure),
        "recomputed": figure.recomputed,
        "summed": name in page.summed,
        "growth": growth
        and {
            "beside": list(_BOUNDS.items()) if growth.in_words else [],
            "own_base": growth.own_base,
            "difference": growth.difference or bool(growth.difference_reported),
            "difference_reported": growth.difference_reported,
        },
    }


def _elsewhere(page: Page) -> dict[str, dict[str, str]]:
    """Figures that stand in another row than their series would, by the word of the grain: as SQL."""
    found: dict[str, dict[str, str]] = {}
    for name, figure in page.figures.items():
        beside = [f"{name}_summed"] if name in page.summed else []
        beside += [f"{name}_growth_reported"] if name in page.growth_of else []
        for each in (name, *beside):
            for word, code in figure.row.items():
                found.setdefault(word, {})[each] = f"'{sql_text(code)}'"
            if figure.period == "last_of_year":
                found.setdefault("time_period", {})[each] = "substr(time_period, 1, 4)"
    return found


def _relation(count: Count) -> str:
    """The rows of a register that count for the returns of one figure."""
    return f"{count.register}_of_{count.of}"


def _count(name: str, count: Count) -> dict[str, Any]:
    return {"name": name, "take": count.take, "of": count.of, "relation": _relation(count)}


def _registers(counts: Mapping[str, Count]) -> list[dict[str, Any]]:
    """The registers that are counted, each once for every figure whose returns hold it."""
    found: dict[str, list[tuple[str, Count]]] = {}
    for name, count in counts.items():
        found.setdefault(_relation(count), []).append((name, count))
    return [
        {
            "name": relation,
            "register": counted[0][1].register,
            "of": counted[0][1].of,
            "texts": _fields(counted, is_amount=False),
            "amounts": _fields(counted, is_amount=True),
            "counts": [_statistic(name, count) for name, count in counted],
        }
        for relation, counted in found.items()
    ]


def _statistic(name: str, count: Statistic) -> dict[str, Any]:
    return {
        "name": name,
        "take": count.take,
        "field": count.field,
        "where": {field: sql_text(word) for field, word in count.where.items()},
        "unless": {field: sql_text(word) for field, word in count.unless.items()},
    }


def _fields(counted: Iterable[tuple[str, Statistic]], is_amount: bool) -> tuple[str, ...]:
    """The fields that are asked for: as amounts those that are summed or blank, as texts all others."""
    fields: dict[str, None] = {}
    for _, count in counted:
        if not is_amount:
            fields |= dict.fromkeys((*count.where, *count.unless))
        if count.field and (count.take in ("sum", "blank")) == is_amount:
            fields[count.field] = None
    return tuple(fields)
