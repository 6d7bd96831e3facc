"""Requests for information, answered by the agency that is asked."""
