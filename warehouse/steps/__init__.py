"""The steps of a refresh, from reading to publishing, and what each says it did."""
