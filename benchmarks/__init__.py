"""Side-by-side measurements, each against a named peer, in one run on one machine."""
