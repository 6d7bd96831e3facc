"""One child, one page: agency by agency, what may be told, and nothing that may not."""

from datetime import date

import pytest

from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import actions, queries
from alongside.people.drafts import AddressDraft
from alongside.people.matching import Terms
from alongside.people.models import Person, SourceRecord
from alongside.support.actions import raising
from tests.cast import NOW, OPEN, child, details

SAFEGUARDING = Purpose.SAFEGUARDING


def record_of(cast, agency, **changes):
    return actions.add_record(
        draft=child(**changes), holder=cast.agencies[agency], source="test", by=cast.viewer("dsl").actor, at=NOW,
        today=NOW.date(),
    )  # fmt: skip


@pytest.fixture
def person(cast):
    """A child with a concern, known to the police and to health under the same number."""
    number = {"numbers": (("nhs", "999 123 4578"),)}
    concern = raising.raise_concern(details=details(child=child(**number)), by=cast.viewer("dsl"), at=NOW)
    record_of(cast, "police", notes=(("police", date(2026, 9, 1), "Found in a car at night."),), **number)
    record_of(cast, "health", notes=(("health", date(2026, 8, 1), "Waits for assessment."),), **number)
    return concern.record.person_id


def parts(cast, person, name="triage"):
    return {part.agency_code: part for part in queries.story(cast.viewer(name), person, SAFEGUARDING)}


def test_what_an_agency_holds_but_may_not_tell_unasked_is_not_shown_and_may_be_asked_for(cast, person):
    health = parts(cast, person)["health"]
    assert (health.knows, health.notes, health.may_ask) == ("known", (), (FieldGroup.HEALTH,))
    assert health.agreement == "HE-1 v1"


def test_notes_that_no_agreement_covers_are_withheld_with_the_reason(cast, person):
    police = parts(cast, person)["police"]
    assert police.notes == ()
    assert police.withheld[3].startswith("You cannot see police notes: no agreement with Larkmere Police covers it")


def test_an_agreement_that_covers_them_opens_the_notes_and_names_itself(cast, person):
    cast.agreement("PO-1", ["council", "police"], field_groups=frozenset(OPEN | {FieldGroup.POLICE}))
    police = parts(cast, person)["police"]
    assert [note.text for note in police.notes] == ["Found in a car at night."]
    assert police.agreement == "FD-1 v1 and PO-1 v1"


def test_an_agency_that_may_not_say_looks_the_same_whether_it_knows_the_child_or_not(cast, person):
    cast.agreement("OUT-1", ["council", "outside"], field_groups=frozenset({FieldGroup.PLAN}))
    unknown = parts(cast, person)["outside"]
    record_of(cast, "outside", numbers=(("nhs", "999 123 4578"),))
    assert parts(cast, person)["outside"] == unknown
    assert unknown.knows == "cannot_say"


def test_a_protected_address_is_never_shown_to_others(cast, person):
    refuge = AddressDraft("Rose House, 4 Hidden Lane", "ZZ1 1ZZ", is_protected=True)
    record_of(cast, "other_school", numbers=(("nhs", "999 123 4578"),), addresses=(refuge,))
    assert parts(cast, person)["other-school"].addresses == ("Protected address: not shown",)


def test_the_outsider_sees_of_nobody_anything(cast, person):
    assert all(part.knows == "cannot_say" and not part.names for part in parts(cast, person, "outsider").values())


def test_a_hidden_match_and_no_match_are_the_same_to_a_school(cast, person):
    terms = Terms("Amina", "Okafor-Lindqvist", date(2012, 5, 14))
    assert queries.search(cast.viewer("other_dsl"), terms) == []
    assert queries.search(cast.viewer("other_dsl"), Terms("Nobody", "Atall", date(2012, 5, 14))) == []
    assert len(queries.search(cast.viewer("dsl"), terms)) == 1


@pytest.mark.parametrize("terms", [Terms("Amina"), Terms(family="Okafor"), Terms(date_of_birth=date(2012, 5, 14))])
def test_too_little_is_refused_so_that_nobody_fishes(cast, terms):
    with pytest.raises(Invalid, match="Enter a first and a last name"):
        queries.search(cast.viewer("dsl"), terms)


def test_day_and_month_that_changed_places_still_find_the_child(cast):
    record_of(cast, "school", date_of_birth=date(2012, 5, 4))
    found = queries.search(cast.viewer("dsl"), Terms("Amina", "", date(2012, 4, 5)))
    assert [one.name for one in found] == ["Amina Okafor-Lindqvist"]


def candidates(cast, person, **terms):
    found = Terms(**{"given": "Amina", "family": "Okafor", "date_of_birth": date(2012, 5, 14), **terms})
    return queries.findable(cast.viewer("triage"), found, person, SAFEGUARDING)


def test_a_candidate_of_another_agency_can_be_joined_and_taken_apart_again(cast, person):
    other = record_of(cast, "police", date_of_birth=date(2009, 11, 30))
    worker = cast.viewer("triage")
    shown = [one.record_id for one in candidates(cast, person, family="Okafor-Lindqvist")]
    assert shown == [other.pk]
    alone = other.person_id
    joined = actions.join(record_id=other.pk, to_person=person, reason="Same", by=worker, at=NOW, may_find=shown)
    assert SourceRecord.objects.get(pk=other.pk).person_id == person
    assert actions.undo_join(joined=joined, reason="Her cousin", by=worker, at=NOW) == 1
    assert SourceRecord.objects.get(pk=other.pk).person_id == alone
    assert Person.objects.filter(pk=alone).exists()


def test_a_record_that_was_not_offered_cannot_be_joined(cast, person):
    other = record_of(cast, "outside")
    with pytest.raises(Refused):
        actions.join(record_id=other.pk, to_person=person, reason="x", by=cast.viewer("triage"), at=NOW, may_find=[])


def test_a_restricted_child_is_no_candidate_for_those_who_are_not_cleared(cast, person):
    other = record_of(cast, "police")
    restrict(person_id=other.person_id, reason="x", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert candidates(cast, person) == []


def test_only_those_who_work_the_queue_look_in_other_agencies(cast, person):
    with pytest.raises(Refused):
        queries.findable(cast.viewer("officer"), Terms("Amina", "Okafor"), person, SAFEGUARDING)
