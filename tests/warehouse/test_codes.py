"""The table of codes is what codes.yml says, and says whose codes they are."""

from __future__ import annotations

import csv
import io

from warehouse.codes import fixed_lists, seed


def test_every_code_of_every_list_is_in_the_seed_with_words_and_source() -> None:
    rows = list(csv.DictReader(io.StringIO(seed())))
    assert {(row["code_list"], row["code"]) for row in rows} == {
        (name, code) for name, codes in fixed_lists().items() for code in codes
    }
    assert all(row["code_zh"] and row["code_en"] and row["code_source"] for row in rows)


def test_a_year_to_date_is_a_code_of_ours_and_a_frequency_one_of_sdmx() -> None:
    rows = {
        (row["code_list"], row["code"]): row["code_source"] for row in csv.DictReader(io.StringIO(seed()))
    }
    assert rows["CL_ACCUMULATION", "YTD"] == "local"
    assert rows["CL_FREQ", "M"].startswith("SDMX")
