"""How long people wait under a contract: the directory's two columns say what a scorecard's facts say."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.partners.standing import LONDON
from alongside.support.casefacts import facts_of
from alongside.support.contract_waits import waits_under
from alongside.support.models import CaseStep
from tests.cast import NOW, later
from tests.providers import make_provider_world, moved, referred, supported

TODAY = NOW.astimezone(LONDON).date()
FIRST = TODAY - timedelta(days=365)
SPAN = tuple(datetime.combine(day, time(), LONDON) for day in (FIRST, TODAY + timedelta(days=1)))
AT = later(days=9)


@pytest.fixture
def world(cast):
    return make_provider_world(cast, capacity=20)


def waits(world):
    found = waits_under(*SPAN, AT).get(world.contract.pk, ())
    return sorted((one.waited, one.met) for one in found)


def by_facts(world):
    return sorted((one.waited, one.met) for one in facts_of([world.contract], FIRST, TODAY, AT))


def test_the_met_the_waiting_and_those_who_ended_unmet_wait_as_long_as_the_facts_say(world):
    seen, declined = referred(world), referred(world, "Dina")
    referred(world, "Bilqis")
    moved(world, seen, "accept", at=later(days=1))
    moved(world, seen, "met", at=later(days=4))
    moved(world, declined, "decline", {"why": "full"}, at=later(days=2))
    assert waits(world) == [(2.0, False), (4.0, True), (9.0, False)] == by_facts(world)


def test_who_came_back_is_met_when_she_was_met_first(world):
    case = supported(world, at=NOW)
    CaseStep.objects.create(case=case, label="x", from_stage="ended", to_stage="needs", at=later(days=8), by="x")
    assert waits(world) == [(0.0, True)] == by_facts(world)


def test_nobody_is_counted_twice_or_from_another_year(world):
    supported(world)
    assert not waits_under(SPAN[1], SPAN[1] + timedelta(days=9), AT)
    assert not waits_under(SPAN[0] - timedelta(days=9), SPAN[0], AT)


def test_more_cases_ask_no_more_questions(world):
    supported(world)
    waits(world)
    with CaptureQueriesContext(connection) as few:
        waits(world)
    for given in ("Bilqis", "Dina", "Esra"):
        supported(world, given)
    with CaptureQueriesContext(connection) as many:
        assert len(waits(world)) == 4
    assert len(few) == len(many) == 3
