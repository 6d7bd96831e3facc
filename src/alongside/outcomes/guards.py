"""What the database refuses to change here: rows that are added, never changed."""

from alongside.audit.guards import Guard
from alongside.outcomes.guards_needs import NEEDS

GUARDS: tuple[Guard, ...] = (NEEDS,)
