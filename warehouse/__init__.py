"""Ledger, build, snapshot, publish, query and trace: a module each."""
