"""Sharing agreements: what they say, who has signed, which end soon, and what they let be told today."""
