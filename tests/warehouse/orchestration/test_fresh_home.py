"""The sample inbox goes into a home that has never been used, and into no other."""

from pathlib import Path

from warehouse.home import Home
from warehouse.orchestration.once import fill_fresh_home


def test_a_fresh_home_gets_the_whole_sample_inbox_and_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path / "var")
    assert fill_fresh_home(home) == 262
    assert (
        len(list(home.inbox.glob("*/*.xlsx"))) == 262
    )  # fourteen forms in the periods in which they are due
    assert home.receipts_list.is_file()
    assert list(home.root.iterdir()) == [home.inbox]


def test_a_home_whose_folders_are_there_but_empty_is_fresh(tmp_path: Path) -> None:
    home = Home(tmp_path).ensure()
    assert fill_fresh_home(home) is not None


def test_a_home_with_a_ledger_gets_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path).ensure()
    home.ledger.touch()
    assert fill_fresh_home(home) is None
    assert list(home.inbox.iterdir()) == []


def test_a_home_into_which_somebody_has_handed_in_gets_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path).ensure()
    (home.inbox / "经济发展办公室").mkdir()
    assert fill_fresh_home(home) is None
    assert [entry.name for entry in home.inbox.iterdir()] == ["经济发展办公室"]
