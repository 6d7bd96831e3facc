"""Providers under contract: the directory, contracts, sessions on a phone, outcomes, scorecards with a right of reply."""
