"""The doctor sees what is wrong, says what to do, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.ordinary_account import run_python
from warehouse.answers.doctor.doctor import Diagnosis, Inspection, examine
from warehouse.collect import inbox_folders
from warehouse.home import Home
from warehouse.ledger.file.schema import open_ledger
from warehouse.ledger.row import SnapshotRow
from warehouse.settings import CHECKOUT
from warehouse.snapshots.snapshot import publish
from warehouse.store.lock import refresh_lock
from warehouse.store.manifest import write_manifest
from warehouse.variables import SETTINGS


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").ensure()
    with open_ledger(home):
        pass
    return home


def _examine(home: Home, **environment: str) -> Diagnosis:
    return examine({"INDICATORS_HOME": str(home.root), **environment})


def _look(diagnosis: Diagnosis, name: str) -> Inspection:
    return next(one for one in diagnosis.looks if one.name_en == name)


def test_a_sound_home_is_healthy(home: Home) -> None:
    diagnosis = _examine(home)
    assert diagnosis.healthy
    assert _look(diagnosis, "ledger").found.startswith("版本 version 8/8 · ok")


def test_a_home_that_was_never_used_is_healthy_and_stays_unused(tmp_path: Path) -> None:
    assert _examine(Home(tmp_path / "home")).healthy
    assert not (tmp_path / "home").exists()


def test_every_setting_is_listed_with_its_origin(home: Home) -> None:
    states = {one.name: one for one in _examine(home, INDICATORS_KEEP_DAYS="7").settings}
    assert set(states) == {setting.name for setting in SETTINGS}
    assert (states["INDICATORS_KEEP_DAYS"].value, states["INDICATORS_KEEP_DAYS"].origin) == (
        "7",
        "environment",
    )
    assert (states["INDICATORS_KEEP_SNAPSHOTS"].value, states["INDICATORS_KEEP_SNAPSHOTS"].origin) == (
        "30",
        "default",
    )


def test_a_setting_that_cannot_be_used_is_named_and_the_rest_is_looked_at(home: Home) -> None:
    diagnosis = _examine(home, INDICATORS_KEEP_DAYS="two")
    assert not diagnosis.healthy
    assert [one.name for one in diagnosis.settings if one.problem] == ["INDICATORS_KEEP_DAYS"]
    assert all(one.right for one in diagnosis.looks)


def test_a_variable_that_is_no_setting_is_named_with_the_one_that_is_meant(home: Home) -> None:
    look = _look(_examine(home, INDICATORS_KEEP_DAY="7"), "no such setting")
    assert (look.right, look.found, look.remedy_en) == (
        False,
        "INDICATORS_KEEP_DAY",
        "is INDICATORS_KEEP_DAYS meant?",
    )
    assert _look(_examine(home, INDICATORS_FOO="7"), "no such setting").remedy_en == "unset the variable"


def test_a_home_that_others_can_enter_is_wrong(home: Home) -> None:
    home.root.chmod(0o755)
    look = _look(_examine(home), "mode of the home folder")
    assert (look.right, look.remedy_zh) == (False, f"chmod 0700 {home.root}")


def test_a_ledger_that_others_can_read_is_wrong(home: Home) -> None:
    home.ledger.chmod(0o644)
    assert not _look(_examine(home), "ledger").right


def test_a_ledger_that_is_no_database_is_wrong(home: Home) -> None:
    home.ledger.write_bytes(b"garbage" * 100)
    look = _look(_examine(home), "ledger")
    assert (look.right, look.found) == (False, "file is not a database")


def test_a_ledger_of_a_later_version_is_wrong(home: Home) -> None:
    with sqlite3.connect(home.ledger) as ledger:
        ledger.execute("PRAGMA user_version = 99")
    ledger.close()
    look = _look(_examine(home), "ledger")
    assert (look.right, look.remedy_en) == (False, "upgrade the program")


def test_an_older_ledger_is_not_migrated_by_looking_at_it(home: Home) -> None:
    home.ledger.unlink()
    sqlite3.connect(home.ledger).close()
    home.ledger.write_bytes(b"")
    _examine(home)
    assert home.ledger.read_bytes() == b""


def test_a_refresh_that_runs_is_told_and_is_not_wrong(home: Home) -> None:
    with refresh_lock(home):
        diagnosis = _examine(home)
    assert diagnosis.healthy
    assert "正在进行" in _look(diagnosis, "refresh lock").found
    assert _look(_examine(home), "refresh lock").found == "空闲 (free)"


def test_a_snapshot_that_is_not_as_it_was_made_is_wrong(home: Home) -> None:
    built_at = datetime(2024, 1, 5, 2, tzinfo=UTC)
    folder = home.builds / "20240105T020000Z-11111111"
    folder.mkdir()
    (folder / "indicators.duckdb").write_text("as made", encoding="ascii")
    write_manifest(folder, SnapshotRow(folder.name, "abc", built_at, built_at), {})
    publish(home, folder)
    assert _look(_examine(home), "current snapshot").right

    (home.current.resolve() / "indicators.duckdb").write_text("changed", encoding="ascii")
    look = _look(_examine(home), "current snapshot")
    assert not look.right
    assert look.found.startswith("20240105T020000Z-11111111/indicators.duckdb")


def test_a_pointer_to_nothing_is_wrong(home: Home) -> None:
    home.current.symlink_to("snapshots/20240105T020000Z-11111111")
    assert not _look(_examine(home), "current snapshot").right


def test_an_office_that_is_not_there_is_wrong(home: Home, tmp_path: Path) -> None:
    look = _look(_examine(home, INDICATORS_OFFICE=str(tmp_path / "nowhere")), "office")
    assert not look.right
    assert "office.yml" in look.found


# -------------------------------------------------------------------------------------- the departments' folders


def _department(home: Home, name: str, mode: int = 0o700) -> Path:
    folder = home.inbox / name
    folder.mkdir()
    folder.chmod(mode)
    return folder


def _folders_as_ordinary_account(home: Home) -> list[tuple[bool, str]]:
    ran = run_python(
        "-m", "warehouse.cli.app", "doctor", "--json", environment={"INDICATORS_HOME": str(home.root)}
    )
    looks = json.loads(ran.stdout)["looks"]
    return [(one["right"], one["found"]) for one in looks if one["name_en"] == "department folder"]


def test_departments_folders_that_are_right_are_one_line(home: Home) -> None:
    for name in ("经济发展办公室", "statistics_station"):
        _department(home, name)
    assert _folders_as_ordinary_account(home) == [
        (True, "全部 2 个可看、可进、可写 (all of them: listed, entered, written)")
    ]


def test_an_inbox_without_folders_is_right(home: Home) -> None:
    look = _look(_examine(home), "department folder")
    assert (look.right, look.found) == (True, "还没有 (none yet)")


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (0o500, "删不掉里面的文件 (files cannot be removed)"),
        (0o300, "看不到里面 (cannot be listed)"),
        (0o600, "进不去 (cannot be entered)"),
        (
            0,
            "看不到里面 (cannot be listed), 进不去 (cannot be entered), 删不掉里面的文件 (files cannot be removed)",
        ),
    ],
)
def test_a_departments_folder_that_this_account_cannot_use_is_named_and_says_how(
    home: Home, mode: int, said: str
) -> None:
    _department(home, "经济发展办公室")
    _department(home, "统计站", mode)
    assert _folders_as_ordinary_account(home) == [(False, f"统计站/ {said}")]


def test_an_inbox_that_this_account_cannot_list_is_named(home: Home) -> None:
    home.inbox.chmod(0o300)
    ((right, found),) = _folders_as_ordinary_account(home)
    assert (right, found) == (False, "inbox/ 看不到里面 (cannot be listed): Permission denied")


def test_a_departments_folder_from_which_only_owners_remove_is_wrong(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    _department(home, "统计站", 0o1777)
    assert _look(_examine(home), "department folder").right

    # As another account sees it, which does not own the folder.
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr(inbox_folders, "_may_remove_what_others_own", lambda: False)
    look = _look(_examine(home), "department folder")
    assert not look.right
    assert look.found.startswith("统计站/ 1777 只有所有者能删 (sticky")


def test_what_is_called_like_a_department_and_is_no_folder_is_named(home: Home, tmp_path: Path) -> None:
    (home.inbox / "经济发展办公室").symlink_to(tmp_path)
    (home.inbox / "统计站").write_bytes(b"1")
    looks = [one for one in _examine(home).looks if one.name_en == "department folder"]
    assert [(one.right, one.found) for one in looks] == [
        (False, "经济发展办公室 是链接 (is a link)"),
        (False, "统计站 不是文件夹 (is no folder)"),
    ]


def test_a_folder_of_no_department_is_named(home: Home) -> None:
    _department(home, "统计站")
    _department(home, "商务科")
    look = _look(_examine(home), "department folder")
    assert (look.right, look.found) == (False, "商务科/ 不是登记的部门 (of no department)")


def test_versions_are_told_without_loading_what_they_are_of() -> None:
    code = (
        "import sys; from warehouse.answers.doctor.installed import versions; said = versions();"
        "loaded = {'duckdb', 'airflow', 'dbt', 'pandas', 'pyarrow', 'great_expectations'} & set(sys.modules);"
        "print(said['duckdb'], sorted(loaded))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "1.5.5 []\n"


def test_everything_that_is_wrong_in_the_office_s_files_has_a_line(home: Home, tmp_path: Path) -> None:
    office = Path(shutil.copytree(CHECKOUT / "offices" / "jingyuan", tmp_path / "office"))
    for file, old, new in (
        ("catalogue/unit.csv", "元,CNY,0", "元,CNY,zero"),
        ("catalogue/calendar.csv", ",M,2-12,8,", ",M,2-13,8,"),
        ("forms/L03_fdi_detail.yml", "freq: M", "freq: W"),
    ):
        path = office / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    wrong = [look.found for look in _examine(home, INDICATORS_OFFICE=str(office)).looks if not look.right]
    named = ("unit_mult 'zero'", "months '2-13'", "freq 'W'")
    assert [name in found for name, found in zip(named, wrong, strict=True)] == [True, True, True]


# ------------------------------------------------------------------- what the office's files say taken together


def _of(home: Home, tmp_path: Path, file: str, old: str, new: str) -> Diagnosis:
    """The diagnosis of an office of which a file says something else."""
    office = Path(shutil.copytree(CHECKOUT / "offices" / "jingyuan", tmp_path / "office"))
    path = office / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return _examine(home, INDICATORS_OFFICE=str(office))


_L04 = "forms/L04_domestic_capital.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (_L04, "indicator_id: domestic_capital_received", "indicator_id: industrial_profits", "第 14 行 line 14: defaults.indicator_id 'industrial_profits': 不在"),
        (_L04, "check: not_above", "check: month_in_ytd", "check 'month_in_ytd': 应为 expected"),
        (_L04, "form_id: L04", "form_id: GY1", "form_id 'GY1': 不在 is not in catalogue/calendar.csv"),
        (_L04, "{breakdown: fixed_asset}", "{breakdown: privat}", "'privat': 不在 is not in catalogue/breakdown.csv,是否 did you mean private?"),
        (_L04, "accumulation: YTD", "accumulation: MONTH", "'MONTH': 应为 expected PERIOD, YTD"),
        (_L04, "rule: MONTH_EXCEEDS_YTD", "rule: MONTH_EXCEED_YTD", "checks[4].rule 'MONTH_EXCEED_YTD': 不在 is not in indicators explain,是否 did you mean MONTH_EXCEEDS_YTD?"),
        ("catalogue/indicator.csv", "current,flow,YTD,no", "current,Flow,YTD,no", "stock_or_flow 'Flow': 应为 expected stock, flow"),
        ("catalogue/indicator.csv", "current,flow,YTD,no", "current,flow,ytd,no", "accumulation 'ytd': 应为 expected PERIOD, YTD"),
        ("catalogue/indicator.csv", "CNY,万元,4,0,CNY", "CNY,万圆,4,0,CNY", "display_unit_zh '万圆': 不在 is not in catalogue/unit.csv"),
    ],
)  # fmt: skip
def test_an_id_or_a_word_that_nothing_knows_is_wrong_before_anything_is_read(
    home: Home, tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    diagnosis = _of(home, tmp_path, file, old, new)
    assert not diagnosis.healthy
    assert any(said in look.found for look in diagnosis.looks if not look.right), diagnosis.looks


def test_targets_that_nothing_reaches_are_a_hint_and_leave_the_office_healthy(home: Home) -> None:
    diagnosis = _examine(home)
    (plan,) = [look for look in diagnosis.looks if look.hint and look.found.startswith("PLAN 20/20：")]
    assert "no form has the actual 18" in plan.found
    assert (plan.right, diagnosis.healthy) == (True, True)


def test_checks_that_repeat_are_one_hint(home: Home) -> None:
    look = _look(_examine(home), "checks that say one thing twice")
    assert (look.right, look.hint) == (True, True)
    assert "L04 合计" in look.found


def test_an_indicator_that_no_form_says_is_a_hint(home: Home, tmp_path: Path) -> None:
    line = "  - {label: 改造升级宾馆, value: {indicator_id: hotels_upgraded}}\n"
    diagnosis = _of(home, tmp_path, "forms/ADM_monthly_counts.yml", line, "")
    look = _look(diagnosis, "indicators without a form")
    assert (look.right, look.hint, look.found) == (True, True, "1: hotels_upgraded")


def test_a_contradiction_has_a_line_with_both_places(home: Home, tmp_path: Path) -> None:
    old = "check: at_least, field: planned_total, at_least: 5000000"
    new = "check: at_least, field: planned_total, at_least: 200000000000"
    diagnosis = _of(home, tmp_path, "forms/L01_fai_register.yml", old, new)
    (found,) = [look.found for look in diagnosis.looks if not look.right]
    assert "L01_fai_register.yml: 第 58 行 line 58: checks[2].at_least" in found
    assert "矛盾 contradicts" in found
    assert found.endswith("catalogue/indicator.csv: 第 3 行 line 3: range_high")
