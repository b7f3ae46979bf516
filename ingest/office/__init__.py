"""The facts of one office."""
