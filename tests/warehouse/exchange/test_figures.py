"""The figures of a row that has several: which are invented, why one is missing, which stay in the office."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.warehouse.exchange.conftest import Change
from warehouse.codes import fixed_lists
from warehouse.dictionary import Column, models
from warehouse.exchange.excel.reason import word_for
from warehouse.exchange.figures import invented
from warehouse.exchange.parquet_folder import write_parquet
from warehouse.exchange.published import REGISTER_ROW, names_units, open_published
from warehouse.exchange.target import new_folder
from warehouse.family.figure_columns import INVENTED, is_figure, reason_columns
from warehouse.formula import REASONS

AMOUNT = "decimal(28,6)"
CAPITAL = "mart_domestic_capital"


def column(name: str, kind: str = AMOUNT) -> Column:
    return Column(name, kind, name, "")


def columns(*names: str) -> list[Column]:
    texts = ("_reason", "_figures")
    return [column(name, "varchar" if name.endswith(texts) else AMOUNT) for name in names]


def test_a_figure_goes_by_its_own_mark_and_the_main_one_by_that_of_the_row() -> None:
    marked = invented(columns("utilized", "growth_reported", "base", INVENTED), "utilized")
    assert marked({"is_synthetic": False, INVENTED: "base"}) >= {"base"}
    assert not {"utilized", "growth_reported"} & set(marked({"is_synthetic": False, INVENTED: "base"}))
    assert "utilized" in marked({"is_synthetic": True, INVENTED: ""})


def test_a_row_whose_figures_are_not_told_apart_is_invented_as_a_whole() -> None:
    told = [*columns("households"), column("row_no", "integer"), column("observation_id", "bigint")]
    told += [column("is_synthetic", "boolean"), column("parts_are_synthetic", "boolean")]
    marked = invented(told, "")
    assert marked({"is_synthetic": False, "parts_are_synthetic": True}) == {"households"}
    assert not marked({"is_synthetic": False, "parts_are_synthetic": False})


def test_the_longest_beginning_of_a_name_that_has_a_reason_speaks_for_it() -> None:
    found = reason_columns(
        columns("output", "output_reason", "output_growth_computed", "output_growth_computed_reason",
                "output_growth_computed_rounded", "obs_value", "obs_reason"),
        {},
    )  # fmt: skip
    assert found == {
        "output": "output_reason",
        "output_growth_computed": "output_growth_computed_reason",
        "output_growth_computed_rounded": "output_growth_computed_reason",
        "obs_value": "obs_reason",
    }


def test_why_nothing_was_computed_does_not_speak_for_what_was_reported() -> None:
    found = reason_columns(columns("growth_reported", "growth_computed", "growth_reason"), {})
    assert found == {"growth_computed": "growth_reason"}


def test_of_a_growth_row_the_dictionary_says_what_its_reason_is_about() -> None:
    (growth,) = (model for model in models() if model.name == "mart_growth_rate")
    found = reason_columns(growth.columns, growth.reasons)
    assert found["growth_computed"] == found["base_value"] == "reason"
    assert "growth_reported" not in found


def test_a_reason_is_a_word_and_one_that_has_none_stands_as_it_is() -> None:
    assert [word_for(code) for code in ("NOT_STATED", "JAN_EXEMPT", "BASE_ZERO", "NOT_A_COUNT", "WASHED_AWAY", "", None)] == [
        "未填", "免报", "上年同期为 0", "不是整数，不能作个数", "WASHED_AWAY", "无", "无",
    ]  # fmt: skip


def test_reasons_are_worded_as_a_trace_words_them() -> None:
    assert {code: fixed_lists()["CL_COMPUTED_REASON"][code] for code in REASONS} == REASONS


def test_every_register_stays_in_the_office() -> None:
    registers = [model for model in models() if REGISTER_ROW in {column.name for column in model.columns}]
    assert registers
    assert all(names_units(model) for model in registers)


def test_a_key_and_a_counter_are_no_figures() -> None:
    assert is_figure(column("utilized"))
    assert not is_figure(column("utilized_id", "bigint"))
    assert not is_figure(column("vintage", "integer"))


# ------------------------------------------------------------------------- a single respondent's figure in a row


@pytest.fixture
def of_one_hotel(changed: Change) -> Path:
    """Physical work of December is a single respondent's, what was received is everybody's."""
    return changed(
        "update fct_observation set conf_status = 'C' where observation_id in"
        f" (select physical_work_ytd_id from {CAPITAL} where time_period = '2023-12')"
    )


def test_a_single_respondents_figure_stays_and_the_others_of_its_row_go(of_one_hotel: Path) -> None:
    with open_published(of_one_hotel, False, (CAPITAL,)) as published:
        table = published.table(CAPITAL)
        assert table is not None
        # The figure, and the difference of the two kinds: of one of them the row rests on a single respondent too.
        assert (table.withheld, table.withheld_figures) == (0, 2)
        names = [
            "time_period",
            "received_ytd",
            "physical_work_ytd",
            "physical_work_ytd_reason",
            "received_ytd_base",
        ]
        rows = {row[0]: row[1:] for row in published.rows(table, names)}
    assert rows["2023-12"] == (965_000_000, None, "SUPPRESSED", 81_500_000)
    assert rows["2023-02"][1] is not None


def test_inside_the_office_it_is_there(of_one_hotel: Path) -> None:
    with open_published(of_one_hotel, True, (CAPITAL,)) as published:
        table = published.table(CAPITAL)
        assert table is not None
        rows = dict(published.rows(table, ["time_period", "physical_work_ytd"]))
    assert rows["2023-12"] == 15_370_000


def test_where_the_level_is_a_single_respondents_the_growth_that_was_computed_of_it_stays_too(
    changed: Change,
) -> None:
    source = changed(
        "update fct_observation set conf_status = 'C' where observation_id in"
        " (select utilized_id from mart_foreign_capital where time_period = '2023-12')"
    )
    with open_published(source, False, ("mart_foreign_capital",)) as published:
        table = published.table("mart_foreign_capital")
        assert table is not None
        names = [
            "time_period",
            "utilized",
            "utilized_growth_computed",
            "utilized_growth_computed_reason",
            "utilized_base",
        ]
        rows = {row[0]: row[1:] for row in published.rows(table, names)}
    assert rows["2023-12"] == (None, None, "SUPPRESSED", 6_310_000)


def test_the_main_figure_of_a_row_stays_with_its_display(changed: Change) -> None:
    source = changed(f"update {CAPITAL} set conf_status = 'C' where time_period = '2023-12'")
    with open_published(source, False, (CAPITAL,)) as published:
        table = published.table(CAPITAL)
        assert table is not None
        names = ["time_period", "received_ytd", "received_ytd_reason", "display_value", "physical_work_ytd"]
        rows = {row[0]: row[1:] for row in published.rows(table, names)}
    assert rows["2023-12"][:3] == (None, "SUPPRESSED", "[不公布]")
    assert rows["2023-12"][3] == 15_370_000


def test_a_folder_of_parquet_has_no_figure_that_stays(of_one_hotel: Path, tmp_path: Path) -> None:
    target = tmp_path / "marts"
    with (
        open_published(of_one_hotel, False, (CAPITAL,)) as published,
        new_folder(target) as folder,
    ):
        write_parquet(published, folder)
    rows = {row["time_period"]: row for row in pq.read_table(target / f"{CAPITAL}.parquet").to_pylist()}
    assert rows["2023-12"]["physical_work_ytd"] is None
    assert rows["2023-12"]["physical_work_ytd_reason"] == "SUPPRESSED"
    assert int(rows["2023-12"]["received_ytd"]) == 965_000_000


def test_of_figures_that_are_nobodys_alone_nothing_stays(published_file: Path) -> None:
    with open_published(published_file, False, (CAPITAL,)) as published:
        table = published.table(CAPITAL)
        assert table is not None
        assert table.is_whole
    with duckdb.connect(str(published_file), read_only=True) as connection:
        (secret,) = connection.execute(
            "select count(*) from fct_observation where conf_status = 'C'"
        ).fetchone()  # type: ignore[misc]
    assert secret == 0
