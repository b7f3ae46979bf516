"""`make superset` for real: the five dashboards in a browser, over PostgreSQL, before and after a refresh."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.browser import Browser, browser
from tests.conftest import Night, copy_of, remove_tree, settings_for
from tests.system.test_airflow_up import forget, free_ports
from tests.warehouse.corrected_return import CORRECTED, NEXT_DAY, hand_in_capital_form
from warehouse.home import Home
from warehouse.orchestration.superset import SupersetHome
from warehouse.serving.dashboards import PAGES
from warehouse.serving.server import running_own
from warehouse.settings import CHECKOUT
from warehouse.steps.refresh import refresh

pytestmark = [pytest.mark.system, pytest.mark.superset]

DASHBOARDS = yaml.safe_load(PAGES.read_text("utf-8"))
_SHOWN = """
const charts = document.querySelectorAll('.dashboard-component-chart-holder').length;
const waiting = document.querySelectorAll('.dashboard-component-chart-holder .loading, [data-test="loading-indicator"]').length;
const drawn = document.querySelectorAll('.slice_container table, .slice_container canvas, .slice_container .header-line, .slice_container .ant-empty, .slice_container [class*="empty"]').length;
return charts === arguments[0] && waiting === 0 && drawn >= arguments[0];
"""
_PROBLEMS = "return [...document.querySelectorAll('[role=alert], .ant-alert, .missing-chart-container')].map(one => one.innerText)"


@dataclass(frozen=True, slots=True)
class Superset:
    home: Path
    port: int
    window: Browser

    def show(self, slug: str, charts: int) -> str:
        """A dashboard whose charts have all been drawn; its text."""
        self.window.open(f"http://127.0.0.1:{self.port}/superset/dashboard/indicators-{slug}/")
        self.window.wait_for(_SHOWN, charts, seconds=120)
        assert self.window.script(_PROBLEMS) == []
        return str(self.window.script("return document.body.innerText"))


def command(home: Path, port: int, name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"warehouse.orchestration.{name}"],
        env={
            **os.environ,
            "INDICATORS_HOME": str(home),
            "INDICATORS_SUPERSET_PORT": str(port),
            "INDICATORS_POSTGRES_PORT": str(port + 1),
        },
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def superset(first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Superset]:
    settings = copy_of(first_night[0], tmp_path_factory.mktemp("superset"))
    home, port = settings.home, free_ports()
    started = command(home, port, "superset")
    try:
        assert started.returncode == 0, started.stderr
        with browser(1400, 2600) as window:
            window.open(f"http://127.0.0.1:{port}/login/")
            window.wait_for("return document.querySelector('#username') !== null")
            window.type_into("#username", "admin")
            window.type_into("#password", SupersetHome(home).password.read_text("utf-8").strip())
            window.script("document.querySelector('button[type=submit]').click()")
            window.wait_for("return location.pathname.includes('welcome')")
            yield Superset(home, port, window)
    finally:
        command(home, port, "down")
        assert running_own(home) is None
        forget(home)
        remove_tree(home)


def pictures() -> Path | None:
    """Where screenshots are left to be looked at, if somebody asks for them."""
    folder = os.environ.get("SCREENSHOTS")
    return Path(folder) if folder else None


@pytest.mark.parametrize("page", DASHBOARDS, ids=[page["slug"] for page in DASHBOARDS])
def test_every_chart_of_a_dashboard_is_drawn_from_postgres(
    superset: Superset, page: dict[str, object]
) -> None:
    charts = page["charts"]
    assert isinstance(charts, list)
    text = superset.show(str(page["slug"]), len(charts) + 1)
    if folder := pictures():
        superset.window.screenshot(folder / f"superset_{page['slug']}.png")
    assert Home(superset.home).current.resolve().name in text


def test_foreign_capital_is_1032_in_four_tranches(superset: Superset) -> None:
    text = superset.show("capital", 5)
    assert "1,032" in text
    assert all(f"\t{amount}\t" in text or f"\n{amount}\n" in text for amount in (260, 312, 220, 240))


def test_after_a_refresh_the_new_snapshot_is_shown_without_a_restart(
    superset: Superset, tmp_path: Path
) -> None:
    before = Home(superset.home).current.resolve().name
    settings = settings_for(superset.home)
    hand_in_capital_form(settings, tmp_path, CORRECTED, NEXT_DAY)
    report = refresh(settings)
    assert report.served is not None
    assert report.served.problem == ""
    text = superset.show("capital", 5)
    assert before not in text
    assert Home(superset.home).current.resolve().name in text


def test_whoever_does_not_log_in_is_shown_nothing(superset: Superset) -> None:
    with browser() as stranger:
        stranger.open(f"http://127.0.0.1:{superset.port}/superset/dashboard/indicators-capital/")
        stranger.wait_for("return document.querySelector('#username') !== null")
        assert "1,032" not in stranger.script("return document.body.innerText")


def test_nothing_of_it_is_readable_by_others(superset: Superset) -> None:
    kept = SupersetHome(superset.home)
    assert {path.stat().st_mode & 0o077 for path in (kept.folder, *kept.folder.iterdir())} == {0}
    assert not (kept.folder / "dashboards.zip").exists()
    assert shutil.which("chromedriver")
