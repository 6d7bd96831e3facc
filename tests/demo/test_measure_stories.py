"""The demo's hospital has sent its months by the real door; the analyst changed a definition, with her reason."""

import time
from datetime import UTC, datetime

import pytest

from alongside.demo.measure_stories import HOSPITAL, MONTHS, measure_stories
from alongside.outcomes.queries.measures import definition, referred
from alongside.places.queries.held_counts import count_files_told, recent_counts

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def told(cast, tmp_path):
    return measure_stories(folder=tmp_path / "hospital", analyst=cast.viewer("analyst"), at=AT)


def test_every_month_is_held_as_it_was_invented_and_no_file_twice(cast, told):
    found = recent_counts(cast.viewer("analyst"), "hospital:larkmeregeneral", months=36)
    assert found.publisher == HOSPITAL and len(found.months) == MONTHS
    assert dict(zip(found.months, found.totals, strict=True)) == dict(told.months)
    assert any(count is None for row in found.counts for count in row)
    files = count_files_told(cast.viewer("analyst"), "hospital:larkmeregeneral")
    assert len(files) == MONTHS and sum(one.rows_rejected for one in files) == 3


def test_the_file_with_names_was_refused_and_nothing_of_it_lies_about(told, tmp_path):
    assert "Patient name" in told.refused and "Nothing was loaded" in told.refused
    assert not list(tmp_path.rglob("*mistake*"))


def test_a_definition_was_changed_and_another_added(told):
    assert definition("hospital-violence-attendances").version == "1.1"
    assert all(referred(reference).reason for reference in told.versions)


def test_it_takes_little_time(cast, tmp_path):
    began = time.process_time()
    measure_stories(folder=tmp_path / "hospital", analyst=cast.viewer("analyst"), at=AT)
    assert time.process_time() - began < 6
