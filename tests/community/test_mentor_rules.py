"""Rules of mentoring: vetting that holds, references that name nobody, endings that were planned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.community.mentor_rules import (
    DBS_HOLDS,
    ENDS_ON_TIME,
    CheckHeld,
    ending,
    reason_not_a_reference,
    reason_not_to_end,
    reason_not_to_match,
    reason_not_to_record,
    reason_not_vetted,
    reference_of,
    vetted_until,
)
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
from tests.mentored import TODAY, day, passed

WHOLE = {
    Check.REFERENCE: passed(), Check.DBS: passed(renew=300, level=DbsLevel.BARRED), Check.TRAINING: passed(renew=90),
}  # fmt: skip
DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
held_checks = st.builds(
    CheckHeld, st.sampled_from(CheckState), st.sampled_from(DbsLevel), st.just(TODAY), st.none() | DAYS
)


def may_match(**changes):
    told = {"not_vetted": None, "has_left": False, "running": 0, "most": 2, "needed": DbsLevel.BARRED,
            "age_band": AgeBand.FOURTEEN}  # fmt: skip
    return reason_not_to_match(**{**told, **changes})


@pytest.mark.parametrize("missing", Check)
def test_a_vetting_is_whole_or_says_which_part_is_missing(missing):
    assert reason_not_vetted(WHOLE, needed=DbsLevel.BARRED, on=TODAY) is None
    part = {kind: held for kind, held in WHOLE.items() if kind is not missing}
    assert reason_not_vetted(part, needed=DbsLevel.BARRED, on=TODAY).startswith(missing.label)


@given(st.dictionaries(st.sampled_from(Check), held_checks), st.sampled_from(DbsLevel), DAYS)
def test_the_last_day_of_a_vetting_is_the_last_on_which_the_rule_lets_it_pass(checks, needed, on):
    until = vetted_until(checks, needed=needed)
    if until is not None:
        assert reason_not_vetted(checks, needed=needed, on=until) is None
        assert reason_not_vetted(checks, needed=needed, on=until + timedelta(days=1)) is not None
    elif any(held.renew_on for held in checks.values()):
        assert reason_not_vetted(checks, needed=needed, on=date(2030, 1, 1)) is not None


def test_a_certificate_of_a_lower_level_does_not_do():
    lower = {**WHOLE, Check.DBS: passed(renew=300, level=DbsLevel.ENHANCED)}
    assert "barred list" in reason_not_vetted(lower, needed=DbsLevel.BARRED, on=TODAY)
    assert reason_not_vetted(lower, needed=DbsLevel.ENHANCED, on=TODAY) is None


@pytest.mark.parametrize("now", [None, *CheckState])
@pytest.mark.parametrize("to", CheckState)
def test_a_check_moves_only_by_the_table(now, to):
    told = CheckHeld(to, "", TODAY if to is CheckState.PASSED else None)
    why = reason_not_to_record(Check.TRAINING, told, now=now, reason="As agreed", on=TODAY)
    assert (why is None) == (to in (FIRST_CHECKS if now is None else CHECK_STEPS[now]))


def test_what_is_not_accepted_has_a_reason_and_a_certificate_its_days_and_level():
    def why_not(check, held, reason=""):
        return reason_not_to_record(check, held, now=None, reason=reason, on=TODAY) or ""

    assert "Say why" in why_not(Check.DBS, CheckHeld(CheckState.FAILED))
    assert "day of it" in why_not(Check.DBS, passed(issued=1, renew=300, level=DbsLevel.BARRED))
    assert "level" in why_not(Check.DBS, passed(renew=300))
    assert "renews" in why_not(Check.DBS, passed(level=DbsLevel.BARRED))
    assert "renews" in why_not(Check.DBS, passed(issued=0, renew=DBS_HOLDS.days + 1, level=DbsLevel.BARRED))
    assert "after the day of issue" in why_not(Check.TRAINING, passed(issued=-10, renew=-20))
    assert "not renewed" in why_not(Check.REFERENCE, passed(renew=9))


def test_there_is_no_match_without_vetting_beyond_the_limit_or_after_leaving():
    assert may_match() is None
    assert "vetting" in may_match(not_vetted="Training: not there yet.")
    assert "2 of 2" in may_match(running=2)
    assert "has left" in may_match(has_left=True)
    assert "under 18" in may_match(needed=DbsLevel.STANDARD)
    assert may_match(needed=DbsLevel.STANDARD, age_band=AgeBand.EIGHTEEN) is None


@pytest.mark.parametrize(
    "typed",
    [
        "Amina", "Amina O", "Sam14", "AMY-12", "14/05/2012", "14052012", "140512", "AO-2012",
        "H801200001001", "9434765919", "", "LY-",
        "Ли-014",
    ],
)  # fmt: skip
def test_what_could_be_a_name_a_birthday_or_another_number_is_no_reference(typed):
    assert reason_not_a_reference(typed) is not None


@pytest.mark.parametrize("typed", ["LY-014", "ly 014", "7", "A-20125", "LY2031"])
def test_a_running_number_is_a_reference(typed):
    assert reason_not_a_reference(typed) is None and " " not in reference_of(typed)


@given(DAYS, DAYS)
def test_an_ending_is_planned_from_two_weeks_before_its_day(ended_on, planned_end):
    as_planned = ending(ended_on=ended_on, planned_end=planned_end) is Ending.PLANNED
    assert as_planned == (ended_on >= planned_end - ENDS_ON_TIME)


def test_an_early_ending_says_why_and_no_ending_is_of_a_day_to_come():
    told = {"starts_on": day(-90), "planned_end": day(60), "on": TODAY}
    assert "Say why" in reason_not_to_end(ended_on=day(-1), because=None, **told)
    assert reason_not_to_end(ended_on=day(-1), because=EarlyReason.MOVED, **told) is None
    assert "Check the day" in reason_not_to_end(ended_on=day(1), because=EarlyReason.MOVED, **told)
    assert "Check the day" in reason_not_to_end(ended_on=day(-91), because=EarlyReason.MOVED, **told)
