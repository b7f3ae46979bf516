"""The words of every code: complete where they stand, in both languages, and used."""

from __future__ import annotations

import ast
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.finding.finding import finding, finding_of
from ingest.finding.message import FILE_NAME, PACKAGES, Message, message_of, messages
from ingest.finding.problem import Place
from ingest.finding.refusal import Refusal
from warehouse.settings import CHECKOUT

CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
# Calls whose first argument is a code.
SAYS = {"finding", "message", "Refusal"}
ERROR = {
    "exit_status": 2,
    "title_zh": "错",
    "title_en": "wrong",
    "consequence_zh": "停",
    "consequence_en": "stops",
    "remedy_zh": "看 {file}",
    "remedy_en": "see {file}",
    "meaning_zh": "",
    "meaning_en": "",
    "example": "",
}


def trees() -> list[ast.Module]:
    files = [path for package in PACKAGES for path in (CHECKOUT / package).rglob("*.py")]
    return [ast.parse(path.read_text(encoding="utf-8")) for path in files]


def texts() -> set[str]:
    """Every text of the code that may be a code, and every word of the forms and gates."""
    code = {
        node.value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    declared = [
        *(CHECKOUT / "offices").rglob("forms/*.yml"),
        CHECKOUT / "expectations" / "gate_2.yml",
        *(CHECKOUT / "expectations" / "checks").rglob("*.sql"),
    ]
    return code.union(*(CODE.findall(path.read_text(encoding="utf-8")) for path in declared))


def kinds_of_refusal() -> set[str]:
    """Refusal and every class that is one."""
    kinds = {"Refusal"}
    classes = [node for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while (
        more := {
            one.name
            for one in classes
            if {base.id for base in one.bases if isinstance(base, ast.Name)} & kinds
        }
        - kinds
    ):
        kinds |= more
    return kinds


def codes_said() -> set[str]:
    """The codes that stand literally where something is said."""
    says = SAYS | kinds_of_refusal()
    return {
        node.args[0].value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in says
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def test_every_code_that_is_said_has_its_words() -> None:
    said = codes_said()
    assert len(said) > 90
    assert said <= set(messages())


def test_every_code_that_has_words_is_used() -> None:
    assert set(messages()) - texts() == set()


def test_words_stand_in_packages_only_where_a_wheel_takes_them_along() -> None:
    for package in PACKAGES:
        for path in (CHECKOUT / package).rglob(FILE_NAME):
            assert (path.parent / "__init__.py").exists(), path


def test_a_command_that_says_nothing_reads_no_messages() -> None:
    program = "import warehouse.cli.app; from ingest.finding import message; print(message.messages.cache_info().misses)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "0\n"


def test_an_error_says_its_title_and_leaves_a_slot_without_a_word_to_be_seen() -> None:
    made = message_of("NEW", ERROR).filled({})
    assert (made.message_zh, made.remedy_en, made.exit_status) == ("错", "see {file}", 2)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"remedy_en": "see the file"}, "the languages differ in file"),
        ({"title_en": ""}, "title in one language only"),
        ({"remedies": "?"}, "remedies"),
        ({"example": 1}, "example is no text"),
        ({"severity": "hold", "duty": "must_fix"}, "either a rule with its severity or an error"),
    ],
)
def test_words_that_are_not_as_they_should_be_are_refused(changed: dict[str, object], why: str) -> None:
    with pytest.raises((ValueError, TypeError), match=why):
        message_of("NEW", {**ERROR, **changed})


def test_a_code_that_is_stated_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE_NAME).write_text("A:\n  exit_status: 1\nA:\n  exit_status: 1\n", encoding="utf-8")
    monkeypatch.setattr("ingest.finding.message.resources.files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="A is stated twice"):
        messages.__wrapped__()


def test_a_code_of_two_packages_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "\n".join(f"  {name}: {value or repr('')}" for name, value in ERROR.items())
    (tmp_path / FILE_NAME).write_text(f"A:\n{words}\n", encoding="utf-8")
    monkeypatch.setattr("ingest.finding.message.resources.files", lambda package: tmp_path)
    with pytest.raises(ValueError, match="A is stated in another package as well"):
        messages.__wrapped__()


def test_a_rule_and_an_error_are_one_kind_of_message() -> None:
    rule, error = messages()["UNIT_SLIP"], messages()["LOCK_HELD"]
    assert isinstance(rule, Message)
    assert (rule.is_rule, rule.exit_status, rule.consequence_en.partition(":")[0]) == (
        *(True, 2),
        "this submission is held and not loaded; what is published stays",
    )
    assert (error.is_rule, error.exit_status, error.message_zh) == (False, 5, error.title_zh)


def test_a_refusal_comes_back_whole_from_another_process() -> None:
    refusal = Refusal(
        "DAMAGED_FILE", where=Place("", "表1", "B3"), found="坏 (bad)", choices=["a"], part="x.xml"
    )
    refusal.add_note("where it was raised")
    again = pickle.loads(pickle.dumps(refusal))  # noqa: S301 - our own bytes
    assert vars(again) == vars(refusal)
    assert str(again) == "DAMAGED_FILE: 表1 │ B3 坏 (bad)"


def test_a_refused_file_is_shown_as_the_finding_of_it_is() -> None:
    at = Place("外资.xlsx", "表1", "B3")
    refused = finding_of(
        Refusal("DAMAGED_FILE", where=Place("", "表1", "B3"), found="坏"), Place("外资.xlsx")
    )
    assert refused == finding("DAMAGED_FILE", at, found="坏")
    assert Refusal.of(refused.problem).problem == refused.problem
    assert refused.problem == Refusal("DAMAGED_FILE", where=at, found="坏").problem


def test_an_error_is_no_finding() -> None:
    with pytest.raises(ValueError, match="LOCK_HELD is no rule"):
        finding("LOCK_HELD", Place("x"))
