"""What was asked of the partnership and what was answered: counted once a year, small counts held back."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.community.actions import answering
from alongside.community.answered import QUESTIONS
from alongside.community.models import Post
from alongside.outcomes import annual
from alongside.outcomes.actions.annual import keep_due_years
from alongside.outcomes.actions.verdicts import give_verdict, read_verdict
from alongside.outcomes.answering import ANSWERED, READ, verdicts_answered
from alongside.outcomes.models import AnnualFigures
from alongside.outcomes.pledge_states import ReadState, Word
from alongside.outcomes.queries.annual import kept_years, year_so_far
from alongside.partners.errors import Refused
from alongside.partners.standing import LONDON
from alongside.places.incident_states import Audience
from alongside.support.models import ClockRun
from tests.cast import NOW
from tests.residents import shown_post
from tests.scoreboards import pledge, release

ENDS = ("in_time", "late", "open", "overdue")


def asked(cast, days_ago, *, took=None, count=1, label="Answer the request", allowed=5):
    at = NOW - timedelta(days=days_ago)
    ClockRun.objects.bulk_create(
        ClockRun(
            kind="answer", label=label, matter=f"{label} {days_ago} {took} {number}", owner=cast.agencies["health"],
            amount=allowed, calendar="elapsed", started_at=at, due_at=at + timedelta(days=allowed),
            stopped_at=at + timedelta(days=took) if took is not None else None,
        )
        for number in range(count)
    )  # fmt: skip


def line(body, label="Answer the request"):
    return next(one for one in body["lines"] if one["label"] == label)


def test_answers_in_time_late_and_overdue_are_told_apart(cast):
    asked(cast, 60, took=2, count=12)
    asked(cast, 61, took=9, count=7)
    asked(cast, 62, count=6)
    asked(cast, 1, count=5)
    assert line(annual.figures_of(2026, NOW)) == {
        "label": "Answer the request", "asked": 30, "in_time": 12, "late": 7, "open": 5, "overdue": 6,
    }  # fmt: skip


def test_a_year_runs_from_april_and_is_counted_a_month_after_its_end(cast):
    asked(cast, 400, took=1, count=8)
    assert keep_due_years(at=NOW) == 1 and keep_due_years(at=NOW) == 0
    assert [one.name for one in kept_years()] == ["April 2025 to March 2026"]
    assert annual.year_of(date(2026, 3, 31)) == 2025 and annual.year_of(date(2026, 4, 1)) == 2026


def test_a_year_that_is_kept_is_never_counted_anew(cast):
    asked(cast, 400, took=1, count=8)
    keep_due_years(at=NOW)
    asked(cast, 401, took=1, count=80)
    keep_due_years(at=NOW)
    assert line(kept_years()[0].body)["asked"] == 8
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnualFigures.objects.update(year=1)


def test_a_source_for_those_who_study_places_is_named_in_no_public_year(cast, monkeypatch):
    def held(audience):
        name, first, last = f"Ward C {audience}", date(2025, 4, 1), date(2026, 3, 1)
        return SimpleNamespace(name=name, audience=audience, first=first, last=last)

    both = [held(Audience.PLACES), held(Audience.STUDY)]
    monkeypatch.setattr(annual, "count_sources", lambda: both)
    assert [one["label"] for one in annual.figures_of(2025, NOW)["data"]] == ["Ward C places"]
    asked(cast, 400, took=1, count=8)
    keep_due_years(at=NOW)
    assert [one["label"] for one in kept_years()[0].body["data"]] == ["Ward C places"]
    both[0].audience = Audience.STUDY  # closed since: what is kept tells of it no more
    assert kept_years()[0].body["data"] == []


def test_nobody_counts_a_year_in_which_nothing_was_asked(db):
    assert keep_due_years(at=NOW) == 0 and kept_years() == ()


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from(ENDS)), st.integers(0, 30)))
def test_no_count_from_one_to_four_is_ever_shown(counts):
    lines = annual._lines(Counter(counts))
    shown = [getattr(one, name) for one in lines for name in ("asked", "in_time", "late", "open", "overdue")]
    assert not [one for one in shown if one is not None and 0 < one < 5]


@pytest.mark.parametrize("name", ["outsider", "dsl", "resident"])
def test_the_year_that_runs_is_for_members_who_see_measures(cast, name):
    assert year_so_far(cast.viewer("lead")).is_whole is False
    with pytest.raises(Refused):
        year_so_far(cast.viewer(name))


def test_a_year_has_as_many_months_of_data_as_came():
    held = (date(2025, 6, 1), date(2026, 1, 1))
    assert annual._months(held, date(2025, 4, 1), date(2026, 4, 1)) == 8
    assert annual._months(held, date(2027, 4, 1), date(2028, 4, 1)) == 0


def test_questions_advice_and_verdicts_of_the_year_are_counted_whole_in_time_and_late(cast):
    known = datetime.combine(date(2025, 6, 2), time(12), tzinfo=LONDON)
    rows = [shown_post(cast)[1] for _ in range(3)]
    for row, days in zip(rows, (3, 40), strict=False):
        answered_at = known + timedelta(days=days)
        answering.answer_post(post_id=row.pk, did="Mended.", by=cast.viewer("community_officer"), at=answered_at)
    Post.objects.update(received_at=known, due_at=known + timedelta(days=14))
    assert keep_due_years(at=NOW) == 1
    [told] = kept_years()[0].body["in_public"]
    assert told == {"label": QUESTIONS, "asked": 3, "in_time": 1, "late": 1, "open": 0, "overdue": 1}


def test_a_verdict_owes_a_reading_in_a_week_and_then_an_answer_in_four(cast):
    pledge(cast)
    release(cast)
    given = give_verdict(
        code="life-skills", release=1, word=Word.PARTLY, reason="Four schools never heard of it.",
        by=cast.viewer("young_advisor"), at=NOW,
    )  # fmt: skip
    since, until = NOW - timedelta(days=1), NOW + timedelta(days=1)
    counted = partial(verdicts_answered, since, until)
    assert counted(NOW + timedelta(days=6)) == {(READ, "open"): 1}
    assert counted(NOW + timedelta(days=9)) == {(READ, "overdue"): 1}
    read_verdict(verdict_id=given, to=ReadState.LET_THROUGH, ground="", by=cast.viewer("lead"), at=NOW)
    assert counted(NOW + timedelta(days=40)) == {(READ, "in_time"): 1, (ANSWERED, "overdue"): 1}
