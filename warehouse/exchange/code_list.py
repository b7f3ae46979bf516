"""Code lists: what each code of an export means, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warehouse.codes import CodeList, fixed_lists
from warehouse.exchange.published import Published

_TOTAL: CodeList = {"_T": ("合计", "total")}
_NOT_APPLICABLE: CodeList = {"_Z": ("不适用", "not applicable"), "_U": ("未知", "unknown")}

# list: the table that holds it, its columns (code, 中文, English), and what the table need not hold.
_FROM_TABLES: Mapping[str, tuple[str, str, str, str, CodeList]] = {
    "CL_INDICATOR": ("dim_indicator", "indicator_id", "indicator_zh", "indicator_en", {}),
    "CL_AREA": ("dim_area", "ref_area", "area_zh", "area_en", _NOT_APPLICABLE),
    "CL_PLACE": ("dim_place", "place_id", "place_zh", "place_en", _TOTAL | _NOT_APPLICABLE),
    "CL_BREAKDOWN": ("dim_breakdown", "breakdown", "breakdown_zh", "breakdown_en", _TOTAL | _NOT_APPLICABLE),
    "CL_METHOD": ("dim_method", "method_id", "method_zh", "method_en", {}),
    "CL_DEPARTMENT": ("dim_department", "department_id", "department_zh", "department_en", {}),
}
# What the catalogue's unit words, which are Chinese and of which 个 counts many things, are called.
_UNITS: CodeList = {
    "CNY": ("元", "yuan"),
    "USD": ("美元", "US dollar"),
    "PERCENT": ("%", "percent"),
    "PP": ("个百分点", "percentage point"),
    "RANK": ("位", "rank"),
    "M2": ("平方米", "square metre"),
    "PROJECT": ("个项目", "project"),
    "ENT": ("家企业", "enterprise"),
    "ESTAB": ("家单位", "establishment"),
    "ORG": ("个组织", "organisation"),
    "DEPT": ("个部门", "department"),
    "COMMUNITY": ("个社区", "community"),
    "RESID_COMPOUND": ("个小区", "residential compound"),
    "BUILDING": ("栋", "building"),
    "HOUSEHOLD": ("户", "household"),
    "PERSON": ("人", "person"),
    "PERSON_TIME": ("人次", "person-time"),
    "STREET": ("条街道", "street"),
    "ROUTE": ("条线路", "route"),
    "PARCEL": ("宗地块", "parcel of land"),
    "GRID": ("个网格", "grid"),
    "GRID_PER_UNIT": ("个/单位", "grid per unit"),
    "SITE": ("处", "site"),
    "ITEM": ("件", "item"),
    "EVENT": ("次", "event"),
    "VISIT": ("次外出", "visit"),
    "SESSION": ("场次", "session"),
    "SHIP": ("艘", "ship"),
    "STAR": ("星级", "star"),
    "YR": ("年", "year"),
}


def code_lists(published: Published) -> dict[str, CodeList]:
    """All lists, with the codes of the published file's own catalogue."""
    lists = dict(fixed_lists())
    for name, (table, code, zh, en, besides) in _FROM_TABLES.items():
        lists[name] = dict(besides)
        sql = f"select {code}, {zh}, {en} from {table} order by {code}"  # noqa: S608 - names of our own columns
        for row in _rows(published, sql):
            lists[name][row[0]] = (row[1] or row[0], row[2] or row[0])
    lists["CL_UNIT_MEASURE"] = dict(_UNITS)
    # A unit word that is the unit itself, the shortest first: 个, not 万个.
    named = "select unit_measure, unit_zh from dim_unit where unit_mult = 0 order by unit_measure, length(unit_zh), unit_zh"
    for unit, word in _rows(published, named):
        lists["CL_UNIT_MEASURE"].setdefault(unit, (word, unit))
    # A currency of the office's own catalogue is called what its unit is.
    lists["CL_CURRENCY"] = dict(lists["CL_CURRENCY"])
    money = "select currency, unit_zh from dim_unit where unit_mult = 0 and currency <> '_Z' order by currency, unit_zh"
    for currency, word in _rows(published, money):
        lists["CL_CURRENCY"].setdefault(currency, (word, currency))
    return lists


def _rows(published: Published, sql: str) -> list[tuple[Any, ...]]:
    return published.connection.execute(sql).fetchall()  # type: ignore[no-any-return]
