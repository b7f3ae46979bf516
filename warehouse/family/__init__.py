"""The marts of families of indicators, made of their pages."""
