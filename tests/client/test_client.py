"""The client of analysts: what it opens, what it refuses, and that it needs nothing of the warehouse."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from indicators_client import SnapshotError, built_days, kept_snapshots, open_snapshot

from tests.conftest import Night
from warehouse.home import DATABASE, Home
from warehouse.ledger.row import SnapshotRow
from warehouse.settings import CHECKOUT
from warehouse.store.manifest import write_manifest

OLD, NEW = "20240105T020000Z-1a2b3c4d", "20240106T020000Z-5e6f7a8b"
ALONE = """
import json, sys
from indicators_client import open_snapshot
with open_snapshot(sys.argv[1]) as snapshot:
    rows = len(snapshot.table("mart_indicator"))
print(json.dumps([rows, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def _published(folder: Path, snapshot_id: str, value: str) -> Path:
    """The folder of a snapshot with one figure, its dictionary and its units."""
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute(
            f"""
            create table mart_indicator as select '2023-12' as time_period, cast({value} as decimal(28, 6)) as planned;
            create table dim_unit as select '元' as unit_zh;
            create table dictionary as select 'main' as schema_name, 'mart_indicator' as model, '' as model_label_zh,
              'planned' as column_name, 1 as position, 'decimal(28,6)' as data_type, '计划' as label_zh,
              '计划总投资(元)' as description_zh, 'planned investment, CNY' as description_en, 'no' as additive;
            """
        )
    built_at = datetime(2024, 1, 5, 2, tzinfo=UTC)
    write_manifest(folder, SnapshotRow(snapshot_id, "1a2b", built_at, built_at), {}, read_here=True)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two snapshots, of which readers have the newer, and one day as it was known then."""
    for snapshot_id, value in ((OLD, "1032"), (NEW, "1052")):
        _published(tmp_path / "snapshots" / snapshot_id, snapshot_id, value)
    _published(tmp_path / "builds" / "as-of" / "0a1b", "as-of-2024-01-05", "1000")
    (tmp_path / "current").symlink_to(f"snapshots/{NEW}")
    return tmp_path


def _value(home: Path, **chosen: str | date | datetime) -> Decimal:
    with open_snapshot(home, **chosen) as snapshot:  # type: ignore[arg-type]
        return Decimal(snapshot.table("mart_indicator").to_arrow_table()["planned"][0].as_py())


def test_what_readers_have_is_opened_unless_another_is_meant(home: Path) -> None:
    assert [
        _value(home),
        _value(home / "snapshots" / OLD),
        _value(home, at=OLD[:9]),
        _value(home, at=datetime(2024, 1, 5, 23, tzinfo=UTC)),
        _value(home, as_of="2024-01-05"),
        _value(home, as_of=date(2024, 1, 5)),
    ] == [1052, 1032, 1032, 1032, 1000, 1000]


def test_a_home_says_which_snapshots_and_days_there_are(home: Path) -> None:
    assert (kept_snapshots(home), built_days(home)) == ((OLD, NEW), ("2024-01-05",))


@pytest.mark.parametrize(
    ("chosen", "code", "said"),
    [
        ({"at": "2024"}, "NO_SNAPSHOT", NEW),
        ({"at": datetime(2023, 1, 1, tzinfo=UTC)}, "NO_SNAPSHOT", OLD),
        ({"at": datetime(2023, 1, 1)}, "USAGE", "没有时区"),  # noqa: DTZ001 - that is what is refused
        ({"as_of": "2024-01-06"}, "NOT_BUILT", 'indicators query "from snapshot" --as-of 2024-01-06'),
        ({"as_of": "昨天"}, "USAGE", "2024-01-05"),
        ({"at": OLD, "as_of": "2024-01-05"}, "USAGE", "只能用一个"),
    ],
)
def test_what_is_not_there_is_said_with_what_there_is(
    home: Path, chosen: dict[str, str], code: str, said: str
) -> None:
    with pytest.raises(SnapshotError, match=f"^{code} ") as refused:
        open_snapshot(home, **chosen)  # type: ignore[arg-type]
    assert said in str(refused.value)


def test_a_snapshot_can_be_opened_twice_at_once_and_beside_a_connection_of_ones_own(home: Path) -> None:
    with (
        duckdb.connect(str((home / "current").resolve() / DATABASE), read_only=True),
        open_snapshot(home) as one,
        open_snapshot(home, at=NEW) as other,
    ):
        assert len(one.table("mart_indicator")) == len(other.table("mart_indicator")) == 1


def _edit(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("update mart_indicator set planned = 9999")


@pytest.mark.parametrize(
    "change",
    [_edit, lambda file: file.with_name(f"{DATABASE}.wal").touch(), lambda file: file.with_name("MANIFEST.json").write_text("{}")],
)  # fmt: skip
def test_what_somebody_has_written_to_is_not_read(home: Path, change: Callable[[Path], None]) -> None:
    change(home / "snapshots" / NEW / DATABASE)
    with pytest.raises(SnapshotError, match=r"^CHANGED "):
        open_snapshot(home)


def test_a_copy_is_the_same_snapshot(home: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(home / "snapshots" / NEW, tmp_path / "copy")
    assert _value(copy) == 1052


def test_a_frame_is_exact_or_of_floats_and_knows_its_labels_and_units(home: Path) -> None:
    with open_snapshot(home) as snapshot:
        table = snapshot.table("mart_indicator", where="time_period = '2023-12'")
    exact, floats = table.to_pandas(), table.to_pandas(floats=True)
    assert (exact["planned"][0], str(floats["planned"].dtype)) == (Decimal("1052.000000"), "float64")
    assert (exact.attrs["labels"], exact.attrs["units"]) == ({"planned": "计划"}, {"planned": "元"})
    field = table.to_arrow_table().schema.field("planned")
    assert (field.type, field.metadata[b"label_zh"].decode()) == (pa.decimal128(28, 6), "计划")


def test_every_relation_of_a_night_is_labelled_in_both_languages(first_night: Night) -> None:
    with open_snapshot(first_night[0].home) as snapshot:
        headline, chinese = (snapshot.table(name, where="1 = 0") for name in ("headline", "bi.主要指标"))
        assert headline.labels["growth"].unit == chinese.labels["同比_%"].unit == "%"
        assert set(headline.labels) == set(headline.arrow.schema.names)
        assert set(chinese.labels) == set(chinese.arrow.schema.names)
        assert snapshot.sql("select obs_value, 1 as one from mart_indicator limit 1").labels.keys() == {
            "obs_value"
        }
        with pytest.raises(SnapshotError, match="mart_indicator"):
            snapshot.table("mart_indicatr")
        with pytest.raises(duckdb.InvalidInputException):
            snapshot.connection.execute("create table a as select 1")


def test_a_rounded_figure_and_a_base_have_the_unit_of_what_they_are_beside(first_night: Night) -> None:
    with open_snapshot(first_night[0].home) as snapshot:
        for name in (each for each in snapshot.tables if each.startswith("mart_")):
            labels = snapshot.table(name, where="false").labels
            beside = [(each, each.removesuffix("_rounded")) for each in labels if each.endswith("_rounded")]
            units = {(labels[each].unit, labels.get(of, labels[each]).unit) for each, of in beside}
            assert all(unit == of and unit for unit, of in units), (name, beside)
        growth = snapshot.table("mart_growth_rate", where="false").labels
    assert {
        growth[f"growth_{each}"].unit for each in ("reported", "computed_rounded", "computed_own_rounded")
    } == {"%"}
    assert {growth[f"base_value{each}"].unit for each in ("", "_own", "_latest")} == {"标准单位"}


def test_it_imports_nothing_but_duckdb_and_pyarrow(first_night: Night) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ALONE, str(Home(first_night[0].home).root)],
        cwd=CHECKOUT / "client",
        env={"PATH": "", "PYTHONPATH": str(CHECKOUT / "client")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    rows, modules = json.loads(ran.stdout)
    ours = {path.name for path in CHECKOUT.iterdir() if path.is_dir()}
    assert rows > 3000
    assert {"duckdb", "pyarrow"} <= set(modules)
    assert not set(modules) & ours
    assert not set(modules) & {"pandas", "polars", "yaml", "typer", "rich", "airflow", "dbt"}
