"""Agreements: read by those whom they name, kept by the governance officer, in every version."""

from datetime import timedelta

import pytest
from django.test import Client

from alongside.partners.models import Agreement, AgreementParty
from alongside.support.actions import raising
from alongside.support.models import Concern
from tests.cast import NOW, details
from tests.web.reading import errors_in, plain, text_of

TODAY = NOW.date()


def day(name, value):
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


FILLED = {
    "reference": "OUT-1", "title": "Leisure", "gateway": "Children Act 2004, section 11", "purposes": ["safeguarding"],
    **day("valid_from", TODAY), **day("valid_until", TODAY + timedelta(days=300)),
    **day("review_on", TODAY + timedelta(days=200)), "group_identity": "open", "group_concern": "open",
    "group_health": "on_request", "party_outside": "both", "party_council": "receives", "privacy_notice": "",
}  # fmt: skip


@pytest.fixture
def officer(as_member):
    return as_member("governance")


@pytest.fixture
def fd1(cast):
    return Agreement.objects.get(reference="FD-1")


def url(one, page=""):
    return f"/agreements/{one.pk}/{page}"


def test_the_list_says_how_each_agreement_stands(cast, officer):
    ends = TODAY + timedelta(days=30)
    cast.agreement("SOON", ["council", "police"], valid_until=ends, review_on=ends)
    page = text_of(officer.get("/agreements/"))
    assert "SOON v1 Front door sharing Ending soon 30 days left" in page and "FD-1 v1" in page
    assert "FD-1" not in text_of(officer.get("/agreements/?ending"))
    assert "Agreements that end soon 1" in text_of(officer.get("/"))


def test_a_page_tells_what_it_covers_who_signed_and_in_which_version(cast, officer, fd1):
    cast.agreement("FD-1", ["council", "school"], version=2, title="Wider")
    page = text_of(officer.get(url(fd1)))
    assert "Children Act 2004, sections 11 and 16LA" in page and "Signed by A. Signatory on 1 January 2026" in page
    assert "Versions" in page and "FD-1 v2" in page


def test_members_see_what_names_their_agency_and_cannot_keep_it(as_member, fd1):
    page = text_of(as_member("dsl").get(url(fd1)))
    assert "Front door sharing" in page and "Withdraw" not in page and "Record" not in page
    assert as_member("clinician").get(url(fd1)).status_code == 403


def test_the_outsider_sees_none_and_is_refused_in_the_same_bytes_whether_it_exists_or_not(as_member, fd1, refusals):
    outsider = as_member("outsider")
    assert "named in no agreement yet" in text_of(outsider.get("/agreements/"))
    real, made_up = outsider.get(url(fd1)), outsider.get("/agreements/987654/")
    assert real.status_code == 403 and plain(real) == plain(made_up) and refusals("outside") == 2


KEEPING = ["next-version", "sign", "leave", "withdraw"]


@pytest.mark.parametrize("page", KEEPING)
@pytest.mark.parametrize("name", ["dsl", "triage", "manager", "analyst", "outsider"])
def test_only_the_governance_officer_keeps_agreements(as_member, fd1, page, name):
    sent = {"agency": "school", "name": "Mallory", "reason": "x", **FILLED}
    before = (Agreement.objects.count(), list(AgreementParty.objects.order_by("pk").values()))
    assert as_member(name).get(url(fd1, page)).status_code == 403
    assert as_member(name).post(url(fd1, page), sent).status_code == 403
    assert (Agreement.objects.count(), list(AgreementParty.objects.order_by("pk").values())) == before


@pytest.mark.parametrize("page", ["", "new", "who-may-tell-whom", "1/", "1/sign"])
def test_somebody_not_signed_in_is_led_to_the_sign_in_page(cast, now, page):
    assert Client().get(f"/agreements/{page}").headers["Location"].startswith("/account/sign-in")


@pytest.mark.parametrize("page", KEEPING)
def test_an_agreement_that_is_not_there_is_refused(officer, page):
    assert officer.get(f"/agreements/987654/{page}").status_code == 403


def test_a_new_agreement_is_kept_and_shares_nothing_until_it_is_signed(officer):
    response = officer.post("/agreements/new", FILLED, follow=True)
    made = Agreement.objects.get(reference="OUT-1")
    assert "OUT-1 v1 is kept. Nothing is shared" in text_of(response) and "Waiting for signatures" in text_of(response)
    assert {group.code for group in made.field_groups} == {"identity", "concern"}
    assert {group.code for group in made.on_request} == {"health"}
    assert dict(made.parties.values_list("agency__code", "capacity")) == {"outside": "both", "council": "receives"}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"reference": " "}, "id_reference"),
        ({"reference": "FD-1"}, "id_reference"),
        ({"gateway": ""}, "id_gateway"),
        ({"purposes": []}, "id_purposes"),
        ({"valid_until-year": "1999"}, "id_valid_until-day"),
        ({"valid_until-day": "31", "valid_until-month": "2"}, "id_valid_until-day"),
        (day("review_on", TODAY - timedelta(days=1)), "id_review_on-day"),
        ({"title": "x" * 161}, "id_title"),
        ({"party_outside": ""}, ""),
        ({"group_identity": "", "group_concern": "", "group_health": ""}, ""),
    ],
)
def test_what_cannot_stand_is_said_at_its_field_and_nothing_is_kept(officer, changes, where):
    response = officer.post("/agreements/new", {**FILLED, **changes})
    assert list(errors_in(response)) == [where] and not Agreement.objects.filter(reference="OUT-1").exists()
    assert "Leisure" in response.content.decode() or "x" * 161 in response.content.decode()


def test_the_next_version_begins_with_what_the_last_one_says(officer, fd1):
    page = officer.get(url(fd1, "next-version")).content.decode()
    assert "Children Act 2004, sections 11 and 16LA" in page and 'value="2028"' in page
    assert page.count("selected") >= 5 + 9


def next_version(client, one, **changes):
    return client.post(url(one, "next-version"), {**FILLED, "party_school": "both", "follows": "1", **changes})


def test_the_next_version_has_the_same_reference_and_the_old_one_stays(officer, fd1):
    next_version(officer, fd1, reference="ELSE-9")
    assert list(Agreement.objects.filter(reference="FD-1").values_list("version", flat=True)) == [2, 1]
    assert not Agreement.objects.filter(reference="ELSE-9").exists()


def test_of_two_who_write_the_next_version_the_second_is_told_and_keeps_her_words(officer, fd1):
    next_version(officer, fd1, title="First to save")
    response = next_version(officer, fd1, title="Second to save")
    page = response.content.decode()
    assert "A colleague has made FD-1 v2 meanwhile" in page and "Second to save" in page
    assert Agreement.objects.filter(reference="FD-1").count() == 2 and 'name="follows" value="2"' in page
    next_version(officer, fd1, title="Second to save", follows="2")
    assert Agreement.objects.get(reference="FD-1", version=3).title == "Second to save"


def test_signatures_are_recorded_one_by_one_and_let_held_concerns_go(cast, officer):
    concern = raising.raise_concern(details=details(), by=cast.viewer("outsider"), at=NOW)
    officer.post("/agreements/new", FILLED)
    made = Agreement.objects.get(reference="OUT-1")
    officer.post(url(made, "sign"), {"agency": "outside", "name": "C. Vale, director"})
    assert Concern.objects.get(pk=concern.pk).status == "held"
    page = text_of(officer.post(url(made, "sign"), {"agency": "council", "name": "M. Quill"}, follow=True))
    assert "The signature is kept. One concern that was held is sent." in page and "In force" in page
    assert Concern.objects.get(pk=concern.pk).status == "received"


@pytest.mark.parametrize(
    ("sent", "where"),
    [({"agency": "", "name": "x"}, "id_agency"), ({"agency": "school", "name": " "}, "id_name"),
     ({"agency": "health", "name": "x"}, "id_agency"), ({"agency": "school", "name": "x"}, "id_name")],
)  # fmt: skip
def test_a_signature_needs_a_party_that_has_not_signed_and_a_name(officer, fd1, sent, where):
    assert list(errors_in(officer.post(url(fd1, "sign"), sent))) == [where]


def test_an_agency_leaves_from_today(officer, fd1):
    page = text_of(officer.post(url(fd1, "leave"), {"agency": "police"}, follow=True))
    assert "Left on 17 November 2026" in page
    assert list(errors_in(officer.post(url(fd1, "leave"), {"agency": "police"}))) == ["id_agency"]


def test_where_no_agency_can_leave_there_is_no_button_to_press(cast, officer):
    yesterday = TODAY - timedelta(days=1)
    ended = cast.agreement("OLD-1", ["council", "police"], valid_until=yesterday, review_on=yesterday)
    page = text_of(officer.get(url(ended, "leave")))
    assert "No agency can leave it" in page and "It leaves today" not in page


def test_withdrawing_stops_sharing_at_once(cast, officer, fd1):
    officer.post(url(fd1, "withdraw"), {"reason": "Replaced by FD-2."})
    assert "Withdrawn" in text_of(officer.get(url(fd1)))
    assert raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW).status == "held"
    assert "withdrawn already" in text_of(officer.post(url(fd1, "withdraw"), {"reason": "Again."}))


@pytest.mark.parametrize("text", ["a\x00b", "م" * 1_000_000])
def test_text_that_cannot_be_kept_is_no_crash(officer, fd1, text):
    for page, name in (("withdraw", "reason"), ("sign", "name")):
        assert officer.post(url(fd1, page), {name: text, "agency": "school"}).status_code == 200
