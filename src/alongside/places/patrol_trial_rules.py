"""When patrol days by lot may begin, and what may be written down of one: None, or why not and at which field."""

from collections.abc import Sequence
from datetime import date

from alongside.places.states import Precision

LONGEST_MINUTES = 24 * 60
Wrong = tuple[str, str]


def wrong_with_days(*, first_day: date, today: date) -> Wrong | None:
    if first_day > today:
        return None
    return "plan", (
        f"That plan begins on {first_day:%-d %B %Y}. What is to be judged is fixed before the first day: plan by lot again, "
        "from tomorrow or later."
    )


def wrong_with_source(*, name: str, precision: Precision, plane: str, plan_plane: str) -> Wrong | None:
    if precision == Precision.MONTH:
        return "source", (
            f"{name} tells the month and not the day of each event, so that a day with a patrol cannot be told from one "
            "without. Choose incidents with their day: ask the police or the hospital for dated records."
        )
    if plane != plan_plane:
        return "source", f"{name} lies in other metres ({plane}) than the places of the plan ({plan_plane})."
    return None


def wrong_with_hours(*, precision: Precision, ends_next_day: bool) -> Wrong | None:
    """Where only days are told, an evening past midnight falls on two of them."""
    if precision == Precision.MINUTE or not ends_next_day:
        return None
    return "source", (
        "The patrols of that plan run past midnight, and this source tells the day and not the hour: what happens after "
        "midnight would count for the wrong day. Choose a source with hours, or plan to end by midnight."
    )


def wrong_with_visits(never: int) -> Wrong | None:
    """`never`: place-days that the lot chose and to which the budget sends nobody."""
    if not never:
        return None
    return "plan", (
        f"On {never:,} place-days the lot chose a place to which the budget of that plan sends nobody. Plan by lot again "
        "with fewer places or more hours."
    )


def wrong_with_patrol(
    *, day: date, today: date, was_patrolled: bool, minutes: int, is_assigned: bool, is_correction: bool, reason: str
) -> Wrong | None:
    if day > today:
        return "done", "That day is still to come."
    if was_patrolled and not 1 <= minutes <= LONGEST_MINUTES:
        return "minutes", "Give how many minutes somebody was there: from 1 to a whole day."
    if not was_patrolled and minutes:
        return "minutes", "Minutes belong to a patrol. Leave them empty where nobody was there."
    if reason:
        return None
    if is_correction:
        return "reason", "It was written down already. Say why it is corrected."
    if was_patrolled != is_assigned:
        return "reason", "The lot said otherwise. Say why it came about."
    return None


def never_visited(assigned: Sequence[Sequence[int]], visited: Sequence[Sequence[int]]) -> int:
    """Place-days of the lot without a visit, day by day."""
    return sum(len(set(lot) - set(there)) for lot, there in zip(assigned, visited, strict=True))
