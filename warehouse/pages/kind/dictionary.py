"""Methods and dictionary: what each indicator is, in which words departments say it, and where its page is."""

from __future__ import annotations

from warehouse.pages.facts import Facts, Row
from warehouse.pages.kind.register import Register
from warehouse.pages.line import Line
from warehouse.pages.site import Page
from warehouse.pages.typography import full_width


def dictionary_page(facts: Facts, lines: list[Line], registers: list[Register]) -> Page:
    """Every indicator of the catalogue by its family, with its definition, unit and the lines that tell of it."""
    of_indicator: dict[str, list[Line]] = {}
    for line in lines:
        if line.is_own:
            of_indicator.setdefault(line.indicator_id, []).append(line)
    words: dict[str, list[str]] = {}
    for row in facts.tables["words"]:
        words.setdefault(row["indicator_id"], []).append(row["word"])
    families: dict[str, list[tuple[Row, list[str], list[Line]]]] = {}
    for indicator_id, row in facts.indicators.items():
        said = {
            "name": full_width(row["indicator_zh"]),
            "id": indicator_id,
            "definition": full_width(row["definition_zh"] or "定义待统计站确认"),
            "unit": row["display_unit_zh"],
            "accumulation": facts.word("CL_ACCUMULATION", row["accumulation"]),
            "form": full_width(facts.form(row["primary_form"])),
        }
        family = families.setdefault(facts.word("CL_FAMILY", row["family"]), [])
        family.append((said, words.get(indicator_id, []), of_indicator.get(indicator_id, [])))
    return Page(
        "dictionary.html",
        "dictionary.html",
        {
            "families": list(families.items()),
            "count": len(facts.indicators),
            "left_out": facts.left_out,
            "registers": [(each.name, each.page(), len(each.things)) for each in registers],
        },
    )
