"""The child's page of disclosures: who saw what, when, why, under which agreement; who was refused; no case content."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from alongside.audit.actions import seal_all
from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.people.actions import add_record, join, undo_join
from alongside.support.actions import raising, triage
from alongside.support.drafts import OtherPerson
from alongside.support.queries import triaging
from tests.cast import NOW, child, details
from tests.web.reading import errors_in, plain, text_of

SECRETS = ("two new phones", "older gives her", "Don't ring my mum", "collects her", "Signs of exploitation", "Complex")


@pytest.fixture
def concern(cast):
    told = details(others=(OtherPerson("Tee Unknown", "suspected", "About 19"),))
    made = raising.raise_concern(details=told, by=cast.viewer("dsl"), at=NOW)
    worker = cast.viewer("triage")
    triage.rate(reference=made.reference, level_code="complex", reason="Signs of exploitation.", by=worker, at=NOW)
    triaging.triage_page(worker, made.reference)
    made.refresh_from_db()
    triage.decide_concern(
        reference=made.reference, kind="no_action", rationale="x", version=made.version, by=worker, at=NOW
    )
    return made


@pytest.fixture
def officer(as_member):
    return as_member("governance")


def url(concern, query=""):
    return f"/disclosures/{concern.record.person_id}/{query}"


def test_the_page_says_who_saw_what_for_which_purpose_under_which_agreement_and_why(officer, concern):
    page = text_of(officer.get(url(concern)))
    assert (
        f"Tomasz Wilk (Larkmere Council front door) opened the concern {concern.reference} for safeguarding a child "
        "under FD-1 v1. Saw: what the child says; the concern: what happened; address and telephone; "
        "name, date of birth and sex."
    ) in page
    assert "Because Larkmere Council front door is involved with the child and FD-1 v1 covers it" in page
    assert (
        f"shared the concern {concern.reference} for safeguarding a child under FD-1 v1: sent to Larkmere Council"
        in page
    )


def test_lists_and_searches_are_in_it_too(as_member, officer, concern):
    worker = as_member("triage")
    worker.get("/triage/")
    worker.get(f"/triage/{concern.reference}/who-else")
    assert "saw the child in the list of concerns (queue open)" in text_of(officer.get(url(concern)))


def test_it_holds_no_case_content(officer, concern):
    pages = [officer.get(url(concern, query)) for query in ("", "?refused=on")]
    for page in pages:
        words = text_of(page)
        assert not [secret for secret in SECRETS if secret in words] and "No further action" not in words


def test_refusals_stand_apart_the_outsiders_at_the_door_included(as_member, officer, concern):
    outsider = as_member("outsider")
    outsider.get(f"/triage/{concern.reference}/")
    outsider.get(f"/concern/own/{concern.reference}/")
    as_member("other_dsl").get(f"/triage/{concern.reference}/rate")
    page = text_of(officer.get(url(concern, "?refused=on")))
    assert (
        f"Corin Vale (Breakwater Leisure Trust) was refused: tried to open the page /triage/{concern.reference}/"
        in page
    )
    assert "Owen Trellick (Saltmarsh High) was refused" in page
    assert "Corin Vale" not in text_of(officer.get(url(concern)))


def test_a_refused_attempt_on_another_child_is_not_hers(cast, as_member, officer, concern):
    other = raising.raise_concern(details=details(child=child("Bo", "Marsh")), by=cast.viewer("dsl"), at=NOW)
    as_member("outsider").get(f"/triage/{other.reference}/")
    assert "Nobody was refused." in text_of(officer.get(url(concern, "?refused=on")))


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("?agency=school", "Priya Nandakumar", "Tomasz Wilk"),
        ("?act=view", "opened the concern", "rated the need"),
        ("?since-day=18&since-month=11&since-year=2026", "The log holds nothing that fits", "Priya"),
        ("?until-day=16&until-month=11&until-year=2026", "The log holds nothing that fits", "Priya"),
        (
            "?since-day=17&since-month=11&since-year=2026&until-day=17&until-month=11&until-year=2026",
            "Priya",
            "nothing",
        ),
    ],
)
def test_the_list_is_filtered_by_agency_act_and_period(officer, concern, query, there, gone):
    page = text_of(officer.get(url(concern, query)))
    listed = page[page.index("Clear filters") :]
    assert there in listed and gone not in listed


@pytest.mark.parametrize(
    "query", ["?since-day=99", "?agency=%00", "?act=nonsense", "?page=x", "?until-year=x&agency=y"]
)
def test_nonsense_in_the_filters_is_no_crash(officer, concern, query):
    assert officer.get(url(concern, query)).status_code == 200


def test_long_logs_go_over_pages_and_onto_one_to_print(officer, concern):
    for _ in range(60):
        officer.get(url(concern))
    first = text_of(officer.get(url(concern)))
    assert "Showing 1 to 50 of " in first and "Show up to 500 on one page, to print" in first
    assert "Showing 1 to 50" not in text_of(officer.get(url(concern, "?long=on")))


def test_what_is_sealed_is_said(officer, concern):
    assert "Yes" not in text_of(officer.get(url(concern, "?agency=school")))
    seal_all(at=NOW)
    assert "Yes" in text_of(officer.get(url(concern, "?agency=school")))


def test_that_she_looked_is_in_the_log_for_the_purpose_of_proving(officer, concern):
    officer.get(url(concern))
    row = Event.objects.latest("pk")
    assert (row.act, row.subject_kind, row.purpose, row.field_groups) == (
        "view",
        "disclosures",
        "assurance",
        "identity",
    )


@pytest.mark.parametrize("name", ["dsl", "triage", "manager", "analyst", "clinician", "outsider"])
def test_nobody_else_sees_who_saw_what(as_member, concern, name):
    client = as_member(name)
    assert client.get(url(concern)).status_code == client.get("/disclosures/").status_code == 403
    assert client.post("/disclosures/", {"how": "reference", "reference": concern.reference}).status_code == 403


def test_a_refusal_is_the_same_bytes_whether_the_child_exists_or_not(as_member, concern, refusals):
    outsider = as_member("outsider")
    real, made_up = outsider.get(url(concern)), outsider.get(f"/disclosures/{uuid4()}/")
    assert plain(real) == plain(made_up) and refusals("outside") == 2


def test_a_restricted_child_is_not_there_for_an_officer_who_is_not_cleared(cast, officer, concern, refusals):
    person = concern.record.person_id
    restrict(person_id=person, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    real, made_up = officer.get(url(concern)), officer.get(f"/disclosures/{uuid4()}/")
    assert real.status_code == 403 and plain(real) == plain(made_up) and refusals("council") == 2
    assert "Amina" not in text_of(officer.post("/disclosures/", {"how": "reference", "reference": concern.reference}))


def test_an_officer_who_is_cleared_sees_her(cast, officer, concern):
    cleared = [cast.members["governance"].pk]
    restrict(person_id=concern.record.person_id, reason="Refuge.", cleared=cleared, by=cast.viewer("manager"), at=NOW)
    assert officer.get(url(concern)).status_code == 200


def find(client, **sent):
    return client.post("/disclosures/", sent)


BORN = {"date_of_birth-day": "14", "date_of_birth-month": "5", "date_of_birth-year": "2012"}


def test_a_child_is_found_by_the_reference_of_a_concern_with_everybody_in_it_and_no_roles(officer, concern):
    page = text_of(find(officer, how="reference", reference=concern.reference.lower().replace("-", " ")))
    assert "Amina Okafor-Lindqvist , born 14 May 2012" in page and "Tee Unknown" in page
    assert "alleged" not in page.lower() and "About 19" not in page


def test_the_child_stands_before_those_of_whom_little_is_known(officer, concern):
    page = text_of(officer.post("/disclosures/", {"how": "reference", "reference": concern.reference}))
    assert page.index("Amina Okafor-Lindqvist") < page.index("Tee Unknown")


def test_a_child_is_found_by_name_and_date_of_birth(officer, concern):
    response = find(officer, how="name", given="amina", family="", **BORN)
    assert url(concern) in response.content.decode()
    row = Event.objects.latest("pk")
    assert (row.act, row.purpose) == ("search", "assurance") and "Amina" not in row.reason
    assert row.body.text and row.persons.get().person_id == concern.record.person_id


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({}, "id_how"),
        ({"how": "reference", "reference": "CN-7K4-M9X"}, "id_reference"),
        ({"how": "reference", "reference": ""}, "id_reference"),
        ({"how": "name", "given": "Amina", "family": "Okafor-Lindqvist"}, "id_date_of_birth-day"),
        ({"how": "name", **BORN}, "id_date_of_birth-day"),
    ],
)
def test_nobody_fishes(officer, concern, sent, where):
    response = find(officer, **sent)
    assert where in errors_in(response) and "born 14 May 2012" not in text_of(response)


def test_somebody_not_signed_in_is_led_to_the_sign_in_page(concern, now):
    for page in (url(concern), "/disclosures/"):
        assert Client().get(page).headers["Location"].startswith("/account/sign-in")


def put_to(cast, at_police, concern):
    at = NOW + timedelta(minutes=30)
    return join(
        record_id=at_police.pk, to_person=concern.record.person_id, reason="Same.", by=cast.viewer("triage", at),
        at=at, may_find=[at_police.pk],
    )  # fmt: skip


@pytest.fixture
def at_police(cast):
    earlier = NOW - timedelta(days=30)
    return add_record(
        draft=child("Amina", "Okafor Lindqvist", date_of_birth=date(2009, 11, 30)), holder=cast.agencies["police"], source="file",
        by=cast.members["officer"].actor, at=earlier, today=earlier.date(),
    )  # fmt: skip


def test_what_was_told_before_two_records_were_joined_is_hers_too(cast, officer, concern, at_police):
    put_to(cast, at_police, concern)
    assert "made the record of Larkmere Police" in text_of(officer.get(url(concern)))


def test_after_a_mistaken_link_is_undone_each_child_has_what_was_told_of_her(cast, officer, concern, at_police):
    other = at_police.person_id
    joined = put_to(cast, at_police, concern)
    while_joined = NOW + timedelta(hours=1)
    triaging.triage_page(cast.viewer("triage", while_joined), concern.reference)
    undone = NOW + timedelta(hours=2)
    undo_join(joined=joined, reason="Another girl.", by=cast.viewer("triage", undone), at=undone)
    hers, others = text_of(officer.get(url(concern))), text_of(officer.get(f"/disclosures/{other}/"))
    assert "made the record of Larkmere Police" not in hers and "made the record of Larkmere Police" in others
    assert "opened the record of Larkmere Police" in hers and "opened the record of Larkmere Police" in others
    assert "rated the need" not in others
