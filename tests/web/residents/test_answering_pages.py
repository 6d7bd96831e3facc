"""The pages of those who answer residents: each role its own, read first, two texts that collide, nothing for the outsider."""

import re

import pytest
from django.urls import reverse

from alongside.community.models import NetworkEvent, Post, Priority
from alongside.community.queries import public
from alongside.community.states import ReviewState
from tests.cast import NOW
from tests.residents import (
    TEXT,
    advice,
    application,
    confided,
    event,
    network,
    patrol,
    post,
    priority,
    survey,
    walk,
    wish,
)
from tests.web.reading import errors_in, text_of


def sent_key(page):
    return re.search(r'name="sent_key" value="([^"]+)"', page.content.decode())[1]


def test_a_moderator_reads_shows_and_answers(cast, as_member):
    _code, row = post()
    officer, path = as_member("community_officer"), reverse("residents_post", args=[row.pk])
    assert TEXT in text_of(officer.get(reverse("residents")))
    assert "because" in str(errors_in(officer.post(path, {"verdict": "rejected"})))
    officer.post(path, {"verdict": "shown", "shown_text": TEXT, "shown_place": ""})
    officer.post(path, {"did": "New lamps came."})
    assert public.post(row.pk, at=NOW).answers[0].did == "New lamps came."


def test_a_moderator_hands_what_tells_of_a_person_to_the_front_door(cast, as_member):
    _code, row = post("The girl at the kiosk is afraid of somebody.")
    as_member("community_officer").post(reverse("residents_post", args=[row.pk]), {"verdict": "to_the_door"})
    assert Post.objects.get().text == ""
    queue = as_member("triage").get(reverse("residents_door"))
    assert "kiosk" not in text_of(queue) and "Not read yet" in text_of(queue)


def test_the_front_door_reads_it_and_enters_the_concern(cast, as_member):
    _code, row = confided()
    worker, path = as_member("triage"), reverse("residents_door_report", args=[row.pk])
    assert "by the gate" in text_of(worker.get(path))
    worker.post(path, {"to": "read"})
    wrong = worker.post(path, {"to": "concern", "concern_reference": "CN-777-777"})
    assert "id_concern_reference" in errors_in(wrong)
    assert row.steps.count() == 2


@pytest.mark.parametrize("name", ["residents", "residents_door", "residents_reviews", "residents_networks", "advisors"])
def test_the_outsider_is_refused_and_the_log_says_so(cast, as_member, refusals, name):
    before = refusals("outside")
    assert as_member("outsider").get(reverse(name)).status_code == 403 and refusals("outside") == before + 1


@pytest.mark.parametrize("who", ["community_officer", "triage"])
def test_the_words_of_a_wish_are_for_the_network_alone(cast, as_member, who):
    _code, row = wish(network(cast))
    assert as_member(who).get(reverse("residents_wish", args=[row.pk])).status_code == 403


def test_a_network_is_written_read_and_joined(cast, as_member):
    runner = as_member("resident")
    form = runner.get(reverse("residents_network_new"))
    said = {"name": "The Quay", "about": "We meet.", "ward": "", "meets": "", "contact": "", "sent_key": sent_key(form)}
    for _ in range(2):
        made = runner.post(reverse("residents_network_new"), said)
    assert "Waiting to be read" in text_of(runner.get(made.url)) and public.networks() == []
    path = reverse("residents_read_network", args=[int(made.url.split("/")[-2])])
    as_member("community_officer").post(path, {"verdict": "shown", "changes": 1})
    assert [one.name for one in public.networks()] == ["The Quay"]


def test_an_event_is_written_with_day_and_times_and_called_off(cast, as_member):
    mine, runner = network(cast), as_member("resident")
    path = reverse("residents_event_new", args=[mine])
    said = {
        "title": "Walk", "place": "The quay", "day-day": "3", "day-month": "12", "day-year": "2026", "starts": "7pm",
        "ends": "9pm", "about": "", "sent_key": sent_key(runner.get(path)),
    }  # fmt: skip
    assert "id_ends" in errors_in(runner.post(path, {**said, "ends": "6pm"}))
    runner.post(path, said)
    made = NetworkEvent.objects.get()
    runner.post(reverse("residents_event_off", args=[made.pk]))
    made.refresh_from_db()
    assert made.called_off_at == NOW


def test_a_priority_that_somebody_else_changed_shows_both_texts(cast, as_member):
    one = priority(cast)
    officer, path = as_member("community_officer"), reverse("residents_priority_change", args=[one])
    said = {
        "title": "The path",
        "said": "Mine.",
        "ward": "",
        "problem": "",
        "sent_key": sent_key(officer.get(path)),
        "changes": 1,
    }
    officer.post(path, {**said, "said": "Theirs."})
    shown = text_of(officer.post(path, said))
    assert "Theirs." in shown and "Mine." in shown and Priority.objects.get().said == "Theirs."


def test_a_review_is_walked_and_an_agency_asked_and_answering(cast, as_member):
    _code, row = application()
    walk(cast, row, ReviewState.ACKNOWLEDGED, ReviewState.MET)
    officer, path = as_member("community_officer"), reverse("residents_review", args=[row.reference])
    officer.post(path, {"to": "held", "panel": ["Larkmere Police"], "reason": "We met."})
    key = sent_key(officer.get(path))
    officer.post(path, {"do": "recommend", "agency": "police", "what": "Walk there at night.", "sent_key": key})
    sergeant = as_member("sergeant")
    listed = sergeant.get(reverse("residents_recommendations"))
    assert "Walk there at night." in text_of(listed) and "window" not in text_of(listed)
    answer = reverse("residents_recommendation", args=[row.recommendations.get().pk])
    sergeant.post(answer, {"acceptance": "accepted", "words": "From Friday."})
    assert "From Friday." in text_of(officer.get(path))
    assert as_member("outsider").get(answer).status_code == 403


def test_a_patrol_and_a_survey_are_told_in_numbers(cast, as_member):
    made, asked, advisor = patrol(cast), survey(cast), as_member("young_advisor")
    path = reverse("advisors_patrol", args=[made])
    assert "id_met" in errors_in(advisor.post(path, {"went": "2", "met": "3", "topic_police": "5"}))
    advisor.post(path, {"went": "2", "met": "9", "topic_police": "5"})
    assert "2 went, 9 young people met" in text_of(advisor.get(reverse("advisors")))
    path = reverse("advisors_survey", args=[asked])
    said = {"crowd": "young", "wave": "before", "step_1": "3", "step_5": "3", "sent_key": sent_key(advisor.get(path))}
    advisor.post(path, said)
    assert "told once it is closed" in text_of(advisor.get(path)) and "3 of 6" not in text_of(advisor.get(path))
    advisor.post(path, {"do": "close", "close-wave": "before"})
    assert "Too few to show" in text_of(advisor.get(path)) and "3 of 6" not in text_of(advisor.get(path))


def test_a_partner_answers_what_young_advisors_told_it(cast, as_member):
    made = advice(cast, to="police")
    sergeant, path = as_member("sergeant"), reverse("advisors_advice_answer", args=[made])
    sergeant.post(path, {"words": "We say it first."})
    assert "We say it first." in text_of(as_member("young_advisor").get(reverse("community_advisors")))
    assert as_member("outsider").get(path).status_code == 403


def test_my_work_leads_there(cast, as_member):
    post()
    confided()
    assert "What residents sent, and nobody has read" in text_of(as_member("community_officer").get("/"))
    assert "1 not read" in text_of(as_member("triage").get("/"))


def test_an_event_is_let_through_once(cast, as_member):
    one = event(cast, network(cast), is_shown=False)
    officer, path = as_member("community_officer"), reverse("residents_read_event", args=[one])
    officer.post(path, {"verdict": "shown", "changes": 1})
    assert "decided on this already" in text_of(officer.post(path, {"verdict": "shown", "changes": 1}))


def test_a_moderator_reads_advice_and_takes_down_what_is_public(cast, as_member):
    made, officer = advice(cast, to="police", is_shown=False), as_member("community_officer")
    path = reverse("residents_read_advice", args=[made])
    assert "Searches at the station" in text_of(officer.get(reverse("residents")))
    officer.post(path, {"verdict": "shown"})
    listed = reverse("residents_shown") + "?kind=advice"
    assert "Advice of Young Advisors" in (page := text_of(officer.get(listed))) and "Say why before you search." in page
    down = reverse("residents_take_down", args=["advice", made])
    assert "id_because" in errors_in(officer.post(down, {}))
    for who in ("outsider", "young_advisor", "resident"):
        assert as_member(who).post(down, {"because": "unkind"}).status_code == 403
        assert as_member(who).get(path).status_code == 403
    officer.post(down, {"because": "names_somebody", "words": "Leave the officer out."})
    assert "Say why before you search." not in text_of(officer.get(listed))
    told = text_of(as_member("young_advisor").get(reverse("advisors")))
    assert "Not shown" in told and "Leave the officer out." in told


def test_a_teacher_does_not_answer_in_the_school_s_name(cast, as_member):
    made = advice(cast, to="school")
    for name, args in (("advisors_advice", []), ("advisors_advice_answer", [made]), ("residents_recommendations", [])):
        assert as_member("teacher").get(reverse(name, args=args)).status_code == 403
        assert as_member("dsl").get(reverse(name, args=args)).status_code == 200
