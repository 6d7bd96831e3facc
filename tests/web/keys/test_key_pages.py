"""The pages of keys: who gets there, what they show once, and what they never show."""

import re

import pytest
from django.test import Client

from alongside.partners.models import AgencyKey, Member
from tests.systems import administrator, system
from tests.web.reading import errors_in, text_of

MADE = {
    "name": "School records", "scopes": ["concerns", "referrals"], "role": "safeguarding_lead",
    "last_day-day": "31", "last_day-month": "1", "last_day-year": "2027",
}  # fmt: skip


@pytest.fixture
def una(cast, now):
    client = Client()
    member = Member.objects.get(pk=administrator(cast, "school").member_id)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_key_is_shown_once_and_by_no_page_after(una):
    given = una.post("/keys/make/", MADE)
    text = re.search(r"alongside_[a-z0-9]{8}_[a-z0-9]{40}", given.content.decode())[0]
    assert "no-store" in given["Cache-Control"]
    key = AgencyKey.objects.get()
    for page in ("/keys/", f"/keys/{key.pk}/", f"/keys/{key.pk}/revoke/"):
        answer = una.get(page)
        assert answer.status_code == 200 and text.rsplit("_", 1)[1] not in answer.content.decode()
    assert "31 January 2027" in text_of(una.get(f"/keys/{key.pk}/"))


def test_the_form_says_what_is_missing_and_what_does_not_fit(una):
    assert set(errors_in(una.post("/keys/make/", {}))) == {"id_name", "id_scopes", "id_role", "id_last_day-day"}
    late = una.post("/keys/make/", {**MADE, "last_day-year": "2029"})
    assert errors_in(late) == {
        "id_last_day-day": "A key lasts a year at most. Give an earlier last day; make a new key before then."
    }
    assert not AgencyKey.objects.exists()


def test_a_key_is_revoked_with_a_reason_once(una):
    una.post("/keys/make/", MADE)
    path = f"/keys/{AgencyKey.objects.get().pk}/revoke/"
    assert errors_in(una.post(path, {})) and AgencyKey.objects.get().revoked_at is None
    assert una.post(path, {"reason": "The laptop was lost"}).status_code == 302
    again = una.post(path, {"reason": "Again"})
    assert errors_in(again) == {"id_reason": "This key was revoked already"}
    assert "School records" in text_of(una.get("/keys/?revoked")) and "no key" in text_of(una.get("/keys/"))


def test_a_key_is_in_no_list_of_members_and_has_no_account_to_open(cast, una):
    made = system(cast)
    assert "School records" not in text_of(una.get("/members/"))
    assert una.get(f"/members/{made.key.member_id}/").status_code == 403
    assert una.post(f"/members/{made.key.member_id}/password/", {"reason": "met in person"}).status_code == 403


@pytest.mark.parametrize("name", ["dsl", "triage", "manager", "analyst", "outsider"])
def test_nobody_else_gets_there(cast, as_member, name):
    made = system(cast)
    for path in ("/keys/", "/keys/make/", f"/keys/{made.key.pk}/", f"/keys/{made.key.pk}/revoke/"):
        assert as_member(name).get(path).status_code == 403


def test_the_governance_officer_keeps_her_own_agencys_keys_only(cast, as_member):
    made = system(cast)
    officer = as_member("governance")
    assert "no key" in text_of(officer.get("/keys/"))
    real, unreal = officer.get(f"/keys/{made.key.pk}/"), officer.get("/keys/987654/")
    assert real.status_code == unreal.status_code == 403


def test_the_list_asks_as_much_of_the_database_for_many_keys_as_for_one(cast, una, queries):
    system(cast, name="One")
    few = queries(una, "/keys/")
    for number in range(5):
        system(cast, name=f"Key {number}")
    assert queries(una, "/keys/") == few
