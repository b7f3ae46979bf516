"""The command `indicators`: a module for each group of commands; what they do lies outside this package."""
