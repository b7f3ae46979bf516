"""Questions that are answered: queries, traces, the status, a day's knowledge, the doctor."""
