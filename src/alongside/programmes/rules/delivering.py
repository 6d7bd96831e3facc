"""What may be written down of a lesson."""

from datetime import date

from alongside.programmes.states import HELD, LessonState, WhyNot


def reason_not_to_write(
    *, state: LessonState, day: date, today: date, head_count: int | None, size: int, why: WhyNot
) -> tuple[str, str] | None:
    """None, or the reason and the field that it is about."""
    if state is LessonState.PLANNED:
        return "Say whether the lesson was delivered.", "state"
    if day > today:
        return "This lesson has not been yet. Write it down afterwards, or move it.", "state"
    if state in HELD:
        if head_count is None:
            return "Say how many pupils were there.", "head_count"
        if not 1 <= head_count <= size:
            return (
                f"The class has {size} pupils: enter a number from 1 to {size}, or have its size put right.",
                "head_count",
            )
    elif head_count:
        return "Nobody can have been there, since the lesson was not delivered. Leave the number empty.", "head_count"
    if state is not LessonState.DELIVERED and why is WhyNot.NONE:
        return "Say why the lesson was not given, or only in part.", "why"
    return None


def reason_not_to_catch_up(*, state: LessonState, is_newest: bool) -> str | None:
    if not is_newest:
        return "This lesson has a later date already."
    if state in (LessonState.PLANNED, LessonState.DELIVERED):
        return "Only a lesson that was missed, in whole or in part, is caught up."
    return None
