"""A period as SDMX writes it (SDMX 2.1 and 3.0, section 6, technical notes, 4.2: Time and Time Format)."""

from __future__ import annotations

import re

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_SAID = {"A": re.compile(r"\d{4}"), "Q": re.compile(r"\d{4}-Q[1-4]"), "S": re.compile(r"\d{4}-S[12]")}


def sdmx_period(time_period: str, freq: str, accumulation: str) -> str:
    """'2023-11' and YTD: '2023-01-01/P11M', the distinct range of start and duration; otherwise the period itself.

    `time_period` is the last month of the window, or already the period of its frequency. ValueError for
    what is neither.
    """
    month = _MONTH.fullmatch(time_period)
    if month is None:
        if freq in _SAID and _SAID[freq].fullmatch(time_period) and accumulation != "YTD":
            return time_period
        raise ValueError(f"{time_period} {freq} {accumulation}")
    year, last = month[1], int(month[2])
    if accumulation == "YTD":
        return f"{year}-01-01/P{last}M"
    if freq == "M":
        return time_period
    ends = {"A": {12: ""}, "S": {6: "-S1", 12: "-S2"}, "Q": {3: "-Q1", 6: "-Q2", 9: "-Q3", 12: "-Q4"}}
    if last not in ends.get(freq, {}):
        raise ValueError(f"{time_period} {freq} {accumulation}")
    return year + ends[freq][last]
