"""The child's own view: who may give it, what it shows, how it closes."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.models import Event
from alongside.partners.access import Subject
from alongside.partners.actions import restrict
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.partners.models import Agreement, Member
from alongside.partners.own_access import CARRIED, OwnLink, judge_own_view, reader_by, visitor
from alongside.partners.roles import Role
from alongside.partners.states import FieldGroup, Purpose
from alongside.support import rules
from alongside.support.actions import own_reading as doing
from alongside.support.actions import own_view as keeping
from alongside.support.actions import planning
from alongside.support.models import ClockRun, OwnCorrection, OwnView, OwnViewRule, OwnVoice
from alongside.support.own_links import SESSION_LASTS, WRONG_CODES, link_and_code
from alongside.support.queries import own_reading, own_view, plans
from tests.cast import NOW, child, later
from tests.own_views import (
    WORDS,
    let_show,
    linked,
    make_plan,
    now_of,
    open_with,
    own_view_rule,
    reading,
    wrong_code,
)
from tests.providers import make_provider_world, supported


@pytest.fixture
def plan(cast):
    made = make_plan(cast)
    let_show(cast, made)
    return made


@pytest.fixture
def reader(cast, plan):
    return reading(linked(cast, plan))


def shown(reader):
    return own_reading.own_plan(reader.viewer, reader.link)


def test_the_child_sees_what_the_worker_let_it_show_and_nothing_else(cast, plan, reader):
    seen = shown(reader)
    assert (seen.words, [one.words for one in seen.goals]) == (WORDS, ["I want to sleep at home"])
    assert [one.what for one in seen.actions] == ["Meet her at the gate"]
    assert "Grace" not in str(seen) and "Nandakumar" not in str(seen) and "Older boys" not in str(seen)


def test_who_knows_names_agencies_and_why_but_no_staff_and_no_agency_left_out(cast, plan, reader):
    seen = own_reading.own_knowing(reader.viewer, reader.link)
    assert [one.name for one in seen.agencies] == ["Elmsgate Academy"]
    assert FieldGroup.PLAN in seen.agencies[0].groups
    assert not any(member.name in str(seen) for member in cast.members.values())


def test_an_agency_that_joins_later_is_not_shown_until_the_worker_says_so(cast, plan, reader):
    planning.share_plan(reference=plan.reference, agency_code="police", parts=[], by=cast.viewer("triage"), at=NOW)
    assert "police" in [one.key for one in own_view_rule(cast.viewer("triage"), plan.reference).agencies]
    assert "Police" not in str(own_reading.own_knowing(reader.viewer, reader.link))


def test_it_says_when_a_team_last_looked(cast, plan, reader):
    plans.plan_page(cast.viewer("dsl", later(days=1)), plan.reference)
    reader = reading(linked(cast, plan, key="k2", at=later(days=2)), at=later(days=2))
    assert own_reading.own_knowing(reader.viewer, reader.link).agencies[0].looked_on == date(2026, 11, 18)


def test_every_reading_is_in_the_log_of_the_agency_that_gave_the_link(cast, plan, reader):
    before = Event.objects.filter(agency_code="council", actor_role="reader by own view").count()
    shown(reader)
    rows = Event.objects.filter(agency_code="council", actor_role="reader by own view")
    assert rows.count() == before + 1 and rows.filter(act="sign_in", outcome="allowed").count() == 1
    assert rows.last().persons.get().person_id == plan.record.person_id


def test_neither_link_nor_code_is_in_the_database(cast, plan):
    link = linked(cast, plan)
    secret = link_and_code(link.pk)
    kept = str(list(OwnView.objects.filter(pk=link.pk).values()))
    assert len(secret.code) == 6 and secret.code not in kept and secret.address not in kept


def test_five_wrong_codes_lock_the_link_and_the_worker_is_told(cast, plan):
    link = linked(cast, plan)
    left = [open_with(link, wrong_code(link)).tries_left for _ in range(WRONG_CODES)]
    assert left == [4, 3, 2, 1, 0] and open_with(link).secret == ""
    assert "The link locked itself" in [one.what for one in own_view.own_queue(cast.viewer("triage"))]
    assert Event.objects.filter(act="sign_in", outcome="refused", subject_id=plan.reference).count() == WRONG_CODES


def test_a_right_code_forgets_the_wrong_ones(cast, plan):
    link = linked(cast, plan)
    open_with(link, wrong_code(link))
    assert open_with(link).secret and now_of(link).wrong_codes == 0


def test_it_opens_on_one_device_at_a_time(cast, plan):
    link = linked(cast, plan)
    first, second = open_with(link).secret, open_with(link).secret
    assert doing.enter(secret=first, by=visitor(NOW), at=NOW) is None
    assert doing.enter(secret=second, by=visitor(NOW), at=NOW) is not None


def test_a_visit_closes_after_fifteen_minutes_without_a_touch(cast, plan):
    secret = open_with(linked(cast, plan)).secret
    step = SESSION_LASTS - timedelta(seconds=1)
    assert doing.enter(secret=secret, by=visitor(NOW + step), at=NOW + step) is not None
    assert doing.enter(secret=secret, by=visitor(NOW), at=NOW + 2 * step) is not None
    assert doing.enter(secret=secret, by=visitor(NOW), at=NOW + 2 * step + SESSION_LASTS) is None


@pytest.mark.parametrize("how", ["taken back", "run out", "left", "a newer link", "plan closed"])
def test_a_link_that_is_over_opens_nothing(cast, plan, how):
    link, at = linked(cast, plan), NOW
    secret = open_with(link).secret
    if how == "taken back":
        assert keeping.end_link(reference=plan.reference, by=cast.viewer("triage"), at=NOW)
    elif how == "a newer link":
        linked(cast, plan, key="k2")
    elif how == "left":
        doing.leave(secret=secret, by=visitor(NOW), at=NOW)
    elif how == "plan closed":
        type(plan).objects.filter(pk=plan.pk).update(status="closed")
    else:
        at = later(days=7)
    assert doing.enter(secret=secret, by=visitor(at), at=at) is None
    assert how == "left" or open_with(link, at=at).secret == ""


@pytest.mark.parametrize("how", ["account closed", "another role", "moved on", "restricted, not cleared"])
def test_a_link_closes_at_once_when_whoever_gave_it_loses_the_plan(cast, plan, how):
    link, worker = linked(cast, plan), cast.members["triage"]
    secret = open_with(link).secret
    changed = {
        "account closed": {"is_active": False}, "another role": {"role": Role.ANALYST},
        "moved on": {"agency": cast.agencies["outside"]},
    }  # fmt: skip
    if how in changed:
        Member.objects.filter(pk=worker.pk).update(**changed[how])
    else:
        restrict(person_id=link.record.person_id, reason="Her aunt works here.", cleared=[cast.members["manager"].pk],
                 by=cast.viewer("governance"), at=NOW)  # fmt: skip
    assert doing.enter(secret=secret, by=visitor(NOW), at=NOW) is None
    assert open_with(link).secret == "" and not own_reading.can_open(visitor(NOW), link_and_code(link.pk).address)


def test_a_link_of_a_case_closes_when_its_agreement_is_withdrawn(cast, plan):
    world = make_provider_world(cast)
    case, by = supported(world), world.viewer("youth_worker")
    draft = keeping.RuleDraft(0, WORDS, [], [], [one.key for one in own_view_rule(by, case.reference).agencies])
    keeping.keep_rule(reference=case.reference, draft=draft, by=by, at=NOW)
    link = keeping.make_link(reference=case.reference, reader="child", because="", sent_key="k", by=by, at=NOW)
    assert open_with(link).secret
    Agreement.objects.filter(reference="LG-1").update(withdrawn_on=NOW.date())
    assert open_with(link).secret == ""


def test_whoever_has_the_plan_now_reads_why_the_link_closed(cast, plan):
    linked(cast, plan)
    Member.objects.filter(pk=cast.members["triage"].pk).update(is_active=False)
    shown = own_view.own_view_page(cast.viewer("manager"), plan.reference).link
    assert not shown.is_live and shown.standing == "Closed: whoever gave it has no access any more"


def test_a_link_sent_twice_is_made_once(cast, plan):
    assert linked(cast, plan).pk == linked(cast, plan).pk


@pytest.mark.parametrize("name", ["dsl", "outsider", "officer", "analyst", "governance"])
def test_only_who_answers_for_the_plan_keeps_its_own_view(cast, plan, name):
    with pytest.raises(Refused):
        own_view.own_view_page(cast.viewer(name), plan.reference)
    with pytest.raises(Refused):
        keeping.make_link(
            reference=plan.reference, reader="child", because="", sent_key="z", by=cast.viewer(name), at=NOW
        )


def test_a_reader_has_no_power_of_an_agency(cast, plan, reader):
    with pytest.raises(Refused):
        plans.plan_page(reader.viewer, plan.reference)
    with pytest.raises(Refused):
        own_view.own_queue(reader.viewer)


def test_a_link_opens_its_own_matter_and_person_only(cast, plan, reader):
    other = replace(plan.subject, matter="PN-OTHER")
    judged = judge_own_view(reader.viewer, reader.link, other, CARRIED, restricted=False)
    assert not judged.allowed and judged.because == "the link opens another matter"
    stranger = reader_by(replace(reader.link, id=plan.pk), NOW)
    assert not judge_own_view(stranger, reader.link, plan.subject, CARRIED, restricted=False).allowed
    worker = cast.viewer("triage")
    assert not judge_own_view(worker, reader.link, plan.subject, CARRIED, restricted=False).allowed


@given(st.frozensets(st.sampled_from(list(FieldGroup))), st.booleans(), st.booleans(), st.integers(-9, 9))
def test_the_rule_never_gives_more_than_the_link_carries(groups, strict, restricted, hours):
    person = UUID(int=7)
    link = OwnLink(UUID(int=1), person, "PN-1", Purpose.SAFEGUARDING, "council", "x", later(hours=hours), strict)
    subject = Subject("plan", "PN-1", 1, "council", person_id=person, matter="PN-1")
    got = judge_own_view(reader_by(link, NOW), link, subject, groups, restricted).groups
    may = hours > 0 and (strict or not restricted)
    assert got == (groups & link.groups if may else frozenset())


def test_a_restriction_placed_since_closes_the_link(cast, plan, reader):
    restrict(
        person_id=plan.record.person_id, reason="x", cleared=[cast.members["triage"].pk], by=cast.viewer("manager"),
        at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused):
        shown(reader)


def test_a_restricted_child_gets_a_day_and_nobody_is_named_and_no_parent(cast, plan):
    restrict(
        person_id=plan.record.person_id, reason="x", cleared=[cast.members["triage"].pk], by=cast.viewer("manager"),
        at=NOW,
    )  # fmt: skip
    with pytest.raises(Invalid, match="restricted"):
        linked(cast, plan, reader="parent", because="Her aunt")
    link = linked(cast, plan)
    assert link.until == later(hours=24)
    reader = reading(link)
    assert shown(reader).goals and own_reading.own_knowing(reader.viewer, reader.link).agencies == ()


@pytest.mark.parametrize(
    ("reader", "age", "because", "ok"),
    [("child", 8, "", True), ("child", 7, "", False), ("parent", 12, "Her aunt", True), ("parent", 12, " ", False),
     ("parent", 13, "Her aunt", False), ("child", 17, "", True), ("child", None, "", False), ("parent", 3, "Mum", True)],
)  # fmt: skip
def test_who_reads_follows_the_age_rule(reader, age, because, ok):
    assert (rules.why_not_reader(reader, age, because, is_restricted=False) is None) is ok


def test_no_link_before_somebody_said_what_it_shows(cast):
    made = make_plan(cast, child=child("Bo", "Marsh"))
    with pytest.raises(Invalid, match="what the page shows"):
        linked(cast, made)


def test_two_who_change_what_it_shows_both_keep_their_words(cast, plan):
    stale = keeping.RuleDraft(0, "Mine", (), (), (), "Mine")
    with pytest.raises(Stale) as collision:
        keeping.keep_rule(reference=plan.reference, draft=stale, by=cast.viewer("colleague"), at=NOW)
    assert collision.value.theirs.words == WORDS


def test_something_left_out_needs_a_reason(cast, plan):
    with pytest.raises(Invalid, match="left out"):
        keeping.keep_rule(
            reference=plan.reference, draft=keeping.RuleDraft(1, "x", (), (), ()), by=cast.viewer("triage"), at=NOW
        )


def test_the_childs_voice_reaches_the_plan_and_the_queue_help_first(cast, plan, reader):
    for face, key in (("good", "1"), ("help", "2"), ("help", "2")):
        doing.say_how_it_goes(
            reader=reader, face=face, words="“They wait for me.”", sent_key=key, by=reader.viewer, at=NOW
        )
    assert OwnVoice.objects.count() == 2
    assert plans.plan_page(cast.viewer("triage"), plan.reference).voices[0].words == "“They wait for me.”"
    assert own_view.own_queue(cast.viewer("triage"))[0].is_urgent
    keeping.read_voices(reference=plan.reference, by=cast.viewer("triage"), at=NOW)
    assert own_view.waiting_count(cast.viewer("triage")) == 0


def test_an_agency_without_the_goals_does_not_read_the_childs_voice(cast, plan, reader):
    doing.say_how_it_goes(reader=reader, face="bad", words="x", sent_key="1", by=reader.viewer, at=NOW)
    assert plans.plan_page(cast.viewer("dsl"), plan.reference).voices == ()


def ask(reader, words="My brother is not my dad.", key="c1"):
    return doing.ask_correction(reader=reader, about="knows", words=words, sent_key=key, by=reader.viewer, at=NOW)


def test_a_correction_has_a_clock_and_its_answer_is_shown(cast, plan, reader):
    asked = ask(reader)
    assert ask(reader).pk == asked.pk
    clock = ClockRun.objects.get(matter=asked.reference)
    assert (clock.amount, clock.stopped_at, clock.owner) == (10, None, cast.agencies["council"])
    keeping.answer_correction(
        reference=asked.reference, outcome="changed", answer="We wrote brother.", by=cast.viewer("triage"), at=NOW
    )
    clock.refresh_from_db()
    told = own_reading.own_corrections(reader.viewer, reader.link)[0]
    assert clock.stopped_at == NOW and (told.answer, told.answer_words) == ("We changed it", "We wrote brother.")
    with pytest.raises(Stale):
        keeping.answer_correction(
            reference=asked.reference, outcome="kept", answer="No.", by=cast.viewer("triage"), at=NOW
        )


def test_a_parent_does_not_read_what_the_child_asked(cast):
    young = make_plan(cast, child=child("Bo", "Marsh", date_of_birth=date(2016, 1, 1)))
    let_show(cast, young)
    ask(reading(linked(cast, young)), words="Do not tell my mum.")
    parent = reading(linked(cast, young, reader="parent", because="His mother, met at school", key="k2"))
    assert own_reading.own_corrections(parent.viewer, parent.link) == ()


def test_what_the_child_was_shown_and_asked_is_never_rewritten(cast, plan, reader):
    ask(reader)
    for rows in (OwnViewRule.objects.all(), OwnCorrection.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(at=later(days=1))
    assert connection.is_usable()
