"""The chain: it holds as it was written, and every way to change it afterwards is caught and named."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from alongside.audit import actions
from alongside.audit.actions import destroy_body, record, seal, seal_all
from alongside.audit.models import Event, EventBody, EventPerson, Seal, SealedEvent
from alongside.audit.verification import verify
from alongside.common.prepared import insert
from tests.audit.made_log import CHILD, MEMBER, entry, guards_lifted, sealed_log
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def test_an_untouched_log_holds_and_says_so():
    sealed_log()
    record(entry())
    found = verify("school")
    assert found.holds and (found.seals, found.sealed, found.unsealed) == (2, 6, 1)
    assert found.sentence == "The log of school holds (6 events in 2 seals; 1 wait for the next seal)."


def test_each_agency_has_a_chain_of_its_own():
    sealed_log(events=2, seals=1)
    record(entry(actor=actions.Actor("police", "member:9", "Dev Anand")))
    assert [made.agency_code for made in seal_all(at=NOW)] == ["police"]
    assert verify("police").sealed == 1 and verify("school").sealed == 2


def changed(event: Event, column: str) -> object:
    value = getattr(event, column)
    return value + timedelta(seconds=1) if column == "at" else f"{value[:-1]}x"


@pytest.mark.parametrize("column", [*Event.HEADER, "digest"])
def test_a_change_of_any_column_is_caught_and_the_event_is_named(column):
    event = sealed_log()[1]
    with guards_lifted():
        Event.objects.filter(pk=event.pk).update(**{column: changed(event, column)})
    assert f"event {event.pk} (seal 1, position 2) was changed" in verify("school").faults


def test_an_event_that_was_deleted_is_missed():
    event = sealed_log()[4]
    with guards_lifted():
        for model in (SealedEvent, EventBody, EventPerson):
            model.objects.filter(event_id=event.pk).delete()
        Event.objects.filter(pk=event.pk).delete()
    assert "seal 2 holds 2 events where 3 were sealed" in verify("school").faults


def test_the_last_event_of_all_is_missed_too():
    event = sealed_log()[-1]
    with guards_lifted():
        SealedEvent.objects.filter(event_id=event.pk).delete()
    found = verify("school")
    assert found.unsealed == 1 and "the root of seal 2 does not match what it seals" in found.faults


@pytest.mark.parametrize("tamper", ["changed", "added", "deleted"])
def test_a_change_of_whom_it_tells_is_caught(tamper):
    event = sealed_log()[0]
    with guards_lifted():
        rows = EventPerson.objects.filter(event=event)
        if tamper == "changed":
            rows.update(person_id=uuid4())
        elif tamper == "added":
            EventPerson.objects.create(event=event, person_id=uuid4())
        else:
            rows.delete()
    assert verify("school").faults == (f"event {event.pk} (seal 1, position 1) was changed",)


@pytest.mark.parametrize("column", ["text", "salt"])
def test_words_that_were_changed_are_caught(column):
    event = sealed_log()[2]
    with guards_lifted():
        EventBody.objects.filter(event=event).update(**{column: "another"})
    assert verify("school").faults == (f"the words of event {event.pk} (seal 1, position 3) were changed",)


def test_words_that_are_destroyed_when_their_time_is_up_keep_the_chain():
    event = sealed_log()[2]
    destroy_body(event_id=event.pk, by=MEMBER, at=NOW, reason="its time was up")
    found = verify("school")
    assert found.holds and found.destroyed_bodies == 1
    assert not EventBody.objects.filter(event=event).exists()


def test_words_that_went_without_a_record_are_a_fault():
    event = sealed_log()[2]
    EventBody.objects.filter(event=event).delete()
    assert verify("school").faults == (f"the words of event {event.pk} are gone and nobody recorded destroying them",)


@pytest.mark.parametrize(
    ("column", "value"),
    [("number", 7), ("count", 9), ("previous_root", "0" * 64), ("root", "0" * 64), ("at", NOW + timedelta(days=1)),
     ("agency_code", "police")],
)  # fmt: skip
def test_a_seal_that_was_changed_is_caught(column, value):
    sealed_log()
    with guards_lifted():
        Seal.objects.filter(number=1).update(**{column: value})
    assert not verify("school").holds


def test_a_seal_that_was_taken_out_is_missed():
    sealed_log(seals=3)
    with guards_lifted():
        SealedEvent.objects.filter(seal__number=2).delete()
        Seal.objects.filter(number=2).delete()
    assert "seal 2 is missing" in verify("school").faults


def rewrite_the_whole_chain() -> None:
    """Somebody with every key changes an event, its digest and all seals, so that the chain holds in itself."""
    event = Event.objects.filter(agency_code="school").order_by("pk").first()
    with guards_lifted():
        SealedEvent.objects.all().delete()
        Seal.objects.all().delete()
        EventPerson.objects.filter(event=event).delete()
        EventBody.objects.filter(event=event).delete()
        Event.objects.filter(pk=event.pk).delete()
    seal_all(at=NOW)


def test_a_chain_that_was_rewritten_as_a_whole_differs_from_the_published_roots():
    sealed_log()
    published = dict(Seal.objects.values_list("number", "root"))
    rewrite_the_whole_chain()
    assert verify("school").holds
    assert verify("school", published=published).faults == (
        "seal 1 differs from the root that was published",
        "seal 2 was published but is not in the log",
    )


def test_of_two_who_seal_at_once_the_second_changes_nothing(monkeypatch):
    sealed_log()
    record(entry())

    def quicker(*args: object) -> None:
        raise IntegrityError("UNIQUE constraint failed: audit_seal.agency_code, audit_seal.number")

    monkeypatch.setattr(actions, "_seal", quicker)
    assert seal(agency_code="school", at=NOW) is None


def test_what_is_too_long_or_holds_a_nul_is_logged_all_the_same():
    record(entry(subject_id="CN-\x00" + "x" * 200, agreement="FD-1 v1, " * 20, reason="\x00" + "y" * 900))
    seal_all(at=NOW)
    assert Event.objects.get().subject_id.startswith("CN-\N{REPLACEMENT CHARACTER}xx")
    assert verify("school").holds


def rows():
    """The log as it is kept, with each event's place instead of its key."""
    place = {key: number for number, key in enumerate(Event.objects.order_by("pk").values_list("pk", flat=True))}
    return {
        "events": list(Event.objects.order_by("pk").values_list(*Event.HEADER, "digest")),
        "bodies": sorted((place[key], *told) for key, *told in EventBody.objects.values_list("pk", "salt", "text")),
        "persons": sorted(
            (place[key], person) for key, person in EventPerson.objects.values_list("event", "person_id")
        ),
    }


def test_many_events_are_written_in_their_order_as_bulk_create_writes_them_and_the_chain_holds(monkeypatch):
    monkeypatch.setattr(actions.secrets, "token_hex", lambda size: "5a" * size)
    told = [entry(number, persons=(CHILD, uuid4()), body={"n": number} if number % 3 else {}) for number in range(130)]
    with pytest.raises(_Undo), transaction.atomic():
        monkeypatch.setattr(actions, "insert", _by_bulk_create)
        actions.record_all(told)
        usual = rows()
        raise _Undo
    monkeypatch.setattr(actions, "insert", insert)
    actions.record_all(told)
    assert rows() == usual and [one[8] for one in usual["events"]] == [f"CN-{number}" for number in range(130)]
    seal_all(at=NOW)
    assert verify("school").holds and verify("school").sealed == 130


class _Undo(Exception):
    pass


def _by_bulk_create(made):
    made = list(made)
    return type(made[0]).objects.bulk_create(made) if made else []
