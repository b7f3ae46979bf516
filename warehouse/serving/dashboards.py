"""The dashboards of Superset as a bundle that it imports: deploy/superset/dashboards.yml with what the dictionary says.

Made anew at each start, so that a column that was added, renamed or retyped is one there too. Ids come from names: what
is imported again takes the place of what was there.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import yaml

from warehouse.dictionary import BI, INSTANT, Column, Model
from warehouse.serving.superset_chart import VERSION, Source, chart_of, id_of, is_date, is_number, label
from warehouse.settings import CHECKOUT

PAGES = CHECKOUT / "deploy" / "superset" / "dashboards.yml"
DATABASE = "指标库"
MARTS = "marts"
_SNAPSHOT = {
    "name": "数据版本",
    "kind": "table",
    "relation": "marts.snapshot",
    "columns": ["snapshot_id", "built_at", "received_until"],
    "where": {},
    "order": "snapshot_id",
    "height": 20,
}
_MARK = "indicators-dashboards"  # the folder in the bundle


def bundle(models: tuple[Model, ...], area: str, uri: str) -> bytes:
    """The bundle, a ZIP of YAML. `area`: the office's own, as its figures call it; `uri`: of PostgreSQL, with its password.

    KeyError, StopIteration for a relation or a column that is not published.
    """
    pages = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    sources: dict[str, Source] = {}
    files = {
        "metadata.yaml": {"version": VERSION, "type": "assets", "timestamp": "2024-01-01T00:00:00+00:00"}
    }
    for page in pages:
        charts = [*page["charts"], _SNAPSHOT]
        for chart in charts:
            source = sources.setdefault(chart["relation"], _source(chart["relation"], models))
            files[f"charts/{id_of('chart', page['slug'], chart['name'])}.yaml"] = chart_of(
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


def _source(relation: str, models: tuple[Model, ...]) -> Source:
    schema, _, name = relation.rpartition(".")
    wanted = schema or BI
    model = next(each for each in models if each.name == name and (each.room == BI) == (wanted == BI))
    return Source(wanted, model)


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
        "uuid": id_of("database"),
        "version": VERSION,
    }


def _dataset(source: Source) -> dict[str, Any]:
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
        "metrics": [_metric(column) for column in source.model.columns if is_number(column)],
        "columns": [
            _dimension(column, source.model.published_type(column)) for column in source.model.columns
        ],
        "version": VERSION,
        "database_uuid": id_of("database"),
    }


def _dimension(column: Column, published: str) -> dict[str, Any]:
    # Superset shows an instant in UTC and does not say so.
    instant = published == INSTANT
    said = f"to_char({column.name} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')" if instant else None
    return {
        "column_name": column.name,
        "verbose_name": label(column),
        "description": f"{column.zh} {column.en}",
        "is_dttm": is_date(column) and not instant,
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
        "verbose_name": label(column),
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


def _dashboard(page: Mapping[str, Any], charts: list[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "dashboard_title": page["title"],
        "slug": f"indicators-{page['slug']}",
        "uuid": id_of("dashboard", page["slug"]),
        "position": _position(page, charts),
        "metadata": {"cross_filters_enabled": False, "refresh_frequency": 0},
        "published": True,
        "version": VERSION,
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
            uuid = id_of("chart", page["slug"], chart["name"])
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
