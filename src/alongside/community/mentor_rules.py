"""Pure decisions of mentoring: None, or the reason why not. Rules of vetting, of a match and of its planned ending."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.community.states import (
    CHECK_STEPS,
    FIRST_CHECKS,
    AgeBand,
    Check,
    CheckState,
    DbsLevel,
    EarlyReason,
    Ending,
)

RENEW_SOON = timedelta(days=60)
ENDS_SOON = timedelta(days=28)
DBS_HOLDS = timedelta(days=3 * 366)
"""A certificate has no end date by law. Three years are the longest that providers here let one stand."""
ENDS_ON_TIME = timedelta(days=14)
"""A last meeting up to two weeks before the day that was planned is still the planned ending."""
LONGEST_MATCH = timedelta(days=550)
STARTS_WITHIN = timedelta(days=28)
MOST_MATCHES = 5
LEVELS = list(DbsLevel)
_REFERENCE = re.compile(r"([A-Z]{0,2})-?([0-9]{1,5})", re.ASCII)
_YEARS = range(1995, 2031)


@dataclass(frozen=True, slots=True)
class CheckHeld:
    """The newest word on one part of a vetting. `renew_on` is the last day on which it holds; None: it does not run out."""

    state: CheckState
    level: str = ""
    issued_on: date | None = None
    renew_on: date | None = None


Checks = Mapping[Check, CheckHeld]


def reason_not_vetted(checks: Checks, *, needed: DbsLevel, on: date) -> str | None:
    """Why a mentor may not be matched on that day; None when the vetting is whole and holds."""
    for check in Check:
        held = checks.get(check)
        if held is None or held.state is CheckState.ASKED:
            return f"{check.label}: not there yet."
        if held.state is not CheckState.PASSED:
            return f"{check.label}: {held.state.label.lower()}."
        if check is Check.DBS and (why := _too_low(held.level, needed)) is not None:
            return why
        if held.renew_on is not None and held.renew_on < on:
            return f"{check.label}: to be renewed since {_day(held.renew_on)}."
    return None


def vetted_until(checks: Checks, *, needed: DbsLevel) -> date | None:
    """The last day on which the whole vetting holds; None where a part is missing or not in order."""
    ends = [held.renew_on for held in checks.values() if held.renew_on is not None]
    until = min(ends, default=None)
    return until if until is not None and reason_not_vetted(checks, needed=needed, on=until) is None else None


def reason_not_to_record(check: Check, told: CheckHeld, *, now: CheckState | None, reason: str, on: date) -> str | None:
    """`now` is where that check stands; None when nothing is written down of it."""
    if told.state not in (FIRST_CHECKS if now is None else CHECK_STEPS[now]):
        stands = "nothing is written down yet" if now is None else f"it stands at “{now.label}”"
        return f"{check.label}: {stands}. It cannot become “{told.state.label}”."
    if told.state in (CheckState.FAILED, CheckState.WITHDRAWN) and not reason.strip():
        return "Say why. Write what you decided, never what a certificate says."
    return _wrong_dates(check, told, on) if told.state is CheckState.PASSED else None


def _wrong_dates(check: Check, told: CheckHeld, on: date) -> str | None:
    if told.issued_on is None or told.issued_on > on:
        return "Give the day of it: when it was issued, came or was done. It cannot be after today."
    if check is Check.REFERENCE:
        return "References are not renewed. Leave that day empty." if told.renew_on else None
    if told.renew_on is not None and told.renew_on <= told.issued_on:
        return "The day of renewal must be after the day of issue."
    if check is Check.TRAINING:
        return None
    if told.level not in DbsLevel.values:
        return "Give the level that stands on the certificate."
    if told.renew_on is None or told.renew_on - told.issued_on > DBS_HOLDS:
        return "Give the day by which your agency renews it: three years after it was issued at the latest."
    return None


def _too_low(level: str, needed: DbsLevel) -> str | None:
    if level in DbsLevel.values and LEVELS.index(DbsLevel(level)) >= LEVELS.index(needed):
        return None
    return f"DBS certificate: “{needed.label}” is needed."


def reason_not_to_match(
    *, not_vetted: str | None, has_left: bool, running: int, most: int, needed: DbsLevel, age_band: AgeBand
) -> str | None:
    if has_left:
        return "This mentor has left. Choose another."
    if not_vetted is not None:
        return f"There is no match before the vetting is in order. {not_vetted}"
    if age_band is not AgeBand.EIGHTEEN and LEVELS.index(needed) < LEVELS.index(DbsLevel.ENHANCED):
        return "Work with anybody under 18 needs an enhanced DBS certificate. Change what this mentor needs first."
    if running >= most:
        return f"This mentor has {running} of {most} matches. End one, or choose another mentor."
    return None


def reason_not_these_days(*, starts_on: date, planned_end: date, on: date) -> str | None:
    if abs(starts_on - on) > STARTS_WITHIN:
        return "A match begins within four weeks of today, before or after."
    if not timedelta() < planned_end - starts_on <= LONGEST_MATCH:
        return "Plan the ending now: after the start, and within eighteen months."
    return None


def reason_not_to_move_end(*, day: date, starts_on: date, on: date) -> str | None:
    if day < on or day <= starts_on:
        return "Plan the ending for a day to come. If it is over, say that it has ended."
    return None if day - on <= LONGEST_MATCH else "Plan the ending within eighteen months."


def ending(*, ended_on: date, planned_end: date) -> Ending:
    return Ending.PLANNED if ended_on >= planned_end - ENDS_ON_TIME else Ending.EARLY


def reason_not_to_end(
    *, starts_on: date, ended_on: date, planned_end: date, because: EarlyReason | None, on: date
) -> str | None:
    if not starts_on <= ended_on <= on:
        return "The last meeting was after the match began, and not after today. Check the day."
    if ending(ended_on=ended_on, planned_end=planned_end) is Ending.EARLY and because is None:
        return f"It was planned until {_day(planned_end)}. Say why it ended early."
    return None


def reference_of(typed: str) -> str:
    return re.sub(r"\s", "", typed).upper()


def reason_not_a_reference(typed: str) -> str | None:
    """Whatever could be a name, initials with a year of birth, a date of birth, a pupil's or a patient's number."""
    found = _REFERENCE.fullmatch(reference_of(typed))
    if found is None:
        return (
            "This looks like a name, a date or another system’s number. Give the number under which your agency keeps "
            "the young person: at most two letters and five digits, such as LY-014."
        )
    if found[1] and len(found[2]) == 4 and int(found[2]) in _YEARS:
        return "This looks like initials and a year of birth. Give a running number, such as LY-014."
    return None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
