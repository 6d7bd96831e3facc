"""Writes of programmes. Each is one transaction with its row in the log."""
