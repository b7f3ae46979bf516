"""What a catalogue says of how figures stand to one another: parts and wholes, who is ranked, what a currency is worth."""
