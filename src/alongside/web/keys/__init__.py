"""Keys of one's own agency: what its systems may come in with, until when, and taking them back."""
