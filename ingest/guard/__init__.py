"""Calls in a process of their own, under bounds."""
