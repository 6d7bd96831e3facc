"""Police beside hospital: two series, two definitions, never one sum; a closed source stays closed."""

import re
from datetime import date

import pytest

from alongside.audit.entries import Actor
from alongside.exchange.counted_records import count_attacks
from alongside.outcomes.definitions import SeriesBreak
from alongside.web.measures.pictures import cut
from tests.cast import NOW
from tests.exchange.incident_files import text
from tests.places import warded
from tests.web.measures.test_measure_pages import load
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db
PAGE = "/measures/police-and-hospital/"
HEADER = ("Date of attack", "Weapon", "Location of attack")


def treated(month, *weapons):
    rows = [(f"5/{month}/2026", weapon, "Quayside") for weapon, number in weapons for _ in range(number)]
    by = Actor.system("test")
    return count_attacks(
        f"{month}.csv", text(HEADER, rows), hospital="Larkmere General", licence="ISTV 1", by=by, at=NOW
    )


@pytest.fixture
def both(cast):
    treated(8, ("Knife", 7), ("Fist", 31))
    treated(9, ("Knife", 3), ("Fist", 22), ("Glass", 8))
    load([(NOW.date().replace(month=month, day=1), count) for month, count in ((8, 19), (9, 23))])


def test_both_stand_month_by_month_each_with_its_definition(both, as_member):
    told = text_of(as_member("analyst").get(PAGE))
    assert re.search(r"August 2026 19 38", told) and re.search(r"September 2026 23 33", told)
    assert "hospital-violence-attendances@1" in told and "met-knife-crime@1" in told
    assert "Never add the two" in told and "a quarter to a third" in told
    assert not re.search(r"\b5[67]\b", told)


def test_one_weapon_is_shown_alone_and_a_small_month_is_held_back(both, as_member):
    told = text_of(as_member("analyst").get(PAGE, {"kind": "Knife"}))
    assert "August 2026 19 7" in told and "September 2026 23 held back" in told


@pytest.mark.parametrize("name", ["triage", "outsider", "lead", "governance"])
def test_hospital_counts_stay_with_those_who_study_places(both, as_member, name):
    told = text_of(as_member(name).get(PAGE))
    assert "Larkmere General" not in told and "38" not in told
    assert "There is nothing here that you may see" in told


def test_without_a_hospital_the_page_says_what_comes_next(cast, as_member):
    assert "alongside load hospital PATH" in text_of(as_member("analyst").get(PAGE))


def test_the_files_are_there_with_hash_and_rejects_and_no_record(both, as_member):
    by = Actor.system("test")
    raw = text(HEADER, [("soon", "Knife", "Quayside"), *[("5/10/2026", "Fist", "Quayside")] * 6])
    count_attacks("october.csv", raw, hospital="Larkmere General", licence="ISTV 1", by=by, at=NOW)
    told = text_of(as_member("analyst").get(PAGE))
    assert "october.csv" in told and "october.csv October 2026 1" in told and "october.csv 2 date" in told


def test_a_month_that_is_held_back_does_not_stand_in_the_list_of_files(both, as_member):
    treated(7, ("Knife", 3))
    told = text_of(as_member("analyst").get(PAGE))
    assert "July 2026" in told and re.search(r"7\.csv July 2026 0 \w{12}", told)
    assert not re.search(r"\.csv \w+ 2026 \d+ \d+ ", told)


def test_nonsense_in_the_address_gives_the_usual_page(both, as_member):
    asked = {"hospital": "x", "kind": "<b>", "police": "y|z", "area": "\x00"}
    assert "August 2026 19 38" in text_of(as_member("analyst").get(PAGE, asked))


def test_a_line_stops_at_a_break_of_its_own_definition():
    months = [date(2025, month, 1) for month in (5, 6, 7, 8)]
    lines = cut(
        "Hospital",
        months,
        dict.fromkeys(months, 9),
        [SeriesBreak(date(2025, 7, 1), "x"), SeriesBreak(date(2020, 1, 1), "y")],
    )
    assert [[mark.value for mark in one.marks] for one in lines] == [[9, 9, None, None], [None, None, 9, 9]]


def test_violence_stands_first_beside_a_hospital_whatever_else_the_police_counted(both, as_member, tmp_path):
    warded.draw(tmp_path)
    for kind in ("Anti-social behaviour", "Violence and sexual offences"):
        warded.record(tmp_path, [(1, 2, 3, 0, 0)], first="2026-08", kind=kind, name=f"{kind}.csv")
    told = text_of(as_member("analyst").get(PAGE))
    assert "What the police recorded: Violence and sexual offences" in told
