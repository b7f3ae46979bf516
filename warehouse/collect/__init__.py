"""Collecting: from the inbox into archive and ledger."""
