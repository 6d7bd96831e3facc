"""What the database refuses to change here: rows that are added, never changed."""

from alongside.audit.guards import Guard

GUARDS: tuple[Guard, ...] = ()
