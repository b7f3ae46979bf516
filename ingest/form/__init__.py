"""Forms: what a return looks like, drafts of them, and corrections, which are checked against them."""
