"""What the zipped formats share: the package, its markup, texts, styles and list of sheets."""
