"""A record arrives: it finds its child, or stands alone, and nothing of it is lost or counted twice."""

from datetime import date

import pytest

from alongside.analysis.linkage import keys
from alongside.audit.models import Event
from alongside.people.drafts import AddressDraft, NameDraft
from alongside.people.identity import candidates
from alongside.people.models import (
    IdentityEvent,
    LinkDecision,
    LinkEdge,
    LinkModel,
    PairReview,
    Person,
    Ruling,
    SourceRecord,
    StandardRecord,
)
from tests.cast import NOW
from tests.people.sending import ANOTHER_DAY, HOME, NHS, person_of, send, send_twins, together


def test_a_misspelt_record_of_another_agency_finds_its_child(cast):
    first = send(cast, "school", addresses=(HOME,))
    other = send(cast, "health", "Ameena", "Okafor", addresses=(HOME,))
    assert person_of(first) == person_of(other) == other.person_id
    event = IdentityEvent.objects.get()
    assert (event.kind, event.basis, event.model.is_current) == ("attach", "model", True)


def test_a_twin_stands_alone_and_is_a_question_for_people(cast):
    one, other = send_twins(cast)
    assert person_of(one) != person_of(other) and not IdentityEvent.objects.exists()
    review = PairReview.objects.get()
    assert (review.one_id, review.other_id) == (one.pk, other.pk)
    assert (review.state, review.because) == ("open", "refused")


def test_one_number_alone_never_joins_against_a_different_first_name(cast):
    one, other = send(cast, "school", numbers=(NHS,)), send(cast, "health", "Zahra", "Okafor", numbers=(NHS,))
    assert person_of(one) != person_of(other)


def test_the_same_number_first_name_and_birth_date_say_enough_by_themselves(cast):
    send(cast, "school", numbers=(NHS,))
    send(cast, "health", "Amina", "Okafor", numbers=(NHS,))
    assert IdentityEvent.objects.get().basis == "number"


def test_the_senders_own_number_with_first_name_and_birth_date_is_certain(cast):
    first = send(cast, "police", "Amina", "Okafor", agency_ref="PO-1")
    again = send(cast, "police", "Amina", "Brzozarska", agency_ref="PO-1")
    assert person_of(first) == person_of(again)
    assert (Ruling.objects.get().basis, IdentityEvent.objects.get().basis) == ("sender", "sender")


@pytest.mark.parametrize("changes", [{"given": "Zahra"}, {"date_of_birth": ANOTHER_DAY}, {"date_of_birth": None}])
def test_the_senders_own_number_alone_is_not(cast, changes):
    send(cast, "police", "Amina", "Okafor", agency_ref="PO-1")
    send(cast, "police", **{"given": "Amina", "family": "Brzozarska", "agency_ref": "PO-1", **changes})
    assert not Ruling.objects.exists()


def test_another_agencys_reference_that_happens_to_be_the_same_says_nothing(cast):
    one = send(cast, "police", "Amina", "Okafor", agency_ref="40001", date_of_birth=None, sex="")
    other = send(cast, "health", "Teodor", "Marsh", agency_ref="40001", date_of_birth=None, sex="")
    assert person_of(one) != person_of(other) and not LinkEdge.objects.exists()


def test_a_record_between_two_persons_makes_them_one_and_the_older_keeps_her_identifier(cast):
    one = send(cast, "school", "Amina", "Okafor", addresses=(HOME,), date_of_birth=date(2012, 5, 14))
    two = send(cast, "health", "Mina", "Lindqvist", numbers=(NHS,), date_of_birth=date(2012, 5, 14))
    before = person_of(one), person_of(two)
    assert before[0] != before[1]
    bridge = send(cast, "council", "Amina", "Okafor Lindqvist", addresses=(HOME,), numbers=(NHS,))
    assert person_of(one) == person_of(bridge) == before[0]


def test_what_an_agency_sends_again_word_for_word_is_not_kept_twice(cast):
    first = send(cast, "police", agency_ref="PO-7", once=True)
    assert send(cast, "police", agency_ref="PO-7", once=True).pk == first.pk
    assert send(cast, "police", agency_ref="PO-7", telephone="07700 900123", once=True).pk != first.pk
    assert send(cast, "school", agency_ref="PO-7", once=True).pk != first.pk
    assert SourceRecord.objects.count() == 3


def test_a_protected_address_is_in_no_standard_form_and_brings_nobody_together(cast):
    refuge = AddressDraft("12 Tern Row", "ZL1 1AA", is_protected=True)
    hidden = send(cast, "police", "Kalina", "Brzozarska", addresses=(refuge,), date_of_birth=None, sex="")
    open_ = send(cast, "health", "Kalina", "Wronecka", addresses=(HOME,), date_of_birth=None, sex="")
    row = StandardRecord.objects.get(pk=hidden.pk)
    assert (row.house, row.street, row.postcode, row.address) == (None, None, None, None)
    assert StandardRecord.objects.get(pk=open_.pk).address and not LinkEdge.objects.exists()


def test_a_pupil_number_is_compared_between_schools_and_nowhere_else(cast):
    number = (("upn", "H005201726001"),)
    school, police = send(cast, "school", numbers=number), send(cast, "police", numbers=number)
    assert StandardRecord.objects.get(pk=police.pk).upn is None
    assert StandardRecord.objects.get(pk=school.pk).agency == "school school"


def test_the_usual_name_is_compared_whichever_comes_first(cast):
    names = (NameDraft("أمينة", "", "other_script"), NameDraft("Amina", "Okafor"))
    assert StandardRecord.objects.get(pk=send(cast, "health", names=names).pk).given == "amina"


@pytest.mark.parametrize(("given", "family"), [("not", "known"), ("", "Unknown"), ("Name", "not known")])
def test_two_whose_name_nobody_knows_are_no_question_and_are_shown_as_they_were_sent(cast, given, family):
    nameless = {"date_of_birth": None, "sex": ""}
    one, other = send(cast, "school", given, family, **nameless), send(cast, "police", given, family, **nameless)
    assert person_of(one) != person_of(other)
    assert not PairReview.objects.exists() and not LinkEdge.objects.exists()
    assert str(other.names.get()).casefold() == f"{given} {family}".strip().casefold()


def test_one_part_of_a_name_that_is_not_known_leaves_the_other_to_be_compared(cast):
    row = StandardRecord.objects.get(record=send(cast, "school", "Unknown", "Okafor"))
    assert (row.given, row.family) == (None, "okafor")


def test_a_name_in_another_script_alone_still_finds_the_child(cast):
    first = send(cast, "school", "Надежда", "Петрова", addresses=(HOME,))
    other = send(cast, "health", "Nadezhda", "Petrova", addresses=(HOME,))
    assert person_of(first) == person_of(other)


def test_a_rule_that_finds_too_many_is_left_out_and_that_is_kept(cast, monkeypatch):
    monkeypatch.setattr(candidates, "TIMES_CROWDED", 0)
    for _ in range(2):
        made = send(cast, "school", telephone="01632 960111", date_of_birth=None, sex="")
    assert "phone" in StandardRecord.objects.get(pk=made.pk).capped and not LinkEdge.objects.exists()


def test_it_is_left_out_from_the_same_number_on_in_batch_and_in_life():
    assert candidates.TIMES_CROWDED == keys.BURST


def test_the_model_of_the_library_is_installed_at_first_use_and_stays(cast):
    send(cast, "school")
    first = LinkModel.objects.get()
    send(cast, "health")
    assert LinkModel.objects.get() == first and first.is_current and first.since == NOW


def test_a_record_that_found_its_child_leaves_no_person_behind_and_is_in_the_log(cast):
    send(cast, "school", addresses=(HOME,))
    other = send(cast, "health", addresses=(HOME,))
    assert Person.objects.count() == 1 and together() == [sorted(SourceRecord.objects.values_list("pk", flat=True))]
    assert Event.objects.get(act="link", subject_kind="record", subject_id=str(other.pk)).persons.count() == 1
    assert LinkDecision.objects.get().record_id == other.pk


def test_of_two_persons_one_pair_is_asked_about_and_not_every_pair_of_their_records(cast):
    send_twins(cast)
    third = send(cast, "council", "Hasan", "Karadenizli", addresses=(HOME,), numbers=(NHS,))
    assert len(together()) == 2 and person_of(third) == person_of(SourceRecord.objects.earliest("pk"))
    assert PairReview.objects.filter(state="open").count() == 1
    assert LinkEdge.objects.filter(outcome="refused").count() == 2
