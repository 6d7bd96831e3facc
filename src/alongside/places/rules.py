"""Pure decisions about files of recorded crime."""

from datetime import date

from alongside.places.states import Joining, ProblemState

# A newer extract of a whole month never lost more than a few per cent of its rows; one that loses a fifth
# is far likelier to be a part of the month, cut out by somebody.
SHRINKS_BELOW = 0.8
TOO_FEW_TO_JUDGE = 100
# A force with less than this share of an area's crimes (the transport police, a neighbour) makes no gap when a
# month of its own is missing.
MAIN_FORCE = 0.1


def joining(*, held: bool, held_extract: date | None, incoming_extract: date | None) -> Joining:
    """How one force's month in a file joins what is held of the same force and month.

    The newer of two dated extracts stands, whichever is loaded first. When a date is not known (or both are
    the same) the two are merged: nothing held goes, and only what is not held yet is added.
    """
    if not held:
        return Joining.ADD
    if held_extract is None or incoming_extract is None or held_extract == incoming_extract:
        return Joining.MERGE
    return Joining.REPLACE if incoming_extract > held_extract else Joining.KEEP


def reason_not_to_replace(*, held: int, incoming: int) -> str | None:
    """None, or why a newer extract must not replace a month: it looks like a part of it."""
    if held < TOO_FEW_TO_JUDGE or incoming >= SHRINKS_BELOW * held:
        return None
    return f"it has {incoming:,} crimes where {held:,} are held"


def reason_not_to_move(*, now: ProblemState, to: ProblemState, reason: str) -> str | None:
    """None, or why a problem cannot be closed or opened again like this."""
    if now == to:
        return f"It is {now.label.lower()} already. Nothing was changed."
    if not reason.strip():
        return "Give a reason: whoever looks later has to understand it."
    return None
