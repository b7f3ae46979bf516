"""Numbers, bounds and units as people write them."""
