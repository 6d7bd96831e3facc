"""What kind of data a field holds. Retention, subject access and the demo's invented data follow from it."""

from enum import StrEnum


class FieldClass(StrEnum):
    OPEN = "open"
    """Says nothing of a person: a code, a clock's unit, a count, a day on which a file came."""
    PSEUDONYMOUS = "pseudonymous"
    """Points at a person without naming her: an identifier, a reference, a foreign key to a person's row."""
    PERSONAL = "personal"
    """Says something of a person, staff included: a name, an address, who decided."""
    SENSITIVE = "sensitive"
    """What happened to a child, health, offences, the words of a note: the most careful handling."""


OPEN = FieldClass.OPEN
PSEUDONYMOUS = FieldClass.PSEUDONYMOUS
PERSONAL = FieldClass.PERSONAL
SENSITIVE = FieldClass.SENSITIVE
