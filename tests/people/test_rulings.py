"""What people decide holds against every model, can be undone, and is never overridden in silence."""

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Involvement
from alongside.people import actions, queries
from alongside.people.models import IdentityEvent, PersonRedirect, Ruling, SourceRecord
from alongside.people.threads import current_person
from alongside.support.actions import raising
from tests.cast import NOW, child, details, later
from tests.people.sending import ANOTHER_DAY, HOME, person_of, send, send_twins, together


def join(cast, record, person, at=NOW, **more):
    return actions.join(
        record_id=record.pk, to_person=person, reason="The school knows her.", by=cast.viewer("triage", at), at=at,
        may_find=[record.pk], **more,
    )  # fmt: skip


def split(cast, person, *records, at=NOW, name="triage", **more):
    return actions.split_person(
        person=person,
        records=[one.pk for one in records],
        reason="Her cousin.",
        by=cast.viewer(name, at),
        at=at,
        **more,
    )


def undo(cast, event_id, at=NOW, name="triage", **more):
    return actions.undo_identity_event(
        event_id=event_id, reason="It was wrong.", by=cast.viewer(name, at), at=at, **more
    )  # fmt: skip


@pytest.fixture
def pair(cast):
    """One child in two agencies, put together by the model."""
    return send(cast, "school", addresses=(HOME,)), send(cast, "police", addresses=(HOME,))


def test_a_split_gives_a_new_person_and_the_older_record_keeps_hers(cast, pair):
    before = person_of(pair[0])
    new = split(cast, before, pair[1])
    assert person_of(pair[0]) == before and person_of(pair[1]) == new != before
    assert IdentityEvent.objects.latest("at").kind in ("split", "attach")
    assert Event.objects.get(act="unlink").persons.count() == 2


def test_no_model_undoes_a_human_different(cast, pair):
    split(cast, person_of(pair[0]), pair[1])
    third = send(cast, "council", addresses=(HOME,), minutes=5)
    assert person_of(pair[0]) != person_of(pair[1])
    actions.link_everything(by=cast.viewer("triage").actor, at=later(hours=1))
    assert person_of(pair[0]) != person_of(pair[1])
    assert person_of(third) in (person_of(pair[0]), person_of(pair[1]))


def test_split_and_its_undoing_are_inverse(cast, pair):
    before = together(), person_of(pair[0])
    split(cast, person_of(pair[0]), pair[1])
    undo(cast, IdentityEvent.objects.get(kind="split").pk)
    assert (together(), person_of(pair[1])) == before


def test_a_merge_and_its_undoing_are_inverse_identifiers_included(cast):
    one, other = send(cast, "school"), send(cast, "police", date_of_birth=ANOTHER_DAY)
    before = person_of(one), person_of(other)
    joined = join(cast, other, before[0])
    assert current_person(before[1]) == before[0] == person_of(other)
    undo(cast, joined)
    assert (person_of(one), person_of(other)) == before and not PersonRedirect.objects.exists()
    assert current_person(before[1]) == before[1]


def test_an_undoing_can_be_undone(cast):
    one, other = send(cast, "school"), send(cast, "police", date_of_birth=ANOTHER_DAY)
    back = undo(cast, join(cast, other, person_of(one)))
    undo(cast, back, at=later(hours=1))
    assert person_of(one) == person_of(other)


def test_what_the_model_put_together_can_be_taken_apart_and_stays_apart(cast, pair):
    undo(cast, IdentityEvent.objects.get(kind="attach").pk)
    assert person_of(pair[0]) != person_of(pair[1])
    actions.link_everything(by=cast.viewer("triage").actor, at=later(hours=1))
    assert person_of(pair[0]) != person_of(pair[1])


def test_nothing_is_undone_twice_nor_under_a_later_link(cast):
    one, other = send(cast, "school"), send(cast, "police", date_of_birth=ANOTHER_DAY)
    third = send(cast, "council", "Zed", "Unrelated")
    first = join(cast, other, person_of(one))
    later_ = join(cast, third, person_of(one), at=later(minutes=1))
    undo(cast, later_)
    undo(cast, first)
    with pytest.raises(Invalid, match="undone already"):
        undo(cast, first)


def test_whoever_decides_the_opposite_reads_the_earlier_words_first(cast):
    one, other = send(cast, "school"), send(cast, "police", date_of_birth=ANOTHER_DAY)
    joined = join(cast, other, person_of(one))
    with pytest.raises(Stale, match=r"Tomasz Wilk .* the same child: “The school knows her.”"):
        split(cast, person_of(one), other, name="colleague", at=later(hours=1))
    split(cast, person_of(one), other, name="colleague", at=later(hours=1), undo_earlier=True)
    assert person_of(one) != person_of(other)
    assert not Ruling.objects.filter(event=joined, basis="human", undone_at__isnull=True).exists()
    with pytest.raises(Stale, match=r"Jo Abara .* different children: “Her cousin.”"):
        join(cast, other, person_of(one), at=later(hours=2))
    join(cast, other, person_of(one), at=later(hours=2), undo_earlier=True)
    assert person_of(one) == person_of(other)


def test_all_records_of_both_persons_move_together_whatever_speaks_against_it(cast):
    one, twin = send_twins(cast)
    again = send(cast, "council", "Zeynep", "Karadenizli", addresses=(HOME,), minutes=1)
    assert person_of(again) == person_of(twin)
    join(cast, twin, person_of(one))
    assert len({person_of(record) for record in (one, twin, again)}) == 1


def test_only_records_that_the_member_may_compare_are_split_and_never_all_of_them(cast, pair):
    person = person_of(pair[0])
    with pytest.raises(Invalid, match="Leave at least one"):
        split(cast, person, *pair)
    for name in ("dsl", "outsider", "governance", "analyst"):
        with pytest.raises(Refused):
            split(cast, person, pair[1], name=name)
    cast.agencies["police"].agreements.update(left_on=NOW.date())
    with pytest.raises(Refused):
        split(cast, person, pair[1])


def test_what_was_opened_for_a_concern_goes_where_its_record_goes(cast):
    first = raising.raise_concern(details=details(child=child()), by=cast.viewer("dsl"), at=NOW)
    second = raising.raise_concern(details=details(child=child()), by=cast.viewer("other_dsl"), at=NOW)
    person = person_of(first.record)
    assert person_of(second.record) == person
    new = split(cast, person, second.record)
    opened = dict(Involvement.objects.values_list("opened_for", "person_id"))
    assert opened == {first.reference: person, second.reference: new}


def test_the_history_tells_what_happened_to_those_who_review_and_to_nobody_else(cast, pair):
    split(cast, person_of(pair[0]), pair[1])
    history = queries.identity_history(cast.viewer("triage"), person_of(pair[0]))
    assert [one.record_id for one in history.records] == [pair[0].pk]
    others = queries.identity_history(cast.viewer("triage"), person_of(pair[1]))
    assert [(one.kind, one.may_undo) for one in others.events] == [("split", True), ("attach", False)]
    for name in ("dsl", "officer", "outsider"):
        with pytest.raises(Refused):
            queries.identity_history(cast.viewer(name), person_of(pair[0]))


def test_an_old_identifier_leads_to_the_child_over_several_steps(cast):
    records = [send(cast, "school", "Amina", "Okafor"), send(cast, "police", "Zed", "Unrelated")]
    records.append(send(cast, "council", "Bo", "Marsh"))
    old = [person_of(one) for one in records]
    join(cast, records[2], old[1])
    join(cast, records[1], old[0])
    assert {current_person(one) for one in old} == {person_of(SourceRecord.objects.earliest("pk"))}
