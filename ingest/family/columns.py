"""The grammar of a family's columns: which a page makes, in their order, and of what each of them is.

A column is called <figure> or <figure>_<suffix>; what the suffix means, its type and its words are in
dbt_project/dictionary/families.yml, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.declared.problem import Place
from ingest.family.page import Figure, Groups, Growth, Page, Parts

# What a page writes of itself in every row, besides its grain.
OF_ROW = (
    "display_value", "display_unit_zh", "conf_status", "is_synthetic", "restricted_figures", "invented_figures",
)  # fmt: skip
# What a page of lines writes, and what of it is never empty.
OF_LINE = (
    "observation_id", "series_id", "time_period", "family", "indicator_id", "indicator_zh", "ref_area", "area_zh",
    "place_id", "place_zh", "freq", "accumulation", "status_class", "target_kind", "scale", "unit_measure", "obs_value",
    "obs_value_reason", "qualifier", "value_low", "low_inclusive", "value_high", "high_inclusive", "display_value",
    "display_unit_zh", "value_basis", "comment_obs", "value_year_before", "value_year_before_id", "difference",
    "difference_reason", "department_id", "n_vintages", "conf_status", "is_synthetic", "restricted_figures",
    "invented_figures",
)  # fmt: skip
# What a page of groups writes before and behind its counts.
OF_GROUP = ("time_period", "ref_area", "register_dimension", "register_group")
NAMES_OF_GROUP = ("register_group_zh", "register_group_en")
BEHIND_GROUP = (
    "reconciliation", "conf_status", "is_synthetic", "restricted_figures", "submission_id", "first_row", "last_row",
)  # fmt: skip
# The names that stand beside a code of the grain.
NAMES = {"ref_area": "area_zh", "indicator_id": "indicator_zh"}
BESIDE = {
    "scope": ("scope_basis",),
    "status": ("status_class",),
    "origin": ("value_origin",),
    "until": ("until",),
    "rank": ("of_n", "universe", "basis"),
    "break": ("has_break", "break_reason_zh", "break_reason_en"),
    "register": ("reconciliation",),
}
_BOUNDS = ("qualifier", "low", "high")


@dataclass(frozen=True, slots=True)
class Words:
    """What a figure is called and what it is counted in."""

    zh: str
    en: str
    unit_zh: str = ""
    unit_en: str = ""


@dataclass(frozen=True, slots=True)
class FamilyColumn:
    """A column that a page makes. `pattern`: its entry in the grammar; `place`: the word of the page that makes it."""

    name: str
    pattern: str
    of: Words
    place: Place


def main_of(page: Page) -> str:
    """The figure that a row is about: the first one if the page names none; none of a page of groups."""
    if page.lines:
        return "obs_value"
    return page.main or next(iter(page.figures), "")


def figures_of(page: Page) -> dict[str, Figure]:
    """The figures in the order of their columns: the main one first, so that it can be told in any file."""
    main = main_of(page)
    ordered = sorted(page.figures, key=lambda name: name != main)
    return {name: page.figures[name] for name in ordered}


def columns_of(page: Page) -> Iterator[FamilyColumn]:
    """The columns of a page's figures, in their order; those of its grain and of its row are not among them."""
    if page.groups:
        yield from _of_groups(page.groups)
    for name, figure in figures_of(page).items():
        yield from _of_figure(page, name, figure)
    for name, parts in page.parts.items():
        yield from _of_parts(name, parts)
    for name, count in page.counts.items():
        words = Words(count.zh, count.en, count.unit_zh, count.unit_en)
        place = ("counts", name)
        yield FamilyColumn(name, "value" if count.take == "sum" else "count", words, place)
        yield FamilyColumn(f"{name}_reason", "reason", words, place)
    for name, ratio in page.ratios.items():
        words = Words(ratio.zh, ratio.en, ratio.unit_zh, ratio.unit_en)
        for suffix in ("", "_rounded", "_reason"):
            yield FamilyColumn(
                f"{name}{suffix}",
                f"ratio{suffix}" if suffix != "_reason" else "reason",
                words,
                ("ratios", name),
            )
    if page.contribution_of:
        yield from _of_contribution(page)


def _of_figure(page: Page, name: str, figure: Figure) -> Iterator[FamilyColumn]:
    words = Words(figure.zh, figure.en, figure.unit_zh, figure.unit_en)
    place = ("figures", name)
    is_count = figure.count or figure.measure == "RANK"
    yield FamilyColumn(name, "count" if is_count else "value", words, place)
    suffixes = ["reason", "id", *(_BOUNDS if figure.in_words else ())]
    suffixes += [suffix for word in figure.beside for suffix in BESIDE[word]]
    if name in page.summed or figure.recomputed:
        suffixes.append("reconciliation")
    for suffix in suffixes:
        yield FamilyColumn(f"{name}_{suffix}", suffix, words, place)
    if figure.recomputed:
        yield FamilyColumn(figure.recomputed, "recomputed", words, place)
        yield FamilyColumn(f"{figure.recomputed}_reason", "recomputed_reason", words, place)
    if name in page.summed:
        yield FamilyColumn(
            f"{name}_summed", "summed_count" if is_count else "summed", words, ("summed", name)
        )
        for suffix in ("summed_reason", "summed_id"):
            yield FamilyColumn(f"{name}_{suffix}", suffix, words, ("summed", name))
    if growth := page.growth_of.get(name):
        for suffix in _of_growth(growth):
            yield FamilyColumn(f"{name}_{suffix}", suffix, words, ("growth_of", name))


def _of_groups(groups: Groups) -> Iterator[FamilyColumn]:
    for name, count in groups.counts.items():
        words = Words(count.zh, count.en, count.unit_zh, count.unit_en)
        place = ("groups", "counts", name)
        yield FamilyColumn(name, "value" if count.take == "sum" else "count", words, place)
        if count.take == "sum":
            yield FamilyColumn(f"{name}_reason", "reason", words, place)
    for name, share in groups.shares.items():
        words = Words(share.zh, share.en, "%", "percent")
        yield FamilyColumn(name, "ratio", words, ("groups", "shares", name))
        yield FamilyColumn(f"{name}_reason", "reason", words, ("groups", "shares", name))


def _of_growth(growth: Growth) -> list[str]:
    """What follows the name of a figure whose growth stands beside it."""
    suffixes = ["growth_reported", "growth_reported_reason", "growth_reported_id"]
    suffixes += [f"growth_reported_{suffix}" for suffix in (_BOUNDS if growth.in_words else ())]
    suffixes += [
        "growth_computed", "growth_computed_rounded", "growth_computed_reason", "growth_agrees",
        "base", "base_id", "base_source",
    ]  # fmt: skip
    if growth.own_base:
        suffixes += [
            "growth_computed_own", "growth_computed_own_reason", "base_own", "base_own_id", "base_differs",
        ]  # fmt: skip
    if growth.difference or growth.difference_reported:
        suffixes += ["difference", "difference_reason"]
    if growth.difference_reported:
        suffixes += ["difference_agrees"]
    return suffixes


def _of_parts(name: str, parts: Parts) -> Iterator[FamilyColumn]:
    for suffix in ("difference", "difference_reason", "add_up"):
        yield FamilyColumn(f"{name}_{suffix}", f"parts_{suffix}", Words(parts.zh, parts.en), ("parts", name))


def _of_contribution(page: Page) -> Iterator[FamilyColumn]:
    name = page.contribution_of
    figure = page.figures[name]
    words = Words(figure.zh, figure.en)
    for suffix in (
        "contribution_area",
        "contribution_reported", "contribution_reported_reason", "contribution_reported_id",
        "contribution_reported_low", "contribution_reported_high",
        "contribution_pp", "contribution_pp_rounded", "contribution_pp_reason", "contribution_agrees",
        "share_reported", "share_reported_reason", "share_reported_id",
        "share_of_growth", "share_of_growth_rounded", "share_of_growth_reason", "share_agrees",
    ):  # fmt: skip
        yield FamilyColumn(f"{name}_{suffix}", suffix, words, ("contribution_of",))
