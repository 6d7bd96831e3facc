"""Raising a concern, and following one's own agency's concerns."""
