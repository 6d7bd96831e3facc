"""Contracts as data: who may be referred, how many at once, what changed; the directory and its places."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.roles import Permission, Role, roles_with
from alongside.support.actions.contracts import change_contract, make_contract, new_contract_reference
from alongside.support.contract_terms import faults_in
from alongside.support.models import Case, Contract, ContractTerms, Placement
from alongside.support.queries.contracts import contract_page, contracts
from alongside.support.queries.directory import child_at_hand, directory
from tests.cast import NOW, later
from tests.providers import contract, make_provider_world, moved, referred, supported, terms


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


def change(world, by="manager", changes=1, **new):
    return change_contract(
        reference=world.contract.reference, terms=terms(**new), reason="More money.", changes=changes,
        by=world.viewer(by), at=NOW,
    )  # fmt: skip


WRONG = [
    ({"ends_on": date(2025, 1, 1)}, "ends_on"), ({"least_age": 30}, "most_age"), ({"capacity": 0}, "capacity"),
    ({"price_pence": -1}, "price"), ({"outcomes": ()}, "outcomes"), ({"kinds": ("circus",)}, "kinds"),
    ({"title": ""}, "title"), ({"when_full": "shrug"}, "when_full"),
]  # fmt: skip


def test_terms_are_checked_as_a_whole(world):
    for wrong, field in WRONG:
        assert [place for place, _ in faults_in(terms(**wrong))] == [field]
        with pytest.raises(Invalid) as caught:
            contract(world, "lantern", **wrong)
        assert caught.value.field == field and Contract.objects.count() == 1


def test_only_the_front_door_manager_keeps_contracts():
    assert roles_with(Permission.KEEP_CONTRACTS) == [Role.TRIAGE_MANAGER]


def test_nobody_else_makes_or_changes_one(world):
    for who in ("triage", "youth_worker", "outsider", "governance"):
        with pytest.raises(Refused):
            change(world, by=who, capacity=3)
        with pytest.raises(Refused):
            make_contract(
                pathway="leaving-gangs", provider="lantern", terms=terms(), reason="x", by=world.viewer(who), at=NOW
            )
    assert ContractTerms.objects.count() == 1


def test_a_change_keeps_what_was_agreed_before_with_its_reason(world):
    change(world, capacity=5)
    page = contract_page(world.viewer("manager"), world.contract.reference)
    assert page.row.now.terms.capacity == 5 and page.history[0].reason == "More money."
    assert page.history[0].lines == (("Places at once", "2", "5"),)
    assert [one.capacity for one in ContractTerms.objects.order_by("number")] == [2, 5]


def test_a_stale_change_is_refused_and_one_that_changes_nothing_too(world):
    change(world, capacity=5)
    with pytest.raises(Stale):
        change(world, capacity=6, changes=1)
    with pytest.raises(Invalid, match="Nothing is different"):
        change(world, capacity=5, changes=2)


def test_the_database_refuses_to_change_what_was_agreed(world):
    with pytest.raises(DatabaseError):
        ContractTerms.objects.update(capacity=99)


def test_a_form_that_is_sent_twice_makes_one_contract(world):
    key = new_contract_reference(by=world.viewer("manager"))
    for _ in range(2):
        make_contract(
            pathway="leaving-gangs", provider="lantern", terms=terms(), reason="x", by=world.viewer("manager"), at=NOW,
            reference=key,
        )  # fmt: skip
    assert Contract.objects.count() == 2


def test_a_referral_runs_under_the_contract_of_its_provider(world):
    case = referred(world)
    assert case.placement.contract == world.contract and case.placement.place_since is None


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({"sex": "male"}, "boys and young men"), ({"least_age": 16}, "for ages 16 to 25; she or he is 14"),
        ({"kinds": ("police",)}, "only these refer: police"), ({"roles": ("clinician",)}, "only these roles refer"),
        ({"ends_on": date(2026, 11, 16)}, "The contract has ended"), ({"starts_on": date(2026, 12, 1)}, "has not begun"),
        ({"areas": ("Quayside",)}, "It serves Quayside only"),
    ],
)  # fmt: skip
def test_a_referral_outside_the_contract_is_refused_in_words(world, new, words):
    change(world, **new)
    with pytest.raises(Invalid, match=words) as caught:
        referred(world, answers={"lives_in": "Hilltop"})
    assert caught.value.field == "receiver" and not Case.objects.exists()


def test_with_contracts_nobody_takes_cases_without_one(world):
    with pytest.raises(Invalid, match="has no contract"):
        referred(world, receiver="lantern")


def test_acceptance_takes_a_place_and_the_end_gives_it_back(world):
    case = supported(world)
    assert Placement.objects.get().place_since == NOW
    moved(world, case, "end", {"report": "Done.", "says": "Bye."})
    assert Placement.objects.get().place_since is None


def test_when_full_a_referral_waits_for_its_place_or_is_refused_as_the_contract_says(world):
    change(world, capacity=1)
    supported(world)
    second = referred(world, "Noor")
    with pytest.raises(Invalid, match=r"Every place is taken \(1 of 1\)"):
        moved(world, second, "accept")
    moved(world, second, "wait")
    change(world, capacity=1, when_full="refuse", changes=2)
    with pytest.raises(Invalid, match="keeps no waiting list"):
        referred(world, "Lena")


def test_a_return_needs_a_free_place_and_keeps_the_earlier_story(world):
    change(world, capacity=1)
    first = supported(world)
    moved(world, first, "end", {"report": "Done.", "says": "Bye."})
    supported(world, "Noor")
    with pytest.raises(Invalid, match="Every place is taken"):
        moved(world, first, "came-back", at=later(days=3))
    change(world, capacity=2, changes=2)
    moved(world, first, "came-back", at=later(days=3))
    assert first.steps.count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="an in-memory database has one writer and no threads")
def test_the_last_place_goes_once_when_two_accept_at_the_same_moment(world):
    change(world, capacity=1)
    cases, gate, taken = [referred(world), referred(world, "Noor")], Barrier(2), []

    def accept(case):
        gate.wait()
        try:
            moved(world, case, "accept")
            taken.append(case)
        except Invalid:
            pass
        finally:
            connection.close()

    threads = [Thread(target=accept, args=(case,)) for case in cases]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(taken) == 1 and Placement.objects.filter(place_since__isnull=False).count() == 1


def test_acceptance_locks_the_contract_before_it_counts(world):
    case = referred(world)
    with CaptureQueriesContext(connection) as asked:
        moved(world, case, "accept")
    asked = [one["sql"] for one in asked if "support_contract" in one["sql"] or "place_since" in one["sql"]]
    locked = next(place for place, sql in enumerate(asked) if 'FROM "support_contract" WHERE' in sql)
    counted = next(place for place, sql in enumerate(asked) if "COUNT(*)" in sql and "place_since" in sql)
    assert locked < counted


def test_the_directory_says_who_fits_and_why_not(world):
    contract(world, "lantern", sex="male", least_age=16)
    found = directory(world.viewer("dsl"), age=14, sex="female")
    assert [one.provider for one in found.fitting] == ["Stepping Stones"]
    assert [one.reasons for one in found.others] == [
        ("It is for ages 16 to 25; she or he is 14.", "It is for boys and young men.")
    ]
    assert found.fitting[0].places == "2 of 2 free"


def test_the_directory_looks_at_the_child_at_hand_only_for_who_may_see_her(world):
    case = referred(world)
    found = child_at_hand(world.viewer("dsl"), case.reference)
    assert (found.age, found.sex) == (14, "female")
    with pytest.raises(Refused):
        child_at_hand(world.viewer("outsider"), case.reference)


def test_a_small_number_of_taken_places_is_not_told(world):
    change(world, capacity=20)
    assert directory(world.viewer("dsl")).fitting[0].places == "20 of 20 free"
    supported(world)
    assert directory(world.viewer("dsl")).fitting[0].places == "At least 16 of 20 free"


def test_a_provider_reads_its_own_contract_and_no_other(world):
    other = contract(world, "lantern")
    assert [one.reference for one in contracts(world.viewer("youth_worker"))] == [world.contract.reference]
    for who in ("youth_worker", "outsider", "triage"):
        with pytest.raises(Refused):
            contract_page(world.viewer(who), other.reference)
