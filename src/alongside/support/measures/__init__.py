"""Counts and dates that name nobody: all that is published or shown in figures is made of these."""
