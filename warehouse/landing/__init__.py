"""What was read of each submission, as it lies on disk: finding it, putting corrections in, and telling damage."""
