"""Handovers: name, send, receive, accept, meet, look whether it holds."""
