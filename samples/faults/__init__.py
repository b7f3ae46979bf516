"""Faulty samples: the workbook of a month with one defect planted, and the finding it must yield.

One module for each form, each with `faults()`; `files` has those that are no form at all.
"""

from __future__ import annotations

from samples.faults import fai_register, fdi_detail, files, growth_feedback, trade
from samples.faults.fault import Fault


def faults() -> tuple[Fault, ...]:
    """All faulty samples."""
    modules = (fai_register, growth_feedback, fdi_detail, trade, files)
    return tuple(fault for module in modules for fault in module.faults())
