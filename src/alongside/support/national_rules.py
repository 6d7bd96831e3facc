"""When somebody is referred, who may decide, and which decision can follow which. Pure: None, or the reason why not."""

import itertools
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from alongside.common.clocks import open_time_between
from alongside.common.periods import age_on
from alongside.common.timelines import LONDON
from alongside.support.national_states import (
    GUARDIAN,
    NATIONAL_MOVES,
    PILOT_DAYS,
    RECOVERY_DAYS,
    Authority,
    NationalConsent,
    NationalState,
    NationalStepKind,
)

ADULT = 18


def is_child(born: date | None, day: date) -> bool:
    """Of unknown age counts as a child: Modern Slavery Act 2015, section 51."""
    return born is None or age_on(born, day) < ADULT


def why_not_consent(child: bool, consent: str) -> str | None:
    if child and consent != NationalConsent.CHILD:
        return "A child’s consent is not needed: always refer, and tell her or him in plain words."
    if not child and consent not in (NationalConsent.GIVEN, NationalConsent.NOT_GIVEN):
        return "She or he is 18 or over. Say whether the adult agrees to be referred."
    return None


def why_not_authority(child: bool, born: date | None, day: date, authority: str) -> str | None:
    if authority == Authority.PANEL:
        if not child:
            return "A local panel decides about children only. Choose another authority."
        if born is not None and age_on(born, day + timedelta(days=PILOT_DAYS)) >= ADULT:
            return (
                f"A local panel takes a child who is more than {PILOT_DAYS} days from 18. Choose the single authority."
            )
    if authority == Authority.IMMIGRATION and child:
        return "This authority decides about adults only. Choose the single authority or the local panel."
    return None


def why_not_sent(kind: str, consent: str) -> str | None:
    """A referral goes with an adult's agreement; without it only the duty to notify is left, and it names nobody."""
    if kind == NationalStepKind.SENT and consent == NationalConsent.NOT_GIVEN:
        return "An adult who does not agree is not referred. Send the duty to notify, which names nobody."
    if kind == NationalStepKind.NOTIFIED and consent != NationalConsent.NOT_GIVEN:
        return "The duty to notify is for an adult who does not agree. Send the referral."
    return None


def state_after(kinds: Iterable[str]) -> NationalState | None:
    """Where a referral stands after these steps in their order; None where one of them cannot follow."""
    state = ""
    for kind in kinds:
        reached = NATIONAL_MOVES[kind].get(state)
        if reached is None:
            return None
        state = reached
    return NationalState(state) if state else None


def why_not_step(kind: str, state: str, child: bool) -> str | None:
    if kind in GUARDIAN and not child:
        return "A guardian is for a child."
    if state not in NATIONAL_MOVES.get(kind, {}):
        return f"That cannot follow now. The referral stands at “{NationalState(state).label}”."
    return None


def why_not_days(told: Sequence[tuple[date, str]], today: date) -> str | None:
    """Days of what happened, each with its kind, in the order of the steps."""
    if any(day > today for day, _ in told):
        return "That day is in the future. Write it down when it has happened."
    for (earlier, before), (later, after) in itertools.pairwise(told):
        if later < earlier:
            first, second = (NationalStepKind(kind).label for kind in (before, after))
            return (
                f"“{second}” would be on {later:%-d %B %Y}, before “{first}” on {earlier:%-d %B %Y}. "
                "Check the day, or correct the other row first."
            )
    return None


def received(sent_on: date) -> datetime:
    """Since when working days count: a form sent on a day when offices are closed is there all the same, so that the
    first working day after it is day one. A day counts from its midday."""
    day = sent_on
    while not open_time_between(_midnight(day), _midnight(day + timedelta(days=1))):
        day -= timedelta(days=1)
    return _midnight(day).replace(hour=12).astimezone(UTC)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def recovery_until(state: str, reasonable_on: date | None) -> date | None:
    """Until when a conclusive decision is normally not made, while it is waited for."""
    if state != NationalState.REASONABLE or reasonable_on is None:
        return None
    return reasonable_on + timedelta(days=RECOVERY_DAYS)
