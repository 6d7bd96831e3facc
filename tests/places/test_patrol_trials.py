"""Patrol days by lot: fixed before, written down once, secret where they must be, and judged by the lot alone."""

from datetime import date
from uuid import uuid4

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction

from alongside.partners.access import Refused
from alongside.partners.errors import Invalid
from alongside.places import operating
from alongside.places.models import PatrolDone, PatrolTrial, PlaceRun
from alongside.places.patrol_trial_sight import keeps_lists
from alongside.places.states import Precision, RunState
from tests.cast import NOW
from tests.places.dated import with_
from tests.places.operating import make_ground
from tests.places.patrolled import (
    after_all,
    before,
    judged,
    lot_of,
    on,
    plan_by_lot,
    source_until,
    started,
    with_effect,
    wrote,
)


@pytest.fixture
def ground(cast, tmp_path, monkeypatch):
    make_ground(tmp_path)
    source_until(monkeypatch, before())


@pytest.fixture
def plan(ground):
    return plan_by_lot()


@pytest.fixture
def going(cast, plan):
    return (*started(cast, plan), plan)


def told(cast, reference, trial, name="sergeant", at=NOW):
    return operating.patrol_trial(cast.viewer(name, at), reference, trial)


def test_what_they_go_by_is_fixed_before_and_says_which_fall_could_be_found(cast, going):
    reference, trial, plan = going
    found = told(cast, reference, trial)
    assert found.fingerprint == plan.result["fingerprint"] and (found.days, found.places) == (20, 4)
    assert found.expected == pytest.approx(40, abs=4)  # four events an evening, half of twenty days
    assert 40 < found.smallest_fall < 60 and found.days_needed > 60 and found.hours == ("18:00", "midnight")


def test_a_form_sent_twice_begins_once(cast, plan):
    key = uuid4()
    reference, first = started(cast, plan, key=key)
    assert started(cast, plan, reference, key=key)[1] == first and PatrolTrial.objects.count() == 1


def test_a_plan_is_gone_by_once_and_only_before_its_first_day(cast, going):
    reference, _, plan = going
    with pytest.raises(Invalid, match="go by that plan already"):
        started(cast, plan, reference)
    late = plan_by_lot(days=21)
    with pytest.raises(Invalid, match="fixed before the first day"):
        started(cast, late, reference, at=on(date(2026, 11, 18), 9))


def test_months_alone_are_refused_with_what_would_help(cast, plan, monkeypatch):
    with_(source_until(monkeypatch, before()), precision=Precision.MONTH)
    with pytest.raises(Invalid, match=r"tells the month and not the day.*ask the police or the hospital"):
        started(cast, plan)


def test_days_alone_are_refused_when_patrols_run_past_midnight(cast, ground, monkeypatch):
    plan = plan_by_lot(begin=20)
    with_(source_until(monkeypatch, before()), precision=Precision.DAY)
    with pytest.raises(Invalid, match="run past midnight"):
        started(cast, plan)


def test_too_few_events_to_learn_from_are_refused_before_anybody_goes_out(cast, ground):
    with pytest.raises(Invalid, match="Fewer than 10 events are to be expected"):
        started(cast, plan_by_lot(days=4))


def test_a_list_that_does_not_fit_its_fingerprint_is_refused(cast, plan):
    result = dict(plan.result)
    result["days"][3]["text"] = result["days"][3]["text"].replace("patrolled", "patroled")
    PlaceRun.objects.filter(pk=plan.pk).update(result=result)
    with pytest.raises(Invalid, match="21 November 2026 does not fit its fingerprint"):
        started(cast, plan)


def test_what_was_done_is_written_once_and_a_second_word_says_why(cast, going):
    reference, trial, plan = going
    lot, key = lot_of(plan), uuid4()
    day, place = lot.days[0], lot.sent[0][0]
    first = wrote(cast, reference, trial, day, place, key=key)
    assert wrote(cast, reference, trial, day, place, key=key) == first and PatrolDone.objects.count() == 1
    with pytest.raises(Invalid, match="written down already"):
        wrote(cast, reference, trial, day, place, False)
    wrote(cast, reference, trial, day, place, False, reason="Called away")
    shown = operating.patrol_day(cast.viewer("sergeant", on(day)), reference, trial, 1).places[place]
    assert (shown.done.was_patrolled, shown.done.reason, shown.corrected) == (False, "Called away", 1)


def test_what_the_lot_did_not_say_needs_a_reason(cast, going):
    reference, trial, plan = going
    lot = lot_of(plan)
    alone = next(place for place in range(4) if place not in lot.sent[0])
    with pytest.raises(Invalid, match="The lot said otherwise") as problem:
        wrote(cast, reference, trial, lot.days[0], alone)
    assert problem.value.field == "reason"
    with pytest.raises(Invalid, match="still to come"):
        wrote(cast, reference, trial, lot.days[1], 0, at=on(lot.days[0]))


def test_open_lists_are_for_those_who_run_the_days_and_for_all_who_see_them_once_they_are_over(cast, going):
    reference, trial, plan = going
    day = lot_of(plan).days[0]
    assert operating.patrol_day(cast.viewer("sergeant", on(day)), reference, trial, 1).places
    assert operating.patrol_day(cast.viewer("sergeant", on(day)), reference, trial, 2) is None
    for name in ("analyst", "lead", "outsider"):
        with pytest.raises(Refused):
            operating.patrol_day(cast.viewer(name, on(day)), reference, trial, 1)
    assert keeps_lists(cast.viewer("analyst", on(day)), plan.pk)
    assert not keeps_lists(cast.viewer("sergeant", on(day)), plan.pk)
    assert not keeps_lists(cast.viewer("analyst", after_all(plan)), plan.pk)


def test_to_the_outsider_days_by_lot_look_like_none(cast, going):
    reference, trial, _ = going
    for one in ((reference, trial), (reference, 999), ("SA-XXX-XXX", trial)):
        with pytest.raises(Refused):
            told(cast, *one, name="outsider")
    assert operating.patrol_trials(cast.viewer("outsider"))[0] == []


def test_a_closed_source_stays_closed(cast, going, monkeypatch):
    reference, trial, _ = going
    with_(source_until(monkeypatch, before()), audience="study")
    with pytest.raises(Refused):
        told(cast, reference, trial, name="community_officer")
    assert operating.patrol_trials(cast.viewer("community_officer"))[0] == []


def test_nobody_looks_before_all_days_are_over(cast, going):
    reference, trial, plan = going
    with pytest.raises(Invalid, match="Whoever looks before"):
        judged(cast, reference, trial, on(lot_of(plan).days[-1]))


def test_the_lot_alone_is_judged_whatever_was_carried_out(cast, going, monkeypatch):
    reference, trial, plan = going
    with_effect(monkeypatch, plan)
    lot = lot_of(plan)
    wrote(cast, reference, trial, lot.days[0], lot.sent[0][0], False, reason="No car")
    run = judged(cast, reference, trial, after_all(plan))
    answer = run.result["answer"]
    assert answer["patrol"] == [0, 40] and answer["control"] == [80, 40] and run.data_hash
    assert answer["change"] is None and answer["lot_p_value"] < 1e-6  # under ten on a side: no percentage
    kept = told(cast, reference, trial, at=after_all(plan)).kept
    assert (kept[0].place_days, kept[0].not_patrolled, kept[0].unwritten) == (40, 1, 39)
    assert kept[1].place_days == 40 and kept[1].patrolled == 0


def test_a_fall_is_found_with_its_interval(cast, going, monkeypatch):
    reference, trial, plan = going
    with_effect(monkeypatch, plan, patrolled=1, alone=3)
    answer = judged(cast, reference, trial, after_all(plan)).result["answer"]
    assert answer["patrol"] == [40, 40] and answer["control"] == [120, 40] and answer["finding"] == "fewer"
    assert answer["change"] == pytest.approx(-66.7, abs=0.1) and answer["low"] < answer["change"] < answer["high"] < 0


def test_incidents_that_end_before_the_last_day_are_refused(cast, going, monkeypatch):
    reference, trial, plan = going
    keeper = with_effect(monkeypatch, plan)
    with_(keeper, last=lot_of(plan).days[-3])
    run = judged(cast, reference, trial, after_all(plan))
    assert run.state == RunState.REFUSED and "Half of the days would be half of a lot" in run.refusal


def test_what_happens_at_another_hour_or_place_does_not_count(cast, going, monkeypatch):
    reference, trial, plan = going
    lot = lot_of(plan)
    morning = np.array([f"{day}T09:00" for day in lot.days for _ in range(4)], dtype="datetime64[m]")
    x = np.array([place["x"] for _ in lot.days for place in lot.places], dtype=float)
    y = np.array([place["y"] for _ in lot.days for place in lot.places], dtype=float)
    source_until(monkeypatch, before(), (x, y, morning), (x - 4000, y, morning + np.timedelta64(600, "m")))
    run = judged(cast, reference, trial, after_all(plan))
    assert run.result["answer"] is None and "fewer than 6 events" in run.result["refusal"]


def test_rows_are_added_and_never_changed(cast, going):
    reference, trial, plan = going
    wrote(cast, reference, trial, lot_of(plan).days[0], lot_of(plan).sent[0][0])
    for table in ("places_patroltrial", "places_patroldone"):
        for verb in (f"UPDATE {table} SET by = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(verb)
