"""Referring along a pathway from another system: its form as JSON Schema, the referral, what came of it."""

import jsonschema_rs
import pytest

from alongside.partners.actions import restrict
from alongside.partners.models import Agreement
from alongside.support.actions.cases import tell_referrer
from alongside.support.definitions.parts import Option, Question, QuestionKind
from alongside.support.definitions.reading import read
from alongside.support.definitions.strict import faults_in
from alongside.support.models import Case, PathwayVersion
from alongside.support.shipped import shipped
from alongside.web.api.pathway_forms import schema_of
from tests.cast import NOW
from tests.systems import REFERRAL, system


def test_a_key_is_told_the_pathways_of_its_role(pathways):
    told = system(pathways).get("/pathways").json()
    assert "early-help" in [one["code"] for one in told] and all(one["summary"] for one in told)
    assert system(pathways, "health").get("/pathways").status_code == 200


def test_the_form_of_a_pathway_says_what_a_referral_must_hold(pathways):
    told = system(pathways).get("/pathways/early-help").json()
    assert told["receivers"] == [{"code": "council", "name": "Larkmere Council front door"}] and told["version"] == 1
    form = jsonschema_rs.validator_for(told["answers"])
    assert form.is_valid(REFERRAL["answers"]) and not form.is_valid({"worry": "x", "more": 1})


def test_a_referral_reaches_the_receiver_and_its_feedback_the_sender(pathways):
    own = system(pathways)
    answer = own.post("/referrals", REFERRAL)
    assert answer.status_code == 201, answer.json()
    case = Case.objects.get(reference=answer.json()["reference"])
    assert (case.holder.code, case.receiver.code, answer.json()["held_because"]) == ("school", "council", "")
    assert case.answers == REFERRAL["answers"] and case.source == "interface, key “School records”"
    tell_referrer(
        reference=case.reference, text="Accepted.", reason_for_none=False, by=pathways.viewer("triage"), at=NOW
    )
    told = own.get(answer["Location"].removeprefix("/api/v1")).json()
    assert [one["words"] for one in told["feedback"]] == ["Accepted."] and not told["has_ended"]


def test_a_referral_that_no_agreement_covers_is_held_and_says_so(pathways):
    Agreement.objects.update(withdrawn_on=NOW.date())
    answer = system(pathways).post("/referrals", REFERRAL).json()
    assert "No agreement in force" in answer["held_because"]


def test_answers_that_cannot_stand_are_told_one_by_one(pathways):
    answers = {"worry": 7, "no-such": "x"}
    told = system(pathways).post("/referrals", {**REFERRAL, "answers": answers}).json()
    assert {one["field"] for one in told["errors"]} == {"answers.worry", "answers.no-such"}
    told = system(pathways, name="Two").post("/referrals", {**REFERRAL, "answers": {"worry": "x"}}).json()
    assert {one["field"] for one in told["errors"]} == {"answers.child_says"} and not Case.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": "refused"}, "consent"), ({"consent": "not_sought_unsafe"}, "consent_reason"),
        ({"receiver": "school"}, "receiver"), ({"child": {"date_of_birth": "2012-02-30"}}, "child.date_of_birth"),
        ({"child": {"given": " "}}, "child.given"), ({"pathway": "No Such"}, "pathway"),
    ],
)  # fmt: skip
def test_what_a_referral_lacks_is_told_at_its_place(pathways, changes, field):
    answer = system(pathways).post("/referrals", {**REFERRAL, **changes})
    assert answer.status_code == 422 and field in [one["field"] for one in answer.json()["errors"]]


def test_a_pathway_for_another_role_and_one_that_does_not_exist_look_alike(pathways):
    PathwayVersion.objects.filter(pathway__code="leaving-gangs").update(
        document={**next(one for one in shipped() if one["code"] == "leaving-gangs"), "referrers": ["triage_worker"]}
    )
    own = system(pathways)
    real, unreal = own.get("/pathways/leaving-gangs"), own.get("/pathways/no-such")
    assert real.status_code == 404 and real.content == unreal.content
    real, unreal = (own.post("/referrals", {**REFERRAL, "pathway": one}) for one in ("leaving-gangs", "no-such"))
    assert real.status_code == 403 and real.content == unreal.content


@pytest.mark.parametrize("agency", ["outside", "other_school", "council", "provider"])
def test_another_agencys_key_learns_nothing_of_a_referral(pathways, agency):
    reference = system(pathways).post("/referrals", REFERRAL).json()["reference"]
    stranger = system(pathways, agency)
    real, unreal = stranger.get(f"/referrals/{reference}"), stranger.get("/referrals/CS-222-222")
    assert real.status_code == 404 and real.content == unreal.content


def test_a_restricted_child_is_hidden_from_the_key_that_referred_her(pathways):
    own = system(pathways)
    reference = own.post("/referrals", REFERRAL).json()["reference"]
    person = Case.objects.get().record.person_id
    restrict(person_id=person, reason="x", cleared=[], by=pathways.viewer("manager"), at=NOW)
    assert own.get(f"/referrals/{reference}").content == own.get("/referrals/CS-222-222").content


def test_a_restricted_child_is_referred_like_any_other_and_the_answer_does_not_tell(pathways):
    own, child = system(pathways), {**REFERRAL["child"], "own_reference": "P-17"}
    first = own.post("/referrals", {**REFERRAL, "child": child}).json()
    person = Case.objects.get().record.person_id
    restrict(person_id=person, reason="x", cleared=[], by=pathways.viewer("manager"), at=NOW)
    again = own.post("/referrals", {**REFERRAL, "child": child})
    assert again.status_code == 201 and Case.objects.count() == 2
    assert {**again.json(), "reference": ""} == {**first, "reference": ""}


SOME = (
    Question("who", "Who?", QuestionKind.CHOICE, required=True, options=(Option("a", "A"), Option("b", "B"))),
    Question("which", "Which?", QuestionKind.CHOICES, options=(Option("x", "X"), Option("y", "Y"))),
    Question("sure", "Sure?", QuestionKind.YES_NO),
    Question("why", "Why?", QuestionKind.TEXT, required=True, only_if="who=a"),
    Question("how", "How?", QuestionKind.LINE, only_if="which=x"),
    Question("when", "When?", QuestionKind.DATE, only_if="sure=yes"),
    Question("many", "How many?", QuestionKind.NUMBER, least=1, most=9),
    Question("hour", "At what time?", QuestionKind.TIME),
)
CASES = [
    ({"who": "b"}, True), ({"who": "a"}, False), ({"who": "a", "why": "x"}, True), ({"who": "b", "why": "x"}, False),
    ({"who": "c"}, False), ({"who": ["b"]}, False), ({"who": "b", "which": "x"}, False), ({}, False),
    ({"who": "b", "which": ["x"], "how": "y"}, True), ({"who": "b", "which": ["y"], "how": "y"}, False),
    ({"who": "b", "sure": True, "when": "2026-01-31"}, True), ({"who": "b", "sure": "yes"}, False),
    ({"who": "b", "sure": False, "when": "2026-01-31"}, False), ({"who": "b", "many": 9}, True),
    ({"who": "b", "many": 10}, False), ({"who": "b", "many": True}, False), ({"who": "b", "many": "3"}, False),
    ({"who": "b", "hour": "08:30"}, True), ({"who": "b", "hour": "28:30"}, False), ({"who": "b", "x": 1}, False),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "stand"), CASES)
def test_the_form_as_json_schema_and_the_check_of_answers_agree(answers, stand):
    assert jsonschema_rs.is_valid(schema_of(SOME), answers) is stand
    assert (faults_in(SOME, answers) == []) is stand


@pytest.mark.parametrize("document", list(shipped()), ids=lambda one: one["code"])
def test_every_pathway_that_comes_with_alongside_has_a_valid_form(document):
    jsonschema_rs.meta.validate(schema_of(read(document).questions))
