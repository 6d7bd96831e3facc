"""Requests for information: the queue by clock, the agreement that lets it be told, and one answer."""

from datetime import timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners.models import Agreement
from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, raising
from alongside.support.models import Answer
from tests.cast import NOW, child, details
from tests.web.reading import errors_in, plain, text_of


def asked_of_health(cast, given: str = "Amina", at=NOW):
    told = details(child=child(given), happened_on=at.date())
    concern = raising.raise_concern(details=told, by=cast.viewer("dsl", at), at=at)
    return asking.ask(
        reference=concern.reference, agency_code="health", groups=[FieldGroup.HEALTH],
        question="Is she waiting for CAMHS?\nSince when?", by=cast.viewer("triage", at), at=at,
    )  # fmt: skip


@pytest.fixture
def asked(cast):
    return asked_of_health(cast)


@pytest.fixture
def clinician(as_member):
    return as_member("clinician")


def test_the_queue_shows_what_waits_the_most_urgent_first(cast, asked, clinician):
    asked_of_health(cast, "Bo", NOW - timedelta(days=6))
    page = text_of(clinician.get("/requests/"))
    assert page.index("Bo Okafor-Lindqvist") < page.index("Amina Okafor-Lindqvist")
    assert "Health notes" in page and "Breached" in page and "Requests for information 2" in text_of(clinician.get("/"))


def test_the_page_says_what_is_asked_and_which_agreement_lets_it_be_told(asked, clinician):
    page = text_of(clinician.get(f"/requests/{asked.reference}/"))
    assert "Is she waiting for CAMHS? Since when?" in page and "Asked for Health notes" in page
    assert "Yes: HE-1 v1 lets your agency tell Larkmere Council front door" in page


def test_the_concern_itself_is_not_told_to_who_is_asked(asked, clinician):
    page = text_of(clinician.get(f"/requests/{asked.reference}/"))
    assert "two new phones" not in page and "Elmsgate" not in page and asked.concern.reference not in page


def test_what_is_told_reaches_the_asker_with_the_agreement(asked, clinician):
    response = clinician.post(
        f"/requests/{asked.reference}/", {"kind": "told", "text": "Waits since May.", "reason": ""}
    )
    assert response.headers["Location"] == "/requests/"
    answer = Answer.objects.get()
    assert (answer.words, answer.agreement) == ("Waits since May.", "HE-1 v1")
    page = text_of(clinician.get(f"/requests/{asked.reference}/"))
    assert "Told under HE-1 v1" in page and "Answered Ruth Ekwueme, 17 November 2026 at 10am" in page
    assert "Here is what we hold" in text_of(clinician.get("/requests/?answered"))


@pytest.mark.parametrize(("kind", "reason"), [("nothing_held", ""), ("withheld", "It would put her in danger.")])
def test_nothing_held_and_withheld_are_answers_too(asked, clinician, kind, reason):
    clinician.post(f"/requests/{asked.reference}/", {"kind": kind, "text": "", "reason": reason})
    answer = Answer.objects.get()
    assert (answer.kind, answer.reason, answer.agreement) == (kind, reason, "")


@pytest.mark.parametrize(
    ("answer", "errors"),
    [
        ({}, {"id_kind": "Select your answer"}),
        ({"kind": "told", "text": " "}, {"id_text": "Write what you tell"}),
        ({"kind": "withheld", "text": "kept"}, {"id_reason": "Say why you do not share it"}),
        ({"kind": "maybe"}, {"id_kind": "Choose from the list for “Your answer”"}),
        ({"kind": "told", "text": "م" * 500_000},
         {"id_text": "What you tell must be 10,000 characters or fewer. It has 500,000: shorten it"}),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_stand_says_why_and_keeps_what_was_typed(asked, clinician, answer, errors):
    response = clinician.post(f"/requests/{asked.reference}/", answer)
    assert errors_in(response) == errors and answer.get("text", "") in response.content.decode()
    assert not Answer.objects.exists()


def test_without_an_agreement_in_force_nothing_can_be_told(cast, asked, clinician):
    Agreement.objects.filter(reference="HE-1").update(on_request=frozenset())
    url = f"/requests/{asked.reference}/"
    assert "nothing can be told here" in text_of(clinician.get(url))
    response = clinician.post(url, {"kind": "told", "text": "Waits since May."})
    assert "is no longer in force" in errors_in(response)["id_kind"] and "Waits since May." in text_of(response)
    assert clinician.post(url, {"kind": "withheld", "reason": "No agreement."}).status_code == 302


def test_a_colleague_who_was_quicker_is_shown_beside_what_was_typed(cast, asked, clinician):
    asking.answer(
        reference=asked.reference, kind="told", text="Waits since May.", reason="", by=cast.viewer("clinician"), at=NOW
    )
    response = clinician.post(f"/requests/{asked.reference}/", {"kind": "told", "text": "She was seen in June."})
    page = text_of(response)
    assert "Somebody else saved this first" in page and "Saved by Ruth Ekwueme" in page
    assert "Waits since May." in page and "She was seen in June." in page
    assert Answer.objects.get().words == "Waits since May."


def test_the_outsider_is_refused_alike_whether_it_exists_or_not(asked, as_member, refusals):
    client = as_member("outsider")
    there, nowhere = client.get(f"/requests/{asked.reference}/"), client.get("/requests/RQ-333-333/")
    assert there.status_code == nowhere.status_code == 403 and plain(there) == plain(nowhere)
    assert client.post(f"/requests/{asked.reference}/", {"kind": "nothing_held"}).status_code == 403
    assert refusals("outside") == 3 and not Answer.objects.exists()


def test_the_outsiders_own_queue_is_empty(asked, as_member):
    assert "No request waits for your agency." in text_of(as_member("outsider").get("/requests/"))


@pytest.mark.parametrize("role", ["analyst", "governance"])
def test_a_role_that_answers_no_requests_opens_neither_page(asked, as_member, refusals, role):
    client = as_member(role)
    assert client.get("/requests/").status_code == client.get(f"/requests/{asked.reference}/").status_code == 403
    assert refusals("council") == 2


def test_somebody_not_signed_in_is_sent_to_sign_in(asked, client):
    for url in ("/requests/", f"/requests/{asked.reference}/"):
        assert client.get(url).headers["Location"].startswith("/account/sign-in?next=")


def test_a_longer_queue_asks_no_more_of_the_database(cast, asked, clinician, queries):
    one = queries(clinician, "/requests/")
    for number in range(5):
        asked_of_health(cast, f"Child{number}")
    assert queries(clinician, "/requests/") == one


def test_list_and_page_are_in_the_log_with_the_child(asked, clinician):
    clinician.get("/requests/")
    clinician.get(f"/requests/{asked.reference}/")
    seen = Event.objects.filter(agency_code="health", persons__person_id=asked.concern.record.person_id)
    assert set(seen.values_list("act", flat=True)) == {"list", "view"}
