"""Challenges that were open before they had a clock get one: the clock that they would have had from their day on."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.forms.models import model_to_dict

from alongside.common.clock_status import ClockState
from alongside.partners.models import MemberNotice
from alongside.support.actions.affiliation import answer_challenge, challenge_tie, say_tie
from alongside.support.actions.clocks import breach_clocks
from alongside.support.models import ClockRun
from alongside.support.queries.outcomes import support_page
from tests.cast import NOW, later
from tests.providers import make_provider_world, supported

STEP = import_module("alongside.support.migrations.0015_challenges_of_ties")


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


@pytest.fixture
def case(world):
    return supported(world)


def challenged(world, case, source, at):
    """Each on a day of its own, so that each has a day of its own on which it is due."""
    by = world.viewer("youth_worker", at)
    tie = say_tie(
        reference=case.reference, said="Said to carry things.", source=source, grade="told", said_on=at.date(),
        lapses_on=later(days=90).date(), seen_by="agency", by=by, at=at,
    )  # fmt: skip
    return challenge_tie(tie=tie.pk, challenger="child", text="That is my cousin.", by=by, at=at)


def as_it_was_before():
    """The models as the step before found them."""
    return MigrationLoader(connection).project_state([("support", "0014_under_way")]).apps


def clocks():
    rows = ClockRun.objects.filter(kind="challenge").order_by("matter")
    return [model_to_dict(one, exclude=["id"]) for one in rows]


def test_each_open_challenge_gets_the_clock_of_its_day_and_an_answered_one_none(world, case):
    before_work = later(days=3, hours=-9)
    for source, at in (("A neighbour", NOW), ("A teacher", before_work)):
        challenged(world, case, source, at)
    answered = challenged(world, case, "A friend", NOW)
    answer_challenge(
        challenge=answered.pk, end="stands", text="We asked.", by=world.viewer("second_worker"), at=NOW
    )  # fmt: skip
    wanted = [one for one in clocks() if one["stopped_at"] is None]
    ClockRun.objects.filter(kind="challenge").delete()
    STEP.give_clocks(as_it_was_before(), None)
    assert clocks() == wanted and len({one["due_at"] for one in wanted}) == 2


def test_the_given_clock_is_shown_is_late_in_its_time_and_stops_with_the_answer(world, case):
    made = challenged(world, case, "A neighbour", NOW)
    ClockRun.objects.filter(kind="challenge").delete()
    STEP.give_clocks(as_it_was_before(), None)
    [tie] = support_page(world.viewer("second_worker"), case.reference).ties
    assert tie.challenges[0].clock.state is ClockState.RUNNING
    breach_clocks(at=later(days=20))
    late = MemberNotice.objects.filter(kind="clock_breached", path=f"/said/{made.tie_id}/answer/{made.pk}/")
    assert list(late.values_list("member__username", flat=True)) == ["second_worker"]
    answer_challenge(challenge=made.pk, end="stands", text="We asked.", by=world.viewer("second_worker"), at=NOW)
    assert ClockRun.objects.get(kind="challenge").stopped_at == NOW


def test_where_nothing_is_challenged_nothing_is_given(world, case):
    STEP.give_clocks(as_it_was_before(), None)
    assert clocks() == []
