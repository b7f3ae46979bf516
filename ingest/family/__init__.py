"""Pages of families: which figures stand side by side in a mart of a family of indicators."""
