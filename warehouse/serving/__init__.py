"""What is published, in PostgreSQL: the door through which BI tools read while the night is refreshing."""
