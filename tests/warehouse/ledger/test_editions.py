"""What a meeting was shown stays as it was; somebody else than who froze it signs it off."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.finding.refusal import Refusal
from warehouse.home import Home
from warehouse.ledger.editions import (
    Edition,
    ShownFigure,
    edition_of,
    editions,
    facts_of,
    figures_of,
    freeze,
    held_editions,
    sign,
)
from warehouse.ledger.file.schema import open_ledger

FROZEN = datetime(2024, 1, 25, 1, tzinfo=UTC)
GROWTH = ShownFigure("aa|2023-11", "固定资产投资", "1—11月", "growth", "12.5%", True, "739360364803153545")
RANK = ShownFigure("aa|2023-11", "固定资产投资", "1—11月", "rank", "第2位", True, "547336481211497375")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with open_ledger(Home(tmp_path / "home")) as ledger:
        ledger.execute("INSERT INTO snapshot VALUES ('s1', 'b', '2024-01-25T00:00:00.000000Z', NULL)")
        yield ledger


def _freeze(book: sqlite3.Connection, *figures: ShownFigure, again: bool = False, days: int = 0) -> Edition:
    when = FROZEN + timedelta(days=days)
    return freeze(
        book, "调度会", "2023-12", figures, snapshot_id="s1", actor="张三", again=again, frozen_at=when
    )


def test_an_edition_holds_its_figures_in_the_order_in_which_they_were_shown(book: sqlite3.Connection) -> None:
    entered = _freeze(book, RANK, GROWTH)
    assert (entered.title, entered.actor, entered.signed_by) == ("调度会 2023-12", "张三", "")
    assert figures_of(book, entered) == [RANK, GROWTH]


def test_it_is_frozen_anew_only_where_that_is_said(book: sqlite3.Connection) -> None:
    first = _freeze(book, GROWTH)
    with pytest.raises(Refusal) as refused:
        _freeze(book, RANK)
    assert "张三 已于 2024-01-25 定稿" in refused.value.expected
    second = _freeze(book, RANK, again=True, days=1)
    assert editions(book) == [second]
    assert figures_of(book, first) == [GROWTH]


def test_who_froze_it_does_not_sign_it(book: sqlite3.Connection) -> None:
    _freeze(book, GROWTH)
    with pytest.raises(Refusal) as refused:
        sign(book, "调度会", "2023-12", actor=" 张三 ")
    assert "定稿人 张三 以外的人" in refused.value.expected
    assert sign(book, "调度会", "2023-12", actor="李四").signed_by == "李四"


def test_what_is_signed_is_neither_signed_nor_frozen_again(book: sqlite3.Connection) -> None:
    _freeze(book, GROWTH)
    sign(book, "调度会", "2023-12", actor="李四", signed_at=FROZEN)
    with pytest.raises(Refusal) as refused:
        sign(book, "调度会", "2023-12", actor="王五")
    assert "李四 已审签" in refused.value.expected
    with pytest.raises(Refusal) as refused:
        _freeze(book, RANK, again=True)
    assert "李四 已于 2024-01-25 审签" in refused.value.expected


def test_an_edition_that_there_is_not_is_refused_with_those_that_there_are(book: sqlite3.Connection) -> None:
    _freeze(book, GROWTH)
    with pytest.raises(Refusal) as refused:
        sign(book, "常务会", "2023-12", actor="李四")
    assert "调度会 2023-12" in refused.value.expected


def test_without_a_figure_or_a_name_nothing_is_frozen(book: sqlite3.Connection) -> None:
    with pytest.raises(Refusal) as refused:
        _freeze(book)
    assert "有数的时期" in refused.value.expected
    with pytest.raises(Refusal) as refused:
        freeze(book, "调度会", "2023-12", [GROWTH], snapshot_id="s1", actor=" ")
    assert "谁定稿" in refused.value.expected
    assert editions(book) == []


def test_as_of_a_day_an_edition_is_what_it_was_then(book: sqlite3.Connection) -> None:
    entered = _freeze(book, GROWTH)
    sign(book, "调度会", "2023-12", actor="李四", signed_at=FROZEN + timedelta(days=2))
    assert editions(book, FROZEN) == []
    assert held_editions(book, FROZEN + timedelta(days=1)) == [(entered, [GROWTH])]


def test_a_build_differs_by_each_edition_and_by_its_signature(book: sqlite3.Connection) -> None:
    _freeze(book, GROWTH)
    assert facts_of(editions(book)) == ["edition 1"]
    sign(book, "调度会", "2023-12", actor="李四")
    assert facts_of(editions(book)) == ["edition 1 signed"]
    assert edition_of(book, "调度会", "2023-11") is None
