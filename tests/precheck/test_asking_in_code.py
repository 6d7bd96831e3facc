"""An encoded question, from the asking agency's machine through both processes to the one sentence of the answer."""

import pytest
from django.apps import apps

from alongside.audit.models import Event, EventBody, EventPerson
from alongside.partners.actions import restrict
from alongside.precheck.asking import ask
from alongside.precheck.errors import NotAnswered
from alongside.precheck.models import QuestionCount
from tests.cast import NOW, child
from tests.precheck.conftest import AMINA, AT_ONCE, ELSIE

NOTHING = "Nothing found."
FRONT_DOOR = "Possible match: talk to the duty triage worker at Larkmere Council front door."
POLICE = "Possible match: talk to the police safeguarding officer at Larkmere Police."


def test_a_child_whom_both_know_is_a_possible_match_and_another_is_not(asks, known):
    known("police")
    assert (asks(AMINA), asks(ELSIE)) == (POLICE, NOTHING)


@pytest.mark.parametrize(
    "written",
    [
        {"first_name": "AMINAH", "surname": "Okafor Lindqvist", "dob": "2012-05-14"},
        {"first_name": "Amina", "surname": "Okafor", "dob": "14 May 2012"},
    ],
)
def test_she_is_found_under_another_spelling(asks, known, written):
    known("council")
    assert asks(written) == FRONT_DOOR


def test_one_agency_is_named_and_the_front_door_first(asks, known):
    known("police")
    known("council")
    assert asks(AMINA) == FRONT_DOOR


def test_an_agency_outside_the_agreement_is_not_asked(asks, known):
    known("health")
    known("other_school")
    assert asks(AMINA) == NOTHING


def test_the_agencys_own_record_answers_nothing(asks, known):
    known("school")
    assert asks(AMINA) == NOTHING


def test_a_restricted_child_is_not_found(asks, known, hub):
    person = known("police").person_id
    restrict(person_id=person, reason="Refuge.", cleared=[], by=hub.viewer("manager"), at=NOW)
    assert asks(AMINA) == NOTHING


def test_a_record_without_name_or_birth_date_is_passed_over(asks, known):
    known("police", child(date_of_birth=None))
    known("police", child(given="Amina", family=""))
    assert asks(AMINA) == NOTHING


def test_the_log_says_who_asked_under_what_and_the_answer_but_not_for_whom(asks, known):
    known("police")
    before = Event.objects.count()
    asks(AMINA)
    asked, answered = Event.objects.order_by("pk")[before:]
    assert (asked.act, asked.purpose, asked.agreement, asked.agency_code) == ("ask", "precheck", "PC-1 v1", "school")
    assert "DPIA-7" in asked.reason and asked.subject_id == answered.subject_id
    assert (answered.act, answered.holder_code, answered.reason) == ("disclose", "police", POLICE)
    logged = {asked.pk, answered.pk}
    assert not EventPerson.objects.filter(event__in=logged).exists()
    assert not EventBody.objects.filter(event__in=logged).exists()


def test_nothing_is_kept_but_the_log_and_the_count(asks, known):
    known("police")
    before = {model: model._default_manager.count() for model in apps.get_models()}
    asks(AMINA)
    grown = {model.__name__ for model, count in before.items() if model._default_manager.count() != count}
    assert grown == {"Event", "QuestionCount"}


def test_questions_are_counted_by_agency_and_day_and_the_last_is_refused_in_the_log(asks, hub):
    for _ in range(3):
        asks(ELSIE)
    with pytest.raises(NotAnswered, match="asked 3 times today"):
        asks(ELSIE)
    assert QuestionCount.objects.get().asked == 3
    assert Event.objects.filter(act="ask", outcome="refused", agency_code="school").count() == 1


def test_another_agency_and_another_day_have_their_own_count(asks, hub, desk):
    QuestionCount.objects.create(agency_code="school", day=NOW.date(), asked=3)
    assert asks(ELSIE, "officer", "police") == NOTHING
    tomorrow = NOW.replace(day=18)
    asked = ask(raw=desk.encode(ELSIE), by=hub.viewer("dsl", tomorrow), at=tomorrow, pace=AT_ONCE)
    assert (asked.sentence, asked.left) == (NOTHING, 2)


def test_a_question_under_another_agencys_name_does_not_open(asks, hub, desk):
    raw = desk.encode(AMINA, "police").replace(b'"agency": "police"', b'"agency": "school"')
    with pytest.raises(NotAnswered, match="does not open here"):
        ask(raw=raw, by=hub.viewer("dsl"), at=NOW, pace=AT_ONCE)


def test_the_hubs_two_keys_do_not_open_each_others_part(asks, hub, desk, settings):
    encoder, matcher = settings.PRECHECK_ENCODER, settings.PRECHECK_MATCHER
    settings.PRECHECK_MATCHER = [*matcher[:-1], encoder[encoder.index("--key") + 1]]
    with pytest.raises(NotAnswered, match="does not open here"):
        asks(AMINA)
