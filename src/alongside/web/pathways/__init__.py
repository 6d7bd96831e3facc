"""Keeping the partnership's pathways: read, copy, change, look at, publish."""
