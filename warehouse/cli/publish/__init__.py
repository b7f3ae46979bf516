"""Commands that publish: refresh, snapshots, rollback, resume."""
