"""Commands that look after a home: status, doctor."""
