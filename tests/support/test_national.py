"""A referral to the national referral mechanism: duty, consent, decisions and their clocks; support goes on in any case."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import MemberNotice
from alongside.support import national_rules as rules
from alongside.support.actions import national
from alongside.support.actions.clocks import breach_clocks
from alongside.support.actions.national import NationalDraft
from alongside.support.models import ClockRun, NationalReferral, NationalReferralStep
from alongside.support.national_states import NATIONAL_MOVES, NationalState, NationalStepKind
from alongside.support.queries import cases, in_hand, piles
from alongside.support.queries.national import national_page
from tests.cast import NOW, later
from tests.exploitation import DRAFT, begun, exploited, make_exploitation_world, step

DAY = NOW.date()


@pytest.fixture
def world(cast):
    return make_exploitation_world(cast)


@pytest.fixture
def case(world):
    return exploited(world)


def shown(world, referral, name="triage", at=NOW):
    return national_page(world.viewer(name, at), referral.reference)


def running(referral):
    return set(ClockRun.objects.filter(matter=referral.reference, stopped_at=None).values_list("kind", flat=True))


def test_a_child_is_referred_without_consent_by_a_named_person(world, case):
    page = shown(world, begun(world, case))
    assert (page.now.consent, page.now.responder_name) == ("Not needed: a child", "Tomasz Wilk, social worker")
    with pytest.raises(Invalid, match="consent is not needed"):
        begun(world, case, key="other", consent="given")


def test_an_adult_is_referred_only_with_agreement_and_otherwise_only_notified(world):
    adult = begun(world, exploited(world, date_of_birth=date(2008, 11, 20)), at=later(days=5), consent="not_given")
    with pytest.raises(Invalid, match="duty to notify"):
        step(world, adult, "sent", at=later(days=5))
    assert step(world, adult, "notified", at=later(days=5)).state == "notified"
    with pytest.raises(Invalid, match="18 or over"):
        begun(world, exploited(world, "Noor", date_of_birth=date(2008, 11, 20)), at=later(days=5))


def test_somebody_of_unknown_age_counts_as_a_child(world):
    referral = begun(world, exploited(world, date_of_birth=None))
    assert shown(world, referral).now.is_child


def test_the_same_form_sent_twice_enters_once(world, case):
    assert begun(world, case) == begun(world, case)
    assert NationalReferral.objects.count() == 1


def test_nobody_refers_again_while_the_first_is_still_to_be_sent(world, case):
    first = begun(world, case)
    with pytest.raises(Invalid, match=f"{first.reference} is still to be sent. Write down there"):
        begun(world, case, key="other")
    assert [row.is_to_send for row in cases.case_page(world.viewer("triage"), case.reference).national.rows] == [True]
    step(world, first, "sent")
    assert begun(world, case, key="other") != first
    assert "is_to_send=True" not in str(cases.case_page(world.viewer("dsl"), case.reference).national)


def test_the_clocks_follow_the_referral_and_its_decisions(world, case):
    referral = begun(world, case, authority="panel")
    assert running(referral) == {"nrm-send"}
    step(world, referral, "sent", national_reference="NRM-12345")
    assert running(referral) == {"nrm-reasonable", "nrm-panel"}
    assert shown(world, referral).now.national_reference == "NRM-12345"
    step(world, referral, "reasonable_yes", at=later(days=2))
    assert running(referral) == {"nrm-panel"}
    assert shown(world, referral, at=later(days=2)).recovery_until == DAY + timedelta(days=32)
    step(world, referral, "conclusive_no", at=later(days=40))
    assert running(referral) == {"nrm-again"}
    step(world, referral, "asked_again", at=later(days=41))
    assert running(referral) == set()


def test_a_day_that_is_written_down_late_counts_from_that_day(world, case):
    referral = begun(world, case)
    step(world, referral, "sent", on=DAY, at=later(days=3))
    due = ClockRun.objects.get(matter=referral.reference, kind="nrm-reasonable").due_at
    assert due.date() == date(2026, 11, 24)


def test_a_late_decision_is_told_to_whoever_has_the_case(world, case):
    referral = begun(world, case)
    step(world, referral, "sent")
    breach_clocks(at=later(days=9))
    told = MemberNotice.objects.filter(kind="clock_breached", reference=referral.reference)
    assert [one.member.username for one in told] == ["triage"]
    assert "competent authority" in shown(world, referral, at=later(days=9)).late


@pytest.mark.parametrize(("before", "negative"), [((), "reasonable_no"), (("reasonable_yes",), "conclusive_no")])
def test_a_negative_decision_closes_nothing(world, case, before, negative):
    referral = begun(world, case)
    for kind in ("sent", *before):
        step(world, referral, kind)
    was = cases.case_page(world.viewer("triage"), case.reference)
    clocks = set(ClockRun.objects.filter(matter=case.reference, stopped_at=None).values_list("kind", flat=True))
    step(world, referral, negative)
    now = cases.case_page(world.viewer("triage"), case.reference)
    assert (now.stage, now.has_ended, now.moves, now.worker) == (was.stage, False, was.moves, was.worker)
    assert clocks == set(ClockRun.objects.filter(matter=case.reference, stopped_at=None).values_list("kind", flat=True))
    assert now.national.rows[0].is_refused


def test_a_decision_follows_only_where_it_can(world, case):
    referral = begun(world, case)
    for kind in ("conclusive_yes", "asked_again", "reasonable_no"):
        with pytest.raises(Invalid, match="cannot follow"):
            step(world, referral, kind)
    step(world, referral, "sent")
    with pytest.raises(Invalid, match="Check the day"):
        step(world, referral, "reasonable_yes", on=DAY - timedelta(days=3))
    with pytest.raises(Invalid, match="future"):
        step(world, referral, "reasonable_yes", on=DAY + timedelta(days=3))


def test_a_local_panel_takes_children_who_are_far_enough_from_18(world):
    near = exploited(world, date_of_birth=date(2009, 1, 1))
    with pytest.raises(Invalid, match="100 days"):
        begun(world, near, authority="panel")


def test_a_guardian_may_be_asked_for_at_any_time(world, case):
    referral = begun(world, case)
    step(world, referral, "sent")
    step(world, referral, "guardian_asked", at=later(days=4))
    step(world, referral, "reasonable_yes", on=DAY + timedelta(days=2), at=later(days=5))
    assert shown(world, referral, at=later(days=5)).guardian == "A child trafficking guardian was asked for"


def test_a_wrong_row_is_corrected_with_a_reason_and_stays_to_be_read(world, case):
    referral = begun(world, case)
    step(world, referral, "sent")
    step(world, referral, "reasonable_no")
    wrong = NationalReferralStep.objects.get(kind="reasonable_no")
    corrected = {"step": wrong.pk, "kind": "reasonable_yes", "happened_on": DAY, "text": "The letter says positive."}
    national.correct_national_step(**corrected, reason="Misread.", by=world.viewer("triage"), at=NOW)
    page = shown(world, referral)
    assert page.state == "Reasonable grounds: positive" and running(referral) == set()
    assert [(one.label, one.is_corrected) for one in page.steps][-2:] == [
        ("Reasonable grounds decision: negative", True),
        ("Reasonable grounds decision: positive", False),
    ]
    with pytest.raises(Stale):
        national.correct_national_step(**corrected, reason="Again.", by=world.viewer("triage"), at=NOW)


def test_a_row_that_was_written_by_mistake_is_taken_out_and_the_referral_stands_as_before(world, case):
    referral = begun(world, case)
    for kind in ("sent", "reasonable_yes", "conclusive_no"):
        step(world, referral, kind)
    wrong = NationalReferralStep.objects.get(kind="conclusive_no")
    assert "not_so" not in dict(shown(world, referral).may)
    national.correct_national_step(
        step=wrong.pk, kind="not_so", happened_on=DAY, text="The letter is another child's.", reason="Wrong child.",
        by=world.viewer("triage"), at=NOW,
    )  # fmt: skip
    page = shown(world, referral)
    assert (page.state, page.is_refused) == ("Reasonable grounds: positive", False) and running(referral) == set()
    assert page.steps[-1].label.startswith("This did not happen") and page.steps[-2].is_corrected
    assert step(world, referral, "conclusive_yes").state == "positive"


def test_days_out_of_order_are_named(world, case):
    referral = begun(world, case)
    step(world, referral, "sent", on=DAY - timedelta(days=1))
    told = "positive” would be on 14 November 2026, before “The referral was sent” on 16 November 2026"
    with pytest.raises(Invalid, match=told):
        step(world, referral, "reasonable_yes", on=DAY - timedelta(days=3))


@pytest.mark.parametrize("sent_on", [date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 15)])
def test_the_fifth_working_day_after_the_sending_is_the_same_from_friday_to_sunday(world, case, sent_on):
    step(world, referral := begun(world, case), "sent", on=sent_on)
    due = ClockRun.objects.get(matter=referral.reference, stopped_at=None).due_at
    assert due.date() == date(2026, 11, 20)


def test_a_correction_that_breaks_what_follows_is_refused_whole(world, case):
    referral = begun(world, case)
    for kind in ("sent", "reasonable_yes", "conclusive_yes"):
        step(world, referral, kind)
    middle, count = NationalReferralStep.objects.get(kind="reasonable_yes"), NationalReferralStep.objects.count()
    with pytest.raises(Invalid, match="later rows first"):
        national.correct_national_step(
            step=middle.pk,
            kind="reasonable_no",
            happened_on=DAY,
            text="x",
            reason="y",
            by=world.viewer("triage"),
            at=NOW,
        )
    assert NationalReferralStep.objects.count() == count


def test_an_amendment_is_the_next_version_and_a_stale_one_is_refused(world, case):
    referral = begun(world, case)
    draft = NationalDraft(**{**DRAFT, "kinds": ("sexual",)})
    amend = {"reference": referral.reference, "draft": draft, "by": world.viewer("triage"), "at": NOW}
    with pytest.raises(Invalid, match="Why it is amended is empty"):
        national.amend_national(**amend, reason=" ", changes=1)
    national.amend_national(**amend, reason="She told more.", changes=1)
    page = shown(world, referral)
    assert (page.now.kinds, page.earlier[0].kinds) == (
        "Sexual exploitation", "Criminal exploitation and Criminal exploitation along county lines",
    )  # fmt: skip
    assert not Event.objects.filter(reason__contains="She told more").exists()  # typed words stay with the case
    with pytest.raises(Stale):
        national.amend_national(**amend, reason="And more.", changes=1)


def test_rows_that_were_added_cannot_be_changed(world, case):
    referral = begun(world, case)
    for rows in (referral.steps, referral.versions):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(by="Somebody else")


@pytest.mark.parametrize("name", ["outsider", "dsl", "officer", "clinician"])
def test_only_whoever_works_the_case_sees_or_writes_it(world, case, name):
    referral = begun(world, case)
    for act in (
        lambda: shown(world, referral, name),
        lambda: national.open_national(
            reference=case.reference, draft=NationalDraft(**DRAFT), sent_key="x", by=world.viewer(name), at=NOW
        ),
    ):
        with pytest.raises(Refused):
            act()
    assert Event.objects.filter(outcome="refused", agency_code=world.members[name].agency.code).count() >= 2


def test_to_the_referrer_the_case_says_nothing_of_it(world, case):
    begun(world, case)
    assert cases.case_page(world.viewer("dsl"), case.reference).national.rows == ()


def test_a_restricted_childs_referral_is_hidden(world, case):
    referral = begun(world, case)
    restrict(person_id=case.record.person_id, reason="x", cleared=[], by=world.viewer("manager"), at=NOW)
    with pytest.raises(Refused):
        shown(world, referral)
    assert in_hand.due_in(world.viewer("triage"), [piles.NATIONAL_REFERRALS])[0].total == 0


def test_it_stands_in_my_work_until_no_clock_runs(world, case):
    referral = begun(world, case)
    task = in_hand.at_hand(world.viewer("triage"), [(piles.NATIONAL_REFERRALS, "test")])[0][1][0]
    assert (task.key, task.title) == (referral.reference, "Amina Okafor-Lindqvist")
    step(world, referral, "withdrawn")
    assert in_hand.due_in(world.viewer("triage"), [piles.NATIONAL_REFERRALS])[0].total == 0


@given(st.lists(st.sampled_from(NationalStepKind.values), max_size=8))
def test_no_order_of_steps_decides_before_it_is_sent_or_without_reasonable_grounds(kinds):
    """Whatever is accepted, a decision came after a sending, and a conclusive one after a positive reasonable one."""
    state = rules.state_after(kinds)
    if state in (NationalState.POSITIVE, NationalState.NEGATIVE):
        assert kinds.index("opened") == 0
        first = min(kinds.index(one) for one in ("conclusive_yes", "conclusive_no") if one in kinds)
        assert "sent" in kinds[:first] and "reasonable_yes" in kinds[:first]
    if state is not None:
        assert all(kind in NATIONAL_MOVES for kind in kinds)
