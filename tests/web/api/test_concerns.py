"""Raising a concern from another system, and learning how far it is."""

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.key_scopes import Scope
from alongside.partners.models import Agreement
from alongside.people.models import SourceRecord
from alongside.support.actions import triage
from alongside.support.models import Concern
from tests.cast import NOW, later
from tests.systems import CHILD, CONCERN, System, system

pytestmark = pytest.mark.usefixtures("now")
SECRETS = ("Amina", "Okafor", "phones", "ring my mum", "2012")


def raised(cast, **changes):
    return system(cast).post("/concerns", {**CONCERN, **changes})


def test_a_concern_goes_the_way_of_one_from_the_form(cast):
    answer = raised(cast)
    assert answer.status_code == 201 and answer.json()["status"] == "Received"
    one = Concern.objects.get(reference=answer.json()["reference"])
    assert (one.holder.code, one.receiver.code, one.fact) == ("school", "council", CONCERN["fact"])
    assert one.source == "interface, key “School records”" and one.raised_by.name == "Key “School records”"
    assert answer["Location"] == f"/api/v1/concerns/{one.reference}"
    row = Event.objects.get(subject_kind="concern", act="disclose")
    assert row.actor_id.startswith("key:") and row.actor_name == "Key “School records” (Elmsgate Academy)"


def test_everything_that_can_be_told_is_kept_as_it_was_sent(cast):
    child = {
        **CHILD, "preferred": "Mina", "nhs_number": "943 476 5919", "own_reference": "P-17", "telephone": "01632 960 001",
        "address": {"lines": "3 Quay Row", "postcode": "zz1 1zz", "is_protected": True},
    }  # fmt: skip
    others = [{"name": "Not known", "role": "suspected", "note": "older"}]
    answer = raised(cast, child=child, others=others, allegation="He sells.", allegation_by="A neighbour")
    assert answer.status_code == 201, answer.json()
    record = SourceRecord.objects.get(pk=Concern.objects.get().record_id)
    assert record.as_sent["preferred"] == "Mina" and record.names.count() == 2 and record.agency_ref == "P-17"
    assert record.addresses.get().is_protected and SourceRecord.objects.count() == 2


def test_a_concern_that_no_agreement_lets_go_is_held_and_says_so(cast):
    Agreement.objects.update(withdrawn_on=NOW.date())
    answer = raised(cast)
    assert answer.status_code == 201 and answer.json()["status"] == "Held: not sent"
    told = system(cast, name="Another").get(f"/concerns/{answer.json()['reference']}").json()
    assert "agreement" in told["held_because"]


def test_everything_wrong_is_told_at_once_with_place_reason_and_what_to_do(cast):
    answer = raised(
        cast, child={**CHILD, "date_of_birth": "2030-01-01", "given": "?", "family": ""}, happened_on="2027-01-01",
        allegation="He sells.", consent_reason="", child_voice="",
    )  # fmt: skip
    told = answer.json()
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert {one["field"] for one in told["errors"]} == {
        "child.date_of_birth", "child.given", "happened_on", "allegation_by", "consent_reason", "child_voice",
    }  # fmt: skip
    assert all(one["reason"] and one["what_to_do"] for one in told["errors"])
    assert not Concern.objects.exists() and not SourceRecord.objects.exists()


@pytest.mark.parametrize(
    ("changes", "reason", "advice"),
    [
        ({"fact": ""}, "This is empty, or too short.", "Fill it in."),
        ({"allegation_by": "x" * 999}, "This is longer than 200 characters.", "Shorten it."),
        ({"child_role": "hurt"}, "This is none of the words that stand here.", "Send 'at_risk', 'victim'"),
    ],
)
def test_a_field_that_is_empty_too_long_or_another_word_is_told_in_words_of_our_own(cast, changes, reason, advice):
    told = raised(cast, **changes).json()["errors"]
    assert [one["field"] for one in told] == list(changes) and told[0]["reason"] == reason
    assert told[0]["what_to_do"].startswith(advice)


def test_progress_tells_status_and_feedback_and_nothing_of_the_child(cast):
    own = system(cast)
    reference = own.post("/concerns", CONCERN).json()["reference"]
    worker = cast.viewer("triage")
    triage.rate(reference=reference, level_code="vulnerable", reason="As told.", by=worker, at=NOW)
    version = Concern.objects.get().version
    triage.decide_concern(reference=reference, kind="advice", rationale="As told.", version=version, by=worker, at=NOW)
    triage.give_feedback(reference=reference, form="decision", text="Advice was given.", by=worker, at=later(minutes=1))
    answer = own.get(f"/concerns/{reference.lower()}")
    assert answer.json()["status"] == "Feedback given" and answer.json()["has_ended"]
    assert [one["words"] for one in answer.json()["feedback"]] == ["Advice was given."]
    assert not [one for one in SECRETS if one in answer.content.decode()]
    row = Event.objects.filter(act="view", subject_kind="concern").latest("pk")
    assert row.field_groups == "feedback" and row.actor_id == f"key:{own.key.public}"
    assert Concern.objects.get().feedback.get().read_at is None


@pytest.mark.parametrize("agency", ["outside", "other_school", "council"])
def test_another_agencys_key_learns_nothing_of_a_concern(cast, agency):
    reference = raised(cast).json()["reference"]
    stranger = system(cast, agency, scopes={Scope.CONCERNS})
    real, unreal = stranger.get(f"/concerns/{reference}"), stranger.get("/concerns/CN-222-222")
    assert real.status_code == 404 and real.content == unreal.content
    assert Event.objects.filter(outcome="refused", actor_id=f"key:{stranger.key.public}").count() == 2


def test_a_restricted_child_is_hidden_from_the_key_that_sent_her(cast):
    own = system(cast)
    reference = own.post("/concerns", CONCERN).json()["reference"]
    person = Concern.objects.get().record.person_id
    restrict(person_id=person, reason="x", cleared=[], by=cast.viewer("manager"), at=NOW)
    hidden, unreal = own.get(f"/concerns/{reference}"), own.get("/concerns/CN-222-222")
    assert hidden.status_code == 404 and hidden.content == unreal.content


def test_a_concern_about_a_restricted_child_is_taken_like_any_other(cast):
    own, child = system(cast), {**CHILD, "own_reference": "P-17"}
    first = own.post("/concerns", {**CONCERN, "child": child}).json()
    person = Concern.objects.get().record.person_id
    restrict(person_id=person, reason="x", cleared=[], by=cast.viewer("manager"), at=NOW)
    again = own.post("/concerns", {**CONCERN, "child": child})
    assert again.status_code == 201 and Concern.objects.count() == 2
    assert again.json()["status"] == first["status"]


def test_an_outsiders_concern_of_its_own_is_kept_and_shows_it_nobody_elses(cast):
    raised(cast)
    answer = system(cast, "outside").post("/concerns", CONCERN)
    assert answer.status_code == 201 and answer.json()["status"] == "Held: not sent"
    assert not [one for one in SECRETS if one in answer.content.decode()]


def test_a_key_cannot_be_used_as_a_session_and_a_session_not_as_a_key(cast, as_member):
    client = as_member("dsl")
    assert client.get("/api/v1/pathways").status_code == 401
    assert System(system(cast).text).get("/../../concerns/").status_code in (302, 404)
