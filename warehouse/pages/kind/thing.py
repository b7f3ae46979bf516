"""The pages of the registers: the list of the things of each, and each thing through its periods with its cells."""

from __future__ import annotations

from decimal import Decimal

from warehouse.pages.facts import Facts, Row
from warehouse.pages.figure import Figure
from warehouse.pages.kind.register import Field, Register, Thing, anchor_of, figure_of, period_of, text_of
from warehouse.pages.sheet_picture import Wanted
from warehouse.pages.site import Page
from warehouse.pages.traced import invented_words
from warehouse.pages.typography import month_in_words

_MONTH_OF_ITS_OWN = "_month"


def thing_pages(facts: Facts, register: Register) -> list[Page]:
    """A page a thing."""
    return [_thing(facts, register, thing) for thing in register.things]


def register_page(facts: Facts, register: Register) -> Page:
    """The list of the things of a register."""
    years: dict[str, list[Thing]] = {}
    for thing in register.things:
        years.setdefault(thing.year, []).append(thing)
    return Page(
        register.page(),
        "register.html",
        {
            "name": register.name,
            "figures": register.figures,
            "years": [
                (
                    year,
                    [
                        (
                            thing.name,
                            thing.page(),
                            _figures(facts, register, thing.latest, thing.page()),
                            *_state(thing),
                        )
                        for thing in things
                    ],
                )
                for year, things in sorted(years.items(), reverse=True)
            ],
        },
    )


def _state(thing: Thing) -> tuple[str, bool]:
    """Since when it is listed; and whether it is there no more."""
    latest = thing.latest
    seen = f"{month_in_words(latest['first_seen'])}起列入{latest['times_listed']}期"
    return (f"{seen}，已不在该年最新一期里" if latest["is_removed"] else seen, bool(latest["is_removed"]))


def _figures(facts: Facts, register: Register, row: Row, page: str) -> list[Figure]:
    return [figure_of(facts, field, row, f"{page}#{anchor_of(row)}") for field in register.figures]


def _thing(facts: Facts, register: Register, thing: Thing) -> Page:
    latest = thing.latest
    rows = [
        (
            period_of(row),
            anchor_of(row),
            _figures(facts, register, row, thing.page()),
            facts.received_on(row["submission_id"]),
            _changes(register, row),
        )
        for row in reversed(thing.rows)
    ]
    wanted = [
        (
            period_of(row),
            anchor_of(row),
            _wanted(facts, row),
            invented_words(facts, row["submission_id"], row["source_sheet"]),
        )
        for row in reversed(thing.rows)
    ]
    month = _month(register)
    at = register.figures.index(month) if month else 0
    added = [figures[at].number for _, _, figures, _, _ in rows] if month else []
    return Page(
        thing.page(),
        "thing.html",
        {
            "name": thing.name,
            "register": register.name,
            "register_page": register.page(),
            "year": thing.year,
            "figures": register.figures,
            "texts": [(field.label, text_of(facts, field, latest)) for field in register.texts],
            "rows": rows,
            "invented": all(row["is_synthetic"] for row in thing.rows),
            "drawn": at if month else None,
            "most": max((value for value in added if value is not None), default=Decimal(0)),
            "least": min((value for value in added if value is not None and value < 0), default=Decimal(0)),
            "state": _state(thing),
            "doubt": facts.word("CL_IDENTITY_DOUBT", latest["identity_doubt"])
            if latest["identity_doubt"] != "_Z"
            else "",
            "wanted": wanted,
        },
        tuple(dict.fromkeys(each for _, _, each, _ in wanted)),
    )


def _month(register: Register) -> Field | None:
    """The column with what was added in the month, which is drawn as bars."""
    return next((field for field in register.figures if field.name.endswith(_MONTH_OF_ITS_OWN)), None)


def _changes(register: Register, row: Row) -> str:
    """Which columns say something else than in the period before."""
    labels = {field.name: field.label for field in (*register.texts, *register.figures)}
    return "、".join(labels.get(name, name) for name in row["changes"].split(",") if name)


def _wanted(facts: Facts, row: Row) -> Wanted:
    submission = facts.submissions[row["submission_id"]]
    others = facts.row_cells.get((row["submission_id"], row["row_no"]), [])
    cells = tuple(dict.fromkeys([row["source_cell"], *others]))
    return Wanted(submission["sha256"], row["source_file"], row["source_sheet"], cells)
