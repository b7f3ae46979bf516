"""What an office writes is read as people and Excel save it; what cannot be is named, all of it at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from expectations.checks.query import kinds
from ingest.declared import closed_lists as lists
from ingest.declared.declared import adapter
from ingest.declared.problem import OfficeError, problems_in
from ingest.form.checks import FormCheck
from ingest.form.file import load_forms
from ingest.office.catalogue_files import read_catalogue, write_catalogue
from ingest.office.load import load_office
from warehouse.codes import fixed_lists
from warehouse.settings import CHECKOUT

FOLDER = CHECKOUT / "offices" / "jingyuan"
Change = Callable[[str], str]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "office"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> tuple[str, ...]:
    said: list[str] = []
    for load in (load_office, load_forms):
        try:
            load(folder)
        except OfficeError as error:
            said.extend(problems_in(error))
    return tuple(said)


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "found_and_expected"),
    [
        # a word that is in no list
        ("catalogue/break.csv", ",scope,", ",scop,", "第 2 行 line 2: kind", "'scop': 应为 expected scope, method, area, classification,是否 did you mean scope?"),
        ("catalogue/calendar.csv", "L01,econ_dev_office,M,", "L01,econ_dev_office,W,", "第 2 行 line 2: freq", "'W': 应为 expected A, S, Q, M"),
        ("catalogue/indicator.csv", ",higher,yes,no,econ_dev_office,L01", ",higher,maybe,no,econ_dev_office,L01", "第 2 行 line 2: level_collected", "'maybe': 应为 expected yes, no"),
        ("catalogue/unit.csv", "万元,CNY,4", "万元,CNY,four", "第 3 行 line 3: unit_mult", "'four': 应为整数 expected a whole number"),
        ("office.yml", "timezone: Asia/Shanghai", "timezone: Asia/Shanghia", "第 6 行 line 6: timezone", "'Asia/Shanghia': 应为 expected Asia/Shanghai,是否 did you mean Asia/Shanghai?"),
        ("forms/L04_domestic_capital.yml", "freq: M", "freq: D", "第 7 行 line 7: freq", "'D': 应为 expected A, S, Q, M"),
        ("forms/L04_domestic_capital.yml", "check: not_above", "check: not_abov", "第 64 行 line 64: checks[3]", "check 'not_abov': 应为 expected"),
        # a date or a month that is none
        ("catalogue/area.csv", "district,3710,3710,2000-01", "district,3710,3710,2000-13", "第 3 行 line 3: valid_from", "'2000-13': 应如 expected like 2022-05"),
        ("catalogue/break.csv", ",2022-05,", ",May 2022,", "第 2 行 line 2: time_period", "'May 2022': 应如 expected like 2022-05"),
        ("forms/L04_domestic_capital.yml", "valid_from: 2022-01", "valid_from: 2022-01-01", "第 6 行 line 6: valid_from", "expected"),
        # a column or word that nobody knows, or that is missing
        ("catalogue/place.csv", "place_kind", "place_kinds", "第 1 行 line 1:", "'place_kinds': 应为 expected place_id"),
        ("catalogue/department.csv", "department_zh", "name_zh", "第 1 行 line 1:", "缺少列 lacks the column 'department_zh'"),
        ("office.yml", "office_id: jingyuan\n", "", "第 2 行 line 2: office_id", "为空 must not be blank"),
        ("office.yml", "plan_forms:", "plan_form:", "第 7 行 line 7: plan_form", "不认识的词 unknown word"),
        ("forms/L04_domestic_capital.yml", "field: received_ytd", "feild: received_ytd", "第 35 行 line 35: columns[7].feild", "是否 did you mean field?"),
        # an id that nothing declares
        ("catalogue/calendar.csv", "L01,econ_dev_office", "L01,econ_dev_offce", "第 2 行 line 2: department_id", "'econ_dev_offce': 不在 is not in catalogue/department.csv,是否 did you mean econ_dev_office?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_file_place_value_and_what_was_expected(
    office: Path, file: str, old: str, new: str, place: str, found_and_expected: str
) -> None:
    change(office / file, old, new)
    named = [problem for problem in problems(office) if problem.startswith(f"{office / file}: {place}")]
    assert [found_and_expected in problem for problem in named].count(True) >= 1, problems(office)


def test_everything_that_is_wrong_in_all_files_is_said_at_once(office: Path) -> None:
    change(office / "office.yml", "timezone: Asia/Shanghai", "timezone: UTC")
    change(office / "catalogue" / "unit.csv", "元,CNY,0,money,CNY", "元,,zero,money,CNY")
    change(office / "catalogue" / "break.csv", ",2022-05,scope,", ",2022,mood,")
    files = [problem.split(": ")[0].rpartition("/")[2] for problem in problems(office)]
    assert sorted(files) == ["break.csv", "break.csv", "office.yml", "unit.csv", "unit.csv"]


def saved_by(office: Path, save: Callable[[str], bytes]) -> Path:
    for path in [*(office / "catalogue").glob("*.csv"), office / "corrections.csv"]:
        path.write_bytes(save(path.read_text(encoding="utf-8")))
    return office


@pytest.mark.parametrize(
    "save",
    [
        lambda text: text.replace("㎡", "").encode("gb18030"),
        lambda text: b"\xef\xbb\xbf" + text.replace("㎡", "").encode(),
        lambda text: text.replace("㎡", "").replace("\n", "\r\n").encode(),
        lambda text: (text.replace("㎡", "").replace("\n", ",,,\n") + "\n,,\n\n").encode(),
    ],
    ids=["GBK", "BOM", "CRLF", "empty columns and lines"],
)
def test_a_catalogue_is_the_same_however_excel_saves_it(
    office: Path, tmp_path: Path, save: Callable[[str], bytes]
) -> None:
    # ㎡ stands in no GBK; without it two words for a unit would be one.
    for path in [*FOLDER.rglob("*.csv")]:
        text = path.read_text(encoding="utf-8")
        kept = [line for line in text.splitlines() if not line.startswith(("㎡,", "万㎡,"))]
        (office / path.relative_to(FOLDER)).write_text("\n".join(kept) + "\n", encoding="utf-8")
    plain = read_catalogue(office).catalogue
    assert read_catalogue(saved_by(office, save)).catalogue == plain
    assert load_office(office).indicators == load_office(FOLDER).indicators


def test_excel_s_unicode_text_is_named_with_what_to_do(office: Path) -> None:
    path = office / "catalogue" / "place.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace(",", "\t").encode("utf-16"))
    (problem,) = problems(office)
    assert problem.startswith(f"{path}: ")
    assert "UTF-16" in problem
    assert "CSV UTF-8" in problem


def test_bytes_of_no_encoding_are_named_with_their_line(office: Path) -> None:
    path = office / "catalogue" / "place.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"x\xff\xff\xfe,\xff\n", *lines[2:]]))
    (problem,) = problems(office)
    assert problem.startswith(f"{path}: 第 3 行 line 3: ")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (
            "calendar.csv",
            "L01,econ_dev_office,M,2-12,8,1,_T,2022-01",
            "L01,econ_dev_office,M,2月12日,8,1,_T,Jan-22",
        ),
        (
            "calendar.csv",
            "L01,econ_dev_office,M,2-12,8,1,_T,2022-01",
            "L01,econ_dev_office,M,12-Feb,8,1,_T,2022/1/1",
        ),
        ("break.csv", ",2022-05,", ",2022年5月,"),
        ("indicator.csv", "L01,claimed,F,0,100000000000\n", "L01,claimed,F,0,1E+11\n"),
    ],
)
def test_what_excel_has_rewritten_is_read_where_it_can_mean_one_thing(
    office: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    change(office / "catalogue" / file, old, new)
    write_catalogue(read_catalogue(office), tmp_path)
    assert (tmp_path / "catalogue" / file).read_text("utf-8") == (FOLDER / "catalogue" / file).read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("371002,环翠区", "3.71E+05,环翠区", "line 3: ref_area '3.71E+05': 是 Excel"),
        ("district,3710,3710,2000-01", "district,3710,3710,Jan-60", "line 3: valid_from 'Jan-60'"),
    ],
)
def test_what_excel_has_spoilt_is_named_with_line_and_column(
    office: Path, old: str, new: str, words: str
) -> None:
    change(office / "catalogue" / "area.csv", old, new)
    (problem,) = problems(office)
    assert words in problem


def test_leading_zeros_that_excel_has_dropped_are_told(office: Path) -> None:
    change(office / "catalogue" / "area.csv", "371002002,鲸园街道", "0371002002,鲸园街道")
    found = problems(office)
    assert found
    assert ["'371002002': 应为 expected 0371002002: 丢了前导零" in problem for problem in found] == [
        True for _ in found
    ]


def test_a_closed_period_that_excel_shows_with_slashes_is_that_day(office: Path) -> None:
    with (office / "catalogue" / "closed_period.csv").open("a", encoding="utf-8") as file:
        file.write("L01,Dec-23,2024/3/31,年报,annual report\n")
    (closed,) = load_office(office).closed_periods.values()
    assert (closed.period, closed.closed_on.isoformat()) == ("2023-12", "2024-03-31")


def test_a_word_that_stands_twice_in_a_form_is_named(office: Path) -> None:
    path = office / "forms" / "L04_domestic_capital.yml"
    change(path, "freq: M\n", "freq: M\nfreq: A\n")
    (problem,) = problems(office)
    assert problem.startswith(f"{path}: ")
    assert "'freq' 写了两次" in problem


@pytest.mark.parametrize(
    "folder", [FOLDER, CHECKOUT / "tests" / "offices" / "linjiang"], ids=lambda path: path.name
)
def test_what_dbt_reads_of_a_sound_catalogue_is_what_the_office_wrote(folder: Path, tmp_path: Path) -> None:
    write_catalogue(read_catalogue(folder), tmp_path)
    for path in (folder / "catalogue").glob("*.csv"):
        assert (tmp_path / "catalogue" / path.name).read_text("utf-8") == path.read_text("utf-8")


def test_every_code_that_an_office_may_write_is_called_something_in_the_code_lists() -> None:
    codes = fixed_lists()
    declared = {
        "CL_MEASURE": lists.Measure, "CL_FREQ": lists.Freq, "CL_ACCUMULATION": lists.Accumulation,
        "CL_TIME_TRANSFORM": lists.TimeTransform, "CL_PRICE_BASIS": lists.PriceBasis,
        "CL_STATUS_CLASS": lists.StatusClass, "CL_TARGET_KIND": lists.TargetKind,
        "CL_SCOPE_BASIS": lists.ScopeBasis, "CL_REPORTING_LEVEL": lists.ReportingLevel,
        "CL_CONF_STATUS": lists.ConfStatus, "CL_PERIOD_BASIS": lists.PeriodBasis,
    }  # fmt: skip
    assert {name: set(get_args(words)) for name, words in declared.items()} == {
        name: set(codes[name]) for name in declared
    }


def test_every_check_that_a_form_may_ask_for_can_be_done() -> None:
    assert set(adapter(FormCheck).json_schema()["discriminator"]["mapping"]) == kinds()
