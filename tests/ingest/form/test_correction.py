"""The register of corrections is checked line by line before a build begins, and by the doctor."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.declared.problem import OfficeError
from ingest.form.correction import Correction, load_corrections
from ingest.form.file import load_forms
from ingest.office.load import load_office
from tests.ingest.form.correction_register import write_register
from warehouse.settings import CHECKOUT


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CHECKOUT / "offices" / "jingyuan", tmp_path / "office"))


def corrections_of(folder: Path) -> tuple[Correction, ...]:
    return load_corrections(load_office(folder), load_forms(folder))


def test_the_sample_office_has_no_correction_and_no_closed_period() -> None:
    office = CHECKOUT / "offices" / "jingyuan"
    assert (corrections_of(office), load_office(office).closed_periods) == ((), {})


def test_a_line_is_read_with_its_amounts_and_instants(office: Path) -> None:
    write_register(office, {})
    (one,) = corrections_of(office)
    assert (one.wrong_value, one.right_value, one.unit) == (Decimal(98834), Decimal(98384), "万元")
    assert one.approved_at == datetime(2024, 1, 10, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"approver": "示例经办人"}, "approver '示例经办人'"),
        ({"confirmed_by": ""}, "confirmed_by"),
        ({"confirmed_at": ""}, "confirmed_at"),
        ({"confirmed_at": "2024-01-11T09:00:00+08:00"}, "confirmed_at 2024-01-11"),
        ({"form_id": "L03", "sheet": "外资到账明细", "cell": "H9"}, "form_id 'L03'"),
        ({"form_id": "L99"}, "form_id 'L99'"),
        ({"department_id": "nobody"}, "department_id 'nobody'"),
        ({"unit": "斤"}, "unit '斤'"),
        ({"reason": "because"}, "reason 'because'"),
        ({"period": "2023-13"}, "period '2023-13'"),
        ({"cell": "第三格"}, "第三格"),
        ({"right_value": "98834"}, "right_value 98834"),
        ({"wrong_value": "九万"}, "wrong_value '九万'"),
        ({"right_value": "NaN"}, "right_value 'NaN'"),
        ({"approved_at": "2024-01-10"}, "approved_at '2024-01-10'"),
        ({"approved_at": "2999-01-10T09:00:00+08:00"}, "approved_at 2999-01-10"),
        ({"source": " "}, "source"),
    ],
)
def test_a_line_that_breaks_a_rule_is_named_with_file_line_and_value(
    office: Path, changed: dict[str, str], said: str
) -> None:
    write_register(office, {"correction_id": "C0", "cell": "G32"}, changed)
    with pytest.raises(OfficeError) as raised:
        corrections_of(office)
    message = raised.value.found
    assert message.startswith(f"{office / 'corrections.csv'}: 第 3 行 line 3: ")
    assert said in message


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"cell": "G32"}, "correction_id 'C2024-01'"), ({"correction_id": "C2"}, "入库台账!J32")],
)
def test_an_id_and_a_cell_stand_once_in_the_register(
    office: Path, changed: dict[str, str], said: str
) -> None:
    write_register(office, {}, changed)
    with pytest.raises(OfficeError, match=said):
        corrections_of(office)


def test_a_register_with_other_columns_is_no_register(office: Path) -> None:
    (office / "corrections.csv").write_text("correction_id,cell\n", encoding="utf-8")
    with pytest.raises(
        OfficeError, match=r"corrections\.csv: 第 1 行 line 1: 缺少列 lacks the column 'department_id'"
    ):
        corrections_of(office)


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("closed_period.csv", "L99,2023-12,2024-03-31,年报,annual report", "form_id 'L99'"),
        ("closed_period.csv", "L01,202312,2024-03-31,年报,annual report", "period '202312'"),
        ("closed_period.csv", "L01,2023-12,三月底,年报,annual report", "closed_on '三月底'"),
        ("closed_period.csv", "L01,2023-12,2024-03-31,,annual report", "note_zh 为空"),
        ("break.csv", "nothing,2022-05,scope,中,en,来源,,", "indicator_id 'nothing'"),
        ("break.csv", "fdi_actual_utilized,2022,scope,中,en,来源,,", "time_period '2022'"),
        ("break.csv", "fdi_actual_utilized,2023-05,mood,中,en,来源,,", "kind 'mood'"),
        ("break.csv", "fdi_actual_utilized,2023-05,method,中,en,,,", "source 为空"),
        ("break.csv", "fdi_actual_utilized,2022-05,method,中,en,来源,,000000", "'2022-05'.*: 与第 2 行重复"),
    ],
)
def test_a_closed_period_or_a_break_that_cannot_be_is_named(
    office: Path, file: str, line: str, said: str
) -> None:
    with (office / "catalogue" / file).open("a", encoding="utf-8") as catalogue:
        catalogue.write(f"{line}\n")
    with pytest.raises(OfficeError, match=said) as raised:
        load_office(office)
    assert f"{file}: 第 " in str(raised.value)
