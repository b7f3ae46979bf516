"""The driver that Excel, WPS and FineBI use for PostgreSQL, in the snapshot of the first night."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.odbc import OdbcError, OdbcReader
from tests.warehouse.serving.conftest import served, server  # noqa: F401 - the server and what is loaded into it
from warehouse.serving.address import Address
from warehouse.serving.publish import Served
from warehouse.serving.roles import OFFICE, make_login
from warehouse.settings import Settings

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def reader(served: tuple[Address, Served, Settings]) -> Iterator[OdbcReader]:  # noqa: F811 - the fixture above
    address = served[0]
    with address.connected() as connection:
        password = make_login(connection, "excel", OFFICE)
    with OdbcReader(
        psycopg.conninfo.make_conninfo(address.dsn, user="excel", password=password)
    ) as connected:
        yield connected


def test_chinese_text_and_decimals_come_as_they_are(reader: OdbcReader) -> None:
    row = reader.row(
        "select line_zh, period_zh, value, unit_zh, growth_zh from bi.headline"
        " where line_zh = '实际到账外资' and month = '2023-12-01'"
    )
    assert row == ("实际到账外资", "1—12月", "1032.0000", "万美元", "63.55%")


def test_the_views_under_chinese_names_are_read_by_them(reader: OdbcReader) -> None:
    row = reader.row(
        'select "指标", "本期数" from bi."主要指标" where "指标" = \'实际到账外资\' and "月份" = \'2023-12-01\''
    )
    assert row == ("实际到账外资", "1032.0000")


def test_the_login_of_a_tool_writes_nothing(reader: OdbcReader) -> None:
    with pytest.raises(OdbcError, match="read-only transaction"):
        reader.row("create table bi.mine (a integer)")
