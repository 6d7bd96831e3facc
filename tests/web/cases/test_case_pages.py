"""Referring along a pathway and working the case, page by page."""

import pytest

from alongside.audit.entries import Actor
from alongside.partners.models import MemberNotice
from alongside.partners.states import FieldGroup, NoticeKind, Purpose
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import Case, CaseEntry
from alongside.support.shipped import shipped
from tests.cast import NOW, child
from tests.web.reading import text_of

EARLY_HELP = next(one for one in shipped() if one["code"] == "early-help")
WHO = {"given": "Amina", "family": "Okafor-Lindqvist", "date_of_birth": "2012-05-14"}
TOLD = {"q_worry": "He is tired.", "q_child_says": "I want to sleep at home.", "consent": "given", "step": "2"}


@pytest.fixture
def pathway(cast):
    cast.agreement("EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    install(document=EARLY_HELP, receivers=["council"], change_note="As it comes", by=Actor.system("test"), at=NOW)
    return cast


@pytest.fixture
def case(pathway):
    answers = {"worry": "He is tired.", "child_says": "I want to sleep at home."}
    return refer(referral=Referral("early-help", child(), answers, "given"), by=pathway.viewer("dsl"), at=NOW)


def test_a_safeguarding_lead_refers_in_two_steps_and_gets_a_reference(pathway, as_member):
    client = as_member("dsl")
    assert "What are you worried about?" in text_of(client.post("/pathways/early-help/refer/", WHO))
    answer = client.post("/pathways/early-help/refer/", {**WHO, **TOLD, "sent_key": "a1"}, follow=True)
    assert "Larkmere Council front door has your referral" in text_of(answer)
    client.post("/pathways/early-help/refer/", {**WHO, **TOLD, "sent_key": "a1"})
    assert Case.objects.count() == 1


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(pathway, as_member):
    page = as_member("dsl").post("/pathways/early-help/refer/", {**WHO, **TOLD, "q_worry": ""})
    text = text_of(page)
    assert "Answer the question “What are you worried about?”" in text and "I want to sleep at home." in text
    assert not Case.objects.exists()


def test_too_little_to_look_for_a_child_is_refused(pathway, as_member):
    page = as_member("dsl").post("/pathways/early-help/refer/", {"given": "Amina"})
    assert "Enter a first and a last name" in text_of(page)


def test_the_worker_takes_a_decision_and_the_case_moves(case, as_member):
    client = as_member("triage")
    assert "Speak to the family" in text_of(client.get("/pathways/early-help/cases/"))
    page = client.post(f"/cases/{case.reference}/do/accept/", {"reason": "As we spoke."}, follow=True)
    assert "Stands at Assessment with the family" in text_of(page)
    again = client.post(f"/cases/{case.reference}/do/accept/", {"reason": "Once more."}, follow=True)
    assert "not open at the stage where the case stands" in text_of(again)


def test_whoever_looks_a_second_time_reads_which_decision_waits_and_why(case, as_member):
    url, manager = f"/cases/{case.reference}/second-look/", as_member("manager")
    assert "No decision of this case waits" in text_of(manager.get(url, follow=True))
    worker = as_member("triage")
    worker.post(f"/cases/{case.reference}/do/step-up/", {"reason": "He was hit again."})
    assert "“Step up to social care” waits for a second look" in text_of(worker.get(f"/cases/{case.reference}/"))
    asked = text_of(manager.get(url))
    assert "Step up to social care" in asked and "He was hit again." in asked and "Tomasz Wilk" in asked
    for name in ("dsl", "triage", "outsider"):
        page = as_member(name).get(url)
        assert page.status_code == 403 and "He was hit again." not in text_of(page)


@pytest.mark.parametrize(("verdict", "told"), [("back", "Sent back"), ("agree", "Agreed")])
def test_whoever_decided_is_told_what_a_second_pair_of_eyes_said(case, as_member, verdict, told):
    url, worker = f"/cases/{case.reference}/", as_member("triage")
    worker.post(f"{url}do/step-up/", {"reason": "He was hit again."})
    as_member("manager").post(f"{url}second-look/", {"verdict": verdict, "text": "Speak with the aunt first."})
    page = text_of(worker.get(url))
    assert f"Second look at “Step up to social care”: {told}" in page and "Speak with the aunt first." in page
    notice = MemberNotice.objects.get(kind=NoticeKind.DECISION_LOOKED_AT)
    assert (notice.member.username, notice.path) == ("triage", url)
    for name in ("dsl", "outsider"):
        assert "Speak with the aunt first." not in text_of(as_member(name).get(url))


def test_before_a_decision_that_ends_the_case_the_page_says_that_nothing_goes_anywhere_by_itself(case, as_member):
    client = as_member("triage")
    told = "The case ends with this, and its clocks stop. Nothing goes to another agency by itself"
    assert told in text_of(client.get(f"/cases/{case.reference}/do/step-up/"))
    assert told not in text_of(client.get(f"/cases/{case.reference}/do/accept/"))
    assert as_member("outsider").get(f"/cases/{case.reference}/do/step-up/").status_code == 403


def test_whoever_gives_no_time_is_not_said_to_have_been_there_at_midday(case, as_member):
    client = as_member("triage")
    for given in ("", "09:15"):
        client.post(
            f"/cases/{case.reference}/write/first-contact/",
            {"happened_on": "2026-11-16", "happened_at": given, "q_how": "home"},
        )
    text = text_of(client.get(f"/cases/{case.reference}/"))
    assert "16 November 2026, Tomasz Wilk" in text and "16 November 2026 at 9:15am, Tomasz Wilk" in text
    assert "midday" not in text


def test_of_two_who_decide_at_once_the_second_is_told_and_keeps_her_words(case, as_member):
    client = as_member("triage")
    client.post(f"/cases/{case.reference}/write/first-contact/", {
        "happened_on": "2026-11-17", "q_how": "home"})  # fmt: skip
    page = client.post(f"/cases/{case.reference}/do/accept/", {"reason": "My words.", "changes": "1"})
    assert "Somebody has changed this case since" in text_of(page) and "My words." in text_of(page)


def test_an_entry_is_written_and_corrected_and_both_are_shown(case, as_member):
    client = as_member("triage")
    client.post(f"/cases/{case.reference}/write/first-contact/", {"happened_on": "2026-11-17", "q_how": "home"})
    entry = CaseEntry.objects.get()
    client.post(
        f"/cases/{case.reference}/correct/{entry.pk}/",
        {"happened_on": "2026-11-17", "q_how": "phone", "correction_reason": "It was by telephone."},
    )
    text = text_of(client.get(f"/cases/{case.reference}/"))
    assert "Corrected since" in text and "It was by telephone." in text and "By telephone" in text


def test_an_entry_in_the_future_is_refused(case, as_member):
    page = as_member("triage").post(
        f"/cases/{case.reference}/write/first-contact/", {"happened_on": "2026-11-19", "q_how": "home"}
    )
    assert "That is in the future" in text_of(page)


def test_the_referrer_reads_what_came_of_it_and_nothing_of_the_work(case, as_member):
    as_member("triage").post(f"/cases/{case.reference}/tell/", {"what": "words", "text": "We visit on Friday."})
    page = text_of(as_member("dsl").get(f"/cases/{case.reference}/"))
    assert "We visit on Friday." in page and "What was written down" not in page and "History" not in page


def test_the_queue_asks_no_more_however_long_it_is(pathway, as_member, queries):
    client = as_member("triage")

    def fill(count):
        for number in range(count):
            answers = {"worry": "x", "child_says": "y"}
            one = child(f"N{number}")
            refer(referral=Referral("early-help", one, answers, "given"), by=pathway.viewer("dsl"), at=NOW)

    fill(2)
    few = queries(client, "/pathways/early-help/cases/")
    fill(12)
    assert queries(client, "/pathways/early-help/cases/") == few


@pytest.mark.parametrize("name", ["outsider", "other_dsl", "governance"])
def test_who_has_no_part_is_refused_and_logged(case, as_member, refusals, name):
    client = as_member(name)
    for path in ("", "do/accept/", "write/first-contact/", "tell/", "whose/", "withdraw/", "reopen/"):
        assert client.get(f"/cases/{case.reference}/{path}").status_code == 403
    agency = {"outsider": "outside", "other_dsl": "other_school", "governance": "council"}[name]
    assert refusals(agency) == 7
