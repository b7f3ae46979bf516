"""The file of the ledger: opening it, its tables, whether it is our own, and the head of its log."""
