"""What support gives to the scoreboard: counts that name nobody, and the same of a slice whenever it is counted."""

from datetime import UTC, date, datetime, timedelta

from alongside.support.actions import raising
from alongside.support.measures import published
from alongside.support.models import Concern, Feedback
from tests.cast import NOW, details
from tests.providers import make_provider_world, supported
from tests.waits import make_waits, many, referred

DAY = date(2026, 11, 1)


def by_code(as_at=DAY, today=DAY):
    return {one.said.code: one for one in published.published(as_at, today)}


def test_waits_are_counted_by_queue_and_end_with_a_median_that_counts_who_still_waits(cast):
    make_waits(cast)
    many(cast, 240)
    told = by_code()["waits-camhs"]
    newest = told.slices[-1]
    assert (newest.first, newest.until) == (date(2026, 1, 1), date(2026, 7, 1)) and told.base == 5
    assert {queue for queue, _ in newest.counts} <= set(told.dimensions["Queue"])
    assert newest.waits["Waiting for triage"].median > 0


def test_what_happens_later_changes_nothing_in_a_slice_that_is_over(cast):
    make_waits(cast)
    many(cast, 60)
    before = by_code()["waits-camhs"].slices
    referred(cast, 1)
    assert by_code()["waits-camhs"].slices == before


def test_a_pathway_that_nobody_uses_is_no_zero_and_nobody_is_named(cast):
    make_waits(cast)
    assert by_code() == {}
    many(cast, 60)
    assert "Okafor" not in f"{by_code()}" and "LK1" not in f"{by_code()}"


def concern(cast, told):
    """One whose answer fell due in August, and how many days after that its referrer was told."""
    row = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    due = datetime(2026, 8, 3, 12, tzinfo=UTC)
    Concern.objects.filter(pk=row.pk).update(feedback_due_at=due)
    if told is not None:
        Feedback.objects.create(
            concern=row, form="phone", words="x", by=cast.members["triage"], at=due + timedelta(days=told)
        )


def test_an_answer_counts_by_the_time_at_which_it_was_due(cast):
    for told in (-1, -2, 3, None):
        concern(cast, told)
    counts = by_code()["feedback"].slices[-1].counts
    assert counts == {("Told in time",): 2, ("Told late",): 1, ("Not told",): 1}


def test_places_are_those_of_the_contracts_that_run_and_known_of_today_only(cast):
    make_provider_world(cast)
    supported(cast)
    today = NOW.date()
    told = by_code(today, today)["places-with-providers"]
    assert told.slices[0].counts["Stepping Stones", "Taken"] == 1
    assert "places-with-providers" not in by_code(today - timedelta(days=40), today)
