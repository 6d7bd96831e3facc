"""What the database refuses to change."""

from alongside.audit.guards import Guard

REASONS = Guard({"partners_accountreason": ("UPDATE",)}, "why something was done with an account is never changed")
GUARDS = (REASONS,)
