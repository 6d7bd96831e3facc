"""A patrol plan: where and when for a budget of hours, by lot and under seal if wished, with what it covers."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.entries import Actor
from alongside.places import queries
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.analyses.interface import Answer
from alongside.places.analyses.next_week import weights_of_hours
from alongside.places.analyses.patrol_allocation import Budget, chosen, in_teams, per_hour, slots_of
from alongside.places.analyses.patrol_seal import fingerprint, patrolled_on, secret_of, whole_fingerprint
from alongside.places.analyses.register import ANALYSES
from alongside.places.errors import PlacesRefused
from alongside.places.source_forms import Wanted
from alongside.places.states import Precision, RunKind, RunState
from tests.places.dated import KEY, DatedSource, burglaries, hold, with_

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
ANALYST = Actor("LBC", "member:7", "Ines Alvarado", "analyst")
SHIFT = {"begin": 18, "span": 6, "slot": 2, "hours": 4}


def ask(kind=RunKind.PATROL_PLAN, **settings):
    return ask_for_run(kind=kind, settings={"source": KEY, **settings}, by=ANALYST, at=AT)


def worked(**settings):
    run_id = ask(**settings)
    work_next_run(clock=lambda: AT)
    run = queries.run(run_id)
    assert run.summary.state == RunState.DONE, run.summary.refusal
    return run


@pytest.fixture
def dated(db, monkeypatch):
    return hold(monkeypatch, burglaries(minutes=True))


def test_visits_go_where_and_when_most_is_expected_within_the_budget(dated):
    result = worked(**SHIFT, teams=2, places=8).result
    assert result["budget"]["visits_a_day"] == 2 * 9 and len(result["days"]) == 7
    for day in result["days"]:
        assert 0 < len(day["visits"]) <= 18
        assert len({(slot, place) for slot, place, *_ in day["visits"]}) == len(day["visits"])
    expected = [place["expected"] for place in result["places"]]
    assert expected == sorted(expected, reverse=True)
    late = [slot for day in result["days"] for slot, *_ in day["visits"]]
    assert late.count(2) >= late.count(0)  # most burglaries of the source happen after ten at night


def test_what_the_plan_covers_stands_beside_the_count_and_who_had_known_the_future(db, monkeypatch):
    hold(monkeypatch, burglaries(900, days=600, minutes=True))
    result = worked(**SHIFT, places=8).result
    cover, tried = result["cover"], result["next_week"]["score"]
    assert 0 < cover["standing"] < cover["parts"] < cover["places"] < 1
    names = {row["model"] for row in tried["rows"]}
    assert {"decayed count", "count", "blend of decayed counts"} <= names and tried["windows"] == 26
    assert all(row["low"] <= row["hit"] <= row["high"] <= tried["oracle"] + 0.2 for row in tried["rows"])
    assert "beats the decayed count" in result["next_week"]["verdict"]


def test_a_short_history_is_said_to_be_too_short_and_the_count_is_used(dated):
    told = worked(**SHIFT).result["next_week"]
    assert told["score"] is None and "too little history" in told["verdict"] and told["model"] == "decayed count"


def test_by_lot_the_lists_are_under_seal_and_each_opens_to_its_fingerprint(dated):
    run = worked(**SHIFT, random=True, places=9)
    days = run.result["days"]
    assert run.result["fingerprint"] == whole_fingerprint([day["hash"] for day in days])
    for day in days:
        assert day["hash"] == fingerprint(day["nonce"], day["text"])
        opened = json.loads(day["text"])
        assert {place for _, place, *_ in opened["visits"]} <= set(opened["patrolled"])
        pairs = [place // 2 for place in opened["patrolled"]]
        assert len(set(pairs)) == len(pairs) and set(range(4)) <= set(pairs)
    assert len({day["hash"] for day in days}) == 7 and len({day["text"] for day in days}) == 7
    assert run.result["power"]["weeks"] > 4 and worked(**SHIFT, random=True, places=9).summary.id == run.summary.id


def test_the_coins_need_the_secret_and_fall_evenly():
    first, second = (secret_of({"settings": number}) for number in (1, 2))
    drawn = [patrolled_on(first, day, 10) for day in range(200)]
    assert drawn == [patrolled_on(first, day, 10) for day in range(200)]
    assert drawn != [patrolled_on(second, day, 10) for day in range(200)]
    falls = np.bincount(np.concatenate(drawn), minlength=10)
    assert (np.abs(falls - 100) < 35).all() and (falls[::2] + falls[1::2] == 200).all()


def test_windows_of_near_repeats_are_patrolled_while_they_are_open(dated):
    near = ask(kind=RunKind.NEAR_REPEATS)
    work_next_run(clock=lambda: AT)
    windows = queries.run(near).result["present"]["windows"]
    result = worked(**SHIFT, run=near, teams=1, days=14).result
    assert {place["name"] for place in result["places"]} <= {window["name"] for window in windows}
    until = {window["name"]: window["last_until"] for window in windows}
    for day in result["days"]:
        for _, place, *_ in day["visits"]:
            assert day["date"] <= until[result["places"][place]["name"]]


def test_windows_that_are_over_by_the_first_day_are_refused(dated):
    near = ask(kind=RunKind.NEAR_REPEATS)
    work_next_run(clock=lambda: AT)
    run_id = ask(**SHIFT, run=near, first_day="2027-02-01")
    work_next_run(clock=lambda: AT)
    assert "No window of that analysis is still open on 1 February 2027" in queries.run(run_id).summary.refusal


class HotAreas:
    """Two hot areas as the analysis of hot spots tells them."""

    kind = RunKind.HOT_SPOTS

    def complete(self, settings):
        return {"source": KEY, "boundary": "whole", "kinds": [], "first": "2026-06-01", "last": "2026-11-16"}

    def title(self, settings):
        return "Hot spots"

    def sources_of(self, settings):
        return (KEY,)

    def work(self, settings, progress):
        grid = {"x0": 530_000, "y0": 180_000, "cell": 250.0, "rows": [0, 0, 4, 4, 5], "cols": [0, 1, 6, 7, 7]}
        areas = [
            {"number": 1, "cells": [0, 1], "class": "new", "ward": "Quayside"},
            {"number": 2, "cells": [2, 3, 4], "class": "persistent", "ward": ""},
        ]
        return Answer({"grid": grid, "areas": areas}, "a" * 64, ())


def test_hot_areas_are_patrolled_by_what_the_forecast_expects_in_them(dated, monkeypatch):
    monkeypatch.setitem(ANALYSES, RunKind.HOT_SPOTS, HotAreas())
    hot = ask(kind=RunKind.HOT_SPOTS)
    work_next_run(clock=lambda: AT)
    places = {place["name"]: place for place in worked(**SHIFT, run=hot).result["places"]}
    assert set(places) == {"Area 1", "Area 2"} and places["Area 1"]["why"] == "a hot spot in Quayside"
    assert places["Area 1"]["squares"] == [[530_000, 180_000], [530_250, 180_000]]
    inside = {name: sum(near(dated, corner) for corner in place["squares"]) for name, place in places.items()}
    assert (places["Area 1"]["expected"] > places["Area 2"]["expected"]) == (inside["Area 1"] > inside["Area 2"])


def near(source, corner):
    """Events within a quarter of a cell of a square, as the forecast spreads them a little."""
    x, y = corner
    return int(((np.abs(source.x - x - 125) < 190) & (np.abs(source.y - y - 125) < 190)).sum())


def test_months_carry_a_plan_without_hours_tried_on_months(db, monkeypatch):
    source = burglaries(2000, days=900)
    months = source.times.astype("datetime64[M]")
    hold(
        monkeypatch, with_(DatedSource(source.x, source.y, months), precision=Precision.MONTH, last=date(2026, 10, 31))
    )
    result = worked(**SHIFT, first_day="2026-11-02").result
    assert result["next_week"]["unit"] == "month" and result["next_week"]["score"]["windows"] == 12
    assert not result["cover"]["by_hour"] and result["days"][0]["visits"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hours": 0}, "A budget of 0 hours holds no visit"),
        ({"teams": 0}, "A budget of 0 hours holds no visit"),
        ({"hours": 0.3}, r"hold no visit of 15 minutes.*Give 0\.42 hours"),
        ({"teams": 5, "places": 3}, "5 teams and 3 places.*Plan with fewer teams"),
        ({"hours": 12}, "do not fit into 10 hours of the day"),
        ({"visit": 90}, "90 minutes of a visit cannot be planned. Give 5 to 60"),
        ({"days": "x"}, "“x” is no number"),
        ({"teams": "inf"}, "“inf” is no number"),
        ({"first_day": "2026-11-16"}, "Begin on 17 November 2026 or later"),
        ({"first_day": "soon"}, "“soon” is not a date"),
        ({"run": "last"}, "“last” is no run"),
        ({"run": 99}, "hot spots or near repeats that are done"),
        ({"source": "hearsay"}, "not held here"),
    ],
)
def test_a_plan_that_cannot_be_made_says_what_to_do(dated, settings, message):
    with pytest.raises(PlacesRefused, match=message):
        ask(**settings)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [([], [], "no events"), ([-0.01, -0.02], [51.5, 51.6], "degrees"), ([np.nan, 530_000], [180_000] * 2, "Row 1 has")],
)
def test_events_that_cannot_be_forecast_are_refused_with_the_fix(db, monkeypatch, x, y, message):
    hold(monkeypatch, DatedSource(x, y, np.array(["2026-11-01", "2026-11-02"], dtype="datetime64[D]")[: len(x)]))
    run_id = ask(places=1)
    work_next_run(clock=lambda: AT)
    summary = queries.run(run_id).summary
    assert summary.state == RunState.REFUSED and message in summary.refusal


def test_more_teams_than_places_that_were_found_are_refused(db, monkeypatch):
    day = np.array(["2026-11-01", "2026-11-03"], dtype="datetime64[D]")
    hold(monkeypatch, DatedSource([530_100, 530_101], [180_100, 180_101], day, outline=None))
    run_id = ask(teams=7, places=12)
    work_next_run(clock=lambda: AT)
    assert "7 teams and" in queries.run(run_id).summary.refusal


@given(st.integers(1, 4), st.floats(0.5, 8), st.integers(1, 9), st.integers(0, 99))
def test_no_team_has_more_visits_than_hours_and_no_two_at_once(teams, hours, places, seed):
    budget, slots = Budget(teams, hours, 15, 10), slots_of(date(2026, 11, 20), begin=20, span=8, size=2)
    rng = np.random.default_rng(seed)
    rate, x, y = rng.uniform(size=(len(slots), places)), rng.uniform(size=places), rng.uniform(size=places)
    taken = chosen(rate, slots, budget)
    visits = in_teams(taken, slots, budget, x, y)
    assert len(visits) == len(taken) and {(one.slot, one.place) for one in visits} == set(taken)
    for team in range(1, teams + 1):
        mine = sorted(one.start for one in visits if one.team == team)
        assert len(mine) <= budget.visits_of_team
        assert all(b - a >= timedelta(minutes=budget.round) for a, b in pairwise(mine))
    for one in visits:
        assert slots[one.slot].start <= one.start and one.start + timedelta(minutes=15) <= slots[one.slot].end


def test_the_highest_rates_are_taken_first_and_equal_ones_early():
    slots = slots_of(date(2026, 11, 20), begin=20, span=4, size=2)
    rate = np.array([[0.1, 0.5, 0.0], [0.5, 0.2, 0.0]])
    assert chosen(rate, slots, Budget(1, 0.5, 15, 10)) == [(0, 1)]
    assert chosen(rate, slots, Budget(1, 4, 15, 10)) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_parts_of_the_night_when_the_clocks_change_are_as_long_as_they_say():
    for day, offsets in ((date(2026, 10, 24), {1, 0}), (date(2027, 3, 27), {0, 1})):
        slots = slots_of(day, begin=22, span=8, size=2)
        assert [slot.minutes for slot in slots] == [120] * 4
        assert all(a.end == b.start for a, b in pairwise(slots))
        assert {hour.utcoffset().seconds // 3600 for slot in slots for hour in slot.hours()} == offsets
    repeated = [hour for slot in slots_of(date(2026, 10, 24), begin=22, span=8, size=2) for hour in slot.hours()]
    assert [hour.hour for hour in repeated] == [22, 23, 0, 1, 1, 2, 3, 4]


def test_the_rate_of_a_week_adds_up_to_what_is_expected(dated):
    events = dated.events(Wanted(KEY, "whole", dated.summary.first, dated.summary.last), dated.summary)
    hours = weights_of_hours(events)
    assert hours.sum() == pytest.approx(1) and hours[:, 22].sum() > hours[:, 9].sum()
    week = [slots_of(date(2026, 11, 16) + timedelta(days=day), begin=0, span=24, size=3) for day in range(7)]
    total = sum(per_hour(np.array([2.0]), slots, hours).sum() * 3 for slots in week)
    assert total == pytest.approx(14)
