"""Commands that decide: held, release, refuse."""
