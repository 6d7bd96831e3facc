"""Pages of no journey: errors that tell nothing, health, and what was typed kept when it could not be taken."""

import pytest
from django.db import DatabaseError
from django.test import Client

from alongside.web.design import pages
from tests.cast import Cast

SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def test_health_is_open_and_asks_the_database(client, db, monkeypatch):
    assert client.get("/health").json() == {"ready": True, "database": "answers"}

    class Broken:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(pages, "connection", Broken())
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)


@pytest.mark.parametrize("path", ["/accessibility", "/privacy", "/licences"])
def test_public_pages_are_open_to_all(client, db, path):
    assert client.get(path).status_code == 200


def test_no_page_and_no_right_read_the_same(client, cast: Cast, rf):
    client.force_login(cast.members["dsl"], backend="django.contrib.auth.backends.ModelBackend")
    absent = client.get("/no/such/thing")
    request = rf.get("/")
    request.user = cast.members["dsl"]
    refused = pages.refused(request)
    assert (absent.status_code, refused.status_code) == (404, 403)
    for answer in (absent, refused):
        assert "There is nothing here that you may open" in answer.content.decode()


def test_the_policy_of_every_answer_allows_nothing_inline(client, db):
    policy = client.get("/privacy").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy


def test_the_error_page_needs_neither_session_nor_database(rf):
    answer = pages.broken(rf.get("/"))
    assert answer.status_code == 500 and "Something went wrong on our side" in answer.content.decode()


def test_what_was_typed_survives_a_token_that_grew_old(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/sign-in", {"note": "She said no.\nTwice.", "tick": ["a", "b"]}, **SAME)
    text = answer.content.decode()
    assert answer.status_code == 403 and "Send it once more" in text
    assert 'name="note" value="She said no.\nTwice."' in text
    assert text.count('name="tick"') == 2


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}]
)
def test_another_website_gets_no_button_that_would_send_its_form(db, headers):
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in", {"note": "theirs"}, **headers)
    assert answer.status_code == 403 and "theirs" not in answer.content.decode()


def test_a_password_is_never_written_into_a_page(db):
    answer = Client(enforce_csrf_checks=True).post(
        "/account/sign-in", {"login": "dsl", "password": "hush hush"}, **SAME
    )
    assert answer.status_code == 403 and "hush" not in answer.content.decode()


def test_too_much_is_refused_with_words(client, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    answer = client.post("/account/sign-in", {str(number): "x" for number in range(9)})
    assert answer.status_code == 400 and "longer than a page of this system can take" in answer.content.decode()
