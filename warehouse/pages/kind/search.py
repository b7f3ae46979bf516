"""The search: a list of all pages as a script, since nothing can be fetched from a folder, and a page that looks
through it. Without a script the page says where the lists are."""

from __future__ import annotations

import json

from warehouse.pages.environment import asset, harmless
from warehouse.pages.facts import Facts
from warehouse.pages.kind.pinyin import syllables
from warehouse.pages.kind.register import Register
from warehouse.pages.kind.reporting import department_path, departments_of
from warehouse.pages.line import Line
from warehouse.pages.site import Page
from warehouse.pages.typography import full_width

_LONGEST = 80
_THING = "台账项"


def _read(kind: str, name: str) -> tuple[str, ...]:
    """The syllables of a name of the catalogue; none for one that has a character without a reading, and for the
    things of registers, whose names are anybody's."""
    return () if kind == _THING else syllables(name) or ()


def search_pages(facts: Facts, lines: list[Line], registers: list[Register]) -> list[Page]:
    """The page, its script and the list."""
    also: dict[str, list[str]] = {}
    for row in facts.tables["aliases"]:
        also.setdefault(row["indicator_id"], []).append(row["alias"])
    for row in facts.tables["words"]:
        also.setdefault(row["indicator_id"], []).append(row["word"][:_LONGEST])
    entries = [
        (
            "指标",
            f"{line.name}，{line.area_zh}",
            " ".join((line.indicator_id, *also.get(line.indicator_id, []))),
            line.page(),
        )
        for line in lines
    ]
    entries += [
        ("部门", row["department_zh"], row["department_id"], department_path(row["department_id"]))
        for row in departments_of(facts)
    ]
    entries += [("报表", full_width(name), form_id, "status.html") for form_id, name in facts.forms.items()]
    for register in registers:
        entries.append(("台账", register.name, register.model, register.page()))
        entries += [
            (
                _THING,
                f"{thing.name[:_LONGEST]}，{thing.year}年",
                str(thing.latest["thing_id"])[:_LONGEST],
                thing.page(),
            )
            for thing in register.things
        ]
    read = [_read(kind, name) for kind, name, *_ in entries]
    listed = [
        [*(harmless(part) for part in entry), *([" ".join(spelled)] if spelled else [])]
        for entry, spelled in zip(entries, read, strict=True)
    ]
    # In a script of its own, "</script>" in a name ends nothing; the two line ends of Unicode end a line in old ones.
    text = (
        json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", " ")
        .replace("\u2029", " ")
    )
    return [
        Page(
            "search.html",
            "search.html",
            {"count": len(entries), "spelled": sum(map(bool, read)), "left_out": facts.left_out},
        ),
        Page("search-list.js", text=f"var PAGES = {text};\n"),
        Page("search.js", text=asset("search.js")),
    ]
