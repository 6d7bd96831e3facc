"""Counts by area and month: zeros within a month held, gaps where none is, areas and systems that changed."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from alongside.audit.entries import Actor
from alongside.places.actions import load_counts
from alongside.places.count_drafts import CountBatch, CountRow, CountSourceDraft
from alongside.places.errors import PlacesRefused
from alongside.places.models import AreaMonthCount
from alongside.places.queries.area_months import area_months, count_sources
from alongside.places.states import FileResult

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
LOADER = Actor.system("test")
WARDS = CountSourceDraft(
    "mps:ward:2022", "Crime by ward", "Larkmere Police", "OGL", "ward", "crimes", force="Metropolitan Police Service"
)


def count(ward, month, total, words="Burglary in a home", measure="Offences", row=2, group="Burglary"):
    return CountRow(row, f"E0500000{ward}", f"Ward {ward}", "Larkmere", group, words, measure, month, total)


def load(*rows, name="wards.csv", months=()):
    batch = CountBatch(WARDS, name, name.ljust(64, "x"), 10, "wide", iter(rows), months=set(months))
    batch.rows_read = len(rows)
    return load_counts(batch=batch, by=LOADER, at=AT)


JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def test_an_absent_count_in_a_month_held_is_zero_and_a_month_not_held_is_a_gap():
    load(count(1, JANUARY, 3), count(2, MARCH, 5))
    found = area_months("mps:ward:2022")
    np.testing.assert_array_equal(found.counts, [[3, np.nan, 0], [0, np.nan, 5]])
    assert found.gaps == (FEBRUARY,) and found.names == ("Ward 1", "Ward 2")
    assert any("another crime recording system" in note for note in found.notes)


def test_a_group_is_the_sum_of_its_kinds_and_measures_are_kept_apart():
    load(count(1, JANUARY, 3), count(1, JANUARY, 4, words="Burglary elsewhere"), count(1, JANUARY, 9, measure="Solved"))
    assert area_months("mps:ward:2022", "Burglary").counts.tolist() == [[7]]
    assert area_months("mps:ward:2022", "Burglary/Burglary elsewhere").counts.tolist() == [[4]]
    assert area_months("mps:ward:2022", measure="Solved").counts.tolist() == [[9]]


def test_a_row_again_counts_once_and_a_contradiction_is_rejected():
    report = load(count(1, JANUARY, 3), count(1, JANUARY, 3, row=3), count(1, JANUARY, 4, row=4))
    assert (report.rows_repeated, report.rows_rejected) == (1, 1)
    assert report.rejects[0].row == 4 and area_months("mps:ward:2022").counts.tolist() == [[3]]


def test_a_newer_file_replaces_its_months_and_says_which_areas_changed():
    load(count(1, JANUARY, 3), count(2, JANUARY, 5))
    report = load(count(1, JANUARY, 4), count(3, FEBRUARY, 1), name="newer.csv")
    assert report.replaced == [JANUARY] and AreaMonthCount.objects.count() == 2
    assert "New: Ward 3 (E05000003). No longer there: Ward 2 (E05000002)" in report.notes[0]


def test_the_same_file_again_changes_nothing():
    load(count(1, JANUARY, 3))
    assert load(count(1, JANUARY, 3)).result == FileResult.HELD


def test_a_last_month_with_far_fewer_is_said_to_be_a_part():
    months = [date(2023, month, 1) for month in range(1, 7)]
    report = load(*[count(1, month, 100) for month in months[:-1]], count(1, months[-1], 40))
    assert "only a part of the month" in report.notes[0]


def test_what_is_not_held_is_refused_in_words():
    with pytest.raises(PlacesRefused, match="not held here"):
        area_months("mps:ward:2022")
    load(count(1, JANUARY, 3))
    assert [(one.key, one.kinds[1][0]) for one in count_sources()] == [("mps:ward:2022", "Burglary/Burglary in a home")]
    for kind, measure, parent in (("Arson", "", ""), ("", "Solved", ""), ("", "", "Elsewhere")):
        with pytest.raises(PlacesRefused):
            area_months("mps:ward:2022", kind, measure, parent=parent)


def test_a_file_without_a_readable_count_leaves_nothing():
    with pytest.raises(PlacesRefused, match="no count that could be read"):
        load()
    assert count_sources() == []
