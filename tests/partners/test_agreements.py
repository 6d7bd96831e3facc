"""Agreements: what they say is what the software does, from the day of signature to the last day."""

from datetime import date, timedelta

import pytest

from alongside.audit.models import Event
from alongside.partners import actions, queries
from alongside.partners.access import decide
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Agreement
from alongside.partners.states import Capacity, FieldGroup, Purpose
from alongside.support.actions import raising
from tests.cast import NOW, details

TODAY = NOW.date()


def draft(**changes):
    fields = {
        "reference": "YJ-1", "title": "Youth justice", "gateway": "Crime and Disorder Act 1998 s.115",
        "purposes": frozenset({Purpose.SAFEGUARDING}), "field_groups": frozenset({FieldGroup.IDENTITY}),
        "on_request": frozenset(), "valid_from": TODAY, "valid_until": TODAY + timedelta(days=300),
        "review_on": TODAY + timedelta(days=200), "parties": (("council", Capacity.BOTH), ("police", Capacity.BOTH)),
    }  # fmt: skip
    return actions.AgreementDraft(**{**fields, **changes})


def keep(cast, **changes):
    return actions.keep_agreement(draft=draft(**changes), by=cast.viewer("governance"), at=NOW)


def test_an_agreement_shares_nothing_until_both_have_signed(cast):
    made = keep(cast, reference="OUT-1", parties=(("outside", Capacity.BOTH), ("council", Capacity.BOTH)))
    concern = raising.raise_concern(details=details(), by=cast.viewer("outsider"), at=NOW)
    assert concern.status == "held"
    for code in ("outside", "council"):
        actions.sign(agreement_id=made.pk, agency_code=code, name="A. Head", by=cast.viewer("governance"), at=NOW)
    assert queries.agreement(cast.viewer("governance"), made.pk).standing == "In force"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("gateway", {"gateway": " "}),
        ("purposes", {"purposes": frozenset()}),
        ("field_groups", {"field_groups": frozenset()}),
        ("parties", {"parties": (("council", Capacity.BOTH),)}),
        ("parties", {"parties": (("council", Capacity.BOTH), ("nowhere", Capacity.BOTH))}),
        ("valid_until", {"valid_until": TODAY - timedelta(days=1)}),
        ("review_on", {"review_on": TODAY + timedelta(days=999)}),
        ("valid_until", {"valid_until": TODAY + timedelta(days=4_000)}),
    ],
)
def test_an_agreement_that_cannot_stand_is_refused_by_field(cast, field, changes):
    with pytest.raises(Invalid) as refused:
        keep(cast, **changes)
    assert refused.value.field == field and not Agreement.objects.filter(reference="YJ-1").exists()


def test_a_change_is_a_new_version_and_the_old_one_stays(cast):
    assert [keep(cast).version, keep(cast, title="Youth justice, wider").version] == [1, 2]


def test_only_the_governance_officer_keeps_agreements_and_a_refusal_is_logged(cast):
    with pytest.raises(Refused):
        actions.keep_agreement(draft=draft(), by=cast.viewer("triage"), at=NOW)
    assert Event.objects.get(outcome="refused").reason == "the role may not keep sharing agreements"


def test_a_withdrawn_agreement_shares_nothing_from_that_moment(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    made = Agreement.objects.get(reference="FD-1")
    actions.withdraw_agreement(agreement_id=made.pk, reason="Replaced.", by=cast.viewer("governance"), at=NOW)
    decision = decide(cast.viewer("triage"), concern.subject, Purpose.SAFEGUARDING, [FieldGroup.CONCERN])
    assert not decision.allowed
    assert decision.because == "no agreement with Elmsgate Academy is in force for safeguarding a child"


def test_an_agency_that_leaves_neither_gives_nor_receives(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    made = Agreement.objects.get(reference="FD-1")
    actions.leave(agreement_id=made.pk, agency_code="school", by=cast.viewer("governance"), at=NOW)
    assert not decide(cast.viewer("triage"), concern.subject, Purpose.SAFEGUARDING, [FieldGroup.CONCERN]).allowed


def test_the_decision_says_why_each_part_is_withheld(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    asked = [FieldGroup.CONCERN, FieldGroup.HEALTH, FieldGroup.HOUSING]
    decision = decide(cast.viewer("triage"), concern.subject, Purpose.SAFEGUARDING, asked)
    assert decision.groups == {FieldGroup.CONCERN} and decision.agreement == "FD-1 v1"
    assert decision.why_withheld == {
        FieldGroup.HEALTH: (
            "You cannot see health notes: no agreement with Elmsgate Academy covers it for safeguarding a child."
        ),
        FieldGroup.HOUSING: "You cannot see housing notes: your involvement with the child does not carry it.",
    }


def test_agreements_that_end_within_60_days_are_a_queue_until_a_later_version_is_there(cast):
    ends = TODAY + timedelta(days=59)
    soon = cast.agreement("SOON", ["council", "police"], valid_until=ends, review_on=ends)
    officer = cast.viewer("governance")
    assert [row.label for row in queries.ending_soon(officer)] == ["SOON v1"]
    later = cast.agreement("SOON", ["council", "police"], version=2)
    assert queries.ending_soon(officer) == [] and soon.version < later.version


def test_members_see_the_agreements_of_their_own_agency_and_the_outsider_none(cast):
    assert [row.label for row in queries.agreements(cast.viewer("clinician"))] == ["HE-1 v1"]
    assert queries.agreements(cast.viewer("outsider")) == []
    with pytest.raises(Refused):
        queries.agreement(cast.viewer("outsider"), Agreement.objects.get(reference="FD-1").pk)


def test_an_agreement_ends_with_its_last_day_in_london(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    Agreement.objects.filter(reference="FD-1").update(valid_until=date(2026, 11, 17))
    last_minute = NOW.replace(hour=23, minute=59)
    for at, open_then in ((last_minute, True), (last_minute + timedelta(minutes=1), False)):
        viewer = cast.viewer("triage", at)
        assert decide(viewer, concern.subject, Purpose.SAFEGUARDING, [FieldGroup.CONCERN]).allowed is open_then


def test_what_one_viewer_was_given_is_neither_changed_nor_kept_for_the_next_when_the_agreement_ends(cast):
    before = cast.viewer("triage")
    assert before.givers(Purpose.SAFEGUARDING, FieldGroup.IDENTITY)
    with pytest.raises(TypeError):
        before.terms[next(iter(before.terms))] = ()
    Agreement.objects.update(withdrawn_on=TODAY)
    after = cast.viewer("triage")
    assert not after.terms and not after.givers(Purpose.SAFEGUARDING, FieldGroup.IDENTITY)
