"""Signing in and out: password, second factor, passkeys, lockout, sessions. The work is allauth's and axes'; here are
their addresses, pages and forms, and what goes into our log."""
