"""The code lists of codes.yml as dbt's seed, so that a snapshot says what its own codes mean (dim_code).

python -m warehouse.exchange.code_seed            write the seed anew
python -m warehouse.exchange.code_seed --check    exit 1 if it is not what codes.yml says
"""

from __future__ import annotations

import csv
import io
import sys

from warehouse.exchange.code_list import fixed_lists
from warehouse.settings import CHECKOUT

SEED = CHECKOUT / "dbt_project" / "seeds" / "code.csv"

# Whose the codes are. SDMX has no list of its own for the others, nor a code for a Chinese year to date.
_SOURCES = {
    "CL_FREQ": "SDMX CL_FREQ 2.1",
    "CL_OBS_STATUS": "SDMX CL_OBS_STATUS 2.2",
    "CL_CONF_STATUS": "SDMX CL_CONF_STATUS 1.2",
    "CL_TIME_TRANSFORM": "SDMX CL_TIMETRANS 1.0",
    "CL_UNIT_MULT": "SDMX CL_UNIT_MULT",
    "CL_CURRENCY": "ISO 4217",
}
LOCAL = "local"


def seed() -> str:
    """The rows of the seed, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["code_list", "code", "code_zh", "code_en", "code_source"])
    for name, codes in fixed_lists().items():
        writer.writerows([name, code, zh, en, _SOURCES.get(name, LOCAL)] for code, (zh, en) in codes.items())
    return text.getvalue()


def main() -> int:
    made = seed()
    if "--check" in sys.argv[1:]:
        if SEED.exists() and SEED.read_text(encoding="utf-8") == made:
            return 0
        print(f"与 codes.yml 不一致 not what codes.yml says: {SEED.name}")
        return 1
    SEED.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
