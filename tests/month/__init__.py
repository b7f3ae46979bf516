"""A month as people live it, on the real parts: what they do, what they are told, what they see."""
