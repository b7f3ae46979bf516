"""The program's own codes, codes.yml: what each means, and whose it is. The table `dim_code` is made of them."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import yaml

from ingest.office.revision_reason import FIRST, NOT_STATED, REVISION_REASONS

Words = tuple[str, str]
CodeList = dict[str, Words]

# libyaml's, where PyYAML has it: a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LOCAL = "local"
# Whose the codes are. SDMX has no list of its own for the others, nor a code for a Chinese year to date.
_SOURCES = {
    "CL_FREQ": "SDMX CL_FREQ 2.1",
    "CL_OBS_STATUS": "SDMX CL_OBS_STATUS 2.2",
    "CL_CONF_STATUS": "SDMX CL_CONF_STATUS 1.2",
    "CL_TIME_TRANSFORM": "SDMX CL_TIMETRANS 1.0",
    "CL_UNIT_MULT": "SDMX CL_UNIT_MULT",
    "CL_CURRENCY": "ISO 4217",
}


@cache
def fixed_lists() -> dict[str, CodeList]:
    """The lists that no table of a snapshot holds: list → code → (中文, English)."""
    lists = yaml.load(Path(__file__).with_name("codes.yml").read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - either is a safe loader
    read: dict[str, CodeList] = {
        name: {code: (words[0], words[1]) for code, words in codes.items()} for name, codes in lists.items()
    }
    # What a submitter may state stands with the command that asks for it.
    reasons = {
        FIRST: ("首次报送", "the first vintage"),
        **REVISION_REASONS,
        NOT_STATED: ("未说明", "nobody said"),
    }
    return {**read, "CL_REVISION_REASON": reasons}


def seed() -> str:
    """The rows of the seed `code`, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code_list", "code", "code_zh", "code_en", "code_source"])
    for name, codes in fixed_lists().items():
        writer.writerows([name, code, zh, en, _SOURCES.get(name, LOCAL)] for code, (zh, en) in codes.items())
    return text.getvalue()
