"""Commands that answer: query, trace, explain, export."""
