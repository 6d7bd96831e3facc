"""What was asked of the partnership and what was answered: counted once a year, small counts held back."""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.outcomes import annual
from alongside.outcomes.actions.annual import keep_due_years
from alongside.outcomes.models import AnnualFigures
from alongside.outcomes.queries.annual import kept_years, year_so_far
from alongside.partners.errors import Refused
from alongside.places.incident_states import Audience
from alongside.support.models import ClockRun
from tests.cast import NOW

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
