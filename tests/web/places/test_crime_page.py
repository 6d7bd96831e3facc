"""The page of recorded crime and the pages of its files."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from alongside.areas.models import Deprivation
from alongside.demo.places import build_places
from alongside.places import measures, queries
from alongside.places.measures import Scope
from tests.places import street

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def analyst(client, cast):
    client.force_login(cast.members["analyst"], backend=BACKEND)
    return client


@pytest.fixture
def borough(db, tmp_path):
    return build_places(tmp_path, at=datetime(2026, 11, 17, 10, tzinfo=UTC))


def words(response):
    assert response.status_code == 200, response.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def load(tmp_path, rows, name="a.csv"):
    return street.take_in(street.write(tmp_path / name, rows))


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/places/").status_code == 302


def test_with_nothing_held_the_page_says_how_to_load(analyst):
    assert "alongside load police-uk PATH" in words(analyst.get("/places/"))


def test_the_total_is_that_of_the_borough_with_all_it_must_say(analyst, borough):
    way = next(each for each in queries.countings() if each.kind == "borough")
    first, last = datetime(2025, 10, 1).date(), datetime(2026, 9, 1).date()
    figure = measures.figure(Scope(way.id, first, last, frozenset({"E09999001"})))
    text = words(analyst.get("/places/"))
    assert f"{figure.total:,} 95% interval" in text and "October 2025 to September 2026" in text
    for part in ("In the same months a year earlier", "definition 1", "extract of 17 November 2026", "Quayside"):
        assert part in text


def test_the_filters_choose_period_type_place_and_areas(analyst, borough):
    chosen = {"first": "2026-07", "last": "2026-08", "type": "robbery", "place": "everywhere", "split": "lsoa"}
    text = words(analyst.get("/places/", chosen))
    way = next(each for each in queries.countings() if each.kind == "everywhere")
    months = datetime(2026, 7, 1).date(), datetime(2026, 8, 1).date()
    total = measures.figure(Scope(way.id, *months, crime_type=10)).total
    assert f"{total:,} 95% interval" in text and "Robbery" in text and "July 2026 to August 2026" in text
    assert "LSOAs are never added up" in text and "By type" not in text


def test_a_choice_that_makes_no_sense_is_said_and_the_usual_is_shown(analyst, borough):
    for asked, complaint in (
        ({"first": "2026-09", "last": "2026-01"}, "The last month must not come before the first"),
        ({"type": "knife"}, "Choose from the list for “Type”"),
        ({"place": "E09000031"}, "Choose from the list for “Place”"),
        ({"first": "<b>"}, "Choose from the list for “From”"),
    ):
        text = words(analyst.get("/places/", asked))
        assert complaint in text and "October 2025 to September 2026" in text


def test_a_missing_month_is_named_and_left_open(analyst, tmp_path):
    rows = [street.row(n, month=f"2023-{n % 12 + 1:02d}") for n in range(48) if n % 12 != 4]
    load(tmp_path, rows)
    response = analyst.get("/places/")
    text = words(response)
    assert "May 2023: no file of Larkmere Police is held. This is a gap, not a zero." in text
    assert "May 2023 Not held" in text and "Not compared" in text
    assert response.content.decode().count('class="al-chart__line al-chart__line--main" points') == 2 * 2 + 1


def test_without_boundaries_areas_are_those_that_the_police_publish(analyst, tmp_path):
    load(tmp_path, [street.row(1), street.row(2, longitude="", latitude="", lsoa_code="", lsoa_name="")])
    text = words(analyst.get("/places/"))
    assert "Larkmere 001A 1" in text and "No place, or outside all of them 1" in text
    assert "There is no map of these areas" in text


def test_the_page_is_plain_and_takes_as_many_queries_for_two_years_as_for_one_month(
    analyst, borough, django_assert_max_num_queries
):
    for first in ("2026-09", "2024-10"):
        with django_assert_max_num_queries(30):
            html = analyst.get("/places/", {"first": first}).content.decode()
        assert " style=" not in html and "<script>" not in html and "onclick" not in html
        assert html.count("<svg") >= 5


def test_rejected_rows_are_shown_as_they_were_sent(analyst, tmp_path):
    bad = street.row(2, month="<script>alert(1)</script>")
    (report,) = load(tmp_path, [street.row(1), bad], name="2023-05-larkmere-street.csv")
    listed = words(analyst.get("/places/files/"))
    assert "2023-05-larkmere-street.csv Not given" in listed
    response = analyst.get(f"/places/files/{report.file_id}/")
    text = words(response)
    assert "Line 3 Month The month must be written as 2024-05" in text
    assert "<script>alert(1)" not in response.content.decode()
    assert "UTF-8" in text and "May 2023" in text


def test_a_file_that_is_not_held_is_not_found(analyst):
    assert analyst.get("/places/files/99/").status_code == 404


def test_what_became_of_crimes_has_definition_interval_comparator_and_what_is_open(analyst, borough):
    page = words(analyst.get("/places/outcomes/"))
    assert re.search(r"[\d,]+ of [\d,]+ \(\d+\.\d%\) 95% interval \d+\.\d% to \d+\.\d%", page)
    assert "Charged, summonsed or taken to court" in page and "a year earlier" in page and "are still open" in page
    assert re.search(r"half had a first outcome within [\d.]+ months?", page)
    assert "Outcomes of recorded crime" not in page or "Version 1" in page


def test_outcomes_of_one_type_in_one_place_and_nothing_there(analyst, borough):
    page = words(analyst.get("/places/outcomes/", {"type": "robbery"}))
    assert "Robbery" in page and "Anti-social behaviour has no outcomes" in page
    unlike = words(analyst.get("/places/outcomes/", {"type": "anti_social_behaviour"}))
    assert "Select a valid choice" in unlike or "There is a problem" in unlike


def test_without_a_file_of_outcomes_it_says_what_is_known_and_how_to_load_one(analyst, tmp_path):
    load(tmp_path, [street.row(1, last_outcome_category="Suspect charged"), street.row(2)])
    page = words(analyst.get("/places/outcomes/"))
    assert (
        "1 of 2 (50.0%)" in page and "alongside load police-uk PATH" in page and "1 of 2 (50.0%) are still open" in page
    )


def test_deprivation_stands_beside_the_counts_of_a_place_as_context(analyst, borough):
    page = analyst.get("/places/", {"split": "lsoa"})
    text = words(page)
    assert "Show deprivation of small areas instead" in text and "told in deciles" in text
    assert re.search(r"of \d+ small areas \(LSOAs\) of Larkmere are among the most deprived fifth", text)
    assert "context and not a cause" in text and 'id="deprivation-map-title"' in page.content.decode()
    wards = words(analyst.get("/places/", {"split": "ward"}))
    assert "Show deprivation of small areas instead" in wards and "told in deciles" not in wards


def test_without_an_index_or_without_one_place_there_is_no_layer(analyst, borough):
    assert "eprivation" not in words(analyst.get("/places/", {"split": "lsoa", "place": "everywhere"}))
    Deprivation.objects.all().delete()
    assert "eprivation" not in words(analyst.get("/places/", {"split": "lsoa"}))


def test_a_month_of_which_only_answers_on_places_are_held_is_told_as_a_part(analyst, tmp_path):
    answer = {
        "category": "burglary", "location": {"latitude": "51.5", "longitude": "-0.12", "street": {"name": "On or near X"}},
        "persistent_id": street.crime_id(7), "month": "2023-05", "outcome_status": None, "location_type": "Force",
    }  # fmt: skip
    (tmp_path / "answer.json").write_text(json.dumps([answer]))
    street.take_in(tmp_path / "answer.json", force=street.FORCE)
    text = words(analyst.get("/places/"))
    assert "May 2023 is held in part only" in text and "1 (in part)" in text


def test_the_table_of_areas_says_of_which_year_the_boundaries_are(analyst, borough):
    assert "anonymised map point, boundaries of 2024." in words(analyst.get("/places/"))
