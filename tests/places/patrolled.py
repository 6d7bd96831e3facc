"""Patrol days by lot of the standing cast: a plan for four places, an operation that goes by it, and its incidents."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import numpy as np

from alongside.audit.entries import Actor
from alongside.places import actions
from alongside.places.models import PlaceRun
from alongside.places.patrol_lots import read_lot
from alongside.places.patrol_trial_drafts import PatrolDraft, TrialDraft
from alongside.places.states import RunKind, RunState
from tests.cast import NOW
from tests.places.dated import KEY, DatedSource, hold
from tests.places.operating import begin

ACTOR = Actor("police", "member:1", "Bryn Astell", "sergeant")
LONDON = ZoneInfo("Europe/London")
SHIFT = {"begin": 18, "span": 6, "slot": 3, "hours": 4, "places": 4, "random": True, "first_day": "2026-11-18"}
CORNERS = np.array([[530_100, 180_100], [531_100, 180_100], [530_100, 181_100], [531_100, 181_100]])


def evenings(first, days, each, seed=7):
    """`each`: events at each of the four corners on each evening, a number or places x days. As columns."""
    many = np.broadcast_to(np.asarray(each), (4, days))
    place, day = np.repeat(np.indices((4, days)).reshape(2, -1), many.reshape(-1), axis=1)
    rng = np.random.default_rng(seed)
    x, y = (CORNERS[place] + rng.uniform(-20, 20, (len(place), 2))).T
    start = np.datetime64(first, "m") + day * np.timedelta64(1440, "m")
    return x, y, start + (18 * 60 + rng.integers(0, 300, len(place))).astype("timedelta64[m]")


def source_until(monkeypatch, *parts, **changed):
    columns = [np.concatenate(one) for one in zip(*parts, strict=True)]
    return hold(monkeypatch, DatedSource(*columns, **changed))


def before(each=1):
    """The two hundred evenings until the day before the standing day."""
    return evenings("2026-05-01", 200, each)


def plan_by_lot(days=20, at=NOW, **changed):
    run_id = actions.ask_for_run(
        kind=RunKind.PATROL_PLAN, settings={"source": KEY, "days": days, **SHIFT, **changed}, by=ACTOR, at=at
    )
    while actions.work_next_run(clock=lambda: at):
        pass
    row = PlaceRun.objects.get(pk=run_id)
    assert row.state == RunState.DONE, row.refusal
    return row


def started(cast, plan, reference="", name="sergeant", at=NOW, key=None, **changed):
    reference = reference or begin(cast)
    draft = TrialDraft(**{"plan": plan.pk, "source": KEY, "definition": "Burglary, as called in", **changed})
    trial = actions.begin_patrol_days(
        reference=reference, draft=draft, sent_key=key or uuid4(), by=cast.viewer(name, at), at=at
    )
    return reference, trial


def on(day, hour=22):
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def wrote(cast, reference, trial, day, place, was=True, name="sergeant", at=None, key=None, reason="", minutes=None):
    when = at or on(day)
    draft = PatrolDraft(day, place, was, (15 if was else 0) if minutes is None else minutes, reason)
    return actions.write_patrol(
        reference=reference, trial_id=trial, draft=draft, sent_key=key or uuid4(), by=cast.viewer(name, when), at=when
    )


def lot_of(plan):
    return read_lot(plan.result)


def after_all(plan):
    return on(lot_of(plan).days[-1] + timedelta(days=1), 10)


def judged(cast, reference, trial, at, name="sergeant"):
    run_id = actions.judge_patrol_days(reference=reference, trial_id=trial, by=cast.viewer(name, at), at=at)
    while actions.work_next_run(clock=lambda: at):
        pass
    return PlaceRun.objects.get(pk=run_id)


def with_effect(monkeypatch, plan, patrolled=0, alone=2):
    """The days by lot as they turned out: so many events at each patrolled place, so many at each left alone."""
    lot = lot_of(plan)
    grid = np.zeros((4, len(lot.days)), dtype=int)
    for number, place in enumerate(lot.places):
        corner = int(np.hypot(*(CORNERS - [place["x"], place["y"]]).T).argmin())
        grid[corner] = np.where(lot.grid()[number], patrolled, alone)
    return source_until(monkeypatch, before(), evenings(lot.days[0].isoformat(), len(lot.days), grid))
