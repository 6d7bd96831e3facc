"""The pages of patrol days by lot: who opens what, what stays sealed, what a phone writes, and what is told of the answer."""

import re

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from alongside.places.models import PatrolDone, PatrolTrial
from tests.cast import NOW
from tests.places.dated import KEY
from tests.places.operating import begin, make_ground
from tests.places.patrolled import (
    CORNERS,
    after_all,
    before,
    evenings,
    judged,
    lot_of,
    on,
    plan_by_lot,
    source_until,
    started,
    with_effect,
    wrote,
)
from tests.web.reading import plain, text_of


@pytest.fixture
def at(monkeypatch):
    def stand(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand(NOW)
    return stand


@pytest.fixture
def as_member(cast, at):
    def sign_in(name):
        client = Client()
        client.force_login(cast.members[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def plan(cast, tmp_path, monkeypatch):
    make_ground(tmp_path)
    source_until(monkeypatch, before())
    return plan_by_lot()


@pytest.fixture
def going(cast, plan):
    return (*started(cast, plan), plan)


def key_in(html):
    """The one that the form itself carries."""
    field = re.search(r'<input[^>]*name="sent_key"[^>]*>', html)[0]
    return re.search(r'value="([0-9a-f-]{36})"', field)[1]


def test_days_by_lot_are_begun_from_the_operation_and_entered_once(cast, plan, as_member):
    reference, client = begin(cast), as_member("sergeant")
    page = f"/operations/{reference}/patrol-days/new/"
    key = key_in(client.get(page).content.decode())
    sent = {"plan": plan.pk, "source": KEY, "definition": "Burglary", "is_secret": "on", "sent_key": key}
    answers = [client.post(page, sent) for _ in range(2)]
    assert {one.status_code for one in answers} == {302} and PatrolTrial.objects.count() == 1
    shown = text_of(client.get(answers[0].url))
    assert "All lists are sealed." in shown and "about 40 events are to be expected" in shown
    assert plan.result["fingerprint"] in shown


def test_without_a_plan_by_lot_the_page_says_what_to_do(cast, tmp_path, monkeypatch, as_member):
    make_ground(tmp_path)
    source_until(monkeypatch, before())
    shown = text_of(as_member("sergeant").get(f"/operations/{begin(cast)}/patrol-days/new/"))
    assert "no patrol plan by lot that still has to begin" in shown


def test_a_phone_writes_down_what_was_done_once(going, as_member, at):
    reference, trial, plan = going
    lot = lot_of(plan)
    at(on(lot.days[0]))
    client = as_member("sergeant")
    page = f"/operations/{reference}/patrol-days/{trial}/day/1/{lot.sent[0][0]}/"
    html = client.get(page).content.decode()
    sent = {"done": "yes", "minutes": "30", "reason": "", "sent_key": key_in(html)}
    assert "The lot sent a patrol here." in html
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 302] and PatrolDone.objects.count() == 1
    listed = text_of(client.get(f"/operations/{reference}/patrol-days/{trial}/day/1/"))
    assert "patrolled, 30 minutes" in listed and "Leave alone" in listed
    assert client.get(f"/operations/{reference}/patrol-days/{trial}/day/2/").status_code == 404


def test_what_the_lot_did_not_say_asks_why_at_its_field(going, as_member, at):
    reference, trial, plan = going
    lot = lot_of(plan)
    at(on(lot.days[0]))
    client = as_member("sergeant")
    page = f"/operations/{reference}/patrol-days/{trial}/day/1/{lot.sent[0][0]}/"
    sent = {"done": "no", "minutes": "", "reason": "", "sent_key": key_in(client.get(page).content.decode())}
    assert "The lot said otherwise. Say why" in text_of(client.post(page, sent)) and not PatrolDone.objects.exists()


def test_where_they_are_secret_the_plan_shows_its_open_lists_to_those_who_patrol_only(going, as_member, at):
    reference, trial, plan = going
    at(on(lot_of(plan).days[0]))
    page = f"/places/patrol-plans/{plan.pk}/"
    analyst, sergeant = (text_of(as_member(name).get(page)) for name in ("analyst", "sergeant"))
    assert "Left alone today, by lot" in sergeant and "Left alone today, by lot" not in analyst
    assert "its open lists are for those who patrol" in analyst
    assert as_member("analyst").get(f"{page}day/1/").status_code == 404
    assert as_member("analyst").get(f"/operations/{reference}/patrol-days/{trial}/day/1/").status_code == 403
    at(after_all(plan))
    assert "Left alone today, by lot" in text_of(as_member("analyst").get(page))


def test_to_the_outsider_they_look_like_days_that_are_not_there(going, as_member):
    reference, trial, _ = going
    client = as_member("outsider")
    for end in ("", "day/1/", "day/1/0/"):
        real = client.get(f"/operations/{reference}/patrol-days/{trial}/{end}")
        unreal = client.get(f"/operations/SA-XXX-XXX/patrol-days/{trial}/{end}")
        assert real.status_code == 403 and plain(real) == plain(unreal)


def test_the_answer_has_counts_interval_both_tests_and_limits(cast, going, as_member, at, monkeypatch):
    reference, trial, plan = going
    with_effect(monkeypatch, plan, patrolled=1, alone=3)
    wrote(cast, reference, trial, lot_of(plan).days[0], lot_of(plan).sent[0][0], False, reason="Called away")
    judged(cast, reference, trial, after_all(plan))
    at(after_all(plan))
    shown = text_of(as_member("analyst").get(f"/operations/{reference}/patrol-days/{trial}/"))
    assert "On 40 place-days with a patrol by lot there were 40 events, and 120 on 40 place-days left alone." in shown
    assert "Within places that is −67% (95% −7" in shown and "fewer events on patrol days than chance allows" in shown
    for limit in ("Spill-over", "not what was done", "This second table is no answer", "Burglary, as called in"):
        assert limit in shown
    assert "Called away" not in shown


def test_small_counts_are_held_back(cast, going, as_member, at, monkeypatch):
    reference, trial, plan = going
    lot = lot_of(plan)
    with_effect(monkeypatch, plan, patrolled=0, alone=1)
    keeper = source_until(monkeypatch, *_with_three(plan))
    assert keeper.summary.last == lot.days[-1]
    judged(cast, reference, trial, after_all(plan))
    at(after_all(plan))
    shown = text_of(as_member("analyst").get(f"/operations/{reference}/patrol-days/{trial}/"))
    assert "fewer than 5" in shown and "no change is told" in shown and "there were 3 events" not in shown


def _with_three(plan):
    """Every place left alone has an event; three of those patrolled on the first days have one, too."""
    lot = lot_of(plan)
    grid = np.zeros((4, len(lot.days)), dtype=int)
    for number, place in enumerate(lot.places):
        corner = int(np.hypot(*(CORNERS - [place["x"], place["y"]]).T).argmin())
        grid[corner] = ~lot.grid()[number]
        if number in lot.sent[0] or number == lot.sent[1][0]:
            grid[corner, 0 if number in lot.sent[0] else 1] = 1
    return before(), evenings(lot.days[0].isoformat(), len(lot.days), grid)


def test_asking_too_early_is_refused_with_the_reason(going, as_member, at):
    reference, trial, plan = going
    at(on(lot_of(plan).days[-1]))
    client = as_member("sergeant")
    answer = client.post(f"/operations/{reference}/patrol-days/{trial}/judge/", follow=True)
    assert "Whoever looks before, and stops when it pleases" in text_of(answer)


def test_the_days_are_linked_from_the_operation_and_from_evaluations(going, as_member):
    reference, trial, _ = going
    client = as_member("sergeant")
    for page in (f"/operations/{reference}/", f"/evaluations/operation/{reference}/"):
        assert f"/operations/{reference}/patrol-days/" in client.get(page).content.decode()
    assert "/operations/patrol-days/" in client.get("/evaluations/").content.decode()
    assert f"/patrol-days/{trial}/" in client.get("/operations/patrol-days/").content.decode()
