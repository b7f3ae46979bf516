"""Every table of any workbook, without a form: each value with its labels, its unit and its cell."""

from __future__ import annotations

from ingest.tabulate.labelled import Labelled, labelled_values, tabulate

__all__ = ["Labelled", "labelled_values", "tabulate"]
