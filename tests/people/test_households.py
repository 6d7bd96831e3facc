"""Who belongs to a child's home: told by agencies and by the address, each member only to whom access lets know."""

from datetime import timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import involve, restrict
from alongside.partners.errors import Invalid, Refused
from alongside.partners.states import Purpose
from alongside.people import actions, queries
from alongside.people.drafts import AddressDraft
from tests.cast import NOW, OPEN
from tests.people.sending import ANOTHER_DAY, HOME, person_of, send


@pytest.fixture
def home(cast):
    """A girl, her mother and her brother, as the school knows them; all at one address."""
    girl = send(cast, "school", addresses=(HOME,))
    mother = send(cast, "school", "Kalina", "Wronecka", date_of_birth=None, addresses=(HOME,))
    brother = send(cast, "school", "Teodor", "Marsh", sex="male", date_of_birth=ANOTHER_DAY)
    actions.relate(one=mother.pk, other=girl.pk, relation="parent", by=cast.viewer("dsl"), at=NOW)
    actions.relate(one=girl.pk, other=brother.pk, relation="sibling", by=cast.viewer("dsl"), at=NOW)
    return girl, mother, brother


def household(cast, record, name="dsl"):
    return {one.name: one.because for one in queries.household_of(cast.viewer(name), person_of(record))}


def test_members_are_found_by_what_an_agency_says_and_by_the_same_address(cast, home):
    assert household(cast, home[0]) == {
        "Kalina Wronecka": ("Parent or carer of this child, says Elmsgate Academy", "the same address"),
        "Teodor Marsh": ("Brother or sister of this child, says Elmsgate Academy",),
    }
    assert household(cast, home[1]) == {
        "Amina Okafor-Lindqvist": ("Child of this child, says Elmsgate Academy", "the same address")
    }


def let_in(cast, record, groups=OPEN):
    involve(
        agency_id=cast.agencies["council"].pk, person_id=person_of(record), purpose=Purpose.SAFEGUARDING, groups=groups,
        reason="x", by=cast.viewer("manager").actor, at=NOW - timedelta(days=1),
    )  # fmt: skip


def test_each_member_is_shown_only_to_whom_her_own_record_may_be_shown(cast, home):
    let_in(cast, home[0])
    assert household(cast, home[0], "triage") == {}
    let_in(cast, home[2])
    assert list(household(cast, home[0], "triage")) == ["Teodor Marsh"]
    assert household(cast, home[0], "officer") == household(cast, home[0], "outsider") == {}


def test_a_shared_address_is_told_only_with_the_right_to_know_addresses(cast, home):
    for record in home[:2]:
        let_in(cast, record, {group for group in OPEN if group.name != "CONTACT"})
    assert household(cast, home[0], "triage") == {
        "Kalina Wronecka": ("Parent or carer of this child, says Elmsgate Academy",)
    }


def test_a_protected_address_ties_nobody(cast, home):
    send(cast, "school", "Zed", "Other", addresses=(AddressDraft("12 Tern Row", "ZL1 1AA", is_protected=True),))
    assert "Zed Other" not in household(cast, home[0])


def test_who_moved_away_lives_there_no_more(cast, home):
    gone = send(cast, "school", "Zed", "Other", date_of_birth=ANOTHER_DAY, addresses=(HOME,), agency_ref="P-9")
    assert "Zed Other" in household(cast, home[0])
    moved = (AddressDraft("3 Lock Street", "ZL5 5AA"),)
    send(cast, "school", "Zed", "Other", date_of_birth=ANOTHER_DAY, addresses=moved, agency_ref="P-9", minutes=5)
    assert person_of(gone) and "Zed Other" not in household(cast, home[0])


def test_a_restricted_member_is_not_there(cast, home):
    restrict(person_id=person_of(home[1]), reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert list(household(cast, home[0])) == ["Teodor Marsh"]


def test_what_was_said_is_ended_by_who_said_it_and_stays_in_the_log(cast, home):
    said = actions.relate(one=home[0].pk, other=home[2].pk, relation="sibling", by=cast.viewer("dsl"), at=NOW)
    with pytest.raises(Refused):
        actions.end_relation(relationship_id=said.pk, by=cast.viewer("officer"), at=NOW)
    actions.end_relation(relationship_id=said.pk, by=cast.viewer("dsl"), at=NOW)
    assert "Teodor Marsh" not in household(cast, home[0])
    with pytest.raises(Invalid, match="ended already"):
        actions.end_relation(relationship_id=said.pk, by=cast.viewer("dsl"), at=NOW)
    logged = Event.objects.filter(subject_kind="relationship", subject_id=str(said.pk), outcome="allowed")
    assert [row.act for row in logged.order_by("pk")] == ["create", "change"]


def test_nobody_relates_records_that_she_may_not_see(cast, home):
    for name in ("officer", "outsider", "governance"):
        with pytest.raises(Refused):
            actions.relate(one=home[0].pk, other=home[1].pk, relation="friend", by=cast.viewer(name), at=NOW)
    with pytest.raises(Invalid, match="Choose what"):
        actions.relate(one=home[0].pk, other=home[1].pk, relation="boss", by=cast.viewer("dsl"), at=NOW)


def test_a_hostel_is_no_household(cast, home, monkeypatch):
    monkeypatch.setattr("alongside.people.queries.households.MOST_AT_ONE_ADDRESS", 0)
    assert "the same address" not in str(household(cast, home[0]))
