"""What runs while a child is under way, and that no order of decisions leaves her where nothing is open."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.partners.errors import Invalid, Refused
from alongside.support.actions import handovers
from alongside.support.definitions.checking import faults_in
from alongside.support.definitions.reading import read
from alongside.support.handover_drafts import Destination
from alongside.support.models import ClockRun
from alongside.support.shipped import shipped
from alongside.support.states import HANDOVER_MOVES, HandoverState
from tests.cast import NOW, later
from tests.handovers import ACCEPTED, CHECKED, PAGE, UP, make_handover_world, named, redirected, step


@pytest.fixture
def world(cast):
    return make_handover_world(cast)


def test_a_clock_from_the_move_begins_on_that_day_and_a_file_has_its_own(world):
    made = named(world, page={**PAGE, "file": "yes"})
    handovers.send(reference=made.reference, by=world.viewer("dsl"), at=NOW)
    clocks = {one.kind: one for one in ClockRun.objects.filter(matter=made.reference)}
    assert set(clocks) == {"receive", "accept", "file", "check"}
    assert clocks["file"].started_at == datetime(2026, 11, 20, tzinfo=UTC) and clocks["accept"].started_at == NOW
    # The fifth working day after that of the move; neither school's terms are held here.
    assert clocks["file"].due_at == datetime(2026, 11, 27, 17, tzinfo=UTC)


def test_a_kind_keeps_its_stages_whatever_else_is_changed():
    document = next(one for one in shipped() if one["code"] == UP)
    document["moves"] = [one for one in document["moves"] if one["code"] != "return"]
    assert any("“return”" in fault for fault in faults_in(read(document)))
    document["stages"][-1]["kind"] = "working"
    assert any("A handover has the stages" in fault for fault in faults_in(read(document)))


@given(st.lists(st.sampled_from(sorted(HANDOVER_MOVES)), max_size=12))
def test_whatever_is_decided_in_whatever_order_no_child_stands_where_nothing_is_open(moves):
    state = HandoverState.NAMED
    for move in moves:
        sources, target = HANDOVER_MOVES[move]
        state = target if state in sources else state
    assert [code for code, (sources, _) in HANDOVER_MOVES.items() if state in sources]


MOVES = ("send", "receive", "accept", "return", "contact", "check", "redirect", "withdraw")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(MOVES), max_size=6))
def test_while_a_child_is_under_way_some_clock_runs_and_the_next_is_noted(world, moves):
    with transaction.atomic():
        made = named(world, sent_key="")
        for number, move in enumerate(moves):
            with suppress(Invalid, Refused):
                _any(world, made, move, later(hours=number))
        made.refresh_from_db()
        running = ClockRun.objects.filter(matter=made.reference, stopped_at__isnull=True)
        assert made.due_at == min((one.due_at for one in running), default=None)
        assert bool(running) == (made.state not in ("named", "done", "withdrawn"))
        assert all(one.owner_id in (made.holder_id, made.receiver_id) for one in running)
        transaction.set_rollback(True)


def _any(world, made, move, at):
    if move == "send":
        handovers.send(reference=made.reference, by=world.viewer("dsl", at), at=at)
    elif move == "redirect":
        redirected(world, made, Destination(("council", "")[len(made.reference) % 2]), at)
    else:
        answers = {"accept": ACCEPTED, "check": CHECKED}.get(move, {})
        step(world, made, move, by="dsl" if move == "withdraw" else "other_dsl", at=at, reason="x", answers=answers)
