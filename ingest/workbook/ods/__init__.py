""".ods and .fods."""
