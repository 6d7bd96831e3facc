"""Pure rules of support: None, or the reason why not, in words for the member."""

from datetime import date

from alongside.support.states import CONCERN_MOVES, STARTS_PLAN, ConcernStatus, DecisionKind, OwnReader


def why_not_move(status: str, to: str) -> str | None:
    if to in CONCERN_MOVES[status]:
        return None
    return f"This concern is “{ConcernStatus(status).label}”: it cannot become “{ConcernStatus(to).label}”."


def why_second_look(kind: str, level_order: int, level_name: str, second_look_from: int, in_danger: bool) -> str:
    """Why a manager must look too; empty when one pair of eyes is enough."""
    little = kind in (DecisionKind.NO_ACTION, DecisionKind.ADVICE)
    if little and in_danger:
        return "The referrer said that the child was in danger, and the decision is to do little."
    if little and level_order >= second_look_from:
        return f"The need is rated “{level_name}”, and the decision is to do little."
    if kind == DecisionKind.STRATEGY:
        return "A strategy discussion is called by a manager."
    return ""


def why_not_second_look(decided_by: int, looking: int, looked_at: bool) -> str | None:
    if looked_at:
        return "Somebody has looked at this decision a second time already."
    if decided_by == looking:
        return "The second pair of eyes cannot be your own. Ask another manager."
    return None


def why_not_review(held_on: date, started_on: date, today: date) -> str | None:
    if held_on > today:
        return "The review is in the future. Record it when it has been held."
    if held_on < started_on:
        return "The review was before the plan began. Check the date."
    return None


def why_not_due(due_on: date, today: date) -> str | None:
    return "The day is in the past. Give a day from today on." if due_on < today else None


def why_not_plan(decision: str, status: str) -> str | None:
    """`decision` is empty while nobody has decided."""
    if decision in STARTS_PLAN and status != ConcernStatus.SECOND_LOOK:
        return None
    return "A plan starts when the decision is early help, assessment, strategy or another pathway."


# From 8 children read the page themselves; from 13 the law lets them use services online without a parent.
READS_FROM, OWN_FROM = 8, 13


def why_not_reader(reader: str, age: int | None, because: str, is_restricted: bool) -> str | None:
    """Who may read by a link: the age rule of the child's own view."""
    if age is None:
        return "The date of birth is not known. Without it nobody can say whether the child reads alone."
    if reader != OwnReader.PARENT:
        if age < READS_FROM:
            return (
                f"Below {READS_FROM} a child is too young for the page. Give the link to a parent, or read it together."
            )
        return None
    if is_restricted:
        return "This record is restricted: a parent gets no link. Read it together with the child."
    if age >= OWN_FROM:
        return f"From {OWN_FROM} the view is the child’s own. Give the link to the child, or read it together."
    if not because.strip():
        return "Say which parent or carer, and how you know that it is safe."
    return None


def age_on(day: date, born: date | None) -> int | None:
    return None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
