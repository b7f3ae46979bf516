"""Airflow's record of its runs: one of another version of Airflow, or a damaged one, is no fault of ours or of data."""

from __future__ import annotations

# What alembic says of a revision that it does not know, and SQLite of a file that is none of its own.
_SAID = ("can't locate revision", "file is not a database", "database disk image is malformed")


def is_of_the_record(error: BaseException | str) -> bool:
    """Whether what was said, by an error or on standard error, is about the file of the record itself.

    SQLite's words count only where SQLAlchemy, through which Airflow alone speaks to it, passes them on.
    """
    said = str(error).lower()
    from_airflow = isinstance(error, str) or type(error).__module__.startswith(("sqlalchemy.", "alembic."))
    return from_airflow and any(words in said for words in _SAID)
