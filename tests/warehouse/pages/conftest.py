"""The pages of the sample night; and those of a small published file in which a test has changed something."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from ingest.office.facts import Office
from ingest.office.load import load_office
from tests.conftest import Night
from warehouse.home import DATABASE, Home
from warehouse.ledger.row import SnapshotRow
from warehouse.pages.facts import read_facts
from warehouse.pages.published import write_pages
from warehouse.pages.site import PAGES
from warehouse.store.manifest import write_manifest

KEPT = ("2023-11", "2023-12", "2023")


@dataclass(frozen=True)
class Site:
    """A folder of pages. Text of a page by its address."""

    folder: Path

    def page(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def pages(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.folder)): path.read_text(encoding="utf-8")
            for path in self.folder.rglob("*.html")
        }


SiteAfter = Callable[..., Site]


@pytest.fixture(scope="session")
def sample_site(first_night: Night) -> Site:
    """The pages of the sample night, as they were published."""
    return Site((Home(first_night[0].home).current / PAGES).resolve())


@pytest.fixture(scope="session")
def small_file(first_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What readers have of the sample night, with three months of it; not to be changed."""
    file = tmp_path_factory.mktemp("small") / DATABASE
    shutil.copyfile(Home(first_night[0].home).current / DATABASE, file)
    with duckdb.connect(str(file)) as connection:
        for schema, table, column in connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns()"
            " where (column_name = 'time_period' or (column_name = 'month' and schema_name = 'bi'))"
            " and (schema_name, table_name) in (select (schema_name, table_name) from duckdb_tables())"
            # What is left may be of a return of another month.
            " and table_name <> 'submission'"
        ).fetchall():
            months = ", ".join(f"'{period}'" for period in KEPT)
            shown = column if column == "time_period" else "strftime(month, '%Y-%m')"
            connection.execute(f"delete from {schema}.{table} where {shown} not in ({months})")
        # The other places that are ranked are twenty-seven lines that say nothing of their own.
        connection.execute("delete from bi.headline where area_zh like '示例镇街%'")
    return file


@pytest.fixture(scope="session")
def office(first_night: Night) -> Office:
    return load_office(first_night[0].office)


@pytest.fixture(scope="session")
def site_after(
    small_file: Path, first_night: Night, office: Office, tmp_path_factory: pytest.TempPathFactory
) -> SiteAfter:
    """Writes the pages of the small file after some statements, into a folder that then looks like a snapshot."""
    settings = first_night[0]

    def write(*statements: str, before: Site | None = None) -> Site:
        folder = tmp_path_factory.mktemp("snapshot")
        file = folder / DATABASE
        shutil.copyfile(small_file, file)
        with duckdb.connect(str(file)) as connection:
            for statement in statements:
                connection.execute(statement)
        for part in ("bi/headline.parquet", "marts/submission.parquet"):
            (folder / part).parent.mkdir()
            shutil.copyfile(Home(settings.home).current / part, folder / part)
        home = Home(settings.home)
        write_pages(
            file, folder, home, office, settings.limits, before.folder.parent if before else None, "code"
        )
        about = read_facts(file).snapshot
        row = SnapshotRow(about["snapshot_id"], about["build_id"], about["built_at"], about["received_until"])
        write_manifest(folder, row, {})
        return Site(folder / PAGES)

    return write


def text_of(html: str) -> str:
    """What a person reads of a page, without its tags, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.partition("<main")[2]))
