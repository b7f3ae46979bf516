"""What must hold at each gate, and what happens when it does not."""
