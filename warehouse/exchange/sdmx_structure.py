"""The structure of what is exchanged: the dimensions, the measure and the attributes of a dataflow.

Names are SDMX's concept ids where there is one (INDICATOR, REF_AREA, FREQ, TIME_PERIOD, OBS_VALUE, OBS_STATUS
…); the others are local. UNIT_MULT is 0, because OBS_VALUE is in the unit itself; what a department wrote
(万元, two decimals) is never handed on as UNIT_MULT and DECIMALS beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.observation import DIMENSIONS


class Role(StrEnum):
    """What a column is in SDMX: part of the key, the value, or said of the value."""

    DIMENSION = "dimension"
    MEASURE = "measure"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True)
class Component:
    """One column of the exchange. `column`: where its value stands in the table, empty if it is made here."""

    concept: str
    role: Role
    column: str
    code_list: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Dataflow:
    """What is exchanged of a table. `key`: dimensions beside those of a series and the period."""

    flow_id: str
    table: str
    zh: str
    en: str
    key: tuple[str, ...] = ()


CURRENT = Dataflow("INDICATOR", "mart_indicator", "指标:各期现行数值", "indicators, the current values")
ALL_VINTAGES = Dataflow(
    "INDICATOR_VINTAGE",
    "fct_observation",
    "指标:全部版本",
    "indicators, every vintage",
    key=("form_id", "value_origin", "reporting_level", "submission_id"),
)
VERSION = "1.0.0"

TIME_PERIOD, OBS_VALUE, UNIT_MULT, COMMENT_OBS = "TIME_PERIOD", "OBS_VALUE", "UNIT_MULT", "COMMENT_OBS"

# Columns that are named differently as concepts.
_CONCEPTS = {"indicator_id": "INDICATOR", "method_id": "METHOD", "place_id": "PLACE"}
# Dimensions are coded, and these attributes; a list is called after its concept unless it stands here.
_CODED_ATTRIBUTES = frozenset(
    {
        "obs_status", "conf_status", "qualifier", "obs_reason", "value_origin", "reporting_level", "reconciliation",
        "period_basis", "rank_basis", "department_id",
    }
)  # fmt: skip
_UNCODED = frozenset({"form_id", "submission_id"})
_CODE_LISTS = {"ref_area": "CL_AREA", "component_area": "CL_AREA", "department_id": "CL_DEPARTMENT"}
_ATTRIBUTES = (
    "obs_status", "conf_status", "is_synthetic", "qualifier", "value_low", "low_inclusive", "value_high",
    "high_inclusive", "bound_basis", "multiple_stated", "semantics", "obs_reason", "rank_of_n", "rank_universe",
    "rank_basis", "period_basis", "value_basis", "value_origin", "reporting_level", "reconciliation", "form_id",
    "department_id", "is_default", "vintage", "n_vintages", "is_current", "received_at", "accepted_at",
    "submission_id", "source_file", "source_sheet", "source_cell",
)  # fmt: skip


def components(flow: Dataflow, words: dict[str, tuple[str, str]]) -> tuple[Component, ...]:
    """The columns of an exchange in their order. `words`: the columns that the table has, in two languages."""
    dimensions = [_component(name, Role.DIMENSION, words) for name in (*DIMENSIONS, *flow.key)]
    attributes = [
        _component(name, Role.ATTRIBUTE, words)
        for name in _ATTRIBUTES
        if name in words and name not in flow.key
    ]
    return (
        *dimensions,
        Component(
            TIME_PERIOD, Role.DIMENSION, "time_period", "", "时期;累计为起点/长度", "period; a range for YTD"
        ),
        Component(OBS_VALUE, Role.MEASURE, "obs_value", "", "数值", "observation value"),
        Component(
            UNIT_MULT, Role.ATTRIBUTE, "", "CL_UNIT_MULT", "单位的 10 的幂次", "power of ten of the unit"
        ),
        *attributes,
        Component(COMMENT_OBS, Role.ATTRIBUTE, "", "", "说明", "comment in both languages"),
    )


def _component(column: str, role: Role, words: dict[str, tuple[str, str]]) -> Component:
    concept = _CONCEPTS.get(column, column.upper())
    coded = column in _CODED_ATTRIBUTES or (role is Role.DIMENSION and column not in _UNCODED)
    code_list = _CODE_LISTS.get(column, f"CL_{concept}") if coded else ""
    return Component(concept, role, column, code_list, *words[column])
