"""A text checked number by number against what is published: what it says, what that means, whether it agrees."""
