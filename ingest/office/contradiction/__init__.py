"""Rows of a catalogue that cannot both be right: each pair is named with the file and the line of both."""
