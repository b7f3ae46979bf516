"""The steps of a refresh, from reading to the move of the pointer."""
