"""Faulty samples: the workbook of a month with one defect planted, and the finding it must yield.

One module for each form, each with `faults()`; `files` has those that are no form at all.
"""

from __future__ import annotations

from samples.faults import (
    annual_plan,
    capital,
    fai_register,
    fdi_detail,
    files,
    growth_feedback,
    registers,
    services_pull,
    target_tracking,
    trade,
)
from samples.faults.fault import Fault


def faults() -> tuple[Fault, ...]:
    """All faulty samples."""
    modules = (
        *(fai_register, growth_feedback, fdi_detail, trade, capital, target_tracking, services_pull),
        *(registers, annual_plan, files),
    )
    return tuple(fault for module in modules for fault in module.faults())
