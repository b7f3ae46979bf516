"""docs/operations.md: exit codes, error codes, settings and the list of receipts as the program has them."""

from __future__ import annotations

import re

from ingest.finding.message import messages
from tests.docs.markdown import PAGES, blocks, prose, spans
from warehouse.collect.receipts_list import COLUMNS
from warehouse.orchestration.environment import ENV_FILE
from warehouse.settings import CHECKOUT
from warehouse.variables import SETTINGS

PAGE = CHECKOUT / "docs" / "operations.md"


def test_every_exit_status_is_explained() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", prose(PAGE), re.MULTILINE)}
    assert {each.exit_status for each in messages().values()} | {0, 3, 4, 5} <= explained


def test_every_code_of_the_runbook_is_one_that_can_be_met() -> None:
    runbook = prose(PAGE).partition("## 故障怎么办")[2]
    named = {word for word in re.findall(r"`([A-Z_]+)`", runbook) if not word.startswith("INDICATORS")}
    assert len(named) > 8
    assert named <= set(messages())


def test_every_setting_that_a_page_names_exists() -> None:
    known = {setting.name for setting in SETTINGS}
    known |= set(re.findall(r"\$\{(\w+)\}", ENV_FILE.read_text("utf-8")))
    for page in PAGES:
        said = " ".join([*spans(page), *blocks(page, "sh")])
        assert set(re.findall(r"INDICATORS_[A-Z_]+", said)) <= known, page.name


def test_the_columns_of_the_receipts_list_are_those_that_are_read() -> None:
    (example,) = (block for block in blocks(PAGE, "text") if block.startswith("path,"))
    assert tuple(example.splitlines()[0].split(",")) == COLUMNS
