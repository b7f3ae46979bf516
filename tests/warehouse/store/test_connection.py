"""What a connection of ours has that DuckDB's own has not."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.home import DATABASE
from warehouse.store.connection import opened, opened_beside, opened_build


@pytest.fixture(params=["opened", "opened_beside", "opened_build"])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    file = tmp_path / DATABASE
    duckdb.connect(str(file)).close()
    ours = {
        "opened": lambda: opened(file),
        "opened_beside": lambda: opened_beside(one=file),
        "opened_build": lambda: opened_build(tmp_path),
    }
    with ours[request.param]() as made:
        yield made


def test_what_takes_long_draws_no_bar_among_what_a_command_says(connection: Any) -> None:
    # Asked, because it is drawn after two seconds, and to set a shorter time turns it on.
    (drawn,) = connection.execute("select current_setting('enable_progress_bar')").fetchone()
    assert drawn is False


def test_an_instant_without_a_zone_is_one_in_utc(connection: Any) -> None:
    (shown,) = connection.execute("select cast(timestamptz '2024-01-01 08:00:00+08' as varchar)").fetchone()
    assert shown == "2024-01-01 00:00:00+00"
