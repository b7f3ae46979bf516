"""The samples, made once for all tests of this folder."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from samples.folders import Made, make
from tests.conftest import MadeOnce

OpenSheet = Callable[[str], Worksheet]
ReadTable = Callable[[str], list[dict[str, str]]]


@pytest.fixture(scope="session")
def made(made_once: MadeOnce) -> Made:
    return made_once("samples", make)[1]


@pytest.fixture(scope="session")
def destination(made: Made) -> Path:
    return made.inbox.parent


@pytest.fixture(scope="session")
def open_sheet(destination: Path) -> OpenSheet:
    """Opens the one sheet of a workbook, formulas as the values stored beside them."""

    def opened(path: str) -> Worksheet:
        workbook = openpyxl.load_workbook(destination / path, data_only=True)
        assert len(workbook.worksheets) == 1
        return workbook.worksheets[0]

    return opened


@pytest.fixture(scope="session")
def read_table(destination: Path) -> ReadTable:
    """Reads a CSV that begins with a byte order mark."""

    def rows(path: str) -> list[dict[str, str]]:
        content = (destination / path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))

    return rows
