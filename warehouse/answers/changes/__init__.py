"""What changed between two published files: which figures, by how much, and why."""
