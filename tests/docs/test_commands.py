"""Every command that a page names can be given as it stands there."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from tests.docs.markdown import PAGES, READMES, blocks, spans
from warehouse.cli.app import main
from warehouse.cli.command import COMMANDS, load
from warehouse.settings import CHECKOUT, Settings
from warehouse.steps.refresh import RefreshReport

_OPERATORS = {"|", "||", "&&", "&", ";", ">", "<"}
_TARGETS = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text("utf-8"), re.MULTILINE))


def commands(page: Path) -> list[list[str]]:
    """The command lines of a page, in words, a pipe or a list of commands taken apart."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()] + spans(page)
    found: list[list[str]] = []
    for line in lines:
        if not re.search(r"\b(?:indicators|make|python)\b", line):
            continue
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
        lexer.whitespace_split = True
        words: list[str] = []
        for word in [*lexer, ";"]:
            if word not in _OPERATORS:
                words.append(word)
            elif words:
                found.append(_without_settings(words))
                words = []
    return found


def _without_settings(words: list[str]) -> list[str]:
    """The words after NAME=value; a name of a program without what the shell finds it by."""
    given = [word for place, word in enumerate(words) if not all("=" in each for each in words[: place + 1])]
    return [given[0].rpartition("/")[2], *given[1:]] if given else given


def called(page: Path, program: str) -> list[list[str]]:
    return [words[1:] for words in commands(page) if words[:1] == [program] and len(words) > 1]


def assert_can_be_given(page: Path) -> None:
    """Every command of ours that a page names exists, with the arguments that stand there."""
    for name, *arguments in called(page, "indicators"):
        if name.startswith("-"):
            continue
        assert name in COMMANDS, f"indicators {name}"
        # Parses options and arguments, and runs nothing. A name alone is a mention.
        if arguments:
            with load(name).make_context(name, list(arguments)):
                pass


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_indicators_command_is_one_that_can_be_given(page: Path) -> None:
    assert_can_be_given(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_exists(page: Path) -> None:
    wanted = {word for words in called(page, "make") for word in words if "=" not in word}
    assert wanted <= _TARGETS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_python_module_exists(page: Path) -> None:
    modules = {words[1] for words in called(page, "python") if words[0] == "-m"}
    assert not {module for module in modules if importlib.util.find_spec(module) is None}


def test_the_readmes_name_commands_at_all() -> None:
    assert len(called(READMES[0], "indicators")) > 10
    assert ["refresh"] in called(READMES[0], "make")


@pytest.mark.parametrize(
    "command", [words for words in called(READMES[0], "indicators") if words[0] == "trace"], ids=" ".join
)
def test_every_number_that_the_readme_asks_for_is_there(
    first_night: tuple[Settings, RefreshReport], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("INDICATORS_HOME", str(first_night[0].home))
    # Twice in one process: what the first leaves open must not stand in the way of the second.
    assert [main(command), main(command)] == [0, 0]


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = ([blocks(page, "sh"), commands(page)] for page in READMES)
    assert english == chinese


def test_both_readmes_print_the_same_output() -> None:
    english, chinese = (blocks(page, "text") for page in READMES)
    # The diagram and the layout are words, in each language its own.
    assert english[:2] == chinese[:2]
