"""Series: the one that is meant, and what people call it."""
