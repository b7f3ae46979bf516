"""What is worth knowing of an office's forms and catalogue taken together, and is no mistake."""
