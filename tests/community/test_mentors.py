"""Mentors: no match without vetting, supervision by a clock, endings in a queue, and only their own agency reads of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from alongside.audit.models import Event
from alongside.audit.states import Outcome
from alongside.community.actions import mentors as acting
from alongside.community.actions.ambassadors import end_role
from alongside.community.actions.forgetting import MENTOR, forget_words
from alongside.community.actions.matches import MoveDraft, move_match
from alongside.community.actions.mentors import MentorDraft
from alongside.community.clocks import MATCH_REVIEW, SUPERVISION, due
from alongside.community.errors import ChangedMeanwhile, CommunityRefused
from alongside.community.field_classes import CLASSES
from alongside.community.measures import matches_ended, mentor_figures
from alongside.community.mentor_rules import CheckHeld
from alongside.community.models import AmbassadorRole, Match, Mentor
from alongside.community.queries import mentors as reading
from alongside.community.queries.ambassadors import ambassadors
from alongside.community.states import AgeBand, Check, CheckState, DbsLevel, EarlyReason, MatchMove, SupervisionKind
from alongside.partners.errors import Refused
from alongside.partners.models import Member
from alongside.partners.roles import PERMISSIONS, Role
from tests.cast import NOW, later
from tests.community.test_advisors import HOLDING_CASES
from tests.mentored import (
    NAME,
    RUNNER,
    TODAY,
    ambassador,
    check,
    day,
    match,
    mentor,
    move,
    neighbour,
    passed,
    vetted,
)


def supervise(cast, reference, after, at=NOW):
    acting.record_supervision(
        reference=reference, held_on=day(after), kind=SupervisionKind.MET, by=cast.viewer(RUNNER, at), at=at
    )


def test_no_match_before_the_vetting_is_in_order(cast):
    made = mentor(cast)
    with pytest.raises(CommunityRefused, match="References: not there yet"):
        match(cast, made)
    check(cast, made, Check.REFERENCE, passed())
    check(cast, made, Check.DBS, passed(renew=20, level=DbsLevel.BARRED))
    check(cast, made, Check.TRAINING, passed())
    match(cast, made)
    with pytest.raises(CommunityRefused, match="to be renewed since"):
        match(cast, made, number="LY-015", start=25, end=90)
    check(cast, made, Check.TRAINING, CheckHeld(CheckState.WITHDRAWN), "Left the course.")
    assert reading.mentor(cast.viewer(RUNNER), made).line.not_vetted == "Training: no longer in order."
    assert [one.reference for one in reading.queues(cast.viewer(RUNNER)).unvetted] == [made]


def test_a_mentor_has_a_limit_and_a_young_person_one_mentor(cast):
    made, other = vetted(cast, most=1), vetted(cast)
    key = uuid4()
    assert match(cast, made, key=key) == match(cast, made, key=key)
    with pytest.raises(CommunityRefused, match="1 of 1"):
        match(cast, made, number="LY-015")
    with pytest.raises(CommunityRefused, match="has a mentor of your agency already"):
        match(cast, other, number="ly 014".replace(" ", "-"))
    assert Match.objects.count() == 1


def test_a_name_where_a_reference_belongs_is_refused_and_nothing_is_kept(cast):
    made = vetted(cast)
    with pytest.raises(CommunityRefused, match="looks like a name") as refused:
        match(cast, made, number="Amina")
    assert refused.value.field == "young_reference" and not Match.objects.exists()


def test_a_match_knows_no_person():
    assert {name: kind for name, kind in CLASSES["Match"].items() if kind == "personal"} == {}
    assert not {"name", "date_of_birth", "person", "person_id"} & set(CLASSES["Match"])


def test_supervision_is_late_by_working_days_and_only_while_a_match_goes_on(cast):
    made = vetted(cast)
    assert not reading.queues(cast.viewer(RUNNER, later(days=60))).overdue
    match(cast, made)
    before, after = due(NOW, SUPERVISION), due(NOW, SUPERVISION) + timedelta(minutes=1)
    assert not reading.queues(cast.viewer(RUNNER, before)).overdue
    assert [one.reference for one in reading.queues(cast.viewer(RUNNER, after)).overdue] == [made]
    supervise(cast, made, 27, at=later(days=27))
    supervise(cast, made, 27, at=later(days=27))
    assert not reading.queues(cast.viewer(RUNNER, after)).overdue
    assert len(reading.mentor(cast.viewer(RUNNER), made).supervisions) == 1


def test_reviews_endings_and_renewals_come_into_their_queues(cast):
    made = vetted(cast, renew=61)
    match(cast, made, end=29)
    assert reading.queues(cast.viewer(RUNNER)).is_empty and reading.waiting(cast.viewer(RUNNER)).total == 0
    soon = cast.viewer(RUNNER, later(days=1))
    waits = reading.queues(soon)
    assert (len(waits.endings), len(waits.renewing)) == (1, 1) and reading.waiting(soon) == reading.Waiting(2, 0)
    late = cast.viewer(RUNNER, due(NOW, MATCH_REVIEW) + timedelta(minutes=1))
    assert len(reading.queues(late).reviews) == 1 and reading.waiting(late).late == 2


def test_a_match_is_reviewed_moved_and_ended_once(cast):
    made = match(cast, vetted(cast), start=-20)
    move(cast, made, MatchMove.REVIEWED)
    move(cast, made, MatchMove.NEW_END, 40)
    with pytest.raises(CommunityRefused, match="Say why it ended early"):
        move(cast, made, MatchMove.ENDED, 0)
    for _twice in range(2):
        move(cast, made, MatchMove.ENDED, 0, EarlyReason.MOVED)
    with pytest.raises(CommunityRefused, match="has ended"):
        move(cast, made, MatchMove.REVIEWED)
    told = reading.match(cast.viewer(RUNNER), made)
    assert [one.move.value for one in told.moves] == ["ended", "new_end", "reviewed"]
    assert (told.line.ending, told.moves[0].because) == ("Ended early", "Somebody moved away")


def test_what_is_remembered_of_a_match_names_nobody(cast):
    made = match(cast, vetted(cast))
    with pytest.raises(CommunityRefused, match="names nobody"):
        move(cast, made, MatchMove.REVIEWED, words="He is called Jordan and lives at flat 12")


def test_a_stale_change_shows_both_and_another_level_is_vetted_anew(cast):
    made = vetted(cast, needed=DbsLevel.ENHANCED)
    by = cast.viewer(RUNNER)
    acting.change_mentor(reference=made, draft=MentorDraft(NAME, DbsLevel.BARRED, 3), changes=1, by=by, at=NOW)
    with pytest.raises(ChangedMeanwhile) as changed:
        acting.change_mentor(reference=made, draft=MentorDraft("X", DbsLevel.BASIC, 1), changes=1, by=by, at=NOW)
    assert "At most 3" in changed.value.theirs
    assert Mentor.objects.get(reference=made).vetted_until == day(400)


def test_a_mentor_leaves_after_every_match_and_the_name_is_forgotten_in_time(cast):
    made, by = vetted(cast), cast.viewer(RUNNER)
    running = match(cast, made, start=-5)
    with pytest.raises(CommunityRefused, match="still goes on"):
        acting.let_mentor_go(reference=made, by=by, at=NOW)
    move(cast, running, MatchMove.ENDED, 0, EarlyReason.MENTOR)
    acting.let_mentor_go(reference=made, by=by, at=NOW)
    assert not reading.mentors(by)[0]
    forget_words(at=NOW + MENTOR)
    assert Mentor.objects.get().name == NAME
    forget_words(at=NOW + MENTOR + timedelta(days=1))
    assert Mentor.objects.get().name == ""


@pytest.mark.parametrize("name", ["outsider", "young_advisor", "resident", "lead", "neighbour"])
def test_nobody_else_reads_of_a_mentor_and_what_is_there_looks_like_what_is_not(cast, name):
    made = vetted(cast)
    running = match(cast, made)
    neighbour(cast)
    by = cast.viewer(name)
    for ask in (
        lambda ref, id: reading.mentor(by, ref),
        lambda ref, id: reading.match(by, id),
        lambda ref, id: acting.let_mentor_go(reference=ref, by=by, at=NOW),
        lambda ref, id: move_match(match_id=id, draft=MoveDraft(MatchMove.REVIEWED), by=by, at=NOW),
        lambda ref, id: end_role(reference=ref, by=by, at=NOW),
    ):
        told = []
        for reference, match_id in ((made, running), ("MT-XXX-XXX", 987_654)):
            refusals = Event.objects.filter(outcome=Outcome.REFUSED).count()
            with pytest.raises(Refused) as refused:
                ask(reference, match_id)
            told.append(refused.value.because)
            assert Event.objects.filter(outcome=Outcome.REFUSED).count() == refusals + 1
        assert told[0] == told[1]
    assert NAME not in str(reading.mentors(by)) if name == "neighbour" else not by.may(reading.RUNS_MENTORS)


def test_each_reading_is_in_the_log_before_it_is_answered(cast):
    made, by = vetted(cast), cast.viewer(RUNNER)
    running = match(cast, made)
    seen = Event.objects.count()
    reading.mentor(by, made)
    reading.match(by, running)
    reading.mentors(by)
    reading.queues(by)
    ambassadors(by)
    rows = list(Event.objects.order_by("pk").values_list("subject_kind", "subject_id", "act")[seen:])
    assert rows[:2] == [("mentor", made, "view"), ("mentor’s match", str(running), "view")]
    assert [act for _kind, _id, act in rows[2:]] == ["list"] * 3


def test_the_list_asks_as_often_for_many_as_for_one(cast, django_assert_max_num_queries):
    for number in range(6):
        match(cast, vetted(cast), number=f"LY-{number}")
    by = cast.viewer(RUNNER)
    with django_assert_max_num_queries(25) as few:
        reading.mentors(by)
        reading.queues(by)
    for number in range(6, 12):
        match(cast, vetted(cast), number=f"LY-{number}")
    with django_assert_max_num_queries(len(few)):
        reading.mentors(by)
        reading.queues(by)


def test_a_word_on_a_check_and_a_step_of_a_match_cannot_be_changed(cast):
    move(cast, match(cast, vetted(cast)), MatchMove.REVIEWED)
    for table in ("vettingstep", "matchstep"):
        with (
            pytest.raises(DatabaseError, match="added, never changed"),
            transaction.atomic(),
            connection.cursor() as told,
        ):
            told.execute(f"UPDATE community_{table} SET by = 'somebody'")


def test_figures_hold_back_small_counts(cast):
    def figures():
        return mentor_figures(since=day(-30), until=day(1), at=NOW)

    for number in range(4):
        match(cast, vetted(cast), number=f"LY-{number}", start=-20, end=5, band=AgeBand.TEN)
    assert figures().begun is None and not figures().overdue.is_shown
    for number in range(4, 12):
        made = match(cast, vetted(cast), number=f"LY-{number}", start=-20, end=10 if number < 8 else 60)
        move(cast, made, MatchMove.ENDED, 0, EarlyReason.NO_FIT)
    assert figures().begun == 12 and not figures().as_planned.is_shown
    for number in range(12, 14):
        move(cast, match(cast, vetted(cast), number=f"LY-{number}", start=-20, end=10), MatchMove.ENDED, 0)
    for number in range(14, 16):
        made = match(cast, vetted(cast), number=f"LY-{number}", start=-20, end=90)
        move(cast, made, MatchMove.ENDED, 0, EarlyReason.NO_FIT)
    assert matches_ended(since=day(-30), until=day(1)) == (6, 12)
    told = figures().as_planned
    assert (told.count, told.of, told.is_shown) == (6, 12, True)
    other = mentor_figures(since=day(-30), until=day(1), at=NOW, agency_id=cast.agencies["outside"].pk)
    assert other.begun == 0


def test_an_ambassador_is_a_role_without_account_without_name_and_without_case(cast):
    members = set(Member.objects.values_list("pk", flat=True))
    made = ambassador(cast)
    assert set(Member.objects.values_list("pk", flat=True)) == members
    assert not [one for one in AmbassadorRole._meta.get_fields() if one.is_relation]
    assert not {"name", "called", "member", "username", "date_of_birth"} & set(CLASSES["AmbassadorRole"])
    assert not {one for one in Role if "ambassador" in one.value}
    for role in (Role.YOUNG_ADVISOR, Role.PROGRAMME_LEAD):
        assert not PERMISSIONS[role] & HOLDING_CASES
    told = ambassadors(cast.viewer(RUNNER))[0][0]
    assert (told.reference, told.is_serving, told.supervisor) == (made, True, "Odile Marsh")
    end_role(reference=made, by=cast.viewer(RUNNER), at=NOW)
    assert ambassadors(cast.viewer(RUNNER))[0][0].has_stopped
    assert told.ends_on > TODAY
