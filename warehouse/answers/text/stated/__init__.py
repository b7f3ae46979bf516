"""What a text states: its lines, their numbers, and the words around each. Nothing of what is published."""
