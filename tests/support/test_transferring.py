"""A case is given to another receiver; a concern or a case leads to a referral along a pathway."""

import pytest

from alongside.audit.entries import Actor
from alongside.partners.errors import Invalid, Refused
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions import cases as work
from alongside.support.actions import raising
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.actions.transferring import transfer_case
from alongside.support.models import ClockRun
from alongside.support.queries.case_lists import case_queue
from alongside.support.queries.cases import case_page
from alongside.support.queries.origins import led_to, origin
from alongside.support.shipped import shipped
from tests.cast import NOW, child, details, later

EARLY_HELP = next(one for one in shipped() if one["code"] == "early-help")
ANSWERS = {"worry": "He is tired.", "child_says": "I want to sleep at home.", "level": "complex"}


@pytest.fixture
def case(cast):
    cast.agreement("EH-1", ["council", "school", "provider"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    codes = [cast.agencies[key].code for key in ("council", "provider")]
    install(document=EARLY_HELP, receivers=codes, change_note="As it comes", by=Actor.system("test"), at=NOW)
    told = Referral("early-help", child(), ANSWERS, "given", receiver="council")
    return refer(referral=told, by=cast.viewer("dsl"), at=NOW)


def give(cast, case, by="manager", to="provider", at=None, **more):
    at = at or later(hours=1)
    code = cast.agencies[to].code
    return transfer_case(
        reference=case.reference, receiver=code, reason="They know the family.", by=cast.viewer(by, at), at=at, **more
    )


def test_a_case_that_is_given_away_begins_anew_with_new_clocks_and_its_story(cast, case):
    work.move_case(
        reference=case.reference,
        move="accept",
        answers={},
        reason="Ours.",
        by=cast.viewer("triage"),
        at=later(minutes=5),
    )
    given = give(cast, case)
    assert given.receiver == cast.agencies["provider"] and given.worker is None and given.stage == "new"
    assert ClockRun.objects.get(matter=case.reference, stopped_at__isnull=True).started_at == later(hours=1)
    page = case_page(cast.viewer("youth_worker", later(hours=2)), case.reference)
    assert [step.label for step in page.steps][-1].startswith("Given by") and page.answers


def test_the_agency_that_gave_it_away_sees_it_no_more_and_the_referrer_still_does(cast, case):
    give(cast, case)
    with pytest.raises(Refused):
        case_page(cast.viewer("triage", later(hours=2)), case.reference)
    assert case_page(cast.viewer("dsl", later(hours=2)), case.reference).receiver == cast.agencies["provider"].name
    assert not case_queue(cast.viewer("triage", later(hours=2)), "early-help").rows


@pytest.mark.parametrize("by", ["triage", "dsl", "youth_worker", "outsider"])
def test_only_who_manages_the_receivers_cases_gives_one_away(cast, case, by):
    with pytest.raises(Refused):
        give(cast, case, by)


def test_without_an_agreement_with_the_new_receiver_it_stays_where_it_is(cast, case):
    install(
        document=EARLY_HELP,
        receivers=["council", cast.agencies["health"].code],
        change_note="x",
        by=Actor.system("t"),
        at=NOW,
    )
    with pytest.raises(Invalid, match="Phone"):
        give(cast, case, to="health")
    assert case_page(cast.viewer("triage"), case.reference).receiver == cast.agencies["council"].name


def test_a_case_that_ended_or_is_there_already_is_not_given(cast, case):
    with pytest.raises(Invalid, match="already"):
        give(cast, case, to="council")
    work.withdraw_case(reference=case.reference, reason="x", by=cast.viewer("dsl"), at=later(minutes=5))
    with pytest.raises((Invalid, Refused)):
        give(cast, case)


def test_a_concern_leads_to_a_referral_of_the_same_child(cast, case):
    concern = raising.raise_concern(details=details(child=child("Bo", "Marsh")), by=cast.viewer("dsl"), at=NOW)
    triage = cast.viewer("triage", later(minutes=9))
    led = origin(triage, concern.reference)
    assert (led.given, led.family) == ("Bo", "Marsh")
    told = Referral(
        "early-help", child("Bo", "Marsh"), ANSWERS, "given", receiver=cast.agencies["provider"].code,
        record_id=led.record_id, from_matter=concern.reference,
    )  # fmt: skip
    made = refer(referral=told, by=triage, at=later(minutes=9))
    made.record.refresh_from_db()
    concern.record.refresh_from_db()
    assert made.record.person_id == concern.record.person_id
    assert [one.reference for one in led_to(triage, concern.reference)] == [made.reference]


@pytest.mark.parametrize("by", ["dsl", "officer", "youth_worker", "outsider"])
def test_nobody_who_does_not_work_the_concern_goes_on_from_it(cast, case, by):
    concern = raising.raise_concern(details=details(child=child("Bo", "Marsh")), by=cast.viewer("dsl"), at=NOW)
    assert origin(cast.viewer(by), concern.reference) is None
    assert led_to(cast.viewer("outsider"), concern.reference) == []
