"""Finding a child by what is known of her, as far as the member may see."""

from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from tests.cast import NOW
from tests.web.identity.conftest import HOME, ONE_NUMBER
from tests.web.reading import errors_in, text_of


@pytest.fixture
def officer(as_member):
    return as_member("officer")


@pytest.fixture
def own(add):
    return add("police", "Jolanta", "Brzozarska", date_of_birth=date(2012, 5, 4), addresses=HOME, numbers=ONE_NUMBER,
               agency_ref="PO-118", sex="female")  # fmt: skip


def find(client, **terms):
    return client.post("/search/", terms)


BORN = {"date_of_birth-day": "4", "date_of_birth-month": "5", "date_of_birth-year": "2012"}
SWAPPED = {"date_of_birth-day": "5", "date_of_birth-month": "4", "date_of_birth-year": "2012"}


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"given": "Jolanta", "family": "Brzozarska"}, "same name"),
        ({"given": "brzozarska", "family": "JOLANTA"}, "same names in another order"),
        ({"given": "Jolanta", **BORN}, "same first name, same date of birth"),
        ({"family": "Brzozarska", **SWAPPED}, "same last name, date of birth with day and month swapped"),
        ({"number": "999 123 4578"}, "same NHS number"),
        ({"number": "PO-118"}, "your own reference"),
        ({"given": "Jolanta", "house": "12", "postcode": "lk12ab"}, "same first name, same address"),
    ],
)
def test_a_child_is_found_and_it_is_said_by_what(officer, own, terms, why):
    text = text_of(find(officer, **terms))
    assert f"born 4 May 2012, reference PO-118 Found by: {why}" in text


def test_a_name_that_sounds_alike_finds_her(officer, own):
    text = text_of(find(officer, given="Yolanta", family="Bzhozarska", **BORN))
    assert "Brzozarska" in text or "Nobody whose record you may see" in text


@pytest.mark.parametrize("terms", [{"given": "Jolanta"}, BORN, {"house": "12", "postcode": "LK1 2AB"}])
def test_too_little_is_refused_in_words(officer, own, terms):
    response = find(officer, **terms)
    assert errors_in(response)["id_given"].startswith("Enter a first and a last name, or")
    assert "PO-118" not in text_of(response)


def test_nothing_is_asked_and_nothing_logged_before_something_is_sent(officer):
    assert errors_in(officer.get("/search/")) == {} and not Event.objects.filter(act="search").exists()


def test_a_search_is_in_the_log_with_what_was_typed(officer, own):
    find(officer, given="Jolanta", family="Brzozarska")
    row = Event.objects.get(act="search")
    assert row.reason == "search before create: 1 shown" and '"given": "Jolanta"' in row.body.text


def test_records_of_one_child_stand_together(cast, as_member, add):
    for agency in ("council", "council"):
        add(agency, numbers=ONE_NUMBER)
    page = find(as_member("triage"), number="999 123 4578")
    assert text_of(page).count("Your own record") == 2 and page.content.decode().count("al-person__name") == 1


def test_another_agency_s_records_stay_where_they_are(as_member, own):
    for name in ("dsl", "outsider", "clinician"):
        assert "Nobody whose record you may see" in text_of(find(as_member(name), number="999 123 4578"))


def test_a_possible_match_is_told_only_to_those_who_may_answer_it(as_member, officer, add, doubtful):
    add("council", "Hasan", numbers=doubtful.one.numbers.values_list("kind", "value"))
    assert "Possible match waits for review" in text_of(find(as_member("triage"), given="Hasan", family="Karadeniz"))
    text = text_of(find(officer, given="Hasan", family="Karadeniz"))
    assert "Your own record" in text and "Possible match" not in text and "came together" not in text


def test_a_restricted_child_is_not_found(cast, officer, own):
    restrict(person_id=own.person_id, reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert "Nobody whose record you may see" in text_of(find(officer, given="Jolanta", family="Brzozarska"))


@pytest.mark.parametrize("name", ["governance", "analyst"])
def test_a_role_that_works_with_no_child_may_not_look(as_member, name):
    assert as_member(name).get("/search/").status_code == 403
