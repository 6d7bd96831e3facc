"""What places give to the scoreboard: violence by quarter, gaps as gaps, and the other boroughs of the same file."""

from datetime import date

import pytest

from alongside.places import published
from alongside.places.incident_states import Audience
from alongside.places.models import CountSource
from tests.places.test_area_months import count, load

pytestmark = pytest.mark.django_db
MONTHS = [date(2026, month, 1) for month in range(4, 10)]


def violence(code, month, total, borough):
    row = count(code, month, total, words="Violence with injury", group="Violence against the person")
    return row._replace(name=borough, parent=borough)


def loaded(months=MONTHS):
    rows = [violence(1, month, 10, "Larkmere") for month in months]
    rows += [violence(2, month, 400, "Elsewhere") for month in months]
    load(*rows, *[count(1, month, 99) for month in months])


def against(as_at=date(2026, 11, 17)):
    return list(published.against_others(as_at, "Larkmere"))


def test_this_borough_stands_beside_all_others_of_the_same_file_and_only_violence_counts():
    loaded()
    (told,) = against()
    newest = told.slices[-1]
    assert (newest.first, newest.until) == (date(2026, 7, 1), date(2026, 10, 1))
    assert newest.counts == {("Violence against the person",): 30}
    assert newest.beside[0].counts == {"Violence against the person": 1_200}
    assert told.said.licence == "OGL" and not told.said.is_process
    assert told.varies == {"Violence against the person": 3.1}


def test_a_quarter_with_a_month_that_is_not_held_is_a_gap_and_no_number():
    loaded(MONTHS[:4])
    (told,) = against(date(2026, 10, 1))
    assert told.slices[-1].until == date(2026, 7, 1) and not told.slices[-1].missing
    assert told.slices[-2].missing and told.slices[-2].counts == {}


def test_nothing_that_happened_after_the_day_is_counted():
    loaded()
    (told,) = against(date(2026, 8, 3))
    assert told.slices[-1].until == date(2026, 7, 1)


def test_a_source_for_those_who_study_places_alone_is_never_published():
    loaded()
    CountSource.objects.update(audience=Audience.STUDY)
    assert against() == []
    CountSource.objects.update(audience=Audience.PLACES, holds_back_small=True)
    assert against() == []


def test_without_crime_or_without_a_borough_nothing_is_counted():
    assert list(published.published(date(2026, 11, 1), date(2026, 11, 1))) == []
    loaded()
    assert list(published.against_others(date(2026, 11, 1), "")) == []
