"""What may not leave the office: single respondents' figures, and those that the higher level has not released yet."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb

from ingest.office.load import load_office
from tests.conftest import Night
from tests.warehouse.answers.text.conftest import Told
from warehouse.answers.text.account import Account, as_document, row
from warehouse.answers.text.contradiction import contradictions
from warehouse.answers.text.held import Held, held
from warehouse.answers.text.verdict import Verdict
from warehouse.disclosure.levels import waived_on
from warehouse.home import DATABASE, Home


def hidden(found: Held, indicator_id: str, transform: str, period: str) -> list[bool]:
    return [
        figure.hidden
        for subject in found.subjects
        if (subject.indicator_id, subject.measure, subject.transform, subject.breakdown)
        == (indicator_id, "VALUE", transform, "_T")
        for figure in subject.figures
        if (figure.time_period, figure.status, figure.ref_area) == (period, "actual", "371002002")
        and figure.accumulation == "YTD"
    ]


def test_a_confidential_figure_is_in_neither_the_rows_nor_the_json(told: Told) -> None:
    found = told("规上服务业拉动全区增长7.1个百分点,规上服务业营业收入57.3亿元")
    assert [one.judged.verdict for one in found] == [Verdict.DIFFERS, Verdict.DIFFERS]
    account = Account("a.txt", "s", tuple(found), tuple(contradictions(found)))
    shown = json.dumps([as_document(account), [row(one, ()) for one in found]], ensure_ascii=False)
    assert "未公开" in shown
    assert not [figure for figure in ("8.5", "8.32", "57.2", "572000", "5720000000") if figure in shown]


def test_a_confidential_figure_that_the_text_has_is_told_to_agree(told: Told) -> None:
    (found,) = told("规上服务业营业收入57.2亿元")
    assert found.judged.verdict is Verdict.AGREES
    assert row(found, ())[4] == "未公开，与文稿相同"


def test_what_a_waiver_makes_public_is_shown_from_its_day_on(first_night: Night) -> None:
    file = Home(first_night[0].home).current / DATABASE
    waivers = load_office(first_night[0].office).disclosure_waivers
    asked = ("domestic_capital_physical_work", "N", "2023-12")
    assert hidden(held(file, waived_on(waivers, date(2024, 1, 1))), *asked) == [False, False]
    assert hidden(held(file, waived_on(waivers, date(2023, 12, 31))), *asked) == [True, True]


def test_a_figure_that_is_not_released_yet_is_hidden(first_night: Night, tmp_path: Path) -> None:
    file = tmp_path / DATABASE
    shutil.copyfile(Home(first_night[0].home).current / DATABASE, file)
    file.chmod(0o600)
    asked = ("fixed_asset_investment", "G1Y", "2023-12")
    assert hidden(held(file), *asked) == [False]
    with duckdb.connect(str(file)) as connection:
        connection.execute("update mart_release set release_state = 'not_yet' where time_period = '2023-12'")
    assert hidden(held(file), *asked) == [True]
