"""The pages of a snapshot: what it holds, as files that open from a folder, each number with the way to its cell."""
