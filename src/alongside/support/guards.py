"""What the database refuses to change in support: the steps of a handover stay as they were taken."""

from alongside.audit.guards import Guard

HANDOVER_STEPS = Guard({"support_handoverstep": ("UPDATE", "DELETE")}, "a step of a handover is never changed")
