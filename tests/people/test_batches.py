"""One by one in any order, or everything at once: the same persons. And what lives is held against the batch."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.analysis.linkage import default_model, standardise_record
from alongside.audit.models import Event
from alongside.demo.young_people import make_young_people
from alongside.people import actions
from alongside.people.drafts import AddressDraft
from alongside.people.models import (
    BatchRun,
    LinkEdge,
    LinkModel,
    PairReview,
    Person,
    SourceRecord,
    StandardRecord,
)
from tests.cast import NOW, later
from tests.people.sending import ANOTHER_DAY, HOME, NHS, person_of, send, together

AGENCIES = ("school", "other_school", "police", "health", "council")
GIVEN = ("Amina", "Ameena", "Mina", "Zahra", "Hasan", "Hassan")
FAMILY = ("Okafor-Lindqvist", "Okafor", "Lindqvist", "Marsh")
HOMES = ((), (HOME,), (AddressDraft("3 Lock Street", "ZL5 5AA"),))
NUMBERS = ((), (NHS,), (("nhs", "9990000115"),))
BIRTHS = (date(2012, 5, 14), date(2012, 5, 14), date(2012, 5, 4), ANOTHER_DAY, None)

drawn = st.fixed_dictionaries(
    {
        "agency": st.sampled_from(AGENCIES), "given": st.sampled_from(GIVEN), "family": st.sampled_from(FAMILY),
        "addresses": st.sampled_from(HOMES), "numbers": st.sampled_from(NUMBERS),
        "date_of_birth": st.sampled_from(BIRTHS), "telephone": st.sampled_from(["", "07700 900111"]),
    }
)  # fmt: skip


def arrive(cast, records):
    """The persons as sets of places in `records`, whatever the order of arrival was."""
    made = {send(cast, **one).pk: place for place, one in records}
    return sorted(sorted(made[pk] for pk in group) for group in together())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(drawn, min_size=2, max_size=7), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(cast, records, dice):
    placed = list(enumerate(records))
    shuffled = dice.sample(placed, len(placed))
    found = []
    for order in (placed, shuffled):
        with transaction.atomic():
            found.append(arrive(cast, order))
            transaction.set_rollback(True)
    assert found[0] == found[1]


def many(number, seed=3):
    """Young people as five agencies tell of them: misspelt, moved, twins, siblings' numbers copied."""
    frame = make_young_people(number, seed=seed).records
    for place, row in enumerate(frame.fillna("").to_dict("records")):
        read = standardise_record(row)
        numbers = (("nhs", row["nhs_number"]), ("upn", row["upn"]))
        address = AddressDraft(f"{row['house']} {row['street']}".strip(), row["postcode"])
        yield place, {
            "agency": {"charity": "provider"}.get(row["agency"], row["agency"]), "family": row["surname"],
            "given": f"{row['first_name']} {row['middle_name']}".strip(), "date_of_birth": read.dob,
            "sex": {"m": "male", "f": "female"}.get(read.sex, ""), "telephone": row["phone"],
            "numbers": tuple(one for one in numbers if one[1]), "addresses": (address,) if address.lines else (),
        }  # fmt: skip


def test_what_arrived_one_by_one_stands_as_the_batch_has_it(cast):
    arrive(cast, many(150))
    assert 45 < len(together()) < 120
    run = actions.compare_with_batch(by=cast.viewer("manager").actor, at=later(days=1))
    assert (run.records, run.differing, run.persons) == (150, 0, len(together()))
    assert run.pairs == LinkEdge.objects.count()
    assert Event.objects.get(act="verify").reason == "compared 150 records with the batch: 0 groups differ"


def loaded(cast, records, monkeypatch):
    """As a file that was just loaded: records kept, and nothing linked."""
    with monkeypatch.context() as patched:
        patched.setattr("alongside.people.actions.recording.take_in", stand_alone)
        return {send(cast, **one).pk: place for place, one in records}


def stand_alone(made, *_):
    Person.objects.create(pk=made.person_id, made_at=NOW)


def test_a_batch_comes_to_what_one_by_one_came_to_questions_included(cast, monkeypatch):
    records = [*many(90)]
    found = []
    for one_by_one in (True, False):
        with transaction.atomic():
            if one_by_one:
                made = {send(cast, **one).pk: place for place, one in records}
            else:
                made = loaded(cast, records, monkeypatch)
                actions.link_everything(by=cast.viewer("manager").actor, at=NOW, unseen=True)
                assert Person.objects.count() == len(together())
            # Which of their records stand for two persons may differ: the question that was asked first stays.
            asked = PairReview.objects.filter(state="open").values_list("one__person", "other__person")
            oldest = {person_of(one): made[one.pk] for one in SourceRecord.objects.order_by("-pk")}
            found.append(
                (
                    sorted(sorted(made[pk] for pk in group) for group in together()),
                    {frozenset((oldest[one], oldest[other])) for one, other in asked},
                    {(made[one], made[other], *rest) for one, other, *rest in edges()},
                )
            )
            transaction.set_rollback(True)
    assert found[0][0] == found[1][0] and found[0][2] == found[1][2]
    assert found[0][1] and found[0][1] == found[1][1]


def edges():
    return LinkEdge.objects.values_list("one", "other", "outcome", "rules")


def test_linking_everything_again_changes_nothing(cast):
    arrive(cast, many(40))
    before = together()
    run = actions.link_everything(by=cast.viewer("manager").actor, at=NOW)
    assert together() == before and run.figures["changes"] == 0


def test_a_record_that_lives_otherwise_is_an_alarm_with_both_sides(cast):
    one, other = send(cast, "school", addresses=(HOME,)), send(cast, "police", addresses=(HOME,))
    SourceRecord.objects.filter(pk=other.pk).update(person=Person.objects.create(made_at=NOW))
    run = actions.compare_with_batch(by=cast.viewer("manager").actor, at=NOW)
    assert run.differing == 1
    assert run.differences == [{"live": [[one.pk], [other.pk]], "batch": [[one.pk, other.pk]]}]


def test_the_comparison_is_due_once_a_week(cast):
    by = cast.viewer("manager").actor
    assert actions.compare_when_due(by=by, at=NOW) is None
    send(cast, "school")
    assert actions.compare_when_due(by=by, at=later(days=6)) is None
    assert actions.compare_when_due(by=by, at=later(days=7)).kind == "compare"
    assert actions.compare_when_due(by=by, at=later(days=13)) is None
    assert BatchRun.objects.count() == 1


def strict_model():
    """The library's model, if nobody believed a telephone or an address."""
    text = default_model().to_json()
    return text.replace(f'"version": "{default_model().version}"', '"version": "stricter"').replace(
        f'"prior": {default_model().prior}', '"prior": 1e-15'
    )


def test_another_model_is_an_explicit_step_that_weighs_all_anew_and_can_part_what_the_former_joined(cast):
    one, other = send(cast, "school", "Amina", "Okafor"), send(cast, "police", "Amina", "Okafor")
    assert person_of(one) == person_of(other)
    run = actions.adopt_model(text=strict_model(), by=cast.viewer("manager").actor, at=later(days=1))
    assert run.kind == "adopt" and LinkModel.objects.get(is_current=True).version == "stricter"
    assert person_of(one) != person_of(other)
    assert set(LinkEdge.objects.values_list("model__version", flat=True)) >= {default_model().version}


def test_no_model_parts_what_a_person_joined(cast):
    one, other = send(cast, "school"), send(cast, "police", date_of_birth=ANOTHER_DAY)
    actions.join(
        record_id=other.pk, to_person=person_of(one), reason="x", by=cast.viewer("triage"), at=NOW, may_find=[other.pk]
    )
    actions.adopt_model(text=strict_model(), by=cast.viewer("manager").actor, at=later(days=1))
    assert person_of(one) == person_of(other)


def test_a_version_is_one_text_for_ever(cast):
    send(cast, "school")
    changed = default_model().to_json().replace(f'"prior": {default_model().prior}', '"prior": 1e-9')
    with pytest.raises(ValueError, match="Give the new one its own version"):
        actions.adopt_model(text=changed, by=cast.viewer("manager").actor, at=NOW)


def test_no_person_holds_two_numbers_without_a_human_decision(cast):
    arrive(cast, many(60))
    for number in ("9990000115", "9990000220"):
        send(cast, "health", "Amina", "Okafor", addresses=(HOME,), numbers=(("nhs", number),))
        send(cast, "council", "Amina", "Okafor", addresses=(HOME,))
    for person in Person.objects.all():
        held = StandardRecord.objects.filter(record__person=person, nhs__isnull=False).values_list("nhs", flat=True)
        assert len(set(held)) <= 1
