"""Whether somebody came to a session, and what is said of it. Of a child it is never said that she did not attend."""

from datetime import date

from django.db.models import TextChoices

from alongside.common.periods import is_child


class Came(TextChoices):
    """The codes stand in the pathway's own question “came”."""

    CAME = "came", "Came"
    LATE = "late", "Came late"
    NOT_BROUGHT = "not_brought", "Was not brought"
    NO = "no", "Did not attend"
    CALLED_OFF = "called_off", "We called it off"


class Obstacle(TextChoices):
    """What got in the way, as far as is known. Something about the road to us, never about her or him."""

    UNSAFE = "unsafe", "The way or the place was not safe"
    TRAVEL = "travel", "Transport or money"
    NOT_TOLD = "not_told", "Was not told, or the message did not arrive"
    ELSEWHERE = "elsewhere", "Had to be elsewhere (school, work, court, family)"
    UNWELL = "unwell", "Unwell"
    NOT_READY = "not_ready", "Not ready to come"
    NOT_KNOWN = "not_known", "Not known yet"


MISSED = frozenset({Came.NOT_BROUGHT, Came.NO})
HELD = frozenset({Came.CAME, Came.LATE})
OFFERED = HELD | MISSED
NEXT_STEP = "Reach out another way, and ask what got in the way. Change the time, the place or the person if need be."


def choices_for(born: date | None, day: date) -> tuple[tuple[str, str], ...]:
    """What can be said of a session on that day. Whoever may be a child is treated as one."""
    left_out = Came.NO if born is None or is_child(born, day) else Came.NOT_BROUGHT
    return tuple((one.value, one.label) for one in Came if one is not left_out)


def why_not_attendance(came: str, reason: str, born: date | None, day: date) -> tuple[str, str] | None:
    """The field and why it cannot stand."""
    if came not in Came.values:
        return "came", "Say whether she or he came."
    if came not in dict(choices_for(born, day)):
        if came == Came.NO:
            return "came", "Somebody under 18 “was not brought”: it is for adults to bring a child."
        return "came", "Somebody of 18 or over “did not attend”: nobody else has to bring her or him."
    if came in MISSED and reason not in Obstacle.values:
        return "obstacle", "Say what got in the way, or that it is not known yet."
    return None
