"""After a notice was sent: acknowledged, sent back, sent on, chased, corrected, withdrawn; and the morning board."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.areas.queries import terms_of
from alongside.audit.models import Event
from alongside.partners.access import decide
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import AgreementParty, Involvement, MemberNotice
from alongside.partners.standing import Viewer, terms_for, terms_from
from alongside.partners.states import FieldGroup, NoticeKind
from alongside.support import encompass_rules as rules
from alongside.support.actions import encompass_answering as answering
from alongside.support.actions import encompass_correcting as correcting
from alongside.support.actions import encompass_routing as routing
from alongside.support.encompass_clocks import NO_TERMS, next_start
from alongside.support.encompass_states import LIVE, MOVES, PURPOSE, NoticeStatus, Standing
from alongside.support.models import Chase, ConcernDraft, IncidentVersion, NoticeStep, Offer, SchoolNotice
from alongside.support.queries import encompass as queries
from alongside.support.queries.encompass_board import board, silent_count
from alongside.support.queries.encompass_incidents import incident_page
from tests.cast import NOW
from tests.encompass import ELMSGATE, NIGHT, agree, make_encompass, make_schools, notice_of, take, told, utc

MORNING = NIGHT + timedelta(hours=3)


@pytest.fixture
def world(cast):
    return make_encompass(cast)


def as_(cast, name, at=MORNING):
    return {"by": cast.viewer(name, at), "at": at}


def test_delivery_opening_and_acknowledgement_are_three_things_with_times(world):
    take(world)
    reference = notice_of().reference
    answering.open_notice(reference=reference, **as_(world, "dsl"))
    assert (notice_of().status, notice_of().opened_at) == ("sent", MORNING)
    answering.acknowledge(reference=reference, **as_(world, "dsl"))
    answering.acknowledge(reference=reference, **as_(world, "dsl", NOW))
    assert (notice_of().status, notice_of().done_at) == ("acknowledged", MORNING)
    assert "Priya Nandakumar" in notice_of().done_by
    assert list(NoticeStep.objects.values_list("kind", flat=True)) == ["sent", "opened", "acknowledged"]


def test_what_was_offered_is_recorded_once_and_counts_as_acknowledged(world):
    take(world)
    for _ in range(2):
        answering.record_offer(reference=notice_of().reference, kind="welfare", note="Seen at 9.", **as_(world, "dsl"))
    assert Offer.objects.get().note == "Seen at 9." and notice_of().status == "acknowledged"
    with pytest.raises(Invalid, match="to whom you referred"):
        answering.record_offer(reference=notice_of().reference, kind="referred", note="", **as_(world, "dsl"))


def test_a_concern_begins_with_the_child_filled_in_and_none_of_the_polices_words(world):
    take(world)
    key = answering.draft_concern(reference=notice_of().reference, **as_(world, "dsl"))
    draft = ConcernDraft.objects.get(pk=key)
    assert (draft.answers["given"], draft.answers["date_of_birth-year"]) == ("Amina", "2012")
    assert "door" not in str(draft.answers) and draft.member == world.members["dsl"]


def test_not_our_child_any_more_goes_to_the_officer_with_the_reason_and_on_to_the_right_school(world):
    take(world)
    first = notice_of()
    answering.return_notice(reference=first.reference, reason="She left in July.", **as_(world, "dsl"))
    queued = notice_of()
    assert (queued.kind, queued.reason, queued.received_at) == ("officer", "returned", NIGHT)
    with pytest.raises(Refused):
        queries.notice_page(world.viewer("dsl", MORNING), first.reference)
    history = queries.notice_page(world.viewer("triage", MORNING), queued.reference).history
    assert any(step.words == "She left in July." for step in history)
    routing.send_on(reference=queued.reference, to="other-school", reason="Admissions.", **as_(world, "triage", NOW))
    now = notice_of()
    assert (now.receiver.code, now.status, now.due_at) == ("other-school", "sent", utc("2026-11-17 08:55"))
    assert rules.standing(now.status, now.due_at, NOW) is Standing.SILENT
    assert not Involvement.objects.filter(matter=queued.reference, ended_at__isnull=True).exists()
    assert SchoolNotice.objects.filter(child=first.child, status__in=LIVE).count() == 1


def test_the_officer_cannot_send_to_a_school_that_may_not_be_told(cast):
    make_schools(cast)
    agree(cast, parties=("police", "council", "school"))
    take(cast, told(school_name="Saltmarsh High"))
    with pytest.raises(Invalid, match="no agreement in force"):
        routing.send_on(reference=notice_of().reference, to="other-school", reason="x", **as_(cast, "triage"))
    assert notice_of().status == "queued"


def test_the_officer_settles_what_no_setting_here_can_have(world):
    take(world, told(school_name="", born=date(2024, 1, 1)))
    routing.settle(reference=notice_of().reference, reason="Health visitor told.", **as_(world, "triage"))
    assert notice_of().status == "settled" and queries.queue(world.viewer("triage", MORNING)).total == 0


def test_what_was_held_goes_out_when_an_agreement_is_signed(cast):
    make_schools(cast)
    take(cast)
    agree(cast)
    assert routing.look_again(by=Viewer.system("work", at=MORNING), at=MORNING) == 1
    assert (notice_of().status, notice_of().receiver.code) == ("sent", "school")
    assert routing.look_again(by=Viewer.system("work", at=MORNING), at=MORNING) == 0


def test_a_named_officer_is_told_and_nobody_else(world):
    routing.name_officer(queue="officer", username="colleague", **as_(world, "manager", NIGHT))
    take(world, told(school_name=""))
    assert [one.member.username for one in MemberNotice.objects.all()] == ["colleague"]
    for name in ("dsl", "officer", "triage"):
        with pytest.raises(Refused):
            routing.name_officer(queue="officer", username="triage", **as_(world, name))


def test_one_click_chases_and_a_second_within_the_hour_is_refused_kindly(world):
    take(world)
    reference = notice_of().reference
    routing.chase(reference=reference, **as_(world, "officer"))
    with pytest.raises(Invalid, match="You can chase again at 8am"):
        routing.chase(reference=reference, **as_(world, "triage", MORNING + timedelta(minutes=59)))
    routing.chase(reference=reference, **as_(world, "triage", MORNING + timedelta(hours=1)))
    assert Chase.objects.count() == 2
    assert MemberNotice.objects.filter(kind=NoticeKind.ENCOMPASS_CHASED, member=world.members["dsl"]).count() == 2
    for name in ("dsl", "outsider"):
        with pytest.raises(Refused):
            routing.chase(reference=reference, **as_(world, name))


def corrected(cast, incident, changes=1, **more):
    fields = {"place": "Home", "circumstances": "Only shouting.", "children": {}, "reason": "Statement taken."}
    told_now = correcting.Correction(**{"happened_at": incident.happened_at, **fields, **more})
    return correcting.amend_incident(
        reference=incident.reference, changes=changes, correction=told_now, **as_(cast, "officer")
    )


def test_a_correction_keeps_both_versions_and_tells_the_school(world):
    incident = take(world).incident
    corrected(world, incident)
    shown = queries.notice_page(world.viewer("dsl", MORNING), notice_of().reference)
    assert shown.circumstances == "Only shouting." and "broke a door" in str(shown.earlier)
    assert MemberNotice.objects.filter(kind=NoticeKind.ENCOMPASS_CHANGED).count() == 1
    assert IncidentVersion.objects.filter(child__isnull=True).count() == 2
    with pytest.raises(Stale):
        corrected(world, incident, circumstances="Other.")


def test_a_correction_of_one_child_tells_only_its_own_school(world):
    incident = take(world, told(), told("Bilqis", school_name="Saltmarsh High")).incident
    child = notice_of("Bilqis").child
    words = {"presence": "away", "voice": ""}
    corrected(world, incident, circumstances=incident.circumstances, children={child.pk: words})
    changed = MemberNotice.objects.filter(kind=NoticeKind.ENCOMPASS_CHANGED)
    assert [one.member.username for one in changed] == ["other_dsl"]


def test_a_withdrawn_child_is_told_to_its_school_and_no_longer_waits(world):
    incident = take(world, told(), told("Bilqis")).incident
    child = notice_of("Amina").child_id
    correcting.withdraw_incident(
        reference=incident.reference, reason="Wrong child.", child=child, **as_(world, "officer")
    )
    assert notice_of("Amina").status == "withdrawn" and notice_of("Bilqis").status == "sent"
    shown = queries.notice_page(world.viewer("dsl", MORNING), notice_of("Amina").reference)
    assert not shown.is_live and shown.steps[-1].words == "Wrong child."
    with pytest.raises(Invalid):
        answering.acknowledge(reference=notice_of("Amina").reference, **as_(world, "dsl"))
    for name in ("triage", "outsider"):
        with pytest.raises(Refused):
            correcting.withdraw_incident(reference=incident.reference, reason="x", **as_(world, name))


def test_the_board_counts_sent_acknowledged_silent_and_unmatched(world):
    take(world, told(), told("Bilqis", school_name="Saltmarsh High"), told("Cai", school_name=""))
    answering.acknowledge(reference=notice_of("Amina").reference, **as_(world, "dsl"))
    shown = board(world.viewer("officer", NOW))
    assert {one.value: count for one, count in shown.counts if count} == {
        "acknowledged": 1,
        "silent": 1,
        "unmatched": 1,
    }
    assert [row.standing.value for row in shown.rows.rows][-1] == "acknowledged" and shown.rows.rows[0].child
    assert shown.rows.rows[-1].delivery.told == 1 and silent_count(world.viewer("officer", NOW)) == 2
    assert board(world.viewer("officer", NOW), standing=Standing.SILENT).rows.total == 1


def test_older_days_that_nobody_dealt_with_stay_in_sight(world):
    take(world)
    next_day = NOW + timedelta(days=2)
    shown = board(world.viewer("officer", next_day))
    assert (shown.total, shown.older) == (0, 1)
    assert board(world.viewer("officer", next_day), older=True).rows.total == 1
    assert board(world.viewer("officer", next_day), day=NOW.date()).total == 1


def test_the_council_sees_how_notices_stand_and_no_child(world):
    take(world)
    rows = board(world.viewer("triage", NOW)).rows.rows
    assert [row.child for row in rows] == [None] and rows[0].setting == "Elmsgate Academy"
    assert not Event.objects.filter(
        act="list", subject_kind="encompass board", field_groups__contains="identity"
    ).exists()
    for name in ("dsl", "outsider", "governance"):
        with pytest.raises(Refused):
            board(world.viewer(name, NOW))


def test_the_incident_is_its_own_forces_alone(world):
    incident = take(world).incident
    assert incident_page(world.viewer("officer", NOW), incident.reference).children[0].child.name.startswith("Amina")
    for name in ("dsl", "triage", "outsider"):
        with pytest.raises(Refused):
            incident_page(world.viewer(name, NOW), incident.reference)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-13 23:00", "2026-11-16 08:40"),  # Friday night: Monday
        ("2026-11-17 12:00", "2026-11-19 08:40"),  # the day after is an inset day
        ("2026-12-18 23:00", "2027-01-05 08:40"),  # Christmas
        ("2027-07-21 22:00", "2027-09-02 07:40"),  # summer: the first day of autumn, in summer time
    ],
)  # fmt: skip
def test_the_clock_is_the_start_of_that_schools_next_day_and_the_notice_arrives_now(world, sent, due):
    take(world, at=utc(sent))
    assert (notice_of().due_at, notice_of().sent_at) == (utc(due), utc(sent))


@given(minutes=st.integers(0, 60 * 24 * 300))
def test_the_clock_is_never_later_without_a_calendar_and_always_ahead(minutes):
    at = NOW + timedelta(minutes=minutes)
    due, counted = next_start("100001", {}, at)
    assert timedelta() < due - at <= timedelta(days=6) and counted == NO_TERMS


def test_terms_that_end_too_soon_count_working_days(world):
    at = utc("2027-12-20 10:00")
    assert next_start(ELMSGATE, terms_of([ELMSGATE]), at) == (utc("2027-12-21 08:45"), NO_TERMS)


@given(status=st.sampled_from(list(NoticeStatus)), to=st.sampled_from(list(NoticeStatus)))
def test_what_has_ended_stays_ended(status, to):
    moves = rules.why_not_move(status, to) is None
    assert moves == (to in MOVES.get(status, ())) and not (moves and status not in LIVE)


def test_what_the_police_may_give_is_what_a_school_may_receive(world):
    police = world.agencies["police"].pk
    AgreementParty.objects.filter(agency=world.agencies["other_school"]).update(left_on=date(2026, 1, 2))
    given_by = terms_from(police, NOW.date())
    for agency in world.agencies.values():
        for purpose in (PURPOSE,):
            received = terms_for(agency.pk, NOW.date()).get((purpose, police), ())
            assert given_by.get((purpose, agency.pk), ()) == received


def test_the_page_and_the_decision_agree(world):
    take(world)
    notice = notice_of()
    for name in ("dsl", "other_dsl", "triage", "outsider"):
        viewer = world.viewer(name, MORNING)
        seen = SchoolNotice.objects.visible_to(viewer, PURPOSE, FieldGroup.CONCERN).exists()
        assert seen == decide(viewer, notice.subject, PURPOSE, [FieldGroup.CONCERN]).allowed, name
