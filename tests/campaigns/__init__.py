"""Long runs, by name: `make campaign NAME=mutation`. Each is what `make test` runs a small part of."""
