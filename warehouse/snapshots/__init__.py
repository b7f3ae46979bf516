"""Snapshots: the files that readers have, the pointer to the current one, and what is expected of the next."""
