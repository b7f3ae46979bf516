"""What a statistical inspection is shown of one project: every month, cell, change and finding of it, and its evidence."""
