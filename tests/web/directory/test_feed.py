"""The open feed: valid Open Referral UK, open to every site, and without anything about a person."""

import jsonschema_rs
import pytest

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.outcomes.actions.directory import bring_in_contracts
from tests.areas.invented import keep, school
from tests.cast import NOW
from tests.exchange.hsds_uk import AT_LOCATION, AT_LOCATION_FULL, FULL, LISTED, ROOT, TAXONOMY, TERM, page_of
from tests.outcomes.listed import list_one
from tests.providers import make_provider_world, supported

FEED = "/directory/hsds/"
PAGES = (
    ("", ROOT), ("services", page_of(LISTED)), ("services?full=true", page_of(FULL)),
    ("service_at_locations", page_of(AT_LOCATION)), ("taxonomies", page_of(TAXONOMY)), ("taxonomy_terms", page_of(TERM)),
)  # fmt: skip


@pytest.fixture
def services(cast):
    make_provider_world(cast)
    supported(cast)
    bring_in_contracts(by=Actor.system("work"), at=NOW)
    for number in range(3):
        list_one(cast.viewer("community_officer"), name=f"Service {number}", email="here@harbour.example")


def faults(schema, told):
    return [one.message for one in jsonschema_rs.validator_for(schema, validate_formats=True).iter_errors(told)]


@pytest.mark.parametrize(("address", "schema"), PAGES)
def test_every_list_is_valid_and_may_be_read_by_any_site(client, services, address, schema):
    response = client.get(FEED + address)
    assert response.status_code == 200 and response["Access-Control-Allow-Origin"] == "*"
    assert faults(schema, response.json()) == []
    assert not response.cookies


def test_every_single_thing_is_valid_and_leads_back(client, services):
    def listed(name):
        return client.get(f"{FEED}{name}").json()["contents"]

    for name, schema in (("services", FULL), ("service_at_locations", AT_LOCATION_FULL), ("taxonomies", TAXONOMY),
                         ("taxonomy_terms", TERM)):  # fmt: skip
        for one in listed(name):
            found = client.get(f"{FEED}{name}/{one['id']}").json()
            assert faults(schema, found) == [] and found["id"] == one["id"], name


def test_the_schema_does_catch_what_is_wrong(client, services):
    one = client.get(f"{FEED}services").json()["contents"][0]
    for broken in ({**one, "status": "open"}, {**one, "id": "7"}, {key: one[key] for key in one if key != "name"}):
        assert faults(LISTED, broken)


def test_nothing_without_a_value_is_sent(client, services):
    def empty(value):
        if isinstance(value, dict):
            return any(empty(one) for name, one in value.items() if name not in ("wait", "contents"))
        return value in (None, "", []) or (isinstance(value, list) and any(map(empty, value)))

    assert not [one["name"] for one in client.get(f"{FEED}services?full=true").json()["contents"] if empty(one)]


def test_places_and_wait_stand_in_the_extension_and_no_person_anywhere(client, services):
    told = client.get(f"{FEED}services?search=ways+out&full=true")
    (one,) = told.json()["contents"]
    assert one["availability"] == {"capacity": 2, "places": "places", "as_at": "2026-11-01"}
    assert not [word for word in ("Amina", "Okafor", "Kez", "price") if word in told.content.decode()]


def test_pages_and_filters_do_what_the_standard_says(client, services):
    first = client.get(f"{FEED}services?per_page=3").json()
    assert (first["total_items"], first["total_pages"], first["first_page"], first["last_page"]) == (4, 2, True, False)
    last = client.get(f"{FEED}services?per_page=3&page=2").json()
    assert (last["size"], last["last_page"]) == (1, True)
    assert client.get(f"{FEED}services?page=9").json()["empty"] is True
    assert client.get(f"{FEED}services?minimum_age=20").json()["total_items"] == 1
    assert client.get(f"{FEED}services?day=MO").json()["total_items"] == 3
    assert client.get(f"{FEED}services?modified_after=2030-01-01").json()["empty"] is True
    term = next(one for one in client.get(f"{FEED}taxonomy_terms").json()["contents"] if one["code"] == "gangs")
    assert client.get(f"{FEED}services?taxonomy_term_id={term['id']}").json()["total_items"] == 1
    assert client.get(f"{FEED}services?taxonomy_term_id=nonsense").json()["total_items"] == 0


def test_near_a_postcode_only_its_district_is_looked_at(client, services):
    from alongside.areas.actions import load_schools

    keep(load_schools, [school("100001", "A", postcode="ZL1 9ZZ", easting=537_000.0, northing=189_000.0)])
    near = client.get(f"{FEED}service_at_locations?postcode=ZL1+2AB&proximity=3000").json()
    assert near["total_items"] == 3
    assert client.get(f"{FEED}service_at_locations?postcode=ZL1&proximity=1").json()["empty"] is True


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "per_page=-1",
        "day=xx",
        "modified_after=soon",
        "modified_after=9999-12-31T23:59:59-14:00",
        "modified_after=0001-01-01T00:00:00%2B14:00",
        "postcode=nowhere",
        "organization_id=7",
    ],
)
def test_what_cannot_be_read_is_said_and_open_too(client, db, query):
    response = client.get(f"{FEED}services?{query}")
    assert response.status_code == 400 and response["Access-Control-Allow-Origin"] == "*"
    assert len(response.json()["error"]) > 20


def test_what_is_not_there_is_not_found_in_json(client, db):
    for name in ("services", "service_at_locations", "taxonomies", "taxonomy_terms"):
        response = client.get(f"{FEED}{name}/00000000-0000-0000-0000-000000000001")
        assert response.status_code == 404 and "no such" in response.json()["error"]
        assert client.get(f"{FEED}{name}/x").status_code == 404


def test_it_is_read_only_and_leaves_nothing_in_the_log(client, services):
    before = Event.objects.count()
    assert client.post(f"{FEED}services", {}).status_code in (403, 405)
    client.get(f"{FEED}services?postcode=ZL1")
    assert Event.objects.count() == before


def test_the_feed_costs_two_questions_however_long_it_is(client, services, django_assert_num_queries):
    for size in (1, 4):
        with django_assert_num_queries(2):
            client.get(f"{FEED}services?full=true&per_page={size}")
