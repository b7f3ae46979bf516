"""A chart of Superset: what it is drawn of, and how each kind of it is told to Superset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from warehouse.dictionary import Column, Model

VERSION = "1.0.0"
_OF = UUID("5f0b7a52-6f0e-4b58-9a07-3d1c7c1e8a10")
_NUMBERS = ("decimal", "double", "integer", "bigint")
_MOST_ROWS = 1000
_BARS = "echarts_timeseries_bar"
# Every digit that there is, and never 63.6k.
_EXACT = ",.4~f"


@dataclass(frozen=True, slots=True)
class Source:
    """A relation as Superset knows it: the schema that it stands in there, and its columns."""

    schema: str
    model: Model

    @property
    def uuid(self) -> str:
        """Its id as a dataset."""
        return id_of("dataset", self.schema, self.model.name)

    def column(self, name: str) -> Column:
        """A column of it. StopIteration for none of that name."""
        return next(column for column in self.model.columns if column.name == name)


def id_of(*names: str) -> str:
    """The id of a thing in the bundle: the same name, the same id."""
    return str(uuid5(_OF, "/".join(names)))


def chart_of(page: Mapping[str, Any], chart: Mapping[str, Any], source: Source, area: str) -> dict[str, Any]:
    """A chart of a page, of the office's own area."""
    kind, params = _KINDS[chart["kind"]](chart, source)
    return {
        "slice_name": chart["name"],
        "viz_type": kind,
        "params": {
            "viz_type": kind,
            "adhoc_filters": list(_filters(chart, area)),
            "extra_form_data": {},
            **params,
        },
        "query_context": None,
        "cache_timeout": -1,
        "uuid": id_of("chart", page["slug"], chart["name"]),
        "version": VERSION,
        "dataset_uuid": source.uuid,
    }


def _filters(chart: Mapping[str, Any], area: str) -> Iterator[dict[str, Any]]:
    for column, value in chart["where"].items():
        several = isinstance(value, list)
        yield {
            "expressionType": "SIMPLE",
            "clause": "WHERE",
            "subject": column,
            "operator": "IN" if several else "==",
            "comparator": value if several or isinstance(value, bool) else value.format(area=area),
        }


def _table(chart: Mapping[str, Any], source: Source) -> tuple[str, dict[str, Any]]:
    order = chart["order"]
    return "table", {
        "query_mode": "raw",
        "all_columns": [source.column(name).name for name in chart["columns"]],
        "order_by_cols": [f'["{order.lstrip("-")}", {"false" if order.startswith("-") else "true"}]'],
        "row_limit": _MOST_ROWS,
        "page_length": 0,
        "table_timestamp_format": "%Y-%m-%d",
        "column_config": _exact(source, chart["columns"]),
        "show_cell_bars": False,
        "color_pn": False,
    }


def _exact(source: Source, names: list[str]) -> dict[str, Any]:
    return {name: {"d3NumberFormat": _EXACT} for name in names if is_number(source.column(name))}


def _over(kind: str, chart: Mapping[str, Any], source: Source) -> tuple[str, dict[str, Any]]:
    axis = source.column(chart["x"])
    # Months are names under bars: on an axis of time a bar stands between its month and the next.
    named = kind == _BARS and is_date(axis)
    return kind, {
        "x_axis": _month_name(axis) if named else axis.name,
        "time_grain_sqla": "P1M" if is_date(axis) and not named else None,
        "x_axis_sort_asc": True,
        "metrics": [source.column(name).name for name in chart["figures"]],
        "groupby": [source.column(name).name for name in chart.get("series", ())],
        "row_limit": _MOST_ROWS,
        "xAxisForceCategorical": kind == _BARS,
        "orientation": chart.get("orientation", "vertical"),
        "stack": "Stack" if chart.get("stacked") else None,
        "show_legend": True,
        "rich_tooltip": True,
        "x_axis_time_format": "%Y-%m",
        "y_axis_format": _EXACT,
        "truncateXAxis": False,
        "markerEnabled": True,
        "sort_series_type": "name",
    }


def _month_name(axis: Column) -> dict[str, Any]:
    said = f"to_char({axis.name}, 'YYYY-MM')"
    return {"expressionType": "SQL", "sqlExpression": said, "label": label(axis), "hasCustomLabel": True}


def _number(chart: Mapping[str, Any], source: Source) -> tuple[str, dict[str, Any]]:
    return "big_number_total", {
        "metric": source.column(chart["figures"][0]).name,
        "y_axis_format": _EXACT,
        "header_font_size": 0.4,
    }


def _groups(chart: Mapping[str, Any], source: Source) -> tuple[str, dict[str, Any]]:
    return "table", {
        "query_mode": "aggregate",
        "groupby": [source.column(name).name for name in chart["rows"]],
        "metrics": [source.column(name).name for name in chart["figures"]],
        "row_limit": _MOST_ROWS,
        "page_length": 0,
        "column_config": _exact(source, chart["figures"]),
        "show_cell_bars": False,
    }


_KINDS = {
    "table": _table,
    "bars": lambda chart, source: _over(_BARS, chart, source),
    "lines": lambda chart, source: _over("echarts_timeseries_line", chart, source),
    "number": _number,
    "groups": _groups,
}


def label(column: Column) -> str:
    """A column as a chart calls it."""
    return column.label_zh or column.zh.split("：")[0].split("，")[0].split(",")[0]


def is_date(column: Column) -> bool:
    """Whether a column is an axis of time."""
    return column.data_type in ("date", "timestamp")


def is_number(column: Column) -> bool:
    """Whether a column holds figures."""
    return column.data_type.startswith(_NUMBERS)
