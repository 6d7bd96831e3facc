"""Who may open the pages of the front door, and that a refusal tells nothing."""

import pytest
from django.test import Client

from alongside.audit.models import Event
from alongside.support.models import Concern
from tests.web.reading import plain

GETS = ["", "ask", "rate", "decide", "feedback", "reopen", "pause", "who-else"]
POSTS = ["take", "resume", "join", "rate", "decide", "ask?agency=health", "feedback", "reopen", "pause"]
NOT_THERE = "CN-999-999"


@pytest.mark.parametrize("page", GETS)
def test_the_duty_worker_opens_each_page(worker, concern, page):
    assert worker.get(f"/triage/{concern.reference}/{page}").status_code == 200


@pytest.mark.parametrize("page", GETS)
@pytest.mark.parametrize("name", ["dsl", "governance", "clinician", "analyst"])
def test_another_role_is_refused(as_member, concern, name, page):
    assert as_member(name).get(f"/triage/{concern.reference}/{page}").status_code == 403


@pytest.mark.parametrize("page", GETS)
def test_the_outsider_is_refused_in_the_same_bytes_whether_it_exists_or_not(as_member, concern, refusals, page):
    outsider = as_member("outsider")
    real, made_up = (outsider.get(f"/triage/{one}/{page}") for one in (concern.reference, NOT_THERE))
    assert real.status_code == made_up.status_code == 403
    assert plain(real) == plain(made_up) and refusals("outside") == 2


@pytest.mark.parametrize("page", GETS)
def test_a_queue_worker_to_whom_it_was_not_sent_is_refused_in_the_same_bytes_too(stranger, concern, refusals, page):
    real, made_up = (stranger.get(f"/triage/{one}/{page}") for one in (concern.reference, NOT_THERE))
    assert real.status_code == 403 and plain(real) == plain(made_up) and refusals("outside") == 2


FILLED = {
    "level": "acute", "reason": "Mine now.", "kind": "no_action", "rationale": "x", "version": "1", "groups": "health",
    "question": "?", "form": "decision", "text_decision": "x", "record": "1", "given": "Amina", "family": "Okafor",
}  # fmt: skip


@pytest.mark.parametrize("page", POSTS)
def test_a_stranger_changes_nothing_and_each_attempt_is_in_the_log(stranger, concern, refusals, page):
    before = Concern.objects.values().get()
    assert stranger.post(f"/triage/{concern.reference}/{page}", FILLED).status_code == 403
    assert Concern.objects.values().get() == before and refusals("outside") >= 1


def test_only_a_manager_looks_a_second_time(as_member, worker, concern, refusals):
    page = f"/triage/{concern.reference}/second-look"
    assert as_member("manager").get(page).status_code == 200
    assert worker.get(page).status_code == 403 and refusals("council") == 1


@pytest.mark.parametrize("page", ["", "rate", "who-else"])
def test_somebody_not_signed_in_is_led_to_the_sign_in_page(concern, now, page):
    response = Client().get(f"/triage/{concern.reference}/{page}")
    assert response.status_code == 302 and response.headers["Location"].startswith("/account/sign-in")


@pytest.mark.parametrize("page", ["/triage/", "/triage/queue/closed"])
def test_the_queue_is_for_those_who_work_it(as_member, worker, refusals, page):
    assert worker.get(page).status_code == 200
    assert as_member("outsider").get(page).status_code == 403 and refusals("outside") == 1


def test_there_are_no_other_queues(worker, refusals):
    assert worker.get("/triage/queue/everybody").status_code == 403 and refusals("council") == 1


@pytest.mark.parametrize("typed", ["%00", "x" * 900, "%F0%9F%91%BD", "..%2F..", "cn%207k4"])
def test_nonsense_for_a_reference_is_a_refusal_like_any_other(worker, typed):
    assert worker.get(f"/triage/{typed}/").status_code in (403, 404)


def test_a_reference_may_be_typed_as_it_was_said(worker, concern):
    assert worker.get(f"/triage/{concern.reference.lower().replace('-', ' ')}/").status_code == 200


def test_what_is_opened_is_in_the_log_with_purpose_agreement_and_parts(worker, concern):
    worker.get(f"/triage/{concern.reference}/")
    row = Event.objects.filter(act="view", subject_kind="concern").latest("pk")
    assert (row.subject_id, row.purpose, row.agreement) == (concern.reference, "safeguarding", "FD-1 v1")
    assert row.field_groups == "child_voice,concern,contact,identity"
