"""Commands that decide: held, answers, release, refuse, reinstate."""
