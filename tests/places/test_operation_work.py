"""Taskings, powers, activity and results: who answers, what the law allows, what counts once, and what stands."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Member, MemberNotice, OutboxMessage
from alongside.partners.roles import Permission
from alongside.partners.states import NoticeKind
from alongside.places import actions, operating
from alongside.places.models import Activity
from alongside.places.operation_clocks import power_standing, tasking_standing
from alongside.places.operation_drafts import TaskingDraft
from alongside.places.operation_results import FEWEST_OUTSIDE, PARTS, told_outside
from alongside.places.operation_rules import PowerFacts, reason_not_to_answer, wrong_with_counts, wrong_with_power
from alongside.places.operation_states import TASKING_MOVES, Rung, TaskingState
from alongside.places.powers import LAWS, Authority, Power, months_after
from tests.places.operating import (
    BEGUN,
    LONDON,
    answered,
    counted,
    did,
    make_ground,
    planned,
    power,
    responding,
    seen,
    sent,
    tasked,
    used,
    when,
)

P = Power
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=LONDON))


@pytest.fixture
def running(cast, tmp_path):
    return responding(cast, make_ground(tmp_path))


def mine(cast, name="youth_worker", at=BEGUN, **more):
    return operating.taskings_for_agency(cast.viewer(name, at), **more)[0]


def test_each_agency_answers_its_own_tasking(cast, running):
    tasking_id = tasked(cast, running)
    answered(cast, tasking_id, "accepted")
    (told,) = mine(cast)
    assert (told.state, told.doer, told.operation) == ("accepted", "Youth team", "Heron")
    with pytest.raises(Invalid, match="own"):
        answered(cast, tasking_id, "done", name="sergeant")
    with pytest.raises(Refused):
        answered(cast, tasking_id, "done", name="outsider")


def test_not_done_says_why_and_is_told_beside_the_police_taskings(cast, running):
    partners, police = tasked(cast, running), tasked(cast, running, doer="police")
    with pytest.raises(Invalid, match="Say why"):
        answered(cast, partners, "not_done")
    answered(cast, partners, "not_done", "Two workers were ill")
    rows = operating.taskings_of(cast.viewer("sergeant", BEGUN), running)
    assert {one.id: one.state for one in rows} == {partners: "not_done", police: "asked"}


def test_only_whoever_asked_takes_a_tasking_back(cast, running):
    tasking_id = tasked(cast, running)
    with pytest.raises(Invalid, match="asked"):
        answered(cast, tasking_id, "withdrawn", "No")
    answered(cast, tasking_id, "withdrawn", "Not needed", name="sergeant")
    assert mine(cast) == [] and len(mine(cast, is_open=False)) == 1


def colleague(cast, *permissions, name="sergeant"):
    """Somebody of the same agency who may do this and no more."""
    return replace(cast.viewer(name, BEGUN), permissions=frozenset(permissions))


def test_of_the_agency_that_asked_only_whoever_runs_operations_opens_a_tasking_by_its_number(cast, running):
    tasking_id = tasked(cast, running)
    for name in ("sergeant", "youth_worker"):
        assert operating.tasking(cast.viewer(name, BEGUN), tasking_id).reference == running
    for viewer in (colleague(cast, Permission.WRITE_ACTIVITY), cast.viewer("outsider", BEGUN)):
        with pytest.raises(Refused):
            operating.tasking(viewer, tasking_id)


def test_a_tasking_of_a_closed_operation_stays_closed_to_the_agency_that_asked(cast, tmp_path):
    tasking_id = tasked(cast, responding(cast, make_ground(tmp_path, audience="study")))
    runs = (Permission.SEE_OPERATIONS, Permission.RUN_OPERATIONS, Permission.WRITE_ACTIVITY)
    with pytest.raises(Refused):
        operating.tasking(colleague(cast, *runs), tasking_id)
    assert operating.tasking(colleague(cast, *runs, Permission.STUDY_PLACES), tasking_id).what


def test_silence_is_late_after_two_working_days_and_so_is_work_after_its_day(cast, running):
    tasking_id = tasked(cast, running)
    assert operating.due_taskings(cast.viewer("youth_worker", BEGUN + timedelta(days=1))) == (1, 0, 0)
    assert operating.due_taskings(cast.viewer("youth_worker", BEGUN + timedelta(days=3))) == (1, 1, 0)
    answered(cast, tasking_id, "accepted", at=BEGUN + timedelta(days=3))
    assert operating.due_taskings(cast.viewer("youth_worker", BEGUN + timedelta(days=8))) == (1, 1, 0)


@given(st.sampled_from(list(TaskingState)), st.sampled_from(list(TaskingState)), st.booleans(), st.booleans())
def test_a_tasking_moves_only_along_its_table(now, to, is_doer, is_asker):
    why_not = reason_not_to_answer(now=now, to=to, words="Because", is_doer=is_doer, is_asker=is_asker)
    allowed = to in TASKING_MOVES[now] and (is_asker if to == TaskingState.WITHDRAWN else is_doer)
    assert (why_not is None) == allowed


@given(moments, st.sampled_from([None, *range(200)]), st.sampled_from(list(TaskingState)))
def test_every_tasking_stands_somewhere_in_words(at, hours, state):
    due = BEGUN + timedelta(days=3)
    ended = None if hours is None else BEGUN + timedelta(hours=hours)
    told = tasking_standing(state=state, answer_by=due - timedelta(days=1), due_at=due, ended_at=ended, at=at)
    assert told.words and (not told.is_late or at > due - timedelta(days=1) or state == TaskingState.DONE)


def facts(draft, **more):
    fields = {name: getattr(draft, name) for name in ("starts_at", "ends_at", "child_welfare", "equality", "grounds")}
    return PowerFacts(power=P(draft.power), authority=Authority(draft.authority), **{**fields, **more})


@given(moments, st.floats(0.01, 2_000), st.sampled_from(list(Power)), st.sampled_from(list(Authority)))
def test_no_power_outlives_what_the_law_lets_it_last(starts_at, hours, kind, authority):
    draft = power(starts_at=starts_at, hours=hours, power=kind, authority=authority)
    draft_facts = facts(draft, consulted="The police")
    if wrong_with_power(draft_facts, at=BEGUN) is None:
        latest = LAWS[kind].latest_end(starts_at, authority)
        assert authority in LAWS[kind].by and (latest is None or draft.ends_at <= latest)


@pytest.mark.parametrize(
    ("kind", "authority", "hours", "is_allowed"),
    [
        ("stop_search", "inspector", 24, True), ("stop_search", "inspector", 24.1, False),
        ("stop_search", "sergeant", 1, False), ("dispersal", "inspector", 48, True),
        ("dispersal", "inspector", 48.1, False), ("closure_notice", "inspector", 25, False),
        ("closure_notice", "superintendent", 48, True), ("closure_order", "court", 24 * 89, True),
        ("closure_order", "court", 24 * 93, False), ("closure_order", "superintendent", 24, False),
        ("pspo", "council", 24 * 365 * 3, True), ("pspo", "council", 24 * 1100, False),
    ],
)  # fmt: skip
def test_the_law_of_each_power_by_example(kind, authority, hours, is_allowed):
    draft = power(hours=hours, power=kind, authority=authority)
    assert (wrong_with_power(facts(draft, consulted="The police"), at=BEGUN) is None) == is_allowed


def test_hours_are_hours_also_when_the_clocks_go_back():
    starts = datetime(2026, 10, 24, 22, 0, tzinfo=LONDON)
    latest = LAWS[P.STOP_SEARCH].latest_end(starts, Authority.INSPECTOR)
    assert latest.astimezone(LONDON).hour == 21
    assert months_after(starts, 3).astimezone(LONDON).hour == 22


@pytest.mark.parametrize("missing", ["child_welfare", "equality", "grounds"])
def test_a_power_needs_its_grounds_and_a_word_on_children_and_fairness(cast, running, missing):
    with pytest.raises(Invalid) as told:
        used(cast, running, **{missing: " "})
    assert told.value.field == missing


def test_an_extension_begins_where_the_first_ends_needs_a_superintendent_and_ends_in_all_after_48_hours(cast, running):
    first = used(cast, running)
    after = BEGUN + timedelta(hours=24)
    with pytest.raises(Invalid, match="authority"):
        used(cast, running, starts_at=after, extends=first)
    with pytest.raises(Invalid, match="An extension begins"):
        used(cast, running, starts_at=BEGUN, authority="superintendent", extends=first)
    second = used(cast, running, starts_at=after, authority="superintendent", extends=first)
    with pytest.raises(Invalid, match="at most"):
        used(cast, running, starts_at=after + timedelta(hours=24), authority="superintendent", extends=second)


def test_powers_that_run_out_stand_first_in_the_queue_and_leave_it_when_ended(cast, running):
    later = used(cast, running, power="dispersal", hours=48)
    sooner = used(cast, running, hours=10)
    viewer = cast.viewer("sergeant", BEGUN + timedelta(minutes=1))
    queue = operating.power_queue(viewer)
    assert [(one.id, one.standing.look) for one in queue] == [(sooner, "soon"), (later, "running")]
    actions.end_power(reference=running, power_id=sooner, reason="Quiet", by=viewer, at=viewer.at)
    assert [one.id for one in operating.power_queue(viewer)] == [later]
    with pytest.raises(Invalid, match="ended already"):
        actions.end_power(reference=running, power_id=sooner, reason="Again", by=viewer, at=viewer.at)


@given(moments, moments, st.one_of(st.none(), moments))
def test_a_power_is_never_in_force_after_its_end(starts_at, ends_at, ended_at):
    at = max(ends_at, starts_at) + timedelta(minutes=1)
    told = power_standing(starts_at=starts_at, ends_at=ends_at, ended_at=ended_at, at=at)
    assert told.look == "stopped"


def test_powers_are_used_in_the_response_only(cast, tmp_path):
    with pytest.raises(Invalid, match="response"):
        used(cast, planned(cast, make_ground(tmp_path)))


def test_activity_that_is_sent_twice_enters_once(cast, running):
    key = uuid4()
    assert did(cast, running, key=key) == did(cast, running, key=key)
    assert Activity.objects.count() == 1


def test_a_corrected_row_counts_once_as_corrected_and_says_why(cast, running):
    first = did(cast, running, spoken_to=40)
    with pytest.raises(Invalid, match="corrected"):
        did(cast, running, spoken_to=4, corrects=first)
    did(cast, running, spoken_to=4, corrects=first, reason="Typed a nought too many")
    (told,) = operating.outputs_of(cast.viewer("sergeant", BEGUN), running)
    assert (told.occasions, told.spoken_to) == (1, 4)
    with pytest.raises(Invalid, match="corrected already"):
        did(cast, running, spoken_to=5, corrects=first, reason="Again")


def test_an_agency_corrects_only_its_own_rows(cast, running):
    with pytest.raises(Refused):
        did(cast, running, name="youth_worker", corrects=did(cast, running), reason="Mine")


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("kind", {"kind": "parade"}), ("minutes", {"minutes": 0}), ("began_on", {"began_at": BEGUN + timedelta(days=9)}),
        ("began_on", {"began_at": BEGUN - timedelta(days=90)}), ("sold", {"kind": "test_purchase", "sold": 1}),
        ("tried", {"tried": 2}), ("where", {"where": " "}), ("spoken_to", {"spoken_to": -1}),
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_refused_at_its_field(cast, running, field, changed):
    with pytest.raises(Invalid) as told:
        did(cast, running, **changed)
    assert told.value.field == field and not Activity.objects.exists()


def results(cast, reference, name="sergeant", at=BEGUN):
    return {one.rung: one for one in operating.results_of(cast.viewer(name, at), reference)}


def test_the_ladder_stands_by_its_newest_day_and_keeps_what_was_before(cast, running):
    later = BEGUN + timedelta(days=30)
    for rung, total in (("arrests", 61), ("knives", 15), ("charged", 30), ("convicted", 19), ("awaiting", 19)):
        counted(cast, running, rung, total)
    counted(cast, running, "arrests", 70, as_of=later.date(), at=later)
    counted(cast, running, "awaiting", 17, as_of=later.date(), at=later)
    told = results(cast, running, at=later)
    assert [(rung.value, told[rung].total) for rung in (Rung.ARRESTS, Rung.KNIVES, Rung.AWAITING)] == [
        ("arrests", 70), ("knives", 15), ("awaiting", 17),
    ]  # fmt: skip
    assert told[Rung.ARRESTS].before == ((BEGUN.date(), 61),) and told[Rung.ARRESTS].as_of == later.date()


def test_a_corrected_count_is_a_new_row_with_its_reason(cast, running):
    counted(cast, running, "arrests", 70)
    with pytest.raises(Invalid, match="Say why"):
        counted(cast, running, "arrests", 68)
    counted(cast, running, "arrests", 68, reason="Two were of another operation")
    told = results(cast, running)[Rung.ARRESTS]
    assert (told.total, told.before, told.reason) == (68, ((BEGUN.date(), 70),), "Two were of another operation")


def test_a_count_that_is_sent_twice_enters_once(cast, running):
    key = uuid4()
    assert counted(cast, running, "knives", 15, sent_key=key) == counted(cast, running, "knives", 15, sent_key=key)
    assert results(cast, running)[Rung.KNIVES].before == ()


def test_a_ladder_that_cannot_be_is_refused(cast, running):
    counted(cast, running, "charged", 5)
    with pytest.raises(Invalid, match="charged"):
        counted(cast, running, "convicted", 6)


@given(st.dictionaries(st.sampled_from(list(Rung)), st.integers(0, 12)))
def test_others_are_told_no_small_count_and_none_from_which_one_follows(counts):
    told = told_outside(counts)
    assert all(total is None or total == 0 or total >= FEWEST_OUTSIDE for total in told.values())
    if any(0 < counts.get(rung, 0) < FEWEST_OUTSIDE for rung in PARTS):
        assert all(told[rung] is None for rung in PARTS if rung in counts)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_nothing_small_follows_by_subtraction(ended, convicted, still, awaiting, sentenced):
    convicted = max(convicted, awaiting + sentenced)
    told = told_outside({
        Rung.CHARGED: ended + convicted + still, Rung.NOT_PROCEEDED: ended, Rung.CONVICTED: convicted,
        Rung.AWAITING: awaiting, Rung.SENTENCED: sentenced,
    })  # fmt: skip
    for whole, *parts in (
        (Rung.CHARGED, Rung.CONVICTED, Rung.NOT_PROCEEDED), (Rung.CONVICTED, Rung.SENTENCED, Rung.AWAITING),
    ):  # fmt: skip
        shown = [told[rung] for rung in (whole, *parts)]
        if None not in shown:
            assert not 0 < shown[0] - sum(shown[1:]) < FEWEST_OUTSIDE


def test_three_on_whom_nothing_is_written_down_yet_do_not_follow_from_the_others():
    counts = {Rung.CHARGED: 20, Rung.CONVICTED: 17, Rung.NOT_PROCEEDED: 0, Rung.SENTENCED: 14}
    assert [rung for rung, total in told_outside(counts).items() if total is not None] == [Rung.CHARGED]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_nobody_is_sentenced_who_was_not_convicted(charged, convicted, awaiting, sentenced):
    counts = {Rung.CHARGED: charged, Rung.CONVICTED: convicted, Rung.AWAITING: awaiting, Rung.SENTENCED: sentenced}
    assert (wrong_with_counts(counts) is None) == (convicted <= charged and awaiting + sentenced <= convicted)


def test_an_outside_agency_sees_no_small_count_no_source_and_no_history(cast, running):
    counted(cast, running, "arrests", 3, reason="")
    did(cast, running, spoken_to=2, found=9)
    cast.members["analyst"].agency = cast.agencies["health"]
    told = results(cast, running, "analyst")[Rung.ARRESTS]
    assert (told.total, told.source, told.before) == (None, "", ())
    (output,) = operating.outputs_of(cast.viewer("analyst", BEGUN), running)
    assert (output.spoken_to, output.found) == (None, 9)


def test_the_police_keep_references_that_only_they_read(cast, running):
    keep = {"reference": running, "rung": "arrests", "system_reference": "LK/77", "note": "Met twice"}
    actions.keep_police_note(**keep, **sent(), **when(cast, at=BEGUN))
    assert [one.system_reference for one in operating.police_only(cast.viewer("sergeant", BEGUN), running)] == ["LK/77"]
    for name in ("community_officer", "analyst", "youth_worker", "lead", "outsider"):
        with pytest.raises(Refused):
            operating.police_only(cast.viewer(name, BEGUN), running)
        with pytest.raises(Refused):
            actions.keep_police_note(**keep, **sent(), **when(cast, name, BEGUN))


def test_a_partner_sees_her_own_agencys_work_and_no_more(cast, running):
    tasked(cast, running, doer="police")
    did(cast, running)
    viewer = cast.viewer("youth_worker", BEGUN)
    told = seen(cast, running, "youth_worker")
    assert (told.sight, told.why, told.protocols, told.tactics, told.findings) == ("tasked", "", (), (), ())
    assert operating.taskings_of(viewer, running) == [] and operating.activities_of(viewer, running)[0] == []
    assert operating.results_of(viewer, running) == [] and operating.powers_of(viewer, running) == []


def told_of_taskings():
    rows = MemberNotice.objects.filter(kind=NoticeKind.TASKING_ASKED)
    return sorted(rows.values_list("member__username", flat=True))


def test_whoever_can_answer_a_new_tasking_is_told_of_it_once_and_by_e_mail(cast, running):
    Member.objects.filter(username="youth_worker").update(email="y@provider.example")
    key = uuid4()
    draft = TaskingDraft(
        "youth_outreach", "Behind the garages", "Bus stops", "provider", "Youth team", BEGUN + timedelta(5)
    )
    for _ in range(2):
        actions.task(draft=draft, reference=running, sent_key=key, **when(cast, at=BEGUN))
    assert "youth_worker" in told_of_taskings() and "outsider" not in told_of_taskings()
    assert OutboxMessage.objects.filter(kind=NoticeKind.TASKING_ASKED, member__username="youth_worker").count() == 1
    assert "garages" not in NoticeKind.TASKING_ASKED.told


def test_whoever_asks_her_own_agency_is_not_told_of_it_and_an_answer_ends_the_notice(cast, running):
    tasked(cast, running, doer="police")
    assert "sergeant" not in told_of_taskings()
    answered(cast, tasked(cast, running), "accepted")
    assert not MemberNotice.objects.filter(member__username="youth_worker", seen_at=None).exists()


def test_once_a_colleague_has_answered_a_tasking_it_is_news_to_nobody(cast, running):
    tasking_id = tasked(cast, running, doer="police")
    settled, other = (
        MemberNotice.objects.create(
            member=cast.members["officer"], kind=NoticeKind.TASKING_ASKED, reference=str(number), told_at=BEGUN,
            path="/",
        )
        for number in (tasking_id, 0)
    )  # fmt: skip
    actions.answer_tasking(tasking_id=tasking_id, to="accepted", text="", **sent(), **when(cast, at=BEGUN))
    settled.refresh_from_db(), other.refresh_from_db()
    assert (settled.seen_at, other.seen_at) == (BEGUN, None)
