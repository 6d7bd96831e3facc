"""What a table is and what its columns mean is told from itself; whatever may tell of a person is left out."""

import csv
import gzip
import io
import json
import zipfile

import pytest

from alongside.exchange.incident_columns import guess_columns
from alongside.exchange.incident_tables import read_table
from alongside.exchange.personal_columns import is_nhs_number, reason_to_leave_out
from alongside.exchange.place_layouts import Layout, layout_of, where_to_send
from alongside.exchange.tables import TableRefused
from alongside.places.incident_states import Coordinates, DateOrder
from alongside.places.states import Precision
from tests.exchange import incident_files


def guessed(raw):
    table = read_table(raw)
    records = [record.cells for record in table.records()]
    return guess_columns({name: [cells[place] for cells in records] for place, name in enumerate(table.header)})


def test_a_london_list_is_day_first_with_a_clock_of_its_own_on_the_grid():
    found = guessed(incident_files.london()).mapping
    assert (found.when, found.time, found.reference) == ("Date of incident", "Time", "Incident Number")
    assert (found.date_order, found.precision) == (DateOrder.DAY_FIRST, Precision.MINUTE)
    assert (found.coordinates, found.plane, found.kind) == (Coordinates.GRID, "EPSG:27700", "Offence")


def test_a_chicago_list_is_month_first_in_degrees_on_the_clock_there():
    found = guessed(incident_files.chicago())
    assert found.mapping.date_order == DateOrder.MONTH_FIRST and found.mapping.zone == "America/Chicago"
    assert (found.mapping.coordinates, found.mapping.plane) == (Coordinates.LONLAT, "EPSG:32616")
    assert "UTM zone 16 north" in found.why["coordinates"]


def test_a_portland_list_is_in_feet_because_its_headings_say_so():
    found = guessed(incident_files.portland())
    assert (found.mapping.coordinates, found.mapping.plane) == (Coordinates.FEET, "local")
    assert found.mapping.precision == Precision.DAY and "feet" in found.why["coordinates"]


def test_degrees_are_never_taken_for_metres_nor_metres_for_degrees():
    rows = [("2026-01-05", x, y) for x, y in ((0.02, 51.55), (-0.01, 51.56))]
    assert guessed(incident_files.text(("date", "x", "y"), rows)).mapping.plane == "EPSG:27700"
    rows = [("2026-01-05", x, y) for x, y in ((1_170_000, 1_840_000), (1_180_000, 1_850_000))]
    assert guessed(incident_files.text(("date", "x", "y"), rows)).mapping.coordinates == Coordinates.METRES


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Victim name", []), ("Surname", []), ("Date of birth", []), ("DOB", []), ("NHS Number", []), ("mobile_phone", []),
        ("Home address", []), ("Postcode", []), ("Age", []), ("Gender", []), ("contact", ["a.b@example.org"]),
        ("code", ["999 123 4578", "9991234578"]), ("rang", ["01632 960 000", "07700 900123"]), ("where", ["12 Heron Walk"]),
        ("pc", ["E17 4AB", "E10 5XY"]), ("what happened", ["She told the officer that her neighbour " * 3]),
    ],
)  # fmt: skip
def test_a_column_that_may_tell_of_a_person_is_left_out(heading, cells):
    assert reason_to_leave_out(heading, cells)


@pytest.mark.parametrize(
    "heading", ["Ward name", "Street name", "LSOA name", "Offence", "Location", "Station name", "ward_name"]
)
def test_names_of_places_and_offences_are_no_names_of_people(heading):
    assert not reason_to_leave_out(heading, ["Heron Walk", "Quayside", "Robbery"])


def test_an_nhs_number_is_known_by_its_check_digit():
    assert is_nhs_number("999 123 4578") and not is_nhs_number("9991234571") and not is_nhs_number("1234567890")


@pytest.mark.parametrize(
    ("header", "layout"),
    [
        ("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type", Layout.STREET),
        ("Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type", Layout.OUTCOMES),
        ("Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Legislation,"
         "Object of search,Outcome", Layout.STOPS),
        ("category,location_type,location.latitude,location.street.name,location.longitude,persistent_id,id,month",
         Layout.STREET_JSON),
        ("WardCode,WardName,MajorText,MinorText,202301,202302", Layout.AREA_COUNTS),
        ("borough,ward_code_2022,ward_name,major,minor,month,count", Layout.AREA_COUNTS),
        ("lsoa11cd,category,year,count", Layout.YEARLY),
        ("Date of attack,Time of attack,Location of attack,Weapon,Age band,Sex", Layout.HOSPITAL),
        ("category,date,x_2913_ft,y_2913_ft", Layout.INCIDENTS),
        ("Incident Number,Date of incident,Location of incident,Weapon,Easting,Northing", Layout.INCIDENTS),
    ],
)  # fmt: skip
def test_each_layout_is_told_apart_by_its_headings(header, layout):
    assert layout_of(header.split(",")) == layout
    assert layout == Layout.INCIDENTS or where_to_send(layout).startswith("This is another kind of file")


def packed(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_a_table_comes_out_of_every_dress():
    raw = incident_files.portland()
    plain = [record.cells for record in read_table(raw).records()]
    semicolons = raw.replace(b",", b";")
    table = list(csv.DictReader(io.StringIO(raw.decode())))
    for dressed in (
        gzip.compress(raw),
        packed("a.csv", raw),
        semicolons,
        raw.decode().encode("utf-16"),
        json.dumps(table).encode(),
    ):
        assert [record.cells for record in read_table(dressed).records()] == plain


def test_geojson_points_bring_their_place():
    feature = {
        "type": "Feature",
        "properties": {"date": "2026-01-05"},
        "geometry": {"type": "Point", "coordinates": [0.1, 51.5]},
    }
    table = read_table(json.dumps({"type": "FeatureCollection", "features": [feature]}).encode())
    assert table.header == ("date", "longitude", "latitude")
    assert next(table.records()).cells == ("2026-01-05", "0.1", "51.5")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"only\n1\n", "one column only"),
        (b"a,a\n1,2\n", "Two columns have the heading"),
        (b"[1, 2]", "no list of records"),
        (b"{broken", "cannot be read"),
        (b"PAR1 nonsense", "Parquet file cannot be read"),
        (b"\x1f\x8bnonsense", "cannot be read"),
        (gzip.compress(b"")[:10] + b"\xff" * 20, "cannot be read"),
        (gzip.compress(b"a,b\n" + b"0" * 30_000_000), "zip bomb"),
        (packed("a.csv", b"0" * 30_000_000), "zip bomb"),
        (b"PK\x03\x04 nonsense", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_in_words(raw, words):
    with pytest.raises(TableRefused, match=words):
        read_table(raw)


def test_a_set_of_another_clock_is_not_laid_on_the_national_grid_and_keeps_its_clock():
    cells = {"x": ["350353.4", "355691.3"], "y": ["578924.3", "586715.6"], "date": ["2015-12-31", "2016-01-01"]}
    here, there = guess_columns(cells), guess_columns(cells, "America/Chicago")
    assert (here.mapping.coordinates, here.mapping.zone) == (Coordinates.GRID, "Europe/London")
    assert (there.mapping.coordinates, there.mapping.zone) == (Coordinates.METRES, "America/Chicago")
    assert "no National Grid" in there.why["coordinates"]
