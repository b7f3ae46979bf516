"""Packs: what is published, written out for people and other systems: Excel, SDMX-CSV, Parquet."""
