"""Reading in a process of its own, under bounds."""
