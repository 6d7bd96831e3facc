"""Raising a concern: what is told stays as told, nothing is lost, and no agreement means no sending."""

from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.standing import Viewer
from alongside.people.models import LinkDecision, Person, SourceRecord
from alongside.support.actions import raising
from alongside.support.drafts import OtherPerson
from alongside.support.models import ClockRun, Concern, ConcernDraft
from alongside.support.queries import referring, triaging
from tests.cast import NOW, child, details, later


def raise_by(cast, name="dsl", at=NOW, **changes):
    extra = {key: changes.pop(key) for key in ("record_id", "draft_key") if key in changes}
    return raising.raise_concern(details=details(**changes), by=cast.viewer(name, at), at=at, **extra)


def test_fact_opinion_and_allegation_stand_apart(cast):
    made = raise_by(cast, allegation="She is paid to carry bags.", allegation_by="a classmate")
    concern = referring.own_concern(cast.viewer("dsl"), made.reference).concern
    assert concern.fact.startswith("She came in") and concern.opinion.startswith("I think")
    assert (concern.allegation, concern.allegation_by) == ("She is paid to carry bags.", "a classmate")


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("fact", {"fact": " "}),
        ("consent_reason", {"consent": "refused", "consent_reason": ""}),
        ("allegation_by", {"allegation": "She sells.", "allegation_by": ""}),
        ("child_voice", {"child_voice": "", "child_voice_missing": ""}),
        ("happened_on", {"happened_on": date(2027, 1, 1)}),
        ("child_role", {"child_role": "gang member"}),
        ("date_of_birth", {"child": child(date_of_birth=date(2027, 1, 1))}),
        ("date_of_birth", {"child": child(date_of_birth=date(2001, 1, 1))}),
        ("given", {"child": child("'", "-")}),
        ("fact", {"fact": "\x00"}),
        ("fact", {"fact": "ż" * 1_000_000}),
    ],
)
def test_what_cannot_stand_is_refused_by_field_and_nothing_is_kept(cast, field, changes):
    with pytest.raises(Invalid) as refused:
        raise_by(cast, **changes)
    assert refused.value.field == field
    assert not Concern.objects.exists() and not Person.objects.exists()


@pytest.mark.parametrize("name", [("نور", "الحسن"), ("Ó", "O’Néill-Đỗ"), ("X", ""), ("", "Żółć")])
def test_names_of_any_script_and_length_are_kept_as_they_are(cast, name):
    made = raise_by(cast, child=child(*name))
    assert referring.own_concern(cast.viewer("dsl"), made.reference).child.name == " ".join(name).strip()


def test_sending_the_same_draft_twice_enters_it_once(cast):
    draft = raising.save_draft(key=None, answers={"fact": "x"}, by=cast.viewer("dsl"), at=NOW)
    first = raise_by(cast, draft_key=draft.key)
    assert raise_by(cast, draft_key=draft.key).pk == first.pk
    assert Concern.objects.count() == 1 and not ConcernDraft.objects.exists()


def test_a_draft_is_its_members_own_and_an_older_text_does_not_overwrite_a_newer(cast):
    draft = raising.save_draft(key=None, answers={"fact": "one"}, by=cast.viewer("dsl"), at=NOW)
    save = {"key": draft.key, "at": NOW}
    raising.save_draft(answers={"fact": "two"}, version=1, by=cast.viewer("dsl"), **save)
    with pytest.raises(Stale) as stale:
        raising.save_draft(answers={"fact": "three"}, version=1, by=cast.viewer("dsl"), **save)
    assert stale.value.theirs == {"fact": "two"}
    with pytest.raises(Refused):
        raising.save_draft(answers={}, by=cast.viewer("other_dsl"), **save)


def test_without_an_agreement_the_concern_is_kept_and_held_and_goes_when_one_is_signed(cast):
    made = raise_by(cast, "outsider")
    assert made.status == "held"
    assert (
        "Phone Larkmere Council front door now"
        in referring.own_concern(cast.viewer("outsider"), made.reference).held_because
    )
    assert triaging.queue(cast.viewer("triage")).rows == ()
    cast.agreement("NEW", ["outside", "council"])
    assert raising.release_held(by=cast.viewer("triage"), at=later(hours=1)) == 1
    assert [row.reference for row in triaging.queue(cast.viewer("triage", later(hours=2))).rows] == [made.reference]


def test_everybody_in_the_event_has_a_role_in_it_that_lapses(cast):
    other = OtherPerson("Somebody called Ace", "suspected", "older, drives")
    made = raise_by(cast, others=(other,))
    shown = referring.own_concern(cast.viewer("dsl"), made.reference).roles
    assert [(name, role) for name, role, _ in shown] == [
        ("Amina Okafor-Lindqvist", "Child at risk"), ("Somebody called Ace", "Alleged to have caused harm"),
    ]  # fmt: skip
    two_years_on = referring.own_concern(cast.viewer("dsl", later(days=730)), made.reference).roles
    assert [role for _, role, _ in two_years_on] == ["Child at risk"]


def test_a_chosen_candidate_of_the_own_school_is_used_again(cast):
    first = raise_by(cast)
    second = raise_by(cast, record_id=first.record_id)
    assert second.record_id == first.record_id


def test_a_record_that_was_never_shown_cannot_be_chosen(cast):
    theirs = raise_by(cast, "other_dsl")
    with pytest.raises(Refused):
        raise_by(cast, record_id=theirs.record_id)
    assert Event.objects.filter(outcome="refused", act="link", agency_code="school").count() == 1


def test_the_same_nhs_number_name_and_birth_make_one_child_and_a_twin_stays_apart(cast):
    number = (("nhs", "999 123 4578"),)
    first = raise_by(cast, child=child(numbers=number))
    second = raise_by(cast, "other_dsl", child=child("AMINA", "Okafor", numbers=number))
    twin = raise_by(cast, "other_dsl", child=child("Zahra", "Okafor", numbers=number))
    persons = [one.record.person_id for one in (first, second, twin)]
    assert persons[0] == persons[1] != persons[2]
    assert LinkDecision.objects.get().event.basis == "number"


def test_a_restricted_child_is_hidden_from_the_queue_even_for_the_front_door(cast):
    made = raise_by(cast)
    restrict(
        person_id=made.record.person_id, reason="A member's own child", cleared=[cast.members["manager"].pk],
        by=cast.viewer("manager"), at=NOW,
    )  # fmt: skip
    assert triaging.queue(cast.viewer("triage")).rows == ()
    assert len(triaging.queue(cast.viewer("manager")).rows) == 1
    with pytest.raises(Refused):
        referring.own_concern(cast.viewer("dsl"), made.reference)


def test_each_record_stays_as_it_was_sent(cast):
    raise_by(cast, child=child(as_sent={"name": "AMINA okafor-lindqvist"}))
    assert SourceRecord.objects.get().as_sent == {"name": "AMINA okafor-lindqvist"}


def test_the_log_says_under_which_agreement_which_parts_of_the_concern_were_told(cast):
    raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    row = Event.objects.get(act="disclose", subject_kind="concern")
    assert (row.agreement, row.field_groups) == ("FD-1 v1", "child_voice,concern,contact,identity")


def test_a_concern_that_is_let_go_later_has_its_whole_time_from_then_on(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("outsider"), at=NOW)
    cast.agreement("OUT-1", ["outside", "council"])
    released = later(days=7)
    assert raising.release_held(by=Viewer.system("agreements", at=released), at=released) == 1
    concern.refresh_from_db()
    assert concern.decision_due_at == ClockRun.objects.get(matter=concern.reference).due_at > released
