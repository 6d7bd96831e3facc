"""The directory: what contracts bring, what members list, what anybody finds, and what nobody can work out."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.entries import Actor
from alongside.audit.models import Event
from alongside.outcomes.actions.directory import amend_service, bring_in_contracts, confirm_service, list_service
from alongside.outcomes.directory_states import Room
from alongside.outcomes.models import ListedService, ListingChange
from alongside.outcomes.queries.directory import Near, Wanted, near_district, near_ward, service, services
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.support.actions.contracts import change_contract
from alongside.support.measures.offers import usual
from tests.areas.invented import keep, keep_wards, school, ward_code
from tests.cast import NOW
from tests.outcomes.listed import DRAFT, draft, list_one
from tests.providers import contract, make_provider_world, supported, terms

WORK = Actor.system("work")


@pytest.fixture
def officer(cast):
    return cast.viewer("community_officer")


def found(**wanted):
    return [one.draft.name for one in services(Wanted(**wanted)).rows]


def test_a_service_that_a_member_lists_is_found_by_anybody(officer):
    list_one(officer)
    list_one(officer, name="Steady", topic="feelings", least_age=19, most_age=25, self_referral=False)
    assert found() == ["Steady", "The Boathouse"]
    assert found(topic="activities") == found(age=15) == found(self_only=True) == ["The Boathouse"]
    assert found(words="HARBOUR warm") == ["Steady", "The Boathouse"] and found(words="horses") == []
    assert found(day=4) == ["Steady", "The Boathouse"] and found(day=2) == []


def test_the_nearest_stands_first_and_what_has_no_place_last(officer):
    list_one(officer, name="Far", position=(-0.3, 51.4))
    list_one(officer, name="A secret place", position=None, address="")
    list_one(officer, name="Near")
    point = service(ListedService.objects.get(name="Near").pk)
    near = Near("here", 537_500, 189_300)
    rows = services(Wanted(near=near)).rows
    assert [one.draft.name for one in rows] == ["Near", "Far", "A secret place"]
    assert "away" in rows[1].distance and rows[2].distance == "" and point.distance == ""


def test_a_form_that_is_sent_twice_lists_one_service(officer):
    key = uuid4()
    first, again = (list_service(draft=DRAFT, sent_key=key, by=officer, at=NOW) for _ in range(2))
    assert first == again and ListedService.objects.count() == 1


def test_whoever_saves_second_is_shown_what_stands_there(officer):
    one = list_one(officer)
    amend_service(service_id=one, draft=draft(summary="Now with tea."), version=1, reason="", by=officer, at=NOW)
    with pytest.raises(Stale) as stale:
        amend_service(service_id=one, draft=draft(summary="Theirs."), version=1, reason="", by=officer, at=NOW)
    assert stale.value.theirs.summary == "Now with tea." and service(one).draft.summary == "Now with tea."
    assert [row.number for row in ListingChange.objects.all()] == [2, 1]


def test_what_a_service_said_before_cannot_be_changed_or_taken_away(officer):
    list_one(officer)
    for change in (lambda rows: rows.update(reason="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(ListingChange.objects.all())


def test_nothing_is_written_when_something_cannot_stand(officer):
    for wrong in ({"summary": " "}, {"position": (190.0, 91.0)}, {"name": "x" * 500}):
        with pytest.raises(Invalid):
            list_one(officer, **wrong)
    assert not ListedService.objects.exists() and not Event.objects.filter(subject_kind="listed service").exists()


@pytest.mark.parametrize("name", ["outsider", "dsl", "analyst", "resident", "youth_worker"])
def test_whoever_does_not_keep_the_directory_is_refused_and_logged(cast, officer, name):
    one, viewer = list_one(officer), cast.viewer(name)
    for act in (
        lambda: list_one(viewer),
        lambda: amend_service(service_id=one, draft=DRAFT, version=1, reason="", by=viewer, at=NOW),
        lambda: confirm_service(service_id=one, by=viewer, at=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert service(one).changes == 1


def test_a_contract_comes_in_by_itself_and_its_terms_are_followed(cast):
    make_provider_world(cast)
    assert bring_in_contracts(by=WORK, at=NOW) == 1 and bring_in_contracts(by=WORK, at=NOW) == 0
    one = ListedService.objects.get()
    assert (one.name, one.least_age, one.capacity, one.provider.name) == ("Ways out", 10, 2, "Stepping Stones")
    change_contract(
        reference=cast.contract.reference, terms=terms(capacity=9, most_age=18), changes=1, reason="More money",
        by=cast.viewer("manager"), at=NOW,
    )  # fmt: skip
    assert bring_in_contracts(by=WORK, at=NOW) == 1
    one.refresh_from_db()
    assert (one.capacity, one.most_age) == (9, 18)


def test_no_price_and_no_person_stands_in_what_a_contract_brings(cast):
    make_provider_world(cast)
    supported(cast)
    bring_in_contracts(by=WORK, at=NOW)
    said = str(ListedService.objects.values().get()) + str(ListingChange.objects.values().get())
    assert not [word for word in ("120", "12000", "Okafor", "Amina", "price") if word in said]


def test_a_contract_that_has_ended_leaves_what_people_find(cast):
    make_provider_world(cast, ends_on=date(2026, 11, 20))
    bring_in_contracts(by=WORK, at=NOW)
    bring_in_contracts(by=WORK, at=NOW + timedelta(days=9))
    assert found() == [] and found(shown_only=False) == ["Ways out"]


def test_places_are_told_once_a_month_so_that_looking_twice_tells_of_nobody(cast):
    make_provider_world(cast, capacity=1)
    bring_in_contracts(by=WORK, at=NOW)
    supported(cast, at=NOW + timedelta(hours=1))
    bring_in_contracts(by=WORK, at=NOW + timedelta(hours=2))
    assert services(Wanted()).rows[0].room is Room.PLACES
    bring_in_contracts(by=WORK, at=NOW + timedelta(days=20))
    assert services(Wanted()).rows[0].room is Room.WAITING


def test_what_a_contract_says_cannot_be_typed_over(cast, officer):
    make_provider_world(cast)
    bring_in_contracts(by=WORK, at=NOW)
    one = ListedService.objects.get()
    typed = draft(name="Ways out", least_age=0, most_age=99, wards=("Nowhere",), provider="Somebody else")
    amend_service(service_id=one.pk, draft=typed, version=1, reason="Hours", by=officer, at=NOW)
    shown = service(one.pk)
    assert (shown.ages, shown.area, shown.provider.name) == ("10 to 25", "The whole borough", "Stepping Stones")
    assert shown.opening and shown.draft.telephone == "01632 960 300"


def test_a_wait_is_told_only_where_many_were_met_and_rounded():
    from tests.outcomes.waited import facts

    assert usual(facts(met=9, waiting=20)) is None
    told = usual(facts(met=32, waiting=4))
    assert told.about == 35 and told.low <= told.weeks <= (told.high or 99)


def test_a_ward_and_a_district_are_found_and_nonsense_is_not(db):
    from alongside.areas.actions import load_schools

    keep_wards()
    rows = [
        school(str(100_000 + n), f"School {n}", postcode="ZL7 4ZN", easting=500_000.0 + n, northing=1.0) for n in (0, 2)
    ]
    keep(load_schools, rows)
    assert near_ward(ward_code(1, 1)).name == "Ward 1 1" and near_ward("E05999999") is None
    assert near_district("zl7 4zn") == Near("ZL7", 500_001.0, 1.0) and near_district("ZL9") is None


def test_a_page_of_the_directory_costs_the_same_however_long_it_is(officer, django_assert_num_queries):
    made = [list_one(officer, name=f"Service {number}") for number in range(12)]
    assert len(made) == 12
    for size in (2, 12):
        with django_assert_num_queries(2):
            services(Wanted(near=Near("x", 1, 1), age=12), size=size)


def test_a_second_contract_of_the_same_provider_is_a_service_of_its_own(cast):
    make_provider_world(cast)
    contract(cast, title="Mentors")
    bring_in_contracts(by=WORK, at=NOW)
    assert found() == ["Mentors", "Ways out"]
