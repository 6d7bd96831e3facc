"""What the demo's concerns tell: invented, written with care, and whole from first word to review."""

from alongside.demo.tellings.friends import FRIENDS
from alongside.demo.tellings.homes import HOMES
from alongside.demo.tellings.shape import SCHOOL_PART, Asked, Planned, Telling, ToDo
from alongside.demo.tellings.streets import STREETS
from alongside.demo.tellings.waits import WAITS

TELLINGS = STREETS + HOMES + FRIENDS + WAITS
BY_KEY = {one.key: one for one in TELLINGS}

__all__ = ["BY_KEY", "SCHOOL_PART", "TELLINGS", "Asked", "Planned", "Telling", "ToDo"]
