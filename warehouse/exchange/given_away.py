"""What waived figures give away all the same, in words: which figure, by which waivers, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ingest.office.facts import Office
from warehouse.disclosure.figure import Key
from warehouse.disclosure.levels import LEVEL, LINE
from warehouse.series.words import series_zh, window_zh

Words = tuple[str, str]


def in_words(keys: Iterable[Key], connection: Any, office: Office, day: date) -> tuple[Words, ...]:
    """For each figure that is withheld and follows from waived ones: (Chinese, English), of two lines each. `connection`: to
    the file of the office; `day`: on which waivers are looked at."""
    names = {
        row[0]: row[1:]
        for row in connection.execute(
            "select indicator_id, indicator_zh, indicator_en from dim_indicator"
        ).fetchall()
    }
    breakdowns = dict(connection.execute("select breakdown, breakdown_zh from dim_breakdown").fetchall())
    return tuple(_said(key, names, breakdowns, office, day) for key in keys)


def _said(
    key: Key, names: dict[str, tuple[str, str]], breakdowns: dict[str, str], office: Office, day: date
) -> Words:
    parts = key.line.split("|")
    if key.kind != LEVEL or len(parts) != len(LINE):
        return (
            f"{' '.join(parts)} {key.period} 本应不公布，由特批公布的数可以算出",
            f"{' '.join(parts)} {key.period} is withheld and follows from waived figures",
        )
    line = dict(zip(LINE, parts, strict=True))
    name_zh, name_en = names.get(line["indicator_id"], (line["indicator_id"],) * 2)
    area = office.areas[line["ref_area"]]
    told = {**line, "measure": "VALUE", "time_transform": "N"}
    series = series_zh(name_zh, breakdowns.get(line["breakdown"], line["breakdown"]), told)
    figure_zh = f"{area.area_zh} {window_zh(key.period, line['accumulation'])} {series}"
    figure_en = f"{name_en}, {area.area_zh}, {key.period}"
    waivers = [
        one
        for one in office.disclosure_waivers
        if (one.indicator_id, one.ref_area) == (line["indicator_id"], line["ref_area"])
        and one.valid_from <= day
        and (one.valid_to is None or day <= one.valid_to)
    ]
    zh = "、".join(
        f"{window_zh(one.period, one.accumulation)}{_growth(one.time_transform)[0]}（{one.by}批准，{one.valid_from} 起"
        f"{f'至 {one.valid_to}' if one.valid_to else '，没有到期日'}）"
        for one in waivers
    )
    en = ", ".join(
        f"{one.period}{_growth(one.time_transform)[1]} (from {one.valid_from}{f' to {one.valid_to}' if one.valid_to else ''})"
        for one in waivers
    )
    return (
        f"{figure_zh} 本应不公布，但由特批公布的{zh or '数'}可以算出，隐去它已不起作用\n"
        "    文件已写好。由批准人决定：确已公开的不必改；否则在目录的 disclosure_waiver.csv 给特批写上到期日（valid_to）",
        f"{figure_en} is withheld and follows from what is waived: {en or 'other figures'}\n"
        "    the file is written; who approved it decides: leave it where it is public already, else end the waiver in"
        " disclosure_waiver.csv (valid_to)",
    )


def _growth(transform: str) -> Words:
    return ("同比", " growth") if transform == "G1Y" else ("", "")
