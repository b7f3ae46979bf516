"""`make campaign NAME=nights`: whole nights and earlier days, one after another, for which `make test` has a shorter one.

A year of nights by clock, earlier days after a withdrawal, a correction, a release, under a hostile environment: all that
is marked `long`. Each of these modules has tests of the same night in `make test`.
"""

from __future__ import annotations

import sys

import pytest


def main(arguments: list[str]) -> int:
    """The exit status of pytest; `arguments` are passed on to it."""
    return int(pytest.main(["-m", "long", "-n", "2", "--dist", "loadfile", *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
