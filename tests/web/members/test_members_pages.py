"""The pages of members: who is here, who is new, who forgot a password, who left."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.db import DatabaseError
from django.test import Client

from alongside.audit.models import Event
from alongside.partners.models import Member
from alongside.partners.roles import Role
from tests.web.accounts.conftest import PASSWORD, SECRET, sign_in
from tests.web.reading import errors_in, text_of

SURE = {"reason": "met in person"}
NEW = {"name": "Zadie Orme", "username": "zadie.orme", "job_title": "Social worker", "role": "triage_worker"}
OWN = "three words nobody guesses"


def again(member):
    return Member.objects.get(pk=member.pk)


def given(response):
    """The one-time password that a page shows."""
    return re.search(r"\b[a-z]{6}-[a-z]{6}-[a-z]{6}\b", text_of(response))[0]


def choose(client, old, new=OWN, **more):
    return client.post("/account/password", {"oldpassword": old, "password1": new, "password2": new, **more})


def changes():
    return [one.reason for one in Event.objects.filter(subject_kind="account", act__in=["create", "change"])]


def test_the_list_tells_role_last_sign_in_second_factor_and_lock(keeper, tomasz):
    for name in ("triage", "colleague"):
        sign_in(Client(), username=name)
    TOTP.activate(tomasz, SECRET)
    for number in range(5):
        sign_in(Client(), username="Analyst", password=f"wrong {number}")
    page = text_of(keeper.get("/members/"))
    row = re.search(r"Name Tomasz Wilk|Tomasz Wilk .*?Open", page)[0]
    assert "Duty triage worker" in row and "Yes" in row and "Never" not in row
    assert re.search(r"Hal Vey Analyst Never No Locked", page) and page.count("Locked") == 1
    assert "Marian Quill (you)" in page and "Priya Nandakumar" not in page


def test_a_lock_at_one_address_is_not_counted_together_with_tries_at_another(keeper):
    for number in range(4):
        for address in ("192.0.2.7", "192.0.2.8"):
            Client(REMOTE_ADDR=address).post("/account/sign-in", {"login": "triage", "password": f"wrong {number}"})
    assert "Locked" not in text_of(keeper.get("/members/"))


def test_closed_accounts_stand_in_a_list_of_their_own(keeper, tomasz):
    assert "No account of your agency is closed." in text_of(keeper.get("/members/?closed"))
    keeper.post(f"/members/{tomasz.pk}/close/", {"reason": "left"}, follow=True)
    assert "Tomasz Wilk" not in text_of(keeper.get("/members/"))
    assert re.search("Tomasz Wilk .* Closed", text_of(keeper.get("/members/?closed")))


def test_a_long_list_has_pages_and_costs_the_same(cast, keeper, django_assert_max_num_queries):
    for number in range(60):
        Member.objects.create_member(
            username=f"m{number}", name=f"Zz {number:02}", agency=cast.agencies["council"], role=Role.ANALYST
        )
    with django_assert_max_num_queries(14):
        first = text_of(keeper.get("/members/"))
    assert "Showing 1 to 50 of 68" in first and "Zz 41" in first and "Zz 42" not in first
    assert keeper.get("/members/?page=9").headers["Location"] == "/members/?page=2"


def test_a_member_is_added_and_signs_in_with_the_password_that_is_shown_once(cast, keeper):
    page = keeper.post("/members/add/", NEW)
    password, made = given(page), Member.objects.get(username="zadie.orme")
    assert "no-store" in page.headers["Cache-Control"] and "Zadie Orme" in text_of(page)
    assert (made.agency.code, made.role, made.job_title) == ("council", "triage_worker", "Social worker")
    assert password not in text_of(keeper.get(f"/members/{made.pk}/"))
    assert sign_in(Client(), username="zadie.orme", password=password).headers["Location"] == "/"
    assert changes() == [
        "made the account of Zadie Orme: Duty triage worker", "gave Zadie Orme a one-time password",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"name": ""}, {"id_name": "Enter full name"}),
        ({"username": "zadie orme"}, {"id_username": "A username has no spaces, such as “priya.nandakumar”."}),
        ({"username": "Triage"}, {"id_username": "The username “Triage” is taken. Choose another."}),
        ({"role": ""}, {"id_role": "Select role"}),
        ({"role": "safeguarding_lead"}, {"id_role": "Choose from the list for “Role”"}),
        ({"name": "م" * 500_000}, {"id_name": "Full name must be 120 characters or fewer. It has 500,000: shorten it"}),
    ],
)
def test_a_member_who_cannot_be_added_is_told_why_and_nothing_is_half_made(keeper, changed, errors):
    before = Member.objects.count()
    response = keeper.post("/members/add/", {**NEW, **changed})
    assert errors_in(response) == errors and "Social worker" in response.content.decode()
    assert Member.objects.count() == before and changes() == []


def test_the_roles_that_are_offered_fit_the_agency_and_say_what_they_open(cast, keeper):
    page = text_of(keeper.get("/members/add/"))
    assert "May raise a concern, follow" in page and "Information governance officer" in page
    assert "Designated safeguarding lead" not in page and "Neighbourhood sergeant" not in page


def test_a_forgotten_password_is_replaced_and_the_member_chooses_her_own(keeper, tomasz):
    inside, browser = Client(), Client()
    sign_in(inside, username="triage")
    assert "signed out everywhere" in text_of(keeper.get(f"/members/{tomasz.pk}/password/"))
    password = given(keeper.post(f"/members/{tomasz.pk}/password/", SURE))
    assert inside.get("/account").status_code == 302 and not UserSession.objects.filter(user=tomasz).exists()
    assert "is not right" in text_of(sign_in(browser, username="triage", password=PASSWORD))
    sign_in(browser, username="triage", password=password)
    assert browser.get("/triage/").headers["Location"] == "/account/password?next=%2Ftriage%2F"
    assert choose(browser, password, next="/triage/").headers["Location"] == "/triage/"
    assert browser.get("/triage/").status_code == 200 and not again(tomasz).password_is_temporary


def test_a_new_password_ends_a_lock_too_even_after_tries_from_many_places(keeper, tomasz):
    for number in range(32):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number // 4}")
        sign_in(browser, username="triage", password=f"wrong {number}")
    assert "Too many attempts" in text_of(sign_in(Client(), username="triage"))
    password = given(keeper.post(f"/members/{tomasz.pk}/password/", SURE))
    assert sign_in(Client(), username="triage", password=password).status_code == 302


def test_nothing_changes_until_it_is_said_how_one_is_sure(keeper, tomasz):
    for step in ("password", "second-factor"):
        response = keeper.post(f"/members/{tomasz.pk}/{step}/", {})
        assert errors_in(response) == {"id_reason": "Answer the question “How do you know who is asking?”"}
    assert again(tomasz).check_password(PASSWORD) and changes() == []


def test_a_lost_second_factor_is_removed_and_the_password_alone_signs_in(keeper, tomasz):
    TOTP.activate(tomasz, SECRET)
    RecoveryCodes.activate(tomasz)
    sign_in(Client(), username="triage")
    assert "Remove a lost second factor" in text_of(keeper.get(f"/members/{tomasz.pk}/"))
    keeper.post(f"/members/{tomasz.pk}/second-factor/", SURE)
    assert not Authenticator.objects.filter(user=tomasz).exists()
    assert sign_in(Client(), username="triage").headers["Location"] == "/"
    page = text_of(keeper.get(f"/members/{tomasz.pk}/"))
    assert (
        "Remove a lost second factor" not in page
        and "removed the second factors of Tomasz Wilk. Reason: met in" in page
    )


def test_the_second_factors_of_others_stay(cast, keeper, tomasz):
    TOTP.activate(cast.members["colleague"], SECRET)
    keeper.post(f"/members/{tomasz.pk}/second-factor/", SURE)
    assert Authenticator.objects.filter(user=cast.members["colleague"]).exists()


def test_without_a_log_row_the_second_factor_and_the_password_stay(keeper, tomasz, monkeypatch):
    def unwritable(entries):
        if any(entry.act == "change" for entry in entries):
            raise DatabaseError

    TOTP.activate(tomasz, SECRET)
    monkeypatch.setattr("alongside.audit.actions._write", unwritable)
    for step in ("second-factor", "password", "close"):
        assert keeper.post(f"/members/{tomasz.pk}/{step}/", SURE).status_code == 503
    assert Authenticator.objects.filter(user=tomasz).exists()
    assert again(tomasz).check_password(PASSWORD) and again(tomasz).is_active


def test_without_the_second_factor_removed_there_is_no_log_row(keeper, tomasz, monkeypatch):
    def broken(member_id):
        raise DatabaseError

    monkeypatch.setattr("alongside.web.accounts.keeping.remove_second_factors", broken)
    keeper.raise_request_exception = False
    assert keeper.post(f"/members/{tomasz.pk}/second-factor/", SURE).status_code == 500
    assert changes() == []


def test_a_locked_account_is_unlocked_at_once(keeper, tomasz):
    for number in range(5):
        sign_in(Client(), username="triage", password=f"wrong {number}")
    assert sign_in(Client(), username="triage").status_code == 429
    assert "Unlock the account" in text_of(keeper.get(f"/members/{tomasz.pk}/"))
    keeper.post(f"/members/{tomasz.pk}/unlock/")
    assert sign_in(Client(), username="triage").status_code == 302
    assert "Unlock the account" not in text_of(keeper.get(f"/members/{tomasz.pk}/"))
    assert changes() == ["unlocked the account of Tomasz Wilk"]


def test_a_role_is_changed_and_holds_at_the_next_page(keeper, tomasz):
    browser = Client()
    sign_in(browser, username="triage")
    keeper.post(f"/members/{tomasz.pk}/role/", {"role": "analyst", "was": "triage_worker"})
    assert browser.get("/triage/").status_code == 403
    assert "The role of Tomasz Wilk is changed." in text_of(keeper.get(f"/members/{tomasz.pk}/"))


def test_a_role_that_somebody_else_changed_is_shown_before_one_chooses_again(keeper, tomasz):
    url, mine = f"/members/{tomasz.pk}/role/", {"role": "panel_chair", "was": "triage_worker"}
    keeper.post(url, {"role": "analyst", "was": "triage_worker"})
    response = keeper.post(url, mine)
    assert "it is Analyst now. Choose again" in errors_in(response)["id_role"]
    assert again(tomasz).role == "analyst" and 'name="was" value="analyst"' in response.content.decode()
    assert re.search(r'value="panel_chair" checked', response.content.decode())
    keeper.post(url, {**mine, "was": "analyst"})
    assert again(tomasz).role == "panel_chair"


def test_a_leaver_is_signed_out_everywhere_and_cannot_come_back(keeper, tomasz):
    browser = Client()
    sign_in(browser, username="triage")
    keeper.post(f"/members/{tomasz.pk}/close/", {"reason": "Left the agency"})
    assert browser.get("/account").status_code == 302 and not UserSession.objects.filter(user=tomasz).exists()
    assert sign_in(Client(), username="triage").headers["Location"] == "/account/closed"
    assert changes() == ["closed the account of Tomasz Wilk"]


def test_a_reopened_account_has_a_new_password_and_no_old_session(keeper, tomasz):
    browser = Client()
    browser.force_login(tomasz, backend="django.contrib.auth.backends.ModelBackend")
    keeper.post(f"/members/{tomasz.pk}/close/", {"reason": "Long leave"})
    password = given(keeper.post(f"/members/{tomasz.pk}/reopen/", SURE))
    assert browser.get("/account").status_code == 302
    assert "is not right" in text_of(sign_in(Client(), username="triage", password=PASSWORD))
    assert sign_in(Client(), username="triage", password=password).status_code == 302


def test_what_is_done_already_is_told_and_not_done_twice(keeper, tomasz):
    url = f"/members/{tomasz.pk}"
    assert errors_in(keeper.post(f"{url}/reopen/", SURE)) == {"id_reason": "The account is open already"}
    keeper.post(f"{url}/close/", SURE)
    for step in ("close", "password"):
        assert "is closed" in errors_in(keeper.post(f"{url}/{step}/", SURE))["id_reason"]
    assert len(changes()) == 1
