"""Periods as SDMX writes them."""

from __future__ import annotations

import pytest

from warehouse.exchange.sdmx_period import sdmx_period


@pytest.mark.parametrize(
    ("time_period", "freq", "accumulation", "written"),
    [
        ("2023-12", "M", "YTD", "2023-01-01/P12M"),
        ("2023-11", "M", "YTD", "2023-01-01/P11M"),
        ("2023-01", "M", "YTD", "2023-01-01/P1M"),
        ("2023-09", "Q", "YTD", "2023-01-01/P9M"),
        ("2023-11", "M", "PERIOD", "2023-11"),
        ("2023-11", "M", "POINT", "2023-11"),
        ("2023-12", "M", "LIFE", "2023-12"),
        ("2023-06", "Q", "PERIOD", "2023-Q2"),
        ("2023-12", "S", "PERIOD", "2023-S2"),
        ("2023-12", "A", "PERIOD", "2023"),
        ("2023", "A", "ITD", "2023"),
        ("2023-Q4", "Q", "PERIOD", "2023-Q4"),
    ],
)
def test_a_period_is_written_as_the_technical_notes_say(
    time_period: str, freq: str, accumulation: str, written: str
) -> None:
    assert sdmx_period(time_period, freq, accumulation) == written


@pytest.mark.parametrize(
    ("time_period", "freq", "accumulation"),
    [
        ("2023-11", "Q", "PERIOD"),
        ("2023-06", "A", "PERIOD"),
        ("2023", "M", "PERIOD"),
        ("2023", "A", "YTD"),
        ("2023-13", "M", "YTD"),
        ("2023-12", "D", "PERIOD"),
        ("", "M", "PERIOD"),
    ],
)
def test_a_period_that_is_none_is_an_error_and_not_a_guess(
    time_period: str, freq: str, accumulation: str
) -> None:
    with pytest.raises(ValueError, match=freq):
        sdmx_period(time_period, freq, accumulation)
