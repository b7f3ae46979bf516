"""The ledger: what was handed in, what was read of it, what was decided and what was published."""
