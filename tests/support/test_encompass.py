"""Operation Encompass: every child's own setting is told before its next day, or an officer has her; never silence."""

from dataclasses import replace
from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Involvement, Member, MemberNotice, OutboxMessage
from alongside.people.actions import add_record
from alongside.support.actions.encompass import OTHER_WORDS, take_incident
from alongside.support.models import Incident, IncidentChild, NoticeStep, SchoolNotice
from alongside.support.queries import encompass as queries
from tests.cast import NOW, child
from tests.encompass import NIGHT, agree, incident, make_encompass, make_schools, notice_of, take, told, utc


@pytest.fixture
def world(cast):
    return make_encompass(cast)


def school_record(cast, school, given="Amina", family="Okafor-Lindqvist"):
    agency = cast.agencies[school]
    return add_record(
        draft=child(given, family), holder=agency, source="roll", by=cast.viewer("dsl").actor, at=NIGHT,
        today=NIGHT.date(),
    )  # fmt: skip


def test_the_school_that_the_police_name_has_the_notice_before_its_day_begins(world):
    take(world)
    notice = notice_of()
    assert (notice.receiver.name, notice.status, notice.due_at) == ("Elmsgate Academy", "sent", utc("2026-11-17 08:40"))
    assert MemberNotice.objects.get().member == world.members["dsl"]
    assert notice.agreement == "EN-1 v1" and notice.counted_in == "The school’s own days"
    shown = queries.notice_page(world.viewer("dsl", NIGHT), notice.reference)
    assert shown.row.child.name == "Amina Okafor-Lindqvist" and "broke a door" in shown.circumstances


def test_what_leaves_the_system_names_nobody(world):
    Member.objects.filter(username="dsl").update(email="dsl@example.org")
    take(world)
    message, notice = OutboxMessage.objects.get(), MemberNotice.objects.get()
    assert message.not_before == NIGHT and "Amina" not in str(notice.__dict__)
    assert notice.path == f"/encompass/notices/{notice_of().reference}/"


def test_the_setting_is_found_in_a_schools_records_when_the_police_name_none(world):
    school_record(world, "other_school")
    take(world, told(school_name=""))
    assert notice_of().receiver.name == "Saltmarsh High"


def test_two_schools_with_a_record_are_for_a_person_to_decide(world):
    school_record(world, "other_school")
    school_record(world, "school")
    take(world, told(school_name=""))
    assert (notice_of().kind, notice_of().reason) == ("officer", "unclear")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"school_name": ""}, "no_setting"),
        ({"school_name": "Nowhere School"}, "unknown_school"),
        ({"school_name": "Harbour House"}, "no_agency"),
        ({"school_name": "", "school_urn": "100003"}, "no_agency"),
        ({"school_name": "", "born": date(2024, 1, 1)}, "not_school_age"),
    ],
)  # fmt: skip
def test_who_cannot_be_matched_goes_to_the_officers_queue_with_the_reason(world, changes, reason):
    take(world, told(**changes))
    notice = notice_of()
    assert (notice.kind, notice.status, notice.reason) == ("officer", "queued", reason)
    assert {one.member.username for one in MemberNotice.objects.all()} == {"triage", "colleague", "manager"}
    row = queries.queue(world.viewer("triage", NIGHT)).rows[0]
    assert row.reason and row.child.name == "Amina Okafor-Lindqvist" and notice.due_at > NIGHT


def test_a_school_without_an_agreement_or_a_lead_goes_to_the_officer(world):
    Member.objects.filter(username="other_dsl").update(is_active=False)
    take(world, told(school_name="Saltmarsh High"))
    assert notice_of().reason == "no_lead"


def test_without_an_agreement_with_the_school_the_officer_has_the_child(cast):
    make_schools(cast)
    agree(cast, parties=("police", "council"))
    take(cast)
    assert notice_of().reason == "no_agreement"
    with pytest.raises(Refused):
        queries.notice_page(cast.viewer("dsl", NIGHT), notice_of().reference)


def test_without_any_agreement_it_is_held_in_sight_of_the_police_and_nobody_is_told(cast):
    make_schools(cast)
    take(cast)
    notice = notice_of()
    assert (notice.status, notice.reason, notice.receiver) == ("held", "no_council_agreement", None)
    assert not MemberNotice.objects.exists() and not Involvement.objects.exists()
    assert Event.objects.filter(act="withhold", subject_id=notice.reference).exists()


def test_a_home_educated_child_goes_to_the_home_education_officer(world):
    take(world, told(school_name="", home_educated=True))
    notice = notice_of()
    assert (notice.kind, notice.status, notice.receiver.code) == ("home_education", "sent", "council")
    assert queries.received(world.viewer("triage", NIGHT)).total == 1


def test_each_setting_learns_only_of_its_own_child(world):
    sister = told("Bilqis", "Marsh", date(2010, 1, 2), school_name="Saltmarsh High", voice="“Amina was with me.”")
    words = "Amina and BILQIS were upstairs. Bilqis’s door was broken."
    take(world, told(), sister, circumstances=words)
    ours = queries.notice_page(world.viewer("dsl", NIGHT), notice_of("Amina").reference)
    assert ours.circumstances == "Amina and [another child] were upstairs. [another child]’s door was broken."
    theirs = queries.notice_page(world.viewer("other_dsl", NIGHT), notice_of("Bilqis").reference)
    assert "Amina" not in theirs.circumstances + theirs.voice and "BILQIS" in theirs.circumstances
    with pytest.raises(Refused):
        queries.notice_page(world.viewer("dsl", NIGHT), notice_of("Bilqis").reference)
    assert queries.received(world.viewer("dsl", NIGHT)).total == 1


def test_two_children_at_one_school_are_two_notices_and_one_message(world):
    take(world, told(), told("Bilqis"))
    assert queries.received(world.viewer("dsl", NIGHT)).total == 2 and MemberNotice.objects.count() == 1
    shown = queries.notice_page(world.viewer("dsl", NIGHT), notice_of("Amina").reference)
    assert "another child" not in shown.circumstances


def test_the_same_incident_enters_once_and_a_new_child_is_added(world):
    first = take(world)
    again = take(world)
    assert (again.incident, again.is_new, again.added) == (first.incident, False, frozenset())
    more = take(world, told(), told("Bilqis"))
    assert not more.is_new and len(more.added) == 1
    assert (Incident.objects.count(), IncidentChild.objects.count(), SchoolNotice.objects.count()) == (1, 2, 2)


def test_other_words_under_the_same_reference_are_refused_and_say_what_to_do(world):
    take(world)
    with pytest.raises(Invalid, match="sent before, with other words"):
        take(world, circumstances="Something else.")
    with pytest.raises(Invalid, match="This child was sent before"):
        take(world, told(voice="“Nothing.”"))
    assert OTHER_WORDS and Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (incident(police_reference=""), "police reference"),
        (incident(circumstances=" "), "what happened"),
        (incident(happened_at=NOW), "in the future"),
        (incident(told(born=date(2007, 1, 1))), "18 or older"),
        (incident(told(), told()), "named twice"),
        (incident(told(presence="")), "whether the child was there"),
        (incident(told(home_educated=True)), "not both"),
        (replace(incident(), children=()), "at least one child"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_said_and_nothing_is_half_written(world, draft, words):
    with pytest.raises(Invalid, match=words):
        take_incident(draft=draft, by=world.viewer("officer", NIGHT), at=NIGHT)
    assert not Incident.objects.exists() and not IncidentChild.objects.exists()


@pytest.mark.parametrize("name", ["dsl", "triage", "governance", "outsider"])
def test_only_the_police_safeguarding_officer_sends(world, name):
    with pytest.raises(Refused):
        take_incident(draft=incident(), by=world.viewer(name, NIGHT), at=NIGHT)
    assert Event.objects.filter(outcome="refused", subject_kind="incident").exists()


def test_who_may_be_a_restricted_child_waits_for_somebody_who_is_cleared(world):
    hers = school_record(world, "school")
    restrict(
        person_id=hers.person_id, reason="x", cleared=[world.members["manager"].pk], by=world.viewer("manager", NIGHT),
        at=NIGHT,
    )  # fmt: skip
    take(world)
    notice = notice_of()
    assert (notice.kind, notice.reason, notice.beside) == ("officer", "restricted", hers.person_id)
    assert [one.member.username for one in MemberNotice.objects.all()] == ["manager"]
    assert queries.queue(world.viewer("manager", NIGHT)).total == 1
    assert queries.queue(world.viewer("triage", NIGHT)).total == 0
    with pytest.raises(Refused):
        queries.notice_page(world.viewer("triage", NIGHT), notice.reference)


def test_the_log_names_who_was_told_under_which_agreement(world):
    take(world)
    told_of = Event.objects.get(act="disclose")
    assert (told_of.subject_id, told_of.agreement) == (notice_of().reference, "EN-1 v1")


def test_what_happened_to_a_notice_is_never_changed(world):
    from django.db import DatabaseError, transaction

    take(world)
    for change in (NoticeStep.objects.all().delete, lambda: NoticeStep.objects.update(words="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_outsider_sees_no_notice_and_no_queue(world):
    take(world)
    assert queries.received(world.viewer("outsider", NIGHT)).total == 0
    for ask in (lambda who: queries.queue(who), lambda who: queries.notice_page(who, notice_of().reference)):
        with pytest.raises(Refused):
            ask(world.viewer("outsider", NIGHT))
