"""The page on which an encoded question is asked."""

from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse

from alongside.audit.models import Event
from alongside.partners.roles import FITTING, PERMISSIONS, Permission
from alongside.precheck.asking import ask
from alongside.web.design.navigation import NAVIGATION
from tests.precheck.conftest import AMINA, AT_ONCE, ELSIE
from tests.security.test_every_url import client_of
from tests.web.reading import errors_in, text_of

URL = "/precheck/"


@pytest.fixture
def dsl(as_member, routed, monkeypatch):
    monkeypatch.setattr("alongside.web.precheck.views.ask", partial(ask, pace=AT_ONCE))
    return as_member("dsl")


def send(client, raw, name="question"):
    return client.post(URL, {"file": SimpleUploadedFile(name, raw)})


def test_it_is_not_routed_and_not_offered_until_it_is_switched_on(cast, as_member):
    with pytest.raises(NoReverseMatch):
        reverse("precheck")
    client = as_member("dsl")
    assert client.get(URL).status_code == 404 and "Ask in code" not in text_of(client.get("/"))
    assert any(entry.url_name == "precheck" for entry in NAVIGATION)


def test_the_page_says_who_is_asked_and_how_many_are_left(agreed, dsl):
    page = text_of(dsl.get(URL))
    assert "3 left today" in page and "PC-1 v1" in page and "Larkmere Police" in page
    assert "Ask in code" in text_of(dsl.get("/"))


def test_without_an_agreement_the_page_says_what_is_missing_and_has_no_form(cast, dsl, settings):
    settings.PRECHECK, settings.PRECHECK_DPIA = True, "DPIA-7"
    page = dsl.get(URL)
    assert "No agreement in force" in text_of(page) and b'type="file"' not in page.content


def test_the_answer_names_whom_to_talk_to(hub, dsl, desk, known):
    known("police")
    page = text_of(send(dsl, desk.encode(AMINA)))
    assert "Possible match: talk to the police safeguarding officer at Larkmere Police." in page
    assert "2 left today" in page and "Amina" not in page


def test_both_answers_are_pages_of_the_same_size(hub, dsl, desk, known):
    known("police")
    match, nothing = send(dsl, desk.encode(AMINA)), send(dsl, desk.encode(ELSIE))
    assert "Possible match" in text_of(match) and "Nothing found." in text_of(nothing)
    assert len(match.content) == len(nothing.content)
    assert match["Cache-Control"] == nothing["Cache-Control"] and "no-store" in match["Cache-Control"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"first_name,surname,dob\nAmina,Okafor,2012-05-14\n", "This is no encoded question"),
        (b"x" * 9_000, "too large. Do not send a list of children"),
        (b"", "The file is empty"),
    ],
)
def test_a_file_that_is_no_question_is_an_error_of_the_form(agreed, dsl, raw, says):
    assert says in errors_in(send(dsl, raw))["id_file"]


def test_no_file_is_an_error_of_the_form(agreed, dsl):
    assert errors_in(dsl.post(URL, {})) == {"id_file": "Choose the encoded question"}


def test_a_question_of_another_agency_says_so_and_is_in_the_log(agreed, dsl, unopened):
    assert "for another agency" in errors_in(send(dsl, unopened(agency="police")))["id_file"]
    assert Event.objects.filter(act="ask", outcome="refused", agency_code="school").exists()


@pytest.mark.parametrize("agency", ["school", "council", "health", "police", "provider", "outside"])
def test_only_a_safeguarding_role_opens_it_and_a_refusal_is_logged(cast, now, routed, agency):
    for role in FITTING[cast.agencies[agency].kind]:
        client = client_of(cast, agency, role)
        may = Permission.ASK_PRECHECK in PERMISSIONS[role]
        refused = Event.objects.filter(outcome="refused").count()
        for call in (client.get, client.post):
            assert call(URL).status_code == (200 if may else 403), role
        assert Event.objects.filter(outcome="refused").count() == refused + (0 if may else 2)


def test_somebody_not_signed_in_is_sent_to_sign_in(client, routed, db):
    assert client.get(URL).status_code == 302
