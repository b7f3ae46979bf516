"""The machine and the versions that figures are of."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Iterable
from typing import Any

import psutil  # type: ignore[import-untyped]


def about(packages: Iterable[str]) -> dict[str, Any]:
    """`load`: processes that want a processor; above `cpus`, wall times are longer than they need be."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": len(os.sched_getaffinity(0)),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "load": os.getloadavg()[0],
        **{package: importlib.metadata.version(package) for package in packages},
    }
