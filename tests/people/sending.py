"""Records for the tests of identity: sent by an agency of the cast, one field changed at a time."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from alongside.people.actions import add_record
from alongside.people.drafts import AddressDraft
from alongside.people.models import SourceRecord
from tests.cast import NOW, child

HOME = AddressDraft("12 Tern Row", "ZL1 1AA")
NHS = ("nhs", "999 123 4578")
# With this much against it, no model joins two of one name; a person may still have to look.
ANOTHER_DAY = date(2009, 11, 30)


def send(cast, agency, given="Amina", family="Okafor-Lindqvist", *, minutes=0, once=False, **changes):
    at, names = NOW + timedelta(minutes=minutes), changes.pop("names", None)
    draft = child(given, family, **changes)
    return add_record(
        draft=replace(draft, names=names) if names else draft, holder=cast.agencies[agency], source="test",
        by=cast.members["officer"].actor, at=at, today=NOW.date(), once=once,
    )  # fmt: skip


def send_twins(cast, first="school", second="health"):
    """Two children of one birthday and home; the number of the one was copied to the other. A question for people."""
    same = {"family": "Karadenizli", "addresses": (HOME,), "numbers": (NHS,)}
    return send(cast, first, "Hasan", **same), send(cast, second, "Zeynep", **same)


def person_of(record):
    return SourceRecord.objects.get(pk=record.pk).person_id


def together():
    """The records as they stand, by person; each set sorted, the sets too."""
    found = defaultdict(list)
    for pk, person in SourceRecord.objects.values_list("pk", "person_id"):
        found[person].append(pk)
    return sorted(sorted(records) for records in found.values())
