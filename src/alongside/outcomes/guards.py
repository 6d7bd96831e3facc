"""What the database refuses to change here: rows that are added, never changed."""

from alongside.audit.guards import Guard
from alongside.outcomes.guards_scoreboard import SCOREBOARD

GUARDS: tuple[Guard, ...] = (SCOREBOARD,)
