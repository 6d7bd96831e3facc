"""A draft is kept at every step, survives a lost session, and two windows lose nothing to one another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.support.models import Concern, ConcernDraft
from tests.cast import NOW
from tests.web.concern.conftest import DETAILS
from tests.web.reading import text_of


def test_a_draft_survives_a_lost_session(as_member, dsl):
    dsl.start().write(fact="She came in with", child_role="", then="later")
    dsl.client.logout()
    again = as_member("dsl")
    assert "1 unsent draft" in text_of(again.get("/"))
    start = text_of(again.get("/concern/"))
    assert "You have 1 unsent draft" in start and "Go on with Amina Okafor-Lindqvist" in start
    assert "She came in with</textarea>" in again.get(dsl.url).content.decode()


def test_a_draft_opens_without_complaints_and_with_what_was_typed_even_where_it_was_wrong(dsl):
    wrong = {"happened": "other", "happened_on-day": "31", "happened_on-month": "2", "happened_on-year": "26"}
    dsl.start().write(**wrong, then="later")
    page = dsl.client.get(dsl.url).content.decode()
    assert "There is a problem" not in page and 'name="happened_on-day" type="text" value="31"' in page


def test_autosave_keeps_what_is_typed_and_tells_the_new_version(dsl):
    dsl.start()
    answer = dsl.client.post(f"{dsl.url}autosave", {"fact": "She came", "version": "1", "others": "0"})
    assert answer.json() == {"saved": "10am", "version": 2}
    assert dsl.draft.answers["fact"] == "She came" and dsl.draft.answers["given"] == "Amina"


def test_autosave_against_an_older_version_keeps_the_newer_text(dsl):
    dsl.start().write(then="later")
    answer = dsl.client.post(f"{dsl.url}autosave", {"fact": "older", "version": "1", "others": "0"})
    assert answer.status_code == 409 and dsl.draft.answers["fact"] == DETAILS["fact"]


def test_two_windows_see_both_texts_and_nothing_is_lost(dsl):
    dsl.start().write(fact="From the first window.", then="later")
    response = dsl.write(fact="From the second window.", version="1")
    text = text_of(response)
    assert "This draft was changed in another window" in text
    assert "Kept in the other window From the first window." in text
    assert "From the second window.</textarea>" in response.content.decode()
    assert dsl.draft.answers["fact"] == "From the first window."
    assert 'name="version" value="2"' in response.content.decode(), "so that sending once more keeps the second"
    dsl.write(fact="From the second window.", version="2")
    assert dsl.draft.answers["fact"] == "From the second window."


def test_a_draft_that_moved_on_while_it_was_checked_is_not_sent_unseen(dsl):
    dsl.start().write()
    dsl.write(fact="Changed in another window.")
    response = dsl.client.post(f"{dsl.url}check", {"version": "2"})
    assert "Nothing was sent yet" in text_of(response) and "Changed in another window." in text_of(response)
    assert not Concern.objects.exists()


def test_today_still_means_the_day_on_which_it_was_written(dsl, as_member, monkeypatch):
    dsl.start().write(happened="2026-11-17", then="later")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=3))
    assert "Tuesday 17 November 2026" in text_of(as_member("dsl").get(f"{dsl.url}check"))


def test_throwing_away_asks_first(dsl):
    dsl.start()
    url = f"{dsl.url}discard"
    assert "cannot be brought back" in text_of(dsl.client.get(url)) and ConcernDraft.objects.exists()
    dsl.client.post(url)
    assert not ConcernDraft.objects.exists()


@pytest.mark.parametrize("page", ["", "child", "match", "check", "discard", "autosave"])
def test_a_draft_is_hers_alone(dsl, as_member, refusals, page):
    url = dsl.start().url
    for other, agency in (("other_dsl", "other_school"), ("outsider", "outside")):
        response = as_member(other).post(url + page, {"version": "1"})
        assert response.status_code == 403 and b"Amina" not in response.content and refusals(agency) == 1
    assert dsl.draft.version == 1


def test_a_draft_that_was_sent_leads_to_what_became_of_it(dsl):
    dsl.start().write()
    url = dsl.url
    dsl.send()
    assert dsl.client.get(url).headers["Location"] == f"/concerns/{Concern.objects.get().reference}/sent"


def test_the_button_that_changes_the_child_keeps_what_stands_in_the_form(dsl):
    """Without JavaScript nothing else would."""
    response = dsl.start().write(fact="Typed just now.", child_role="", then="child")
    assert response.headers["Location"] == f"{dsl.url}child" and dsl.draft.answers["fact"] == "Typed just now."
