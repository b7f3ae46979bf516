"""SDMX-CSV 2.0, read back by the rules of its field guide: header, codes, periods, values."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.finding.refusal import Refusal
from ingest.observation import DIMENSIONS
from tests.warehouse.exchange.conftest import Change
from warehouse.exchange.published import open_published
from warehouse.exchange.sdmx_csv import Written, agency_id, write_sdmx_csv
from warehouse.exchange.sdmx_structure import ALL_VINTAGES, CURRENT, Dataflow
from warehouse.exchange.target import new_folder, seal
from warehouse.store.manifest import verify

STREET = "371002002"
IDENTIFIER = re.compile(r"[A-Za-z0-9_@$\-]+")
PERIOD = re.compile(r"\d{4}(-\d\d|-[QS]\d)?|\d{4}-01-01/P([1-9]|1[0-2])M")

Rows = list[dict[str, str]]
Write = Callable[..., tuple[Path, Written]]


@pytest.fixture
def write(published_file: Path, tmp_path: Path) -> Write:
    def written(
        source: Path | None = None, flow: Dataflow = CURRENT, internal: bool = False
    ) -> tuple[Path, Written]:
        target = tmp_path / flow.flow_id
        with (
            open_published(source or published_file, internal, (flow.table,)) as published,
            new_folder(target) as folder,
        ):
            result = write_sdmx_csv(published, flow, "JINGYUAN", folder)
            seal(published, folder, {})
        return target, result

    return written


def read(file: Path) -> Rows:
    """Strictly as RFC 4180: UTF-8 without a mark, CR LF, as many fields in each row as in the header."""
    text = file.read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert text.endswith("\r\n")
    head, *rows = csv.reader(text.splitlines(keepends=True), strict=True)
    assert len(head) == len(set(head))
    return [dict(zip(head, row, strict=True)) for row in rows]


def fdi(rows: Rows) -> dict[str, str]:
    (row,) = [
        row
        for row in rows
        if row["INDICATOR"] == "fdi_actual_utilized"
        and (row["REF_AREA"], row["TIME_TRANSFORM"], row["SCOPE_BASIS"]) == (STREET, "N", "OWN")
        and row["TIME_PERIOD"] == "2023-01-01/P12M"
        and row["STATUS_CLASS"] == "actual"
        and row["IS_DEFAULT"] == "true"
    ]
    return row


def test_1032_is_10320000_dollars_from_january_on_for_twelve_months(write: Write) -> None:
    folder, _ = write()
    row = fdi(read(folder / "observations.csv"))
    assert (row["OBS_VALUE"], row["UNIT_MEASURE"], row["UNIT_MULT"]) == ("10320000", "USD", "0")
    assert (row["FREQ"], row["ACCUMULATION"], row["OBS_STATUS"]) == ("M", "YTD", "A")
    assert (row["CONF_STATUS"], row["IS_SYNTHETIC"], row["COMMENT_OBS"]) == ("A", "false", "")
    assert (row["SOURCE_SHEET"], row["SOURCE_CELL"]) == ("外资到账明细", "H9")


def test_the_header_begins_as_the_field_guide_says_and_names_the_dimensions_first(write: Write) -> None:
    folder, _ = write()
    rows = read(folder / "observations.csv")
    head = list(rows[0])
    names = {"indicator_id": "INDICATOR", "method_id": "METHOD", "place_id": "PLACE"}
    dimensions = [names.get(name, name.upper()) for name in DIMENSIONS]
    assert head[: 3 + len(dimensions) + 2] == [
        "STRUCTURE", "STRUCTURE_ID", "ACTION", *dimensions, "TIME_PERIOD", "OBS_VALUE",
    ]  # fmt: skip
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in rows} == {
        ("dataflow", "JINGYUAN:INDICATOR(1.0.0)", "I")
    }


@pytest.mark.parametrize("flow", [CURRENT, ALL_VINTAGES], ids=["current", "all vintages"])
def test_every_observation_has_a_key_of_its_own_in_codes_that_are_listed(
    write: Write, flow: Dataflow
) -> None:
    folder, written = write(flow=flow)
    rows = read(folder / "observations.csv")
    structure = read(folder / "structure.csv")
    assert [part["concept"] for part in structure] == list(rows[0])[3:]
    key = [part["concept"] for part in structure if part["role"] == "dimension"]
    assert len({tuple(row[concept] for concept in key) for row in rows}) == len(rows) == written.observations
    for part in structure:
        values = {row[part["concept"]] for row in rows}
        if part["role"] == "dimension":
            assert "" not in values, part
        if part["code_list"]:
            listed = {code["code"]: code for code in read(folder / f"{part['code_list']}.csv")}
            assert values - {""} <= set(listed), part
            assert all(IDENTIFIER.fullmatch(code) for code in listed), part
            assert all(code["name_zh"] and code["name_en"] for code in listed.values()), part
    assert all(PERIOD.fullmatch(row["TIME_PERIOD"]) for row in rows)
    assert written.unexplained == {}


def test_every_value_is_the_published_one_without_an_exponent(write: Write, published_file: Path) -> None:
    folder, _ = write()
    with duckdb.connect(str(published_file), read_only=True) as connection:
        kept: list[Any] = connection.execute(
            "select obs_value, obs_reason, is_synthetic from mart_indicator"
        ).fetchall()
    rows = read(folder / "observations.csv")
    for row, (value, reason, invented) in zip(rows, kept, strict=True):
        assert (Decimal(row["OBS_VALUE"]) if row["OBS_VALUE"] else None) == value
        assert "E" not in row["OBS_VALUE"]
        assert (row["OBS_REASON"] or "") == (reason or "")
        assert row["OBS_VALUE"] or row["OBS_REASON"]
        assert row["COMMENT_OBS"].endswith("示例 invented figure") is invented


def test_what_a_department_wrote_as_unit_is_not_handed_on(write: Write) -> None:
    folder, _ = write(flow=ALL_VINTAGES)
    rows = read(folder / "observations.csv")
    assert {row["UNIT_MULT"] for row in rows} == {"0"}
    assert not {"DECIMALS", "REPORTED_UNIT_MULT", "REPORTED_DECIMALS", "RAW_TEXT"} & set(rows[0])


def test_year_to_date_is_a_code_of_the_local_list(write: Write) -> None:
    folder, _ = write()
    codes = {code["code"]: code for code in read(folder / "CL_ACCUMULATION.csv")}
    assert codes["YTD"] == {"code": "YTD", "name_zh": "年初累计", "name_en": "year to date"}


def test_the_manifest_has_the_sum_of_every_file(write: Write) -> None:
    folder, _ = write()
    assert verify(folder) == []


def test_the_same_snapshot_gives_the_same_files(write: Write, tmp_path: Path) -> None:
    folder, _ = write()
    first = {file.name: file.read_bytes() for file in folder.iterdir()}
    folder.rename(tmp_path / "before")
    again, _ = write()
    assert {file.name: file.read_bytes() for file in again.iterdir()} == first


def test_confidential_rows_stay_in_the_office(write: Write, changed: Change) -> None:
    source = changed(
        "update mart_indicator set conf_status = 'C' where indicator_id = 'fdi_actual_utilized' and is_default"
    )
    folder, written = write(source)
    rows = read(folder / "observations.csv")
    assert written.withheld > 0
    assert "C" not in {row["CONF_STATUS"] for row in rows}
    assert not [
        row for row in rows if row["INDICATOR"] == "fdi_actual_utilized" and row["IS_DEFAULT"] == "true"
    ]


def test_a_code_without_words_is_listed_and_said(write: Write, changed: Change) -> None:
    folder, written = write(
        changed("update mart_indicator set obs_reason = 'WASHED_AWAY' where obs_value is null")
    )
    assert written.unexplained == {"CL_OBS_REASON": ("WASHED_AWAY",)}
    listed = {code["code"]: code["name_zh"] for code in read(folder / "CL_OBS_REASON.csv")}
    assert listed["WASHED_AWAY"] == "WASHED_AWAY"


def test_text_from_departments_is_disarmed(write: Write, changed: Change) -> None:
    folder, _ = write(changed("update mart_indicator set source_file = '=1+1.xlsx'"))
    assert {row["SOURCE_FILE"] for row in read(folder / "observations.csv")} == {"'=1+1.xlsx"}


def test_a_period_that_sdmx_cannot_say_ends_the_export_and_leaves_nothing(
    write: Write, changed: Change, tmp_path: Path
) -> None:
    source = changed("update mart_indicator set freq = 'Q', accumulation = 'PERIOD', time_period = '2023-11'")
    with pytest.raises(Refusal) as refused:
        write(source)
    assert (refused.value.code, refused.value.found) == ("NOT_EXCHANGEABLE", "2023-11 Q PERIOD")
    assert not (tmp_path / CURRENT.flow_id).exists()
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]


@pytest.mark.parametrize(
    ("office_id", "agency"), [("jingyuan", "JINGYUAN"), ("3710-a", "X3710-A"), ("鲸园.x", "X___X")]
)
def test_an_office_is_an_agency_by_its_id(office_id: str, agency: str) -> None:
    assert agency_id(office_id) == agency
