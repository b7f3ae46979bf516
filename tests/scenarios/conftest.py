"""The night of the scenarios, made once."""

from __future__ import annotations

import pytest

from tests.conftest import MadeOnce, Night
from tests.scenarios.night import taken
from warehouse.settings import Settings


@pytest.fixture(scope="session")
def judged(made_once: MadeOnce, first_night: Night) -> Settings:
    """All that is handed in, taken on top of the first night. Read only."""
    settings, report = made_once("judged", lambda folder: taken(folder, first_night))[1]
    # 3: something is held and is to be looked at; what is accepted is published all the same.
    assert (report.exit_status, report.blocked) == (3, ""), report
    made: Settings = settings
    return made
