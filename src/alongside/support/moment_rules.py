"""What may be done with a reachable moment now. Pure: None, or the reason why not."""

from datetime import datetime

from alongside.support.moment_states import MomentEnd, MomentKind, MomentState


def why_not_recorded(
    kind: str, happened_at: datetime, back_at: datetime | None, now: datetime
) -> tuple[str, str] | None:
    """The field, and what is wrong with it."""
    if happened_at > now:
        return "happened_on", "That is in the future. Give the day and time on which it happened or began."
    if back_at is None:
        return None
    if kind != MomentKind.MISSING:
        return "back_on", "Only a child who was missing comes back. Leave this empty."
    if back_at > now:
        return "back_on", "That is in the future. Leave it empty until the child is back."
    if back_at < happened_at:
        return "back_on", "The child cannot be back before she or he was gone."
    return None


def why_not_open(state: str) -> str | None:
    if state == MomentState.ENDED:
        return "This has ended already. Take it up again first."
    if state == MomentState.HELD:
        return "Nobody has received this yet: no agreement lets it be sent. Phone the front door."
    return None


def why_not_back(
    kind: str, happened_at: datetime, known: datetime | None, back_at: datetime, now: datetime
) -> str | None:
    if kind != MomentKind.MISSING:
        return "Only a child who was missing comes back."
    if known is not None:
        return "It is written down already when the child came back."
    if fault := why_not_recorded(kind, happened_at, back_at, now):
        return fault[1]
    return None


def why_not_offered(kind: str, back_at: datetime | None) -> str | None:
    """A return home interview comes after the return."""
    if kind == MomentKind.MISSING and back_at is None:
        return "The child is not back yet. Write down first when she or he came back."
    return None


def why_not_ended(kind: str, back_at: datetime | None, end: str) -> str | None:
    if end not in MomentEnd.values:
        return "Say how it ended."
    if end in (MomentEnd.DONE, MomentEnd.DECLINED):
        return why_not_offered(kind, back_at)
    return None
