"""What is published, for other systems: SDMX-CSV, Parquet, code lists."""
