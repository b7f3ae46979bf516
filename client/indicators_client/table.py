"""A table that was read, with what its columns are called and counted in; to Arrow, pandas or Polars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Label:
    """A column as the warehouse's dictionary says it. `zh`: a short name where it has one, else its name; `unit`: 万元, %,
    empty where the column has none or each row its own (display_unit_zh, unit_zh); `additive`: over what it adds up."""

    name: str
    zh: str
    unit: str
    data_type: str
    description_zh: str
    description_en: str
    additive: str


@dataclass(frozen=True)
class Table:
    """Rows in memory, of one snapshot. Decimals stay decimals, and times are UTC."""

    name: str
    snapshot_id: str
    arrow: pa.Table
    labels: Mapping[str, Label]

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    def to_arrow_table(self) -> pa.Table:
        """An Arrow table; each field has label_zh, unit, description_zh and description_en in its metadata."""
        fields = [self._told(field) for field in self.arrow.schema]
        facts = {"relation": self.name, "snapshot_id": self.snapshot_id}
        return self.arrow.cast(pa.schema(fields, metadata=facts))

    def to_pandas(self, floats: bool = False) -> pd.DataFrame:
        """A frame with decimal.Decimal where the table has decimals; `floats`: float64 instead, as charts want them, and
        exact to 15 digits only. `attrs` has the labels, the units and the snapshot's id."""
        frame: pd.DataFrame = (self._with_floats() if floats else self.arrow).to_pandas()
        frame.attrs = {
            "relation": self.name,
            "snapshot_id": self.snapshot_id,
            "labels": {name: label.zh for name, label in self.labels.items()},
            "units": {name: label.unit for name, label in self.labels.items() if label.unit},
        }
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A Polars frame, with its Decimal. Polars keeps no labels: take them from here."""
        import polars  # noqa: PLC0415 - only who asks for it has it

        return polars.from_arrow(self.arrow)

    def _told(self, field: pa.Field) -> pa.Field:
        label = self.labels.get(field.name)
        if label is None:
            return field
        words = {"label_zh": label.zh, "unit": label.unit, "additive": label.additive}
        words |= {"description_zh": label.description_zh, "description_en": label.description_en}
        return field.with_metadata(words)

    def _with_floats(self) -> pa.Table:
        kinds: list[Any] = [
            field.with_type(pa.float64()) if pa.types.is_decimal(field.type) else field
            for field in self.arrow.schema
        ]
        return self.arrow.cast(pa.schema(kinds))
