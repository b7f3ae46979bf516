"""A form's file is read strictly: a typing slip in it is an error that names it, never a table half read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.declared.problem import OfficeError
from ingest.form.file import load_form, load_forms
from warehouse.settings import CHECKOUT

FORMS = CHECKOUT / "offices" / "jingyuan" / "forms"


def changed(tmp_path: Path, name: str, change: Any) -> Path:
    """A copy of a form with a change made to what its YAML says."""
    stated = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    change(stated)
    path = tmp_path / name
    path.write_text(yaml.safe_dump(stated, allow_unicode=True), encoding="utf-8")
    return path


def test_every_form_of_the_office_is_read() -> None:
    ids = [form.form_id for form in load_forms(CHECKOUT / "offices" / "jingyuan")]
    assert ids == ["ADM", *(f"L{number:02}" for number in range(1, 13)), "PLAN"]


@pytest.mark.parametrize(
    ("name", "change", "named"),
    [
        ("L04_domestic_capital.yml", lambda form: form.update(peroid="year"), "peroid"),
        ("L04_domestic_capital.yml", lambda form: form.update(period="quarter"), "quarter"),
        ("L04_domestic_capital.yml", lambda form: form["rows"][1].update(only=["本年累记"]), "本年累记"),
        ("L04_domestic_capital.yml", lambda form: form["rows"][4].update(repeats="合记"), "合记"),
        ("L07_services_pull.yml", lambda form: form["rows"][0]["cells"][0].update(check_of="增素"), "增素"),
        ("L07_services_pull.yml", lambda form: form["rows"][0]["cells"][0].update(equal=100), "equal"),
        ("L03_fdi_detail.yml", lambda form: form["columns"][6].update(check_of="本年累计"), "本年累计"),
        ("L02_fai_growth_feedback.yml", lambda form: form["columns"][2].update(rank_of="增速"), "增速"),
        ("L10_old_communities.yml", lambda form: form["rows"][1]["ahead"].update(status="target"), "status"),
        ("L11_visits_log.yml", lambda form: form["columns"][5].update(type="bool"), "bool"),
    ],
)
def test_a_slip_in_a_form_is_named_with_its_file(tmp_path: Path, name: str, change: Any, named: str) -> None:
    path = changed(tmp_path, name, change)
    with pytest.raises(OfficeError) as error:
        load_form(path)
    assert named in str(error.value)
    assert name in str(error.value)
