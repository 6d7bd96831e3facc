"""Young Advisors: counts and places, surveys that keep nobody's answer, advice that is owed an answer, no case access."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.community.actions import advisors, moderating
from alongside.community.actions.advisors import PatrolCounts
from alongside.community.errors import CommunityRefused
from alongside.community.field_classes import CLASSES
from alongside.community.models import SurveyTally
from alongside.community.queries import advisors as reading
from alongside.community.queries import kept, owed
from alongside.community.small import FEWEST, SMALL, share_of
from alongside.community.states import Crowd, Wave
from alongside.partners.errors import Refused
from alongside.partners.roles import PERMISSIONS, Permission, Role, permissions_in
from alongside.partners.states import AgencyKind
from tests.cast import NOW, later
from tests.residents import SHOWN, advice, answers, close_wave, patrol, survey

HOLDING_CASES = {
    Permission.RAISE_CONCERN, Permission.TRIAGE, Permission.WORK_CASES, Permission.WORK_PLANS, Permission.REFER,
    Permission.SIT_ON_PANELS, Permission.ANSWER_REQUESTS, Permission.RECORD_MOMENT, Permission.SEE_DISCLOSURES,
}  # fmt: skip


@pytest.mark.parametrize("role", [Role.YOUNG_ADVISOR, Role.RESIDENT, Role.COMMUNITY_OFFICER])
def test_who_works_with_the_community_holds_no_case_and_opens_none(role):
    assert not PERMISSIONS[role] & HOLDING_CASES


def test_no_young_person_is_in_any_table_of_their_work():
    for name in ("Patrol", "PatrolReport", "Survey", "SurveyTally", "TallySent", "WaveClosed", "Consultation"):
        assert {field for field, kind in CLASSES[name].items() if kind != "open"} <= {"by"}


def test_a_patrol_is_told_in_numbers_and_a_correction_is_added(cast):
    made = patrol(cast)
    by = cast.viewer("young_advisor", at=later(hours=4))
    assert reading.patrol(by, made).is_owed
    for met in (12, 14):
        counts = PatrolCounts(3, met, {"police": 5}, {"activity": 2})
        advisors.report_patrol(patrol_id=made, counts=counts, by=by, at=by.at)
    found = reading.patrol(by, made)
    assert (found.went, found.met, found.topics) == (3, 14, (("The police", 5),)) and not found.is_owed


def test_more_cannot_have_spoken_of_it_than_were_met(cast):
    made = patrol(cast)
    with pytest.raises(CommunityRefused, match="You met 3"):
        advisors.report_patrol(
            patrol_id=made, counts=PatrolCounts(3, 3, {"police": 4}, {}), by=cast.viewer("young_advisor"), at=NOW
        )


def test_a_patrol_that_did_not_go_says_why(cast):
    made = patrol(cast)
    with pytest.raises(CommunityRefused, match="Why not"):
        advisors.report_patrol(
            patrol_id=made, counts=PatrolCounts(0, 0, {}, {}), by=cast.viewer("young_advisor"), at=NOW
        )


def test_answers_are_added_up_once_and_nobody_s_answer_is_kept(cast):
    made, key, by = survey(cast), uuid4(), cast.viewer("young_advisor")
    for _ in range(2):
        advisors.count_answers(
            survey_id=made, crowd=Crowd.YOUNG, wave=Wave.BEFORE, people={1: 8, 5: 12}, sent_key=key, by=by, at=NOW
        )
    assert sum(SurveyTally.objects.values_list("people", flat=True)) == 20
    close_wave(cast, made)
    share = reading.survey(by, made).results[0].share
    assert (share.count, share.of, share.is_shown) == (12, 20, True) and share.low < 0.6 < share.high


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_small_crowd_and_a_small_count_are_never_told(count, more):
    share = share_of(count, count + more)
    if count + more < FEWEST or 0 < count < SMALL or 0 < more < SMALL:
        assert (share.count, share.of, share.is_shown) == (0, 0, False)
    else:
        assert share.low <= share.count / share.of <= share.high


def test_advice_is_late_in_public_when_the_partner_did_not_answer(cast):
    made = advice(cast, to="police")
    due = reading.one_advice(made, at=NOW).answer_by
    assert reading.one_advice(made, at=due + timedelta(hours=1)).is_late
    sergeant = cast.viewer("sergeant")
    assert owed.advice(sergeant) == 1
    with pytest.raises(Refused):
        advisors.answer_advice(consultation_id=made, words="x", by=cast.viewer("outsider"), at=NOW)
    advisors.answer_advice(consultation_id=made, words="We give the reason first.", by=sergeant, at=NOW)
    assert owed.advice(sergeant) == 0 and not reading.one_advice(made, at=due + timedelta(days=9)).is_late


def test_another_agency_plans_and_counts_nothing_here(cast):
    made = patrol(cast)
    for name in ("outsider", "resident", "community_officer"):
        with pytest.raises(Refused):
            reading.patrol(cast.viewer(name), made)
        with pytest.raises(Refused):
            survey_by = cast.viewer(name)
            advisors.begin_survey(question="x?", about="y", sent_key=uuid4(), by=survey_by, at=NOW)


def test_shares_are_told_of_closed_waves_alone_so_that_no_answer_follows_from_two_looks(cast):
    made, by = survey(cast), cast.viewer("young_advisor")
    answers(cast, made, {1: 6, 5: 6})
    assert reading.surveys() == [] and reading.survey(by, made).results[0].share is None
    answers(cast, made, {5: 1})
    close_wave(cast, made)
    (public,) = reading.surveys()
    assert {one.wave for one in public.results} == {Wave.BEFORE}
    assert (public.results[0].share.count, public.results[0].share.of) == (7, 13)
    with pytest.raises(CommunityRefused, match="closed"):
        answers(cast, made, {5: 1})
    with pytest.raises(CommunityRefused, match="Nobody has answered"):
        close_wave(cast, made, Wave.AFTER)
    with pytest.raises(Refused):
        advisors.close_wave(survey_id=made, wave=Wave.AFTER, by=cast.viewer("outsider"), at=NOW)


def test_advice_and_a_survey_s_words_are_read_by_a_moderator_before_anybody_else(cast):
    made, asked = advice(cast, to="police", is_shown=False), survey(cast, is_shown=False)
    answers(cast, asked, {1: 6, 5: 6})
    close_wave(cast, asked)
    officer, sergeant, outsider = (cast.viewer(name) for name in ("community_officer", "sergeant", "outsider"))
    assert reading.advice(at=NOW)[0] == [] == reading.surveys() and reading.one_advice(made, at=NOW) is None
    assert owed.advice(sergeant) == 0 and reading.advice_to_us(sergeant) == []
    assert [not one.read.is_read for one in reading.our_advice(cast.viewer("young_advisor"))] == [True]
    with pytest.raises(CommunityRefused, match="not held here"):
        advisors.answer_advice(consultation_id=made, words="x", by=sergeant, at=NOW)
    with pytest.raises(Refused):
        kept.advice_to_read(outsider, made)
    with pytest.raises(Refused):
        moderating.moderate_advice(consultation_id=made, judgement=SHOWN, by=outsider, at=NOW)
    assert kept.to_moderate(officer).total == kept.waiting_count(officer) == 2
    read_at = later(days=6)
    moderating.moderate_advice(consultation_id=made, judgement=SHOWN, by=officer, at=read_at)
    moderating.moderate_survey(survey_id=asked, judgement=SHOWN, by=officer, at=read_at)
    assert owed.advice(sergeant) == 1 and len(reading.surveys()) == 1
    assert (reading.one_advice(made, at=NOW).answer_by - read_at).days == 28


def test_only_who_may_speak_for_the_agency_answers_in_its_name(cast):
    made = advice(cast, to="school")
    assert not owed.advice(cast.viewer("teacher")) and owed.advice(cast.viewer("dsl")) == 1
    for name in ("teacher", "outsider"):
        with pytest.raises(Refused):
            advisors.answer_advice(consultation_id=made, words="We will.", by=cast.viewer(name), at=NOW)
    advisors.answer_advice(consultation_id=made, words="We will.", by=cast.viewer("dsl"), at=NOW)
    assert Permission.ANSWER_FOR_AGENCY in permissions_in(Role.PRACTITIONER, AgencyKind.HOUSING)
    for kind in (AgencyKind.SCHOOL, AgencyKind.POLICE, AgencyKind.COUNCIL):
        assert Permission.ANSWER_FOR_AGENCY not in permissions_in(Role.PRACTITIONER, kind)
    assert permissions_in(Role.SERGEANT, AgencyKind.HOUSING) == frozenset()
