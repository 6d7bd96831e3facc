"""Pages of near repeats and of patrol plans: the form, the list, the answer, the files, and who may see them."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote

import numpy as np
import pytest
from django.test import Client

from alongside.audit.models import Event
from alongside.places import queries
from alongside.places.actions import ask_for_run, work_next_run
from alongside.places.incident_states import Audience
from alongside.places.models import PlaceRun
from alongside.places.states import Precision, RunKind
from tests.cast import NOW
from tests.places.dated import KEY, DatedSource, burglaries, hold, with_

BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = NOW.date()
SHIFT = {"begin": 18, "span": 6, "hours": 4, "days": 3}


@pytest.fixture
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def source(cast, now, monkeypatch):
    return hold(monkeypatch, burglaries(last=TODAY - timedelta(days=1), minutes=True))


def signed_in(cast, name):
    client = Client()
    client.force_login(cast.members[name], backend=BACKEND)
    return client


@pytest.fixture
def analyst(cast, source):
    return signed_in(cast, "analyst")


@pytest.fixture
def outsider(cast, source):
    return signed_in(cast, "outsider")


def text(response):
    body = b"".join(response) if response.streaming else response.content
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body.decode())).split())


def worked(cast, kind=RunKind.NEAR_REPEATS, **settings):
    run_id = ask_for_run(kind=kind, settings={"source": KEY, **settings}, by=cast.viewer("analyst").actor, at=NOW)
    work_next_run(clock=lambda: NOW)
    return run_id


def planned(cast, **settings):
    return worked(cast, RunKind.PATROL_PLAN, **SHIFT, **settings)


def test_an_analyst_asks_for_near_repeats_and_reads_the_answer(analyst, cast):
    page = analyst.get("/places/near-repeats/new/")
    assert "The source tells the minute of each event" in text(page)
    posted = {"boundary": "whole", "space_edges": "0, 1, 100, 200", "time_edges": "0 7 14", "metric": "euclidean",
              "permutations": "99", "seed": "1", "first-day": "1", "first-month": "5", "first-year": "2026",
              "last-day": TODAY.day - 1, "last-month": TODAY.month, "last-year": TODAY.year}  # fmt: skip
    led = analyst.post("/places/near-repeats/new/", posted)
    run_id = PlaceRun.objects.get().pk
    assert led.url == f"/places/runs/{run_id}/"
    assert analyst.post("/places/near-repeats/new/", posted).url == led.url and PlaceRun.objects.count() == 1
    assert analyst.get(f"/places/near-repeats/{run_id}/").url == led.url
    work_next_run(clock=lambda: NOW)
    assert analyst.get(led.url).url == f"/places/near-repeats/{run_id}/"
    said = text(analyst.get(f"/places/near-repeats/{run_id}/"))
    for part in ("the risk of another is", "95% interval", "Raised", "7 to under 14 days", "6 bands tested at once",
                 "Benjamini-Hochberg", "Window 1", "Plan patrols in these windows", "Seed 1"):  # fmt: skip
        assert part in said, part


def test_what_cannot_be_asked_is_said_on_the_form(analyst):
    wrong = {"boundary": "whole", "space_edges": "0, 300, 200", "time_edges": "soon", "metric": "euclidean",
             "permutations": "99", "seed": "1", "first": "2026-05-01", "last": "2031-01-01"}  # fmt: skip
    said = text(analyst.post("/places/near-repeats/new/", wrong))
    assert "Times in days: write numbers with commas between them" in said
    said = text(analyst.post("/places/near-repeats/new/", {**wrong, "time_edges": "0,7"}))
    assert "nothing is held of later days" in said
    answer = analyst.post("/places/near-repeats/new/", {**wrong, "time_edges": "0,7", "last": "2026-11-10"})
    assert re.search(r"<details[^>]* open", answer.content.decode())  # the fields that are wrong are in sight
    assert "each larger than the last" in text(answer) and not PlaceRun.objects.exists()


def test_month_only_sources_are_named_with_what_would_do(analyst, monkeypatch):
    hold(monkeypatch, with_(burglaries(), precision=Precision.MONTH))
    said = text(analyst.get("/places/near-repeats/new/"))
    assert "No source here tells the day" in said and "Ask the police or the hospital for dated records" in said


def test_windows_that_are_over_are_said_to_be_over(analyst, cast, monkeypatch):
    hold(monkeypatch, burglaries(last=TODAY - timedelta(days=90)))
    said = text(analyst.get(f"/places/near-repeats/{worked(cast)}/"))
    assert "Every window below is over. Load newer incidents" in said and "0 of them still open" in said


def test_few_events_are_not_told_as_a_number_and_no_event_is_drawn(analyst, cast, source):
    response = analyst.get(f"/places/near-repeats/{worked(cast)}/")
    html = response.content.decode()
    assert "fewer than 5" in text(response) and " style=" not in html
    assert "<circle" not in html[html.index("al-place__svg") :]
    for x in source.x[source.times > np.datetime64(TODAY - timedelta(days=8))]:
        assert f"{x:,.0f}" not in html and f"{x:.0f}" not in html


def test_the_stored_answer_is_shown_in_few_queries(analyst, cast, django_assert_max_num_queries):
    near, plan = worked(cast), planned(cast)
    for address in (f"/places/near-repeats/{near}/", f"/places/patrol-plans/{plan}/", "/places/patrol-plans/"):
        with django_assert_max_num_queries(12):
            assert analyst.get(address).status_code == 200


def test_a_plan_is_made_from_the_windows_of_near_repeats(analyst, cast):
    near = worked(cast)
    assert f"?from=run:{near}" in unescape(analyst.get("/places/patrol-plans/new/").content.decode())
    address = f"/places/patrol-plans/new/?from=run:{near}"
    assert 'name="boundary"' not in analyst.get(address).content.decode()
    posted = {"first_day": TODAY.isoformat(), "days": "3", "teams": "1", "hours": "4", "begin": "18", "span": "6",
              "places": "5", "visit": "15", "travel": "10", "slot": "2", "cell": "250"}  # fmt: skip
    led = analyst.post(address, posted)
    assert led.status_code == 302, text(led)
    work_next_run(clock=lambda: NOW)
    said = text(analyst.get(analyst.get(led.url).url))
    for part in ("Window", "raised until", "How much the plan can meet", "That a patrol prevents anything"):
        assert part in said, part


def test_a_budget_of_nothing_is_said_on_the_form(analyst):
    posted = {"boundary": "whole", "first_day": TODAY.isoformat(), "days": "3", "teams": "0", "hours": "4", "begin": "18",
              "span": "6", "places": "5", "visit": "15", "travel": "10", "slot": "2", "cell": "250"}  # fmt: skip
    address = f"/places/patrol-plans/new/?from={quote(f'source:{KEY}')}"
    assert "A budget of 0 hours holds no visit" in text(analyst.post(address, posted))
    assert "5 teams and 3 places" in text(analyst.post(address, {**posted, "teams": "5", "places": "3"}))
    assert not PlaceRun.objects.exists()


def test_the_plan_goes_onto_cards_into_calendars_and_into_a_table(analyst, cast):
    run_id = planned(cast, teams=2)
    run = queries.run(run_id)
    visits = [visit for day in run.result["days"] for visit in day["visits"]]
    rows = list(
        csv.reader(io.StringIO(b"".join(analyst.get(f"/places/patrol-plans/{run_id}/plan.csv")).decode("utf-8-sig")))
    )
    at = rows.index(next(row for row in rows if row[0] == "Date"))
    assert len(rows) - at - 1 == len(visits) and rows[at + 1][5].startswith("Place ")
    assert float(rows[at + 1][9]) < 0  # west of Greenwich, as a number
    calendar = analyst.get(f"/places/patrol-plans/{run_id}/plan.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    events = calendar.content.decode().replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    assert 3 <= len(events) <= 6 and all("SUMMARY:Patrol\\, team" in one and "Ines" not in one for one in events)
    card = text(analyst.get(f"/places/patrol-plans/{run_id}/day/1/"))
    assert "Team 1" in card and "Team 2" in card and "no ground to stop anybody" in card
    assert analyst.get(f"/places/patrol-plans/{run_id}/day/4/").status_code == 404


def test_by_lot_only_the_days_that_have_come_are_open(analyst, cast, monkeypatch):
    run_id = planned(cast, random=True, first_day=TODAY.isoformat())
    days, seals = queries.run(run_id).result["days"], "/places/patrol-plans/{}/"
    html = unescape(analyst.get(seals.format(run_id)).content.decode())
    assert all(day["hash"] in html for day in days) and queries.run(run_id).result["fingerprint"] in html
    assert days[0]["text"] in html and days[0]["nonce"] in html
    assert not any(day["nonce"] in html or day["text"] in html for day in days[1:])
    assert "Sealed. The list opens on the day itself." in html and "Left alone today, by lot" in html
    assert analyst.get(f"/places/patrol-plans/{run_id}/day/2/").status_code == 404
    table = b"".join(analyst.get(f"/places/patrol-plans/{run_id}/plan.csv")).decode()
    assert TODAY.isoformat() in table and (TODAY + timedelta(days=1)).isoformat() not in table
    tomorrow = NOW + timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    assert signed_in(cast, "analyst").get(f"/places/patrol-plans/{run_id}/day/2/").status_code == 200


def test_a_plan_far_behind_its_events_says_so(analyst, cast):
    first = (TODAY + timedelta(days=60)).isoformat()
    said = text(analyst.get(f"/places/patrol-plans/{planned(cast, first_day=first)}/"))
    assert "60 days before the plan begins. Load newer ones" in said


def test_a_plan_that_nobody_could_travel_says_so(analyst, cast):
    far = f"/places/patrol-plans/{planned(cast, travel=1)}/"
    assert "apart in a straight line, and the plan allows 1 minute between them" in text(analyst.get(far))
    sealed = f"/places/patrol-plans/{planned(cast, travel=1, random=True)}/"
    assert "one after the other, can lie" in text(analyst.get(sealed))
    assert "straight line" not in text(analyst.get(f"/places/patrol-plans/{planned(cast, travel=30)}/"))


def test_the_outsider_sees_answers_but_asks_nothing(outsider, cast):
    run_id = worked(cast)
    page = text(outsider.get("/places/near-repeats/"))
    assert "Near repeats:" in page and "Look for near repeats" not in page
    assert "Plan patrols in these windows" not in text(outsider.get(f"/places/near-repeats/{run_id}/"))
    for address in ("/places/near-repeats/new/", "/places/patrol-plans/new/"):
        assert outsider.get(address).status_code == outsider.post(address, {}).status_code == 403
    assert Event.objects.filter(agency_code="outside", outcome="refused").count() == 4


def test_what_is_made_from_a_source_for_few_is_for_few(analyst, outsider, cast, source):
    source.summary = replace(source.summary, audience=Audience.STUDY)
    near, plan = worked(cast), planned(cast)
    addresses = [f"/places/near-repeats/{near}/"] + [
        f"/places/patrol-plans/{plan}/{end}" for end in ("", "day/1/", "plan.csv", "plan.ics")
    ]
    for address in addresses:
        assert analyst.get(address).status_code == 200, address
        assert outsider.get(address).status_code == 403, address
    for listing in ("/places/near-repeats/", "/places/patrol-plans/"):
        assert "There is nothing yet" in text(outsider.get(listing))
        assert "Done" in text(analyst.get(listing))


def test_an_answer_of_another_kind_is_not_found(analyst, cast):
    run_id = worked(cast)
    for address in (
        f"/places/patrol-plans/{run_id}/",
        f"/places/patrol-plans/{run_id}/plan.csv",
        "/places/near-repeats/99/",
    ):
        assert analyst.get(address).status_code == 404


def test_in_the_night_when_the_clocks_change_the_zone_is_said(analyst, cast, monkeypatch):
    hold(monkeypatch, DatedSource(*_spread(), last=date(2026, 10, 20)))
    run_id = worked(cast, RunKind.PATROL_PLAN, begin=22, span=6, hours=6, days=1, first_day="2026-10-24")
    said = text(analyst.get(f"/places/patrol-plans/{run_id}/"))
    assert "00:00 BST to 01:00 GMT" in said
    assert "BST" not in text(analyst.get(f"/places/patrol-plans/{planned(cast, first_day='2026-11-24')}/"))


def _spread():
    rng = np.random.default_rng(1)
    days = np.datetime64("2026-05-01") + rng.integers(0, 170, 200)
    return rng.uniform(530_000, 534_000, 200), rng.uniform(180_000, 184_000, 200), days
