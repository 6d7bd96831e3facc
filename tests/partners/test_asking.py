"""A question kept for a standing asks what the same question built for one viewer asks, and never more."""

import pytest

from alongside.partners.actions import restrict
from alongside.partners.asking import Asked
from alongside.partners.models import AgreementParty
from alongside.partners.standing import Agreed
from alongside.partners.states import Purpose
from alongside.support.models import Concern
from alongside.support.states import VIEW_OF_CONCERN
from tests.cast import NOW, later
from tests.support.test_raising import raise_by


def seen(viewer, shape):
    return Concern.objects.visible_to(viewer, Purpose.SAFEGUARDING, *VIEW_OF_CONCERN).order_by("reference")


SEEN = Asked(seen)


def same(viewer):
    built = list(seen(viewer, ()))
    assert SEEN.objects(viewer, ()) == built and SEEN.count(viewer, ()) == len(built)
    return len(built)


def test_each_viewer_finds_what_the_question_built_for_her_finds(cast):
    raise_by(cast)
    raise_by(cast, "other_dsl")
    found = {name: same(cast.viewer(name)) for name in ("triage", "dsl", "other_dsl", "officer", "outsider")}
    assert found == {"triage": 2, "dsl": 1, "other_dsl": 1, "officer": 0, "outsider": 0}


def test_the_moment_is_of_each_asking(cast):
    raise_by(cast)
    assert (same(cast.viewer("triage")), same(cast.viewer("triage", later(days=3_000)))) == (1, 0)


def test_an_agreement_that_ends_ends_what_was_seen_at_once(cast):
    raise_by(cast)
    assert same(cast.viewer("triage")) == 1
    AgreementParty.objects.filter(agency__code="school").update(left_on=NOW.date())
    assert same(cast.viewer("triage")) == 0


def test_a_person_who_is_restricted_is_gone_at_once_but_for_the_cleared(cast):
    made = raise_by(cast)
    assert same(cast.viewer("triage")) == 1
    person = made.record.person_id
    restrict(person_id=person, cleared=[cast.members["manager"].pk], reason="x", by=cast.viewer("manager"), at=NOW)
    assert (same(cast.viewer("triage")), same(cast.viewer("manager"))) == (0, 1)


def test_a_question_that_needs_a_name_fails_rather_than_answer_for_another(cast):
    council = cast.agencies["council"].pk
    for needs in (
        lambda one: one.actor.role, lambda one: one.day.year, lambda one: one.agency_code.lower(),
        lambda one: one.agency_code, lambda one: one.agency_code == "council", lambda one: one.agency_id == council,
        lambda one: one.member_id != 0, lambda one: council in (one.agency_id, 0), lambda one: one.day == NOW.date(),
    ):  # fmt: skip
        asked = Asked(lambda viewer, shape, needs=needs: seen(viewer, ()).filter(reference=needs(viewer)))
        with pytest.raises(AttributeError):
            asked.count(cast.viewer("triage"), ())


def test_it_is_built_once_for_all_of_one_standing(cast):
    built = []
    asked = Asked(lambda viewer, shape: built.append(viewer) or seen(viewer, shape))
    for name, at in (("triage", NOW), ("triage", later(days=1)), ("dsl", NOW), ("dsl", NOW)):
        asked.rows(cast.viewer(name, at), ())
    assert len(built) == 2


def test_agreements_that_say_the_same_are_the_same_standing(cast):
    one, again = (Agreed.of(dict(cast.viewer("triage").terms)) for _ in range(2))
    assert one == again and hash(one) == hash(again) and one is not again
    assert one != cast.viewer("dsl").agreed
