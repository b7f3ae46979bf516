"""The dashboards of Superset as a bundle that it imports: deploy/superset/dashboards.yml with what the dictionary says.

Made anew at each start, so that a column that was added, renamed or retyped is one there too. Ids come from names: what
is imported again takes the place of what was there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import yaml

from warehouse.dictionary import BI, INSTANT, Column, Model
from warehouse.settings import CHECKOUT

PAGES = CHECKOUT / "deploy" / "superset" / "dashboards.yml"
DATABASE = "指标库"
MARTS = "marts"
_OF = UUID("5f0b7a52-6f0e-4b58-9a07-3d1c7c1e8a10")
_VERSION = "1.0.0"
_SNAPSHOT = {
    "name": "数据版本",
    "kind": "table",
    "relation": "marts.snapshot",
    "columns": ["snapshot_id", "built_at", "received_until"],
    "where": {},
    "order": "snapshot_id",
    "height": 20,
}
_NUMBERS = ("decimal", "double", "integer", "bigint")
_MOST_ROWS = 1000
_BARS = "echarts_timeseries_bar"
# Every digit that there is, and never 63.6k.
_EXACT = ",.4~f"
_MARK = "indicators-dashboards"  # the folder in the bundle


@dataclass(frozen=True, slots=True)
class _Source:
    """A relation as Superset knows it: the schema that it stands in there, and its columns."""

    schema: str
    model: Model

    @property
    def uuid(self) -> str:
        return _id("dataset", self.schema, self.model.name)

    def column(self, name: str) -> Column:
        return next(column for column in self.model.columns if column.name == name)


def bundle(models: tuple[Model, ...], area: str, uri: str) -> bytes:
    """The bundle, a ZIP of YAML. `area`: the office's own, as its figures call it; `uri`: of PostgreSQL, with its password.

    KeyError, StopIteration for a relation or a column that is not published.
    """
    pages = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    sources: dict[str, _Source] = {}
    files = {
        "metadata.yaml": {"version": _VERSION, "type": "assets", "timestamp": "2024-01-01T00:00:00+00:00"}
    }
    for page in pages:
        charts = [*page["charts"], _SNAPSHOT]
        for chart in charts:
            source = sources.setdefault(chart["relation"], _source(chart["relation"], models))
            files[f"charts/{_id('chart', page['slug'], chart['name'])}.yaml"] = _chart(
                page, chart, source, area
            )
        files[f"dashboards/{page['slug']}.yaml"] = _dashboard(page, charts)
    for source in sources.values():
        files[f"datasets/{source.schema}/{source.model.name}.yaml"] = _dataset(source)
    files["databases/indicators.yaml"] = _database(uri)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{_MARK}/{name}", yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
    return written.getvalue()


def _id(*names: str) -> str:
    return str(uuid5(_OF, "/".join(names)))


def _source(relation: str, models: tuple[Model, ...]) -> _Source:
    schema, _, name = relation.rpartition(".")
    wanted = schema or BI
    model = next(each for each in models if each.name == name and (each.room == BI) == (wanted == BI))
    return _Source(wanted, model)


def _database(uri: str) -> dict[str, Any]:
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": uri,
        "expose_in_sqllab": False,
        "allow_run_async": False,
        "allow_ctas": False,
        "allow_cvas": False,
        "allow_dml": False,
        "allow_file_upload": False,
        "extra": {"metadata_params": {}, "engine_params": {}, "schemas_allowed_for_file_upload": []},
        "uuid": _id("database"),
        "version": _VERSION,
    }


def _dataset(source: _Source) -> dict[str, Any]:
    dates = [column.name for column in source.model.columns if column.data_type == "date"]
    return {
        "table_name": source.model.name,
        "main_dttm_col": dates[0] if dates else None,
        "description": f"{source.model.zh} {source.model.en}",
        # What is published changes as a whole: an answer that was kept would be of the snapshot before.
        "cache_timeout": -1,
        "schema": source.schema,
        "sql": None,
        "filter_select_enabled": True,
        "uuid": source.uuid,
        "metrics": [_metric(column) for column in source.model.columns if _is_number(column)],
        "columns": [
            _dimension(column, source.model.published_type(column)) for column in source.model.columns
        ],
        "version": _VERSION,
        "database_uuid": _id("database"),
    }


def _dimension(column: Column, published: str) -> dict[str, Any]:
    # Superset shows an instant in UTC and does not say so.
    instant = published == INSTANT
    said = f"to_char({column.name} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')" if instant else None
    return {
        "column_name": column.name,
        "verbose_name": _label(column),
        "description": f"{column.zh} {column.en}",
        "is_dttm": _is_date(column) and not instant,
        "is_active": True,
        "type": "VARCHAR" if instant else column.data_type.upper(),
        "groupby": True,
        "filterable": True,
        "expression": said,
    }


def _metric(column: Column) -> dict[str, Any]:
    """How a figure is put together: a sum where it adds up over any rows, else the one figure there is, or nothing."""
    return {
        "metric_name": column.name,
        "verbose_name": _label(column),
        "expression": _expression(column),
        "description": f"{column.zh} {column.en}",
    }


def _expression(column: Column) -> str:
    if column.additive in ("", "no"):
        return f"case when count(*) = 1 then max({column.name}) end"
    if column.additive == "rows":
        return f"sum({column.name})"
    # Over the rows of one month, or over the months of one year: where there are more, nothing.
    if column.additive == "one_month":
        return f"case when count(distinct month) = 1 then sum({column.name}) end"
    return f"case when count(distinct extract(year from month)) = 1 then sum({column.name}) end"


def _chart(page: Mapping[str, Any], chart: Mapping[str, Any], source: _Source, area: str) -> dict[str, Any]:
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
        "uuid": _id("chart", page["slug"], chart["name"]),
        "version": _VERSION,
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


def _table(chart: Mapping[str, Any], source: _Source) -> tuple[str, dict[str, Any]]:
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


def _exact(source: _Source, names: list[str]) -> dict[str, Any]:
    return {name: {"d3NumberFormat": _EXACT} for name in names if _is_number(source.column(name))}


def _over(kind: str, chart: Mapping[str, Any], source: _Source) -> tuple[str, dict[str, Any]]:
    axis = source.column(chart["x"])
    # Months are names under bars: on an axis of time a bar stands between its month and the next.
    named = kind == _BARS and _is_date(axis)
    return kind, {
        "x_axis": _month_name(axis) if named else axis.name,
        "time_grain_sqla": "P1M" if _is_date(axis) and not named else None,
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
    return {"expressionType": "SQL", "sqlExpression": said, "label": _label(axis), "hasCustomLabel": True}


def _number(chart: Mapping[str, Any], source: _Source) -> tuple[str, dict[str, Any]]:
    return "big_number_total", {
        "metric": source.column(chart["figures"][0]).name,
        "y_axis_format": _EXACT,
        "header_font_size": 0.4,
    }


def _groups(chart: Mapping[str, Any], source: _Source) -> tuple[str, dict[str, Any]]:
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


def _dashboard(page: Mapping[str, Any], charts: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "dashboard_title": page["title"],
        "slug": f"indicators-{page['slug']}",
        "uuid": _id("dashboard", page["slug"]),
        "position": _position(page, charts),
        "metadata": {"cross_filters_enabled": False, "refresh_frequency": 0},
        "published": True,
        "version": _VERSION,
    }


def _position(page: Mapping[str, Any], charts: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows of charts, filled from the left: a row is twelve twelfths wide."""
    rows: list[list[Mapping[str, Any]]] = []
    left = 0
    for chart in charts:
        width = chart.get("width", 12)
        if width > left:
            rows.append([])
            left = 12
        rows[-1].append(chart)
        left -= width
    placed: dict[str, Any] = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": {"type": "ROOT", "id": "ROOT_ID", "children": ["GRID_ID"]},
        "GRID_ID": {
            "type": "GRID",
            "id": "GRID_ID",
            "parents": ["ROOT_ID"],
            "children": [f"ROW-{number}" for number in range(len(rows))],
        },
        "HEADER_ID": {"type": "HEADER", "id": "HEADER_ID", "meta": {"text": page["title"]}},
    }
    for number, row in enumerate(rows):
        name = f"ROW-{number}"
        children = []
        for chart in row:
            uuid = _id("chart", page["slug"], chart["name"])
            children.append(f"CHART-{uuid}")
            placed[f"CHART-{uuid}"] = {
                "type": "CHART",
                "id": f"CHART-{uuid}",
                "children": [],
                "parents": ["ROOT_ID", "GRID_ID", name],
                "meta": {
                    "uuid": uuid,
                    # Replaced by the number that the chart gets there; the importer wants one.
                    "chartId": len(placed),
                    "sliceName": chart["name"],
                    "width": chart.get("width", 12),
                    "height": chart["height"],
                },
            }
        placed[name] = {
            "type": "ROW",
            "id": name,
            "children": children,
            "parents": ["ROOT_ID", "GRID_ID"],
            "meta": {"background": "BACKGROUND_TRANSPARENT"},
        }
    return placed


def _label(column: Column) -> str:
    return column.label_zh or column.zh.split("：")[0].split("，")[0].split(",")[0]


def _is_date(column: Column) -> bool:
    return column.data_type in ("date", "timestamp")


def _is_number(column: Column) -> bool:
    return column.data_type.startswith(_NUMBERS)
