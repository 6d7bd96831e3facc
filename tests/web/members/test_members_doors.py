"""Who may look after accounts: one's own agency's, with the permission, and never one's own."""

import pytest
from django.test import Client

from alongside.audit.models import Event
from alongside.partners.models import Member
from alongside.partners.roles import Role
from tests.web.reading import plain, text_of

STEPS = ("", "role/", "password/", "second-factor/", "close/", "reopen/")
POSTED = {"reason": "met in person", "role": "analyst", "was": "triage_worker"}


def kept(member):
    return Member.objects.filter(pk=member.pk).values().get()


@pytest.mark.parametrize("whose", ["dsl", "outsider"])
def test_a_member_of_another_agency_looks_like_one_that_does_not_exist(cast, keeper, refusals, whose):
    theirs, before = cast.members[whose], kept(cast.members[whose])
    for step in STEPS:
        there, nowhere = keeper.get(f"/members/{theirs.pk}/{step}"), keeper.get(f"/members/987654/{step}")
        assert there.status_code == nowhere.status_code == 403 and plain(there) == plain(nowhere)
    for step in (*STEPS[1:], "unlock/"):
        there = keeper.post(f"/members/{theirs.pk}/{step}", POSTED)
        nowhere = keeper.post(f"/members/987654/{step}", POSTED)
        assert there.status_code == nowhere.status_code == 403 and plain(there) == plain(nowhere)
    assert refusals("council") == 24 and kept(theirs) == before


def test_an_outsider_who_looks_after_her_own_agency_sees_nobody_elses_members(cast, as_member, refusals, tomasz):
    Member.objects.filter(pk=cast.members["outsider"].pk).update(role=Role.ADMINISTRATOR)
    client, before = as_member("outsider"), kept(tomasz)
    page = text_of(client.get("/members/"))
    assert "Corin Vale (you)" in page and "Tomasz Wilk" not in page
    for step in (*STEPS[1:], "unlock/"):
        assert client.post(f"/members/{tomasz.pk}/{step}", POSTED).status_code == 403
    assert refusals("outside") == 6 and kept(tomasz) == before


@pytest.mark.parametrize("name", ["triage", "governance", "dsl", "outsider"])
def test_a_role_without_the_permission_opens_no_page_and_changes_nothing(cast, as_member, refusals, name):
    client, colleague = as_member(name), cast.members["colleague"]
    before = kept(colleague)
    answers = [client.get("/members/"), client.get("/members/add/"), client.post("/members/add/", {})]
    answers += [client.get(f"/members/{colleague.pk}/{step}") for step in STEPS]
    answers += [client.post(f"/members/{colleague.pk}/{step}", POSTED) for step in (*STEPS[1:], "unlock/")]
    assert {one.status_code for one in answers} == {403}
    assert not any("Jo Abara" in one.content.decode() for one in answers)
    assert refusals(cast.members[name].agency.code) == len(answers) and kept(colleague) == before


def test_nobody_changes_her_own_account_here(cast, keeper, refusals):
    own = cast.members["manager"]
    before = kept(own)
    page = text_of(keeper.get(f"/members/{own.pk}/"))
    assert "Nobody looks after her own" in page and "Close the account" not in page and "Give a new" not in page
    for step in (*STEPS[1:], "unlock/"):
        assert keeper.post(f"/members/{own.pk}/{step}", POSTED).status_code == 403
    assert refusals("council") == 6 and {**kept(own), "last_login": None} == {**before, "last_login": None}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.TRIAGE_MANAGER])
def test_navigation_and_card_lead_those_who_have_the_permission(cast, as_member, role):
    Member.objects.filter(pk=cast.members["manager"].pk).update(role=role)
    page = as_member("manager").get("/").content.decode()
    assert page.count('href="/members/"') == 2
    assert 'href="/members/"' not in as_member("triage").get("/").content.decode()


def test_somebody_not_signed_in_is_sent_to_sign_in(db):
    for url in ("/members/", "/members/add/", "/members/1/", "/members/1/password/"):
        assert Client().get(url).headers["Location"].startswith("/account/sign-in?next=")


def test_looking_is_in_the_log(keeper, tomasz):
    keeper.get("/members/")
    keeper.get(f"/members/{tomasz.pk}/")
    seen = Event.objects.filter(agency_code="council", outcome="allowed").exclude(act="sign_in").order_by("pk")
    assert [(one.act, one.subject_kind, one.subject_id) for one in seen] == [
        ("list", "accounts", ""), ("view", "account", str(tomasz.pk)),
    ]  # fmt: skip
