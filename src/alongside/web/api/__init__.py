"""The interface for an agency's own systems: keys, no sessions; the same actions and the same access as the pages."""
