"""Records of one borough's agencies: some of one child, some of two who are alike."""

from datetime import date, timedelta

import pytest

from alongside.people.actions import add_record
from alongside.people.drafts import AddressDraft
from alongside.people.models import PairReview
from tests.cast import NOW, child

HOME = (AddressDraft("12 Quayside Mews, Larkmere", "LK1 2AB"),)
ONE_NUMBER, OTHER_NUMBER = (("nhs", "999 123 4578"),), (("nhs", "999 320 3882"),)
SENDERS = {
    "school": "dsl",
    "other_school": "other_dsl",
    "police": "officer",
    "health": "clinician",
    "provider": "youth_worker",
}


@pytest.fixture
def add(cast):
    """Keep a record of an agency: `add("police", "Amina", "Okafor", date_of_birth=…)`."""

    def keep(agency, given="Hasan", family="Karadeniz", *, ago=timedelta(0), **more):
        draft = child(given, family, **{"date_of_birth": date(2011, 3, 2), "sex": "male", **more})
        by = cast.members[SENDERS.get(agency, "triage")].actor
        return add_record(
            draft=draft, holder=cast.agencies[agency], source="test", by=by, at=NOW - ago, today=NOW.date()
        )

    return keep


@pytest.fixture
def doubtful(add):
    """The same name, birthday and home, and two valid NHS numbers: no machine may decide it."""
    one = add("school", addresses=HOME, numbers=ONE_NUMBER, ago=timedelta(days=3))
    other = add("police", addresses=HOME, numbers=OTHER_NUMBER, ago=timedelta(days=3))
    assert one.person_id != other.person_id
    return PairReview.objects.get()


@pytest.fixture
def joined(add):
    """One child in three agencies, by her NHS number; two of the records are another's, as somebody will find."""
    records = [add(agency, numbers=ONE_NUMBER, ago=timedelta(days=9)) for agency in ("school", "police", "provider")]
    for one in records:
        one.refresh_from_db()
    assert len({one.person_id for one in records}) == 1
    return records
