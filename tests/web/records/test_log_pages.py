"""The log as a whole: does it hold, how far is it sealed, who was refused."""

import pytest
from django.test import Client

from alongside.audit import publishing
from alongside.audit.actions import record, seal_all
from alongside.audit.entries import Actor, Entry
from alongside.audit.models import Event
from alongside.audit.states import Act
from alongside.partners.models import Agency
from alongside.support.actions import raising
from tests.audit.made_log import guards_lifted
from tests.audit.test_chain import rewrite_the_whole_chain
from tests.cast import NOW, details
from tests.web.reading import text_of


@pytest.fixture
def officer(as_member, settings, tmp_path):
    settings.VAR = tmp_path
    return as_member("governance")


@pytest.fixture
def sealed(cast):
    raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    seal_all(at=NOW)


def test_each_log_says_how_far_it_is_sealed_and_when_it_was_verified(officer, sealed):
    page = text_of(officer.get("/log/"))
    assert "Elmsgate Academy Never verified 4 sealed 1 seal, last 17 Nov 2026, 10am; root begins with" in page
    assert "1 log holds: nothing that was sealed has been changed." in text_of(
        officer.post("/log/", {"agency": "school"})
    )
    assert "Elmsgate Academy Holds (4 events in 1 seal), 17 Nov 2026, 10am" in text_of(officer.get("/log/"))


def test_a_log_that_was_changed_is_named_with_its_fault(officer, sealed):
    event = Event.objects.filter(agency_code="school").first()
    with guards_lifted():
        Event.objects.filter(pk=event.pk).update(actor_name="Nobody")
    page = text_of(officer.post("/log/"))
    assert "1 log does not hold" in page and "Elmsgate Academy: 1 fault" in page
    assert f"Event {event.pk} (seal 1, position 1) was changed" in page
    assert Event.objects.get(act="verify", subject_id="school").reason == "does not hold: 1 fault (4 events in 1 seal)"


def test_many_faults_are_counted_and_not_all_listed(officer, cast):
    for _ in range(14):
        raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    seal_all(at=NOW)
    with guards_lifted():
        Event.objects.filter(agency_code="school").update(actor_name="Nobody")
    assert "Elmsgate Academy: 69 faults" in text_of(officer.post("/log/")) and "and 19 more" in text_of(
        officer.post("/log/")
    )


def test_what_waits_is_sealed_on_demand(officer, cast):
    raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    assert "5 events sealed now." in text_of(officer.post("/log/seal", follow=True))
    assert "Elmsgate Academy Never verified 4 sealed" in text_of(officer.get("/log/"))


def test_refusals_of_every_agency_are_listed_newest_first_and_the_looking_is_logged(as_member, officer, sealed):
    as_member("outsider").get("/triage/")
    as_member("clinician").get("/agreements/new")
    page = text_of(officer.get("/log/refusals"))
    assert page.index("Ruth Ekwueme (Larkmere CAMHS) was refused") < page.index("Corin Vale (Breakwater Leisure Trust)")
    assert "tried to open the page /agreements/new; the role may not keep sharing agreements." in page
    assert Event.objects.filter(act="list", subject_kind="refusals").count() == 1


@pytest.mark.parametrize("name", ["dsl", "triage", "manager", "outsider"])
def test_only_the_governance_officer_opens_it(as_member, sealed, name):
    client = as_member(name)
    assert client.get("/log/").status_code == client.post("/log/").status_code == 403
    assert client.post("/log/seal").status_code == client.get("/log/refusals").status_code == 403
    assert not Event.objects.filter(act="verify").exists()


def test_sealing_is_never_a_get(officer):
    assert officer.get("/log/seal").status_code == 405


@pytest.mark.parametrize("page", ["/log/", "/log/refusals"])
def test_somebody_not_signed_in_is_led_to_the_sign_in_page(cast, now, page):
    assert Client().get(page).headers["Location"].startswith("/account/sign-in")


def test_published_roots_are_shown_and_compared(officer, sealed, tmp_path):
    publishing.publish(tmp_path / publishing.FILE_NAME)
    assert "published up to seal 1:" in text_of(officer.get("/log/"))
    rewrite_the_whole_chain()
    assert "Seal 1 differs from the root that was published" in text_of(officer.post("/log/"))


def test_a_damaged_file_of_published_roots_is_said(officer, sealed, tmp_path):
    (tmp_path / publishing.FILE_NAME).write_text("nonsense\n")
    assert "The published roots cannot be read" in text_of(officer.get("/log/"))


def test_many_logs_are_paged_and_each_is_said_in_a_few_cells(officer, cast):
    Agency.objects.bulk_create(Agency(code=f"a{k:02}", name=f"Agency {k:02}", kind="charity") for k in range(30))
    for k in range(30):
        record(
            Entry(at=NOW, actor=Actor(f"a{k:02}", "m", "M", "dsl"), act=Act.SIGN_IN, subject_kind="account", reason="x")
        )
    seal_all(at=NOW)
    first, second = text_of(officer.get("/log/")), text_of(officer.get("/log/?page=2"))
    assert first.count("1 seal, last") == 20 and "Agency 29" in second and "Agency 29" not in first
    assert officer.get("/log/").content.count(b'<th scope="col"') == 4
