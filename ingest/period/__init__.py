"""Periods and days as people write them."""
