"""What is written in bulk for a whole borough is what the actions would have written."""

from datetime import UTC, datetime
from random import Random

import pytest
from django.db import transaction

from alongside.audit.models import Event
from alongside.demo import agreements, cast, partnership
from alongside.demo.bulk import keep_in_bulk
from alongside.demo.history import write_history
from alongside.demo.life import Life, World
from alongside.demo.moments import Moments
from alongside.demo.people import keep_records
from alongside.demo.truth import Truth
from alongside.people.models import Person, RecordName, RecordNote, RecordNumber, SourceRecord
from alongside.support.models import ClockRun, Concern, Feedback
from alongside.support.queries import referring, triaging
from tests.demo.borough_of import SCHOOLS, TODAY, crowd

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)


@pytest.fixture
def partners(db):
    return partnership.make(SCHOOLS, {}, Moments(NOW))


def kept():
    """What is held, apart from the numbers that rows happen to have."""
    persons: dict[object, set[str]] = {}
    for row in SourceRecord.objects.all():
        persons.setdefault(row.person_id, set()).add(row.agency_ref)
    return {
        "names": sorted(
            RecordName.objects.values_list("record__agency_ref", "given", "family", "folded_given", "kind")
        ),
        "numbers": sorted(RecordNumber.objects.values_list("record__agency_ref", "as_sent", "value")),
        "notes": sorted(RecordNote.objects.values_list("record__agency_ref", "field_group", "text")),
        "together": sorted(sorted(refs) for refs in persons.values()),
        "log": sorted(
            Event.objects.filter(subject_kind="record", act="create").values_list("at", "act", "holder_code", "reason")
        ),
    }


def keep(with_, partners, *at):
    drawn, truth = crowd(3), Truth("small", 3, TODAY)
    with_(drawn.held, drawn.people, partners, truth, *at)
    return kept(), list(truth.records.values())


def test_records_kept_in_bulk_are_those_that_the_action_keeps(partners):
    with transaction.atomic():
        one_by_one = keep(keep_records, partners)
        transaction.set_rollback(True)
    in_bulk = keep(keep_in_bulk, partners, NOW)
    assert len(one_by_one[0]["names"]) > 1_400 and 560 < len(one_by_one[0]["together"]) < 1_000
    assert Person.objects.count() == len(in_bulk[0]["together"])
    assert in_bulk == one_by_one


def test_a_concern_that_is_over_can_be_opened_by_both_sides_and_nothing_of_it_runs(partners):
    moments = Moments(NOW)
    agreements.keep(partners, [school.code for school in SCHOOLS], "larkmere-grange", moments)
    drawn, truth = crowd(3), Truth("borough", 3, TODAY)
    keep_in_bulk(drawn.held, drawn.people, partners, truth, NOW)
    world = World(partners, moments, truth, Random(1), Life(NOW))
    write_history(world, drawn.children, ["Tern Row"], 40)
    assert 30 <= Concern.objects.filter(status="closed").count() <= 40
    assert not ClockRun.objects.filter(stopped_at__isnull=True).exists()
    assert not Feedback.objects.filter(read_at__isnull=True).exists()
    for one in Concern.objects.filter(holder__code="elmsgate-academy"):
        assert triaging.triage_page(world.viewer("tomasz", NOW), one.reference).status == "Closed, referrer told"
    assert referring.own_concern(world.viewer("priya", NOW), one.reference).feedback[0].read_at
    assert {event.agency_code for event in Event.objects.filter(subject_id=one.reference)} >= {cast.COUNCIL}
