"""Forms the other way round: what is held, put where a department's or a district's own sheet has a place for it."""
