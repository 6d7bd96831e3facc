"""A child is hidden from everybody but a few, and shown again."""

from uuid import uuid4

import pytest
from django.test import Client

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.partners.models import Restriction
from alongside.people.actions import add_record, join, restrict_person
from alongside.people.models import PersonRedirect
from alongside.support.actions import raising
from tests.cast import NOW, child, details, later


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


def client_of(cast, name):
    client = Client()
    client.force_login(cast.members[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def place(cast, concern, cleared, name="manager"):
    path = f"/restrictions/{concern.record.person_id}/place"
    return client_of(cast, name).post(path, {"reason": "Her family looks for her.", "cleared": cleared}, follow=True)


def test_a_hidden_child_is_seen_by_those_on_the_list_and_by_nobody_else(cast, concern):
    shown = place(cast, concern, f"{cast.members['manager'].username}\n").content.decode()
    assert "Amina Okafor-Lindqvist" in shown and "Her family looks for her." in shown
    assert "Amina" not in client_of(cast, "triage").get("/triage/").content.decode()
    assert client_of(cast, "triage").get(f"/triage/{concern.reference}/").status_code == 403
    assert client_of(cast, "manager").get(f"/triage/{concern.reference}/").status_code == 200


def test_the_list_of_hidden_children_names_them_to_the_cleared_only(cast, concern):
    place(cast, concern, cast.members["manager"].username)
    page = client_of(cast, "governance").get("/restrictions/").content.decode()
    assert "Not shown to you" in page and "Amina" not in page and "Her family looks for her." in page


def test_the_page_says_whom_it_would_hide_and_the_log_that_it_was_asked(cast, concern):
    page = client_of(cast, "governance").get(f"/restrictions/{concern.record.person_id}/place").content.decode()
    assert "Amina Okafor-Lindqvist" in page and "14 May 2012" in page
    assert Event.objects.latest("pk").reason == "whom a restriction would hide"
    place(cast, concern, "")
    for person in (concern.record.person_id, uuid4()):
        assert client_of(cast, "governance").get(f"/restrictions/{person}/place").status_code == 403


def test_an_unknown_username_hides_nobody_and_says_which(cast, concern):
    page = place(cast, concern, "nobody.atall").content.decode()
    assert "Nobody with an open account has the username nobody.atall." in page and "Her family looks" in page
    assert not Restriction.objects.exists()


def test_lifted_with_a_reason_the_ordinary_rules_apply_again(cast, concern):
    place(cast, concern, "")
    lift = f"/restrictions/{Restriction.objects.get().pk}/lift"
    client = client_of(cast, "governance")
    assert "Say why the restriction is lifted" in client.post(lift, {"reason": ""}).content.decode()
    client.post(lift, {"reason": "She is home."})
    assert client_of(cast, "triage").get(f"/triage/{concern.reference}/").status_code == 200


@pytest.mark.parametrize("name", ["outsider", "triage", "dsl"])
def test_nobody_else_places_lists_or_lifts(cast, concern, name):
    assert place(cast, concern, "", name).status_code == 403
    place(cast, concern, "")
    client = client_of(cast, name)
    assert client.get("/restrictions/").status_code == 403
    assert client.post(f"/restrictions/{Restriction.objects.get().pk}/lift", {"reason": "x"}).status_code == 403
    assert Restriction.objects.get().lifted_at is None


def test_under_an_old_identifier_the_child_that_she_is_now_is_hidden(cast, concern):
    record = add_record(
        draft=child("Amy", "Marsh"), holder=cast.agencies["council"], source="t", by=cast.viewer("triage").actor, at=NOW,
        today=NOW.date(),
    )  # fmt: skip
    old, now = record.person_id, concern.record.person_id
    join(record_id=record.pk, to_person=now, reason="x", by=cast.viewer("triage"), at=NOW, may_find=[record.pk])
    concern.record.refresh_from_db()
    gone = PersonRedirect.objects.values_list("old_id", flat=True).filter(old_id__in=[old, now]).first()
    restrict_person(person_id=gone, reason="x", cleared=[], by=cast.viewer("manager"), at=later(minutes=1))
    assert Restriction.objects.get().person_id == concern.record.person_id
    with pytest.raises(Refused):
        restrict_person(
            person_id=gone, reason="x", cleared=[], by=cast.viewer("manager", later(minutes=2)), at=later(minutes=2)
        )
