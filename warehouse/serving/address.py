"""Where PostgreSQL is: what INDICATORS_POSTGRES says, and a connection to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ingest.finding.refusal import Refusal

_CONNECT_WITHIN = "10"  # seconds


class ServingError(Refusal):
    """PostgreSQL is not there, or does not do what is asked. Readers have what they had."""


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A server and a database, as libpq writes it: postgresql://loader:…@127.0.0.1/indicators, or host=… dbname=…"""

    dsn: str

    @property
    def shown(self) -> str:
        """Without the password."""
        said = conninfo_to_dict(self.dsn)
        place = f"{said.get('host', 'localhost')}:{said.get('port', '5432')}/{said.get('dbname', '')}"
        return f"{said['user']}@{place}" if "user" in said else place

    @contextmanager
    def connected(self) -> Iterator[Connection[Any]]:
        """A connection in which each statement stands for itself. ServingError names the server and what it said."""
        try:
            with psycopg.connect(
                make_conninfo(self.dsn, connect_timeout=_CONNECT_WITHIN), autocommit=True
            ) as connection:
                yield connection
        except psycopg.OperationalError as error:
            raise ServingError("POSTGRES_UNREACHABLE", found=f"{self.shown}: {_first_line(error)}") from error
        except psycopg.Error as error:
            raise ServingError("POSTGRES_REFUSED", found=f"{self.shown}: {_first_line(error)}") from error


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().split("\n")[0]
