"""What the database refuses to change here: rows that are added, never changed."""

from alongside.audit.guards import Guard
from alongside.outcomes.guards_needs import NEEDS
from alongside.outcomes.guards_scoreboard import SCOREBOARD

MEASURES = Guard({"outcomes_measureversion": ("UPDATE", "DELETE")}, "a version of a definition is never changed")
GUARDS: tuple[Guard, ...] = (MEASURES, NEEDS, SCOREBOARD)
