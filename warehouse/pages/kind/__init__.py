"""What each kind of page says: one file a kind, from the facts of a snapshot to what its template shows."""
