"""Which project is meant: the things of all registers that have one name or one code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.finding.refusal import Refusal
from warehouse.pages.facts import Row
from warehouse.pages.kind.register import Register, Thing

_LISTED = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing of a register, one year of it."""

    register: Register
    thing: Thing


@dataclass(frozen=True, slots=True)
class Project:
    """What is inspected: one name, with every entry of every register that has it, newest year first."""

    name: str
    code: str
    entries: tuple[Entry, ...]


def project_of(registers: Iterable[Register], given: str) -> Project:
    """The project whose name or code is `given`, or the only one that has it in its name.

    Refusal UNKNOWN_PROJECT for none; SEVERAL_PROJECTS, with what they are called and where they stand, for several.
    """
    by_name: dict[str, list[Entry]] = {}
    for register in registers:
        for thing in register.things:
            by_name.setdefault(name_of(thing), []).append(Entry(register, thing))
    wanted = _plain(given)
    exact = [name for name, entries in by_name.items() if wanted in {_plain(name), *map(_code, entries)}]
    having = [
        name
        for name, entries in by_name.items()
        if wanted and any(wanted in said for said in (_plain(name), *map(_code, entries)))
    ]
    found = exact or having
    if not found:
        raise Refusal("UNKNOWN_PROJECT", found=given, expected=_some(by_name))
    if len(found) > 1:
        raise Refusal(
            "SEVERAL_PROJECTS",
            found=f"{given}：{len(found)}",
            choices=[_choice(name, by_name[name]) for name in sorted(found)[:_LISTED]]
            + ([f"…（共{len(found)}个）"] if len(found) > _LISTED else []),
        )
    (name,) = found
    entries = sorted(by_name[name], key=lambda one: (one.thing.year, one.register.name), reverse=True)
    code = next((str(one.thing.latest.get("project_code") or "") for one in entries), "")
    return Project(name, code, tuple(entries))


def name_of(thing: Thing) -> str:
    """What it is called in its newest return; its id where nothing names it."""
    row: Row = thing.latest
    named = [name for name in row if name.endswith("_name") or name in ("enterprise", "host")]
    return str(row[named[0]] or row["thing_id"]) if named else str(row["thing_id"])


def _code(entry: Entry) -> str:
    row = entry.thing.latest
    return _plain(str(row.get("project_code") or row["thing_id"]))


def _plain(text: str) -> str:
    """As it is compared: full-width signs as half-width ones, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _choice(name: str, entries: Sequence[Entry]) -> str:
    where = "、".join(dict.fromkeys(f"{one.register.name}{one.thing.year}年" for one in entries))
    code = next((str(one.thing.latest.get("project_code") or "") for one in entries), "")
    return f"{name}  {code}  {where}".replace("    ", "  ")


def _some(by_name: dict[str, list[Entry]]) -> str:
    names = sorted(by_name)
    return (
        f"台账中的名称或代码 a name or code in a register: {'、'.join(names[:3])}…（共{len(names)}个）"
        if names
        else "台账中的名称或代码；还没有台账 no register has come"
    )
