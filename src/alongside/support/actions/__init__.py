"""Writes of support. Each opens one transaction, decides, and leaves its audit row inside."""
