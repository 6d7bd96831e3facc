"""What anybody may read, ask and tell: no account, no cookie, no person's data."""
