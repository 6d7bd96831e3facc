"""Answers of the data.police.uk interface are the same crimes as in its street files."""

import json
from datetime import date

import pytest
import shapely

from alongside.exchange.police_uk_files import Skipped
from alongside.exchange.police_uk_intake import Refused
from alongside.places import crime_sources, measures, queries
from alongside.places.measures import Scope
from alongside.places.models import CrimeOutcome, OutcomeMonth, RecordedCrime
from alongside.places.source_forms import Wanted
from alongside.places.states import EVERYWHERE
from tests.places import street

pytestmark = pytest.mark.django_db


def crime(number=1, **changed):
    one = {
        "category": "burglary", "location_type": "Force", "context": "", "id": number, "location_subtype": "",
        "location": {"latitude": "51.500000", "longitude": "-0.120000", "street": {"id": 9, "name": "On or near Heron Walk"}},
        "outcome_status": {"category": "Under investigation", "date": "2023-05"},
        "persistent_id": street.crime_id(number), "month": "2023-05",
    }  # fmt: skip
    return {**one, **changed}


def take_in(tmp_path, told, force=street.FORCE):
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(told))
    return street.take_in(path, force=force)


def test_a_crime_that_comes_both_ways_is_one(tmp_path):
    street.take_in(street.write(tmp_path / "street.csv", [street.row(1), street.row(None)]))
    asb = crime(category="anti-social-behaviour", persistent_id="", outcome_status=None)
    (report,) = take_in(tmp_path, [crime(1), crime(2), asb])
    assert (report.rows_added, report.rows_held, report.rows_rejected) == (1, 2, 0)
    assert RecordedCrime.objects.count() == 3


def figure(first=date(2023, 5, 1)):
    way = next(one for one in queries.countings() if one.kind == EVERYWHERE)
    return measures.figure(Scope(way.id, first, date(2023, 5, 1)))


def test_an_answer_on_one_place_makes_no_whole_month(tmp_path):
    take_in(tmp_path, [crime(1)])
    told = figure()
    assert [month.is_part for month in told.months] == [True] and told.total == 1
    assert told.comparison is None and told.why_no_comparison == "Not compared: a month is held in part only."


def test_the_file_of_the_force_makes_it_whole_and_an_answer_after_it_takes_nothing_away(tmp_path):
    take_in(tmp_path, [crime(1)])
    street.take_in(street.write(tmp_path / "street.csv", [street.row(1), street.row(2)]), extracted=date(2023, 7, 1))
    assert not figure().parts and figure().total == 2
    (tmp_path / "answer.json").write_text(json.dumps([crime(3)]))
    street.take_in(tmp_path / "answer.json", force=street.FORCE, extracted=date(2023, 9, 1))
    assert not figure().parts and figure().total == 3


def test_a_newer_answer_does_not_keep_the_file_of_the_force_out(tmp_path):
    (tmp_path / "answer.json").write_text(json.dumps([crime(1), crime(3)]))
    street.take_in(tmp_path / "answer.json", force=street.FORCE, extracted=date(2023, 9, 1))
    street.take_in(street.write(tmp_path / "street.csv", [street.row(1), street.row(2)]), extracted=date(2023, 7, 1))
    assert not figure().parts and figure().total == 3


@pytest.fixture
def events(monkeypatch):
    monkeypatch.setattr(crime_sources, "outline", lambda key: shapely.box(520_000, 170_000, 540_000, 190_000))
    source = crime_sources.CrimeSource()

    def read():
        wanted = Wanted(crime_sources.RECORDED_CRIME, "here", date(2023, 4, 1), date(2023, 5, 31))
        return source.events(wanted, source.held()[0])

    return read


def test_beside_whole_months_a_part_of_one_is_a_gap_to_every_analysis(tmp_path, events):
    street.take_in(
        street.write(tmp_path / "street.csv", [street.row(1, month="2023-04"), street.row(2, month="2023-04")])
    )
    take_in(tmp_path, [crime(3)])
    found = events()
    assert found.weight.sum() == 2 and found.gaps == (date(2023, 5, 1),)
    assert "1 of them in part only" in found.sources[0] and found.sources[0].endswith("which are left out")


def test_where_nothing_but_answers_is_held_they_are_counted_and_said_to_be_parts(tmp_path, events):
    take_in(tmp_path, [crime(3)])
    found = events()
    assert found.weight.sum() == 1 and found.gaps == (date(2023, 4, 1),) and "left out" not in found.sources[0]


def test_every_type_of_the_interface_is_known(tmp_path):
    slugs = [
        "anti-social-behaviour",
        "bicycle-theft",
        "burglary",
        "criminal-damage-arson",
        "drugs",
        "other-theft",
        "possession-of-weapons",
        "public-order",
        "robbery",
        "shoplifting",
        "theft-from-the-person",
        "vehicle-crime",
        "violent-crime",
        "other-crime",
    ]
    (report,) = take_in(tmp_path, [crime(number, category=slug) for number, slug in enumerate(slugs)])
    assert (report.rows_added, report.rows_rejected) == (len(slugs), 0)


def test_whose_the_crimes_are_must_be_said(tmp_path):
    (refusal,) = take_in(tmp_path, [crime()], force="")
    assert isinstance(refusal, Refused) and "--force NAME" in refusal.why


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ([{"object_of_search": "Drugs", "datetime": "2023-05-01"}], "alongside load stops"),
        ({"error": "x"}, "no list of crimes"),
        ({"outcomes": [], "crime": {}}, "no list of crimes"),
        ([], "no list of crimes"),
    ],
)
def test_other_answers_are_passed_over_and_named(tmp_path, told, words):
    (skipped,) = take_in(tmp_path, told)
    assert isinstance(skipped, Skipped) and words in skipped.why


def outcome(number=1, name="Suspect charged", month="2023-07", **changed):
    one = {"category": {"code": "charged", "name": name}, "date": month, "person_id": None, "crime": crime(number)}
    return {**one, **changed}


def decided():
    return sorted(CrimeOutcome.objects.values_list("month", "outcome__name"))


def test_outcomes_are_taken_with_the_month_of_the_decision_and_once(tmp_path):
    street.take_in(street.write(tmp_path / "street.csv", [street.row(1), street.row(2)]))
    (report,) = take_in(tmp_path, [outcome(1), outcome(2, "Local resolution")])
    assert (report.rows_added, report.rows_rejected) == (2, 0)
    assert decided() == [(date(2023, 7, 1), "Local resolution"), (date(2023, 7, 1), "Suspect charged")]
    (again,) = take_in(tmp_path, [outcome(2, "Local resolution"), outcome(1)])
    assert again.rows_added == 0 and CrimeOutcome.objects.count() == 2
    # An answer is of one place: nobody knows from it what else the force decided in that month.
    assert not OutcomeMonth.objects.exists()


def test_the_answer_on_one_crime_gives_all_its_decisions(tmp_path):
    street.take_in(street.write(tmp_path / "street.csv", [street.row(1)]))
    whole = {"crime": crime(1), "outcomes": [
        {"category": {"code": "charged", "name": "Suspect charged"}, "date": "2023-07", "person_id": None},
        {"category": {"code": "imprisoned", "name": "Offender sent to prison"}, "date": "2023-09", "person_id": None},
    ]}  # fmt: skip
    (report,) = take_in(tmp_path, whole)
    assert report.rows_added == 2 and [when for when, _ in decided()] == [date(2023, 7, 1), date(2023, 9, 1)]


def test_outcomes_without_a_crime_a_month_or_a_name_are_rejected_by_the_cell(tmp_path):
    street.take_in(street.write(tmp_path / "street.csv", [street.row(1)]))
    nameless = outcome(1, crime=crime(1, persistent_id=""))
    bad = [nameless, outcome(1, month="July"), outcome(1, category=None), outcome(1, category="charged"), outcome(1)]
    (report,) = take_in(tmp_path, bad)
    assert (report.rows_added, report.rows_rejected) == (1, 4)


def test_whose_the_outcomes_are_must_be_said(tmp_path):
    (refusal,) = take_in(tmp_path, [outcome()], force="")
    assert isinstance(refusal, Refused) and "--force NAME" in refusal.why
