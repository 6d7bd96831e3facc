"""Whoever read a person is told when she is found to be two, or one with another; nobody learns more than that."""

import pytest

from alongside.partners.actions import restrict
from alongside.partners.errors import Refused
from alongside.people import actions, queries
from alongside.people.models import IdentityNotice
from alongside.support.actions import raising
from alongside.support.queries import referring, triaging
from tests.cast import NOW, details, later
from tests.people.sending import ANOTHER_DAY, person_of, send


@pytest.fixture
def read(cast):
    """A concern that the front door and the school have opened, about a child whom the police know too."""
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    triaging.triage_page(cast.viewer("triage", later(minutes=5)), concern.reference)
    referring.own_concern(cast.viewer("dsl", later(minutes=9)), concern.reference)
    return concern.record


def notices(cast, name, at=None):
    return queries.notices_for(cast.viewer(name, at))


def split(cast, record, days=2, name="colleague"):
    other = send(cast, "council", minutes=10)
    assert person_of(other) == person_of(record)
    at = later(days=days)
    return actions.split_person(
        person=person_of(record), records=[other.pk], reason="Two girls.", by=cast.viewer(name, at), at=at
    )


def test_a_reader_is_told_of_a_split_with_the_day_on_which_she_read_and_no_name(cast, read):
    split(cast, read)
    told = notices(cast, "triage")
    assert [one.sentence for one in told] == [
        "The record that you read on 17 November 2026 was found to be of two children. What you read may be of either."
    ]
    assert told[0].person_id == person_of(read) and "Amina" not in told[0].sentence
    assert len(notices(cast, "dsl")) == 1


def test_nobody_else_is_told_nor_whoever_made_the_change(cast, read):
    split(cast, read, name="triage")
    assert [name for name in cast.members if notices(cast, name)] == ["dsl"]


def test_a_reader_is_told_of_a_merge_once(cast, read):
    other = send(cast, "police", date_of_birth=ANOTHER_DAY, minutes=10)
    actions.join(
        record_id=other.pk, to_person=person_of(read), reason="x", by=cast.viewer("colleague"), at=later(days=1),
        may_find=[other.pk],
    )  # fmt: skip
    assert "of the same child as another" in notices(cast, "triage")[0].sentence
    assert IdentityNotice.objects.filter(member=cast.members["triage"]).count() == 1


def test_a_record_that_is_added_to_a_child_is_no_news(cast, read):
    send(cast, "council", minutes=10)
    assert not IdentityNotice.objects.exists()


def test_who_read_more_than_a_year_ago_is_not_told(cast, read):
    split(cast, read, days=366)
    assert not IdentityNotice.objects.exists()


def test_a_notice_is_put_away_by_its_member_alone(cast, read):
    split(cast, read)
    notice = notices(cast, "triage")[0].notice_id
    with pytest.raises(Refused):
        actions.acknowledge_notice(notice_id=notice, by=cast.viewer("dsl"), at=NOW)
    actions.acknowledge_notice(notice_id=notice, by=cast.viewer("triage"), at=NOW)
    assert notices(cast, "triage") == [] and len(notices(cast, "dsl")) == 1


def test_of_a_child_who_is_hidden_from_her_since_she_is_told_nothing(cast, read):
    split(cast, read)
    restrict(person_id=person_of(read), reason="Refuge.", cleared=[], by=cast.viewer("manager"), at=NOW)
    assert notices(cast, "triage") == []
