"""The pages for residents: no account, no cookie, 999 first, nothing personal in public, machines slowed down."""

import re
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from alongside.common.references import short_reference
from alongside.community.actions import limits
from alongside.community.actions.networks import call_off_event
from alongside.community.codes import new_code
from alongside.community.models import DoorReport, FormHour, JoinRequest, Post, ReviewApplication
from alongside.community.states import ReviewState
from alongside.web.design.form_tokens import new_token, read_token
from tests.cast import NOW
from tests.residents import TEXT, application, confided, event, network, post, priority, shown_post, walk, wish
from tests.web.reading import errors_in, text_of

PLAIN = (
    "community", "community_tell", "community_question", "community_report", "community_somebody", "community_code",
    "community_asked", "community_priorities", "community_networks", "community_events", "community_review",
    "community_review_apply", "community_advisors", "community_feed", "community_review_figures",
)  # fmt: skip
ASK = {"about": "no", "text": TEXT, "place": "By the station", "ward": ""}
UNKNOWN = new_code("CR", Random(7))
TELL = {"words": "Somebody waits for her by the gate.", "is_child": "yes", "ward": ""}


@pytest.fixture(autouse=True)
def at_now(db, now): ...


def token(kind, age=timedelta(minutes=1)):
    return new_token(kind, NOW - age)


def code_of(response):
    return re.search(r'class="al-code" dir="ltr">([A-Z0-9-]+)<', response.content.decode())[1]


def ask(**changes):
    return Client().post(reverse("community_report"), {**ASK, "token": token("post"), **changes})


@pytest.mark.parametrize("name", PLAIN)
def test_a_page_is_read_without_account_and_without_any_cookie(name):
    shown = Client().get(reverse(name))
    assert shown.status_code == 200 and not shown.cookies


@pytest.mark.parametrize(
    "name", ["community_question", "community_report", "community_somebody", "community_review_apply"]
)
def test_urgent_danger_shows_999_before_the_form(name):
    page = Client().get(reverse(name)).content.decode()
    assert page.index("Ring 999") < page.index("<form")


def test_a_report_gives_a_code_once_and_the_code_tells_how_it_stands():
    sent = token("post")
    first = ask(token=sent)
    code = code_of(first)
    assert first["Cache-Control"] == "no-store, private" and not first.cookies
    again = ask(token=sent)
    assert "You sent this before" in text_of(again) and Post.objects.count() == 1
    looked = Client().post(reverse("community_code"), {"code": code, "token": token("code")})
    assert "Waiting to be read" in text_of(looked)


def test_what_is_about_somebody_goes_to_the_front_door_s_form_with_the_same_words():
    shown = ask(about="yes")
    assert TEXT in shown.content.decode() and 'action="/community/tell/somebody/"' in shown.content.decode()
    assert not Post.objects.exists()
    told = Client().post(reverse("community_somebody"), {**TELL, "token": token("door")})
    assert "The safety team reads it by" in text_of(told)
    assert DoorReport.objects.get().words == TELL["words"] and not Post.objects.exists()


def test_a_phone_number_is_refused_and_nothing_typed_is_lost():
    shown = ask(text="Ring me on 07700 900123 about the lamps.")
    assert "a phone number" in errors_in(shown)["id_text"]
    assert "about the lamps" in shown.content.decode() and not Post.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"website": "https://x.example"}, "must stay empty"),
        ({"token": ""}, "not quite ready"),
        ({"token": "forged"}, "not quite ready"),
        ({"token": new_token("door", NOW - timedelta(minutes=1))}, "not quite ready"),
        ({"token": new_token("post", NOW)}, "very quick"),
        ({"token": new_token("post", NOW - timedelta(hours=25))}, "more than a day"),
    ],
)
def test_a_machine_is_slowed_down_and_a_person_can_send_again(monkeypatch, changes, said):
    shown = ask(**changes)
    assert said in text_of(shown) and TEXT in shown.content.decode() and not Post.objects.exists()
    fresh = re.search(r'name="token" value="([^"]+)"', shown.content.decode())[1]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(seconds=5))
    assert code_of(Client().post(reverse("community_report"), {**ASK, "token": fresh}))


@given(st.uuids(), st.sampled_from(["post", "door"]))
def test_a_token_opens_only_its_own_form(_key, kind):
    key, at = read_token(kind, new_token(kind, NOW))
    assert isinstance(key, UUID) and at == NOW


def test_a_flood_is_stopped_by_the_form_and_not_by_the_sender(monkeypatch):
    monkeypatch.setitem(limits.MOST_AN_HOUR, "post", 1)
    ask()
    shown = ask()
    assert "Very many people are writing" in text_of(shown) and TEXT in shown.content.decode()
    assert Post.objects.count() == 1


def test_one_form_sent_over_and_over_shuts_it_for_nobody(monkeypatch):
    monkeypatch.setitem(limits.MOST_AN_HOUR, "post", 2)
    sent = token("post")
    for _ in range(5):
        ask(token=sent)
    assert code_of(ask()) and Post.objects.count() == 2


def test_what_is_told_in_confidence_is_taken_however_many_tell_something(monkeypatch):
    path, sent = reverse("community_somebody"), token("door")
    for _ in range(3):
        Client().post(path, {**TELL, "token": sent})
    hour = FormHour.objects.get(form="door")
    assert hour.sent == 1
    FormHour.objects.filter(pk=hour.pk).update(sent=1_000_000)
    assert code_of(Client().post(path, {**TELL, "token": token("door")}))
    assert DoorReport.objects.count() == 2


def test_an_appeal_tells_nobody_which_codes_there_are_and_is_counted_before_it_looks(cast, monkeypatch):
    code, row = application()
    walk(cast, row, ReviewState.ACKNOWLEDGED, ReviewState.NOT_MET)
    path, words = reverse("community_appeal"), "I was ill then."
    bare = [Client().post(path, {"code": one}) for one in (code, UNKNOWN)]
    assert {one.status_code for one in bare} == {200}
    assert not any("Threshold" in text_of(one) or row.reference in text_of(one) for one in bare)
    unknown = Client().post(path, {"code": UNKNOWN, "words": words, "token": token("code")})
    assert unknown.status_code == 200 and "do not know this code" in text_of(unknown)
    assert FormHour.objects.get(form="long code").sent == 1
    monkeypatch.setitem(limits.MOST_AN_HOUR, "long code", 2)
    taken, shut = (Client().post(path, {"code": code, "words": words, "token": token("code")}) for _ in range(2))
    assert "We have it." in text_of(taken) and "Very many people" in text_of(shut)
    assert row.steps.filter(state=ReviewState.APPEALED).count() == 1


def test_a_page_sent_over_and_over_with_codes_uses_up_nobody_else_s_looks(monkeypatch):
    monkeypatch.setitem(limits.MOST_AN_HOUR, "long code", limits.MOST_OF_ONE_PAGE + 1)
    path, sent = reverse("community_code"), token("code")
    worn = [Client().post(path, {"code": UNKNOWN, "token": sent}) for _ in range(limits.MOST_OF_ONE_PAGE + 5)]
    assert "sent this page many times" in text_of(worn[-1]) and sent not in worn[-1].content.decode()
    assert FormHour.objects.get(form="long code").sent == limits.MOST_OF_ONE_PAGE
    assert "do not know this code" in text_of(Client().post(path, {"code": UNKNOWN, "token": token("code")}))
    assert "Very many people" in text_of(Client().post(path, {"code": UNKNOWN, "token": token("code")}))


def test_whoever_uses_up_the_looks_at_short_codes_shuts_nobody_out_who_has_a_long_one(cast, monkeypatch):
    code, _row = application()
    monkeypatch.setitem(limits.MOST_AN_HOUR, "code", 1)
    path, short = reverse("community_code"), short_reference("CR", Random(1), groups=3)
    shown = [Client().post(path, {"code": short, "token": token("code")}) for _ in range(2)]
    assert "do not know this code" in text_of(shown[0]) and "Very many people" in text_of(shown[1])
    assert "Very many people" not in text_of(Client().post(path, {"code": code, "token": token("code")}))


def test_what_can_be_no_code_is_told_so_and_takes_nobody_s_look(db):
    shown = Client().post(reverse("community_code"), {"code": "CR-777-777-777", "token": token("code")})
    assert "do not know this code" in text_of(shown) and not FormHour.objects.exists()


def test_a_form_that_stood_on_another_website_is_refused():
    sent = {**ASK, "token": token("post")}
    shown = Client().post(reverse("community_report"), sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert shown.status_code == 403 and not Post.objects.exists()


def test_no_public_page_shows_what_was_not_let_through_or_told_in_confidence(cast):
    post("Nobody has read this about the wharf yet.")
    confided("The boy from the kiosk is afraid.")
    hidden = network(cast, is_shown=False, name="The unread group")
    mine = network(cast)
    event(cast, mine, is_shown=False, title="The unread walk")
    wish(mine, called="Sam the shy")
    paths = [reverse(name) for name in PLAIN] + [reverse("community_network", args=[mine])]
    told = " ".join(Client().get(path).content.decode() for path in paths)
    assert not [word for word in ("wharf", "kiosk", "unread", "Sam the shy") if word in told]
    assert Client().get(reverse("community_network", args=[hidden])).status_code == 404


def test_a_late_answer_is_late_for_all_to_see(cast, monkeypatch):
    _code, row = shown_post(cast)
    monkeypatch.setattr("django.utils.timezone.now", lambda: row.due_at + timedelta(hours=1))
    assert "1 answer is late now." in text_of(Client().get(reverse("community_asked")))
    assert "it is late" in text_of(Client().get(reverse("community_asked_one", args=[row.pk])))


def test_somebody_joins_with_a_code_and_without_an_address(cast):
    mine = network(cast)
    page = Client().get(reverse("community_join", args=[mine])).content.decode()
    assert 'type="email"' not in page and 'type="tel"' not in page
    sent = Client().post(reverse("community_join", args=[mine]), {"called": "Sam", "words": "", "token": token("join")})
    assert code_of(sent).startswith("NE-") and JoinRequest.objects.get().called == "Sam"


def test_the_calendar_has_public_events_and_says_which_are_called_off(cast):
    mine = network(cast)
    event(cast, mine)
    event(cast, mine, is_shown=False, title="Not read")
    off = event(cast, mine, title="Called off walk")
    call_off_event(event_id=off, by=cast.viewer("resident"), at=NOW)
    feed = Client().get(reverse("community_feed")).content.decode()
    assert feed.count("BEGIN:VEVENT") == 2 and "Not read" not in feed
    assert feed.count("STATUS:CANCELLED") == 1 and "CLASS:PUBLIC" in feed


def test_a_priority_tells_of_its_problem_only_what_is_open_to_all(cast):
    linked = priority(cast, problem_id=987_654)
    shown = text_of(Client().get(reverse("community_priority", args=[linked])))
    assert "It is dark" in shown and "work on this place together" not in shown


def test_a_review_is_asked_for_with_three_days_and_a_code(cast):
    days = {
        f"reported_{n}-{part}": value for n in (1, 2, 3) for part, value in (("day", n), ("month", 11), ("year", 2026))
    }
    days |= {
        f"happened_{n}-{part}": value for n in (1, 2, 3) for part, value in (("day", n), ("month", 11), ("year", 2026))
    }
    sent = {
        "applicant": "victim",
        "words": "Shouting each night.",
        **days,
        **{f"to_{n}": "The council" for n in (1, 2, 3)},
    }
    given = Client().post(reverse("community_review_apply"), {**sent, "token": token("review")})
    assert code_of(given).startswith("CR-")
    assert ReviewApplication.objects.get().counted == 3
    missing = Client().post(reverse("community_review_apply"), {**sent, "to_2": "", "token": token("review")})
    assert "id_happened_2-day" in errors_in(missing)


def test_lists_ask_the_same_however_long_they_are(cast, queries):
    shown_post(cast)
    few = queries(Client(), reverse("community_asked"))
    for _ in range(4):
        shown_post(cast)
    assert queries(Client(), reverse("community_asked")) == few
