"""The command `indicators`: a module for each command, of its name; what they do lies outside this package."""
