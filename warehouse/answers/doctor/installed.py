"""What is installed: Python and the packages that matter, none of which is imported for it."""

from __future__ import annotations

import importlib.metadata
import platform

PACKAGES = (
    "duckdb",
    "dbt-core",
    "dbt-duckdb",
    "apache-airflow",
    "great-expectations",
    "pandas",
    "pyarrow",
    "typer",
    "rich",
)


def versions() -> dict[str, str]:
    """The version of Python, and of each package by its name."""
    return {"python": platform.python_version(), **{name: package_version(name) for name in PACKAGES}}


def package_version(package: str) -> str:
    """The version of one package; words where there is none."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "没有安装 (not installed)"
