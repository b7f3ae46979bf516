"""Reads the published snapshots of an indicator warehouse. Needs DuckDB and pyarrow, and nothing of the warehouse.

from indicators_client import open_snapshot

with open_snapshot("var") as snapshot:
    frame = snapshot.table("mart_indicator", where="is_default").to_pandas()
"""

from indicators_client.error import SnapshotError
from indicators_client.folder import built_days, kept_snapshots
from indicators_client.snapshot import Snapshot, open_snapshot
from indicators_client.table import Label, Table

__all__ = ["Label", "Snapshot", "SnapshotError", "Table", "built_days", "kept_snapshots", "open_snapshot"]
