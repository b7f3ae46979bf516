"""docs/tools.md: what it tells to drag is there, and the files beside it ask for what is there and hold no password."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.conftest import Night, Query
from warehouse.dictionary import models
from warehouse.settings import CHECKOUT

PAGE, FILES = CHECKOUT / "docs" / "tools.md", CHECKOUT / "docs" / "tools"
RELATIONS = {
    model.label_zh: {column.label_zh for column in model.columns} for model in models() if model.label_zh
}
DRAGGED = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ") and "`bi." in line]
_ODC = re.compile(r'<xml id="msodc">(.*?)</xml>', re.DOTALL)


@pytest.mark.parametrize("row", DRAGGED, ids=lambda row: row.split("|")[1].strip())
def test_every_column_to_drag_is_one_of_the_relation(row: str) -> None:
    named = re.findall(r"`([^`]+)`", row)
    relation, *columns = (name.removeprefix("bi.") for name in named)
    others = {name for name in columns if name in RELATIONS}
    assert set(columns) - others <= RELATIONS[relation]


def test_each_of_the_five_pages_and_the_returns_have_a_row() -> None:
    assert len(DRAGGED) == 6


def test_the_connection_for_excel_asks_for_what_is_there_and_holds_no_password(
    first_night: Night, query: Query
) -> None:
    (island,) = _ODC.findall((FILES / "headline.odc").read_text("utf-8"))
    said = {each.tag.rpartition("}")[2]: each.text or "" for each in ElementTree.fromstring(island).iter()}  # noqa: S314 - ours
    rows = query(first_night[0], said["CommandText"])
    assert [row["本期数"] for row in rows if row["指标"] == "实际到账外资"] == [1032]
    assert not re.search(r"pwd|password|uid", said["ConnectionString"], re.IGNORECASE)


def test_the_query_for_power_query_names_columns_that_are_there() -> None:
    text = (FILES / "headline.pq").read_text("utf-8")
    (shown,) = re.findall(r"\{(\"指标\".*?)\}", text)
    named = set(re.findall(r'"([^"]+)"', shown))
    # PostgreSQL's views have the id of the snapshot besides.
    assert named - RELATIONS["主要指标"] == {"数据版本"}
    assert 'Schema = "bi", Item = "主要指标"' in text
