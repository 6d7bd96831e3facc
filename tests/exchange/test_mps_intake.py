"""Tables of the Metropolitan Police, wide and long, real and invented, become counts by area and month."""

import gzip

import pytest

from alongside.audit.entries import Actor
from alongside.exchange.mps_intake import load_mps
from alongside.exchange.police_uk_intake import Refused
from alongside.places.errors import PlacesRefused
from alongside.places.queries.area_months import area_months
from tests.analysis.events.real_places import places_file
from tests.exchange import incident_files, mps_files
from tests.places.incidents import AT

pytestmark = pytest.mark.django_db
LOADER = Actor.system("test")


def load(tmp_path, name, raw):
    (tmp_path / name).write_bytes(raw)
    return list(load_mps([tmp_path / name], by=LOADER, at=AT, keep_in=tmp_path / "kept"))


def test_a_wide_table_has_a_column_for_each_month(tmp_path):
    (report,) = load(tmp_path, "wards.csv", mps_files.wide())
    found = area_months("mps:ward", parent="Larkmere")
    assert found.counts.tolist() == [[3, 0, 5]] and found.codes == ("E05000001",)
    assert (report.counts, len(report.months)) == (2, 3)


def test_a_long_table_has_a_row_for_each_month_and_names_its_vintage(tmp_path):
    load(tmp_path, "wards.csv.gz", gzip.compress(mps_files.long()))
    found = area_months("mps:ward:2022", "ROBBERY")
    assert found.counts.tolist() == [[3]] and "Metropolitan Police Service" in found.licence
    assert next((tmp_path / "kept" / "area-counts").iterdir()).suffix == ".gz"


def test_kinds_of_area_in_one_table_and_kinds_that_hold_one_another_are_never_summed(tmp_path):
    ward, borough = sorted(load(tmp_path, "knife.csv", mps_files.knife()), key=lambda one: one.source, reverse=True)
    assert (ward.source, ward.rows_repeated, borough.counts) == ("mps:knife:ward", 1, 2)
    assert area_months("mps:knife:borough", "Knife Crime").counts.tolist() == [[9]]
    with pytest.raises(PlacesRefused, match="hold one another"):
        area_months("mps:knife:borough")


def test_a_cell_that_is_no_count_is_named_by_row_and_column(tmp_path):
    rows = [
        ("ROBBERY", "x", "Quay", "E05000001", "Larkmere", 3, "many", 5),
        ("", "x", "Quay", "E05000001", "Larkmere", 1, 1, 1),
    ]
    (report,) = load(tmp_path, "wards.csv", mps_files.wide(*rows))
    assert [(one.row, one.column) for one in report.rejects] == [(2, "202402"), (3, "major category")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (
            incident_files.text(("borough", "gender", "age_group", "count"), [("x", "Male", "20 to 24", 1)]),
            "tells of persons",
        ),
        (
            incident_files.text(("lsoa11cd", "category", "year", "count"), [("E01000001", "x", 2020, 1)]),
            "counts by year",
        ),
        (b"a,b\n1,2\n", "no table of counts by area and month"),
        (b"borough,major,minor,month,count\nx,ROBBERY,y,soon,1\n", "no count that could be read"),
        (gzip.compress(b"a,b\n" + b"0" * 20_000_000), "unpacks to"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(tmp_path, raw, words):
    (refusal,) = load(tmp_path, "a.csv.gz" if raw[:2] == b"\x1f\x8b" else "a.csv", raw)
    assert isinstance(refusal, Refused) and words in refusal.why


def test_the_real_table_of_knife_crime_comes_in_by_two_kinds_of_area():
    borough, ward = load_mps([places_file("london/mps/knife_crime_monthly_2022-03_2025-02.parquet")], by=LOADER, at=AT)
    assert (borough.counts, ward.counts, ward.rows_repeated) == (7_240, 36_744, 1)
    assert area_months("mps:knife:borough", "Knife Crime with Injury", parent="Waltham Forest").counts.shape == (1, 36)
