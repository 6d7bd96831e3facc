"""Stops and hospital attendances are counted, never kept; small counts are held back; who is told apart is refused."""

import json

import pytest

from alongside.audit.entries import Actor
from alongside.exchange.counted_records import count_attacks, count_stops
from alongside.places.errors import PlacesRefused
from alongside.places.models import AreaMonthCount, CountArea, CountKind
from alongside.places.queries.area_months import area_months
from alongside.places.queries.held_counts import recent_counts
from tests.analysis.events.real_places import places_file
from tests.exchange.incident_files import text
from tests.places.incidents import AT

pytestmark = pytest.mark.django_db
LOADER = Actor.system("test")
STOPS = ("Type", "Date", "Part of a policing operation", "Latitude", "Longitude", "Gender", "Age range",
         "Self-defined ethnicity", "Legislation", "Object of search", "Outcome")  # fmt: skip
ATTACKS = ("Date of attack", "Time of attack", "Location of attack", "Weapon", "Age band", "Sex")


def stops(*counts):
    """`counts`: how often each object was searched for in January 2026."""
    rows = [
        (
            "Person search",
            "2026-01-05T01:30:00+00:00",
            "",
            51.55,
            0.01,
            "Male",
            "18-24",
            "White",
            "PACE",
            thing,
            "Arrest",
        )
        for thing, count in counts
        for _ in range(count)
    ]
    return text(STOPS, rows)


def attacks(*rows):
    return text(ATTACKS, [("5/1/2026", "21:30", *row) for row in rows])


def test_searches_are_counted_by_month_object_and_outcome_and_by_nothing_of_a_person():
    (report,) = count_stops(
        "2026-01-larkmere-stop-and-search.csv", stops(("Knives", 7), ("Drugs", 9)), by=LOADER, at=AT
    )
    assert (report.source, report.counts, report.rows_read) == ("stops:larkmere", 2, 16)
    assert set(CountKind.objects.values_list("group", "words")) == {("Knives", "Arrest"), ("Drugs", "Arrest")}
    told = str(list(CountKind.objects.values())) + str(list(CountArea.objects.values()))
    assert not any(word in told for word in ("Male", "18-24", "White"))


def test_a_small_count_is_held_back_and_no_sum_gives_it_away(cast):
    count_stops("a.csv", stops(("Knives", 3), ("Drugs", 9), ("Tools", 8)), force="Larkmere", by=LOADER, at=AT)
    found = recent_counts(cast.viewer("analyst"), "stops:larkmere")
    (line,) = found.counts
    shown = [count for count in (*line, *found.totals) if count is not None]
    assert line[found.groups.index("Knives")] is None and 3 not in shown
    assert len([count for count in line if count is None]) > 1 or found.totals == (None,)
    with pytest.raises(PlacesRefused, match="held back"):
        area_months("stops:larkmere")


def test_searches_come_from_the_interface_too_and_must_say_whose_they_are():
    one = {"type": "Person search", "datetime": "2026-01-05T01:30:00+00:00", "object_of_search": "Knives", "outcome": "Arrest",
           "legislation": "PACE", "involved_person": True, "location": {"latitude": "51.55", "longitude": "0.01"}}  # fmt: skip
    raw = json.dumps([one] * 6).encode()
    with pytest.raises(PlacesRefused, match="--force"):
        count_stops("stops.json", raw, by=LOADER, at=AT)
    (report,) = count_stops("stops.json", raw, force="Larkmere", by=LOADER, at=AT)
    assert AreaMonthCount.objects.get().total == 6 and report.rows_rejected == 0


def test_a_place_that_is_named_seldom_is_not_kept():
    raw = attacks(*[("Quayside", "Knife", "18 to 24", "M")] * 6, ("12 Heron Walk", "Fist", "18 to 24", "F"))
    report = count_attacks("january.csv", raw, hospital="Larkmere General", licence="ISTV 1", by=LOADER, at=AT)
    assert report.source == "hospital:larkmeregeneral"
    assert set(CountArea.objects.values_list("name", flat=True)) == {"Quayside", "Other places"}


def test_a_hospital_file_that_tells_of_a_person_is_refused_whole():
    raw = text((*ATTACKS, "Patient name"), [("5/1/2026", "21:30", "Quayside", "Knife", "18 to 24", "M", "Somebody")])
    with pytest.raises(PlacesRefused, match="“Patient name” must not come"):
        count_attacks("january.csv", raw, hospital="Larkmere General", licence="ISTV 1", by=LOADER, at=AT)
    assert not CountArea.objects.exists()


def test_hospital_counts_are_for_those_who_study_places(cast):
    raw = attacks(*[("Quayside", "Knife", "18 to 24", "M")] * 6)
    count_attacks("january.csv", raw, hospital="Larkmere General", licence="ISTV 1", by=LOADER, at=AT)
    assert recent_counts(cast.viewer("outsider"), "hospital:larkmeregeneral") is None
    found = recent_counts(cast.viewer("analyst"), "hospital:larkmeregeneral")
    assert found.groups == ("Knife",) and found.counts == ((6,),) and found.measured == "hospital"


def test_another_kind_of_file_or_a_bad_date_is_named():
    with pytest.raises(PlacesRefused, match="not a file of stops"):
        count_stops("a.csv", b"a,b\n1,2\n", force="x", by=LOADER, at=AT)
    raw = attacks(*[("Quayside", "Knife", "18 to 24", "M")] * 5) + b"soon,21:30,Quayside,Knife,18 to 24,M\r\n"
    report = count_attacks("january.csv", raw, hospital="L", licence="ISTV 1", by=LOADER, at=AT)
    assert [(one.row, one.column) for one in report.rejects] == [(7, "date")]


def test_the_real_searches_of_seven_forces_are_counted_by_force():
    path = places_file("uk_stop_search/stop_and_search_7_forces_2019-12_2020-02.csv.gz")
    reports = count_stops(path.name, path.read_bytes(), by=LOADER, at=AT)
    assert len(reports) == 7 and sum(report.rows_read for report in reports) == 22_587


def hospital_file(*rows, header=("Assault date time", "Assault method", "Assault location type", "Location text")):
    return text(header, rows)


def test_the_words_of_the_standard_are_read_and_a_place_named_seldom_falls_back_to_its_type():
    rows = [("5/1/2026 21:30", "Sharp object", "Pub or club", "The Anchor")] * 5
    rows += [("6/1/2026 02:10", "Body part", "Home", f"{number} Heron Walk") for number in range(5)]
    report = count_attacks("january.csv", hospital_file(*rows), hospital="L", licence="ISTV 1", by=LOADER, at=AT)
    assert (report.rows_read, report.rows_rejected) == (10, 0)
    assert set(CountArea.objects.values_list("name", flat=True)) == {"The Anchor", "Home"}


def test_a_row_with_too_few_cells_is_in_the_report_and_the_same_file_twice_enters_nothing():
    raw = attacks(*[("Quayside", "Knife", "18 to 24", "M")] * 6) + b"6/1/2026,21:30\r\n"
    first = count_attacks("january.csv", raw, hospital="L", licence="ISTV 1", by=LOADER, at=AT)
    assert [(one.row, one.reason) for one in first.rejects] == [(8, "It has 2 cells and the headings 6")]
    again = count_attacks("again.csv", raw, hospital="L", licence="ISTV 1", by=LOADER, at=AT)
    assert again.result == "held" and AreaMonthCount.objects.get().total == 6


def test_two_of_last_month_in_this_months_file_do_not_replace_last_month():
    knife = ("Quayside", "Knife", "18 to 24", "M")
    count_attacks("january.csv", attacks(*[knife] * 9), hospital="L", licence="I", by=LOADER, at=AT)
    late = [("31/1/2026", "23:50", *knife)] * 2 + [("3/2/2026", "21:30", *knife)] * 8
    report = count_attacks("february.csv", text(ATTACKS, late), hospital="L", licence="I", by=LOADER, at=AT)
    assert report.rows_rejected == 2 and "send that month whole" in report.rejects[0].reason
    assert sorted(AreaMonthCount.objects.values_list("month__month__month", "total")) == [(1, 9), (2, 8)]


def test_a_month_shows_the_same_beside_few_months_and_beside_many(cast):
    for month in range(1, 5):
        rows = [(f"5/{month}/2025", "21:30", "Quayside", weapon, "18 to 24", "M") for weapon, n in
                (("Knife", 3 + month), ("Fist", 9), ("Glass", 6)) for _ in range(n)]  # fmt: skip
        count_attacks(f"{month}.csv", text(ATTACKS, rows), hospital="L", licence="I", by=LOADER, at=AT)
    analyst = cast.viewer("analyst")
    few, many = (recent_counts(analyst, "hospital:l", months=number) for number in (1, 36))
    assert len(few.months) == 1 and len(many.months) == 4
    assert few.counts[-1] == many.counts[-1] and few.totals[-1] == many.totals[-1]
    held = many.counts[0][many.groups.index("Knife")]
    assert held is None and list(many.counts[0]).count(None) + (many.totals[0] is None) > 1
