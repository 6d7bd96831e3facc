"""“Find help near me”: open to anybody, keeps nothing, and says what to do when nothing fits."""

import re
from html import unescape
from pathlib import Path

import pytest

from alongside.audit.models import Event
from alongside.outcomes.models import ListedService
from tests.areas.invented import keep, keep_wards, school, ward_code
from tests.outcomes.listed import list_one

BACKEND = "django.contrib.auth.backends.ModelBackend"


def words(response):
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.members["community_officer"], backend=BACKEND)
    return client


@pytest.fixture
def listed(cast):
    from alongside.areas.actions import load_schools

    keep_wards()
    keep(load_schools, [school("100001", "A", postcode="ZL1 9ZZ", easting=537_000.0, northing=189_000.0)])
    return list_one(cast.viewer("community_officer"))


def test_numbers_for_danger_stand_before_anything_is_asked(client, db):
    page = client.get("/directory/").content.decode()
    assert page.index("999") < page.index("0800 1111") < page.index("No service is listed here yet")


def test_anybody_finds_a_service_near_a_ward_or_a_district(client, listed):
    near = words(client.get("/directory/", {"district": "zl1 2ab"}))
    assert "The Boathouse" in near and "the nearest to ZL1 first" in near and "short walk" in near
    ward = words(client.get("/directory/", {"ward": ward_code(1, 1)}))
    assert "the nearest to Ward 1 1 first" in ward and "miles away" in ward


def test_where_somebody_looks_from_is_kept_nowhere(client, listed):
    before = Event.objects.count()
    response = client.get("/directory/", {"district": "ZL1 2AB", "age": "14"})
    assert response["Cache-Control"] == "no-store" and not response.cookies and Event.objects.count() == before
    assert "2AB" not in response.content.decode().replace('value="ZL1 2AB"', "").replace("ZL1+2AB", "")


def test_the_server_writes_no_access_log():
    from alongside.cli.management.commands import run

    assert "access-log" not in Path(run.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", [{"district": "QQ9"}, {"age": "many"}, {"ward": "E05999999"}, {"topic": "x"}])
def test_what_is_not_known_is_said_at_its_field(client, listed, asked):
    page = words(client.get("/directory/", asked))
    assert "There is a problem" in page and "The Boathouse" in page


def test_when_nothing_fits_it_says_what_to_do(client, listed):
    assert "Ask for less" in words(client.get("/directory/", {"age": "70"}))


def test_a_service_says_how_to_get_help_there(client, listed):
    page = words(client.get(f"/directory/{listed}/", {"district": "ZL1"}))
    for said in ("You can ask for help yourself", "Walk in.", "Monday, 3:30pm to 7pm", "from ZL1", "01632 960 300"):
        assert said in page
    assert client.get("/directory/00000000-0000-0000-0000-000000000001/").status_code == 404


def test_a_member_lists_and_changes_a_service(officer, listed):
    assert "The Boathouse" in words(officer.get(f"/directory/keep/{listed}/"))
    typed = {
        "sent_key": "00000000-0000-0000-0000-00000000000a", "version": "1", "name": "The Boathouse", "provider": "Harbour",
        "summary": "Now with tea.", "topic": "activities", "status": "active", "telephone": "01632 960 300",
        "opening": "Monday 15:30 to 19:00\nsat 10:00 to 12:00", "least_age": "10", "most_age": "18",
        "self_referral": "on", "how_to_refer": "Walk in.", "cost": "Free", "position": "51.5838, -0.0199",
    }  # fmt: skip
    assert officer.post(f"/directory/keep/{listed}/", typed).status_code == 302
    row = ListedService.objects.get()
    assert (row.summary, row.days, row.changes) == ("Now with tea.", "05", 2)
    stale = words(officer.post(f"/directory/keep/{listed}/", {**typed, "summary": "Mine."}))
    assert "Somebody else saved this first" in stale and "Now with tea." in stale and "Mine." in stale
    wrong = words(officer.post("/directory/keep/new/", {**typed, "opening": "now and then"}))
    assert "is no line of opening times" in wrong and ListedService.objects.count() == 1


def test_a_member_says_that_all_is_still_true(officer, listed):
    assert officer.post(f"/directory/keep/{listed}/true/").status_code == 302
    assert officer.get(f"/directory/keep/{listed}/true/").status_code == 405


@pytest.mark.parametrize("name", ["outsider", "dsl", "analyst"])
def test_the_outsider_keeps_nothing(client, cast, listed, name):
    client.force_login(cast.members[name], backend=BACKEND)
    for path in ("/directory/keep/", "/directory/keep/new/", f"/directory/keep/{listed}/"):
        assert client.get(path).status_code == 403
    assert client.post(f"/directory/keep/{listed}/true/").status_code == 403


def test_a_page_costs_the_same_however_many_services_there_are(client, cast, listed, django_assert_max_num_queries):
    for number in range(15):
        list_one(cast.viewer("community_officer"), name=f"Service {number}")
    with django_assert_max_num_queries(6):
        client.get("/directory/", {"district": "ZL1"})
