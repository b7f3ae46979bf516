"""What people call a figure: 示例街道 2023年1-12月 实际到账外资 同比."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warehouse.codes import fixed_lists

Row = Mapping[str, Any]

_TRANSFORMS = {"G1Y": " 同比", "D1Y": " 同比增减", "GO1Y": " 拉动"}
_MEASURES = {"RANK": " 位次", "COMPLETION": " 完成率", "PROGRESS_GAP": " 超欠进度", "SHARE": " 贡献率"}
_STATUSES = {"target": " 目标", "forecast": " 预计", "unresolved": " (实际或目标待核)"}


def series_zh(indicator_zh: str, breakdown_zh: str, dimensions: Row) -> str:
    """An indicator with its breakdown and what is said of it: 固定资产投资(民间投资) 同比 位次."""
    name = indicator_zh if dimensions["breakdown"] == "_T" else f"{indicator_zh}({breakdown_zh})"
    name += _TRANSFORMS.get(dimensions["time_transform"], "")
    # A share of growth is called so, not a contribution as well.
    name = name.removesuffix(" 拉动") if dimensions["measure"] == "SHARE" else name
    return name + _MEASURES.get(dimensions["measure"], "") + _STATUSES.get(dimensions["status_class"], "")


def window_zh(time_period: str, accumulation: str) -> str:
    """The months that a value is about: 2023年1-12月, 2023年12月, 2023年."""
    year, _, last = time_period.partition("-")
    if not last:
        return f"{year}年"
    since_january = accumulation == "YTD" and int(last) > 1
    return f"{year}年{'1-' if since_january else ''}{int(last)}月"


def figure_zh(row: Row) -> str:
    """A figure by a row of mart_indicator with `breakdown_zh`, so that no two of one period are called the same."""
    name = series_zh(row["indicator_zh"], row["breakdown_zh"] or row["breakdown"], row)
    apart = []
    if row["scope_basis"] != "OWN" and row["time_transform"] == "N":
        apart.append(_word("CL_SCOPE_BASIS", row["scope_basis"]))
    if row["target_kind"] != "_Z":
        apart.append(_word("CL_TARGET_KIND", row["target_kind"]))
    if row["place_id"] != "_T":
        apart.append(row["place_zh"] or row["place_id"])
    if row["component_area"] != "_Z":
        apart.append(row["component_area"])
    if row["accumulation"] not in ("YTD", "POINT"):
        apart.append(_word("CL_ACCUMULATION", row["accumulation"]))
    within = f"({'，'.join(apart)})" if apart else ""
    return f"{row['area_zh']} {window_zh(row['time_period'], row['accumulation'])} {name}{within}"


def _word(code_list: str, code: str) -> str:
    return fixed_lists()[code_list].get(code, (code, code))[0]
