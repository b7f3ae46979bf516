"""What a form says against itself, against another form and against the catalogue: each named with both places."""
