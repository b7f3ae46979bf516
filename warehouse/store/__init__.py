"""What is kept on disk, and that it lasts: archive, locks, manifests, gathered rows."""
