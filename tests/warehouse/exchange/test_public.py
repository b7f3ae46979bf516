"""The public build as it is exported: which tables, what is told of the others, and from when on figures are waived."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest

from ingest.finding.refusal import Refusal
from ingest.office.facts import Office
from tests.warehouse.exchange.conftest import Change
from warehouse.exchange.public import open_public
from warehouse.exchange.published import Published
from warehouse.family.pages import pages_of
from warehouse.office_models import models_of

# The first day on which the report's figures are waived.
FIRST = date(2024, 1, 1)


def opened(file: Path, office: Office, *wanted: str, day: date = FIRST) -> AbstractContextManager[Published]:
    return open_public(file, office, pages_of(office.folder), models_of(office.folder), day, wanted)


def foreign_capital(published: Published) -> dict[str, tuple[object, ...]]:
    table = published.table("mart_foreign_capital")
    assert table is not None
    rows = published.rows(table, ["time_period", "utilized", "utilized_reason", "display_value"])
    return {row[0]: row[1:] for row in rows}


def test_a_waiver_holds_from_its_first_day_on(snapshot_file: Path, office: Office) -> None:
    with opened(snapshot_file, office, "mart_foreign_capital") as published:
        assert foreign_capital(published)["2023-12"] == (10_320_000, None, "1032")
    with opened(snapshot_file, office, "mart_foreign_capital", day=date(2023, 12, 31)) as published:
        assert foreign_capital(published)["2023-12"] == (None, "SUPPRESSED", "[不公布]")


def test_views_for_bi_are_in_it_and_what_stays_is_told(snapshot_file: Path, office: Office) -> None:
    with opened(snapshot_file, office) as published:
        names = {table.name for table in published.tables}
        left = {table.name: table.rows for table in published.left_out}
        headline = published.table("headline")
        assert headline is not None
        assert (headline.relation, headline.withheld_figures > 0, headline.is_whole) == (
            "bi.headline",
            True,
            False,
        )
        assert sum(1 for _ in published.rows(headline)) == headline.rows
    assert {"mart_indicator", "mart_foreign_capital", "dim_area", "single_month", "dictionary"} <= names
    assert {
        "fct_observation",
        "mart_fdi_tranche",
        "capital_tranches",
        "finding",
        "mart_disclosure",
    } <= left.keys()
    assert left["mart_fdi_tranche"] == 7
    assert (published.public, published.internal) == (True, False)
    # 1032 and 63.55 % stand in a public report: 631 follows.
    (exposed,) = published.exposed
    assert (exposed.split()[0], exposed.split()[-1]) == ("fdi_actual_utilized", "2022-12")
    ((zh, en),) = published.exposed_words
    assert zh.startswith(
        "鲸园街道 2022年1-12月 实际到账外资 本应不公布，但由特批公布的2023年1-12月（统计站批准"
    )
    assert "2023年1-12月同比" in zh
    assert "disclosure_waiver.csv" in zh
    assert en.startswith(
        "Foreign capital received, 鲸园街道, 2022-12 is withheld and follows from what is waived: 2023-12"
    )
    assert "local_2023" not in zh + en
    assert {"FEW_UNITS", "DOMINANCE", "SECONDARY"} <= set(published.withheld_for)


@pytest.mark.parametrize(
    ("table", "code"), [("fct_fdi_tranche", "STAYS_IN_THE_OFFICE"), ("mart_indikator", "UNKNOWN_TABLE")]
)
def test_a_table_that_is_not_public_is_refused(
    snapshot_file: Path, office: Office, table: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused, opened(snapshot_file, office, table):
        pass
    assert refused.value.code == code


def test_of_a_snapshot_in_which_nobody_counted_units_nothing_is_handed_out(
    changed: Change, office: Office
) -> None:
    with pytest.raises(Refusal) as refused, opened(changed("drop table mart_disclosure"), office):
        pass
    assert refused.value.code == "NO_PUBLIC_BUILD"


def test_a_mark_of_a_single_respondent_withholds_the_growth_too(changed: Change, office: Office) -> None:
    # conf_status C and E are decided elsewhere; of A and O the growth may remain.
    of_quarter = "indicator_id = 'wholesale_sales_above_quota' and time_period = '2023-12'"
    source = changed(f"update fct_observation set conf_status = 'C' where {of_quarter}")
    with opened(source, office, "mart_trade_accommodation") as published:
        (row,) = published.connection.execute(
            f"select ytd_value, ytd_value_growth_reported, rank_reported from mart_trade_accommodation where {of_quarter}"
        ).fetchall()
    assert row == (None, None, None)


def test_nobody_who_opens_the_file_finds_what_it_was_made_with(snapshot_file: Path, office: Office) -> None:
    with opened(snapshot_file, office, "mart_indicator") as published:
        found = published.connection.execute("select table_name from duckdb_tables()").fetchall()
        folder = published.file.parent
    assert not [name for (name,) in found if name.startswith("withheld")]
    assert not folder.exists()
