"""A reader through unixODBC and psqlODBC, as Excel, WPS and other tools of the office read: by the program `isql`."""

from __future__ import annotations

import subprocess
from types import TracebackType

import psycopg

_BETWEEN = "|"


class OdbcError(RuntimeError):
    """What the driver said of a statement."""


class OdbcReader:
    """One connection that stays open. The driver's own text of each value; no value may hold a `|`."""

    def __init__(self, dsn: str) -> None:
        """`dsn`: where the server is, as psycopg writes it, with the login's name and password."""
        named = psycopg.conninfo.conninfo_to_dict(dsn)
        told = {
            "Driver": "{PostgreSQL Unicode}", "Server": named["host"], "Port": named["port"],
            "Database": named["dbname"], "UID": named["user"], "PWD": named["password"],
        }  # fmt: skip
        text = ";".join(f"{name}={value}" for name, value in told.items())
        self._program = subprocess.Popen(
            ["isql", "-k", text, "-b", "-v", f"-d{_BETWEEN}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def row(self, statement: str) -> tuple[str, ...]:
        """The row of a statement that gives one row. OdbcError where the driver says anything else."""
        if self._program.stdin is None or self._program.stdout is None:
            raise OdbcError("isql has no input or output")
        self._program.stdin.write(f"{statement}\n")
        self._program.stdin.flush()
        said = self._program.stdout.readline().rstrip("\n")
        if not said or said.startswith("["):
            raise OdbcError(said + self._program.communicate()[0])
        return tuple(said.split(_BETWEEN))

    def close(self) -> None:
        self._program.terminate()
        self._program.communicate()

    def __enter__(self) -> OdbcReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
