"""What leaves the office: which figures are withheld, what else would give them away, and the build without them."""
