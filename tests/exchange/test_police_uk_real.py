"""The loader on real files: nine London boroughs, and three months of West Yorkshire."""

import csv
import os
import subprocess
import sys
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from alongside.exchange.police_uk import COLUMNS
from alongside.places.crime_types import CrimeType
from alongside.places.models import CrimeCount, ForceMonth, MapPoint, RecordedCrime, RejectedRow
from tests.places import street

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
LONDON = "london/street_crime_2016-01_2018-06.parquet"
FORCES = {"Force": "Metropolitan Police Service", "BTP": "British Transport Police"}
LABELS = {kind.label.lower().replace(" and ", "-").replace(" ", "-"): kind.label for kind in CrimeType}
LABELS |= {"violent-crime": CrimeType.VIOLENCE.label, "theft-from-the-person": "Theft from the person"}


@pytest.fixture(scope="module")
def london():
    data = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    if not (data / "places" / LONDON).exists():
        pytest.skip(f"no real data at {data} (set ALONGSIDE_DATA)")
    return pytest.importorskip("pyarrow.parquet").read_table(data / "places" / LONDON)


def official(crime):
    """One record of the service's other layout, as its street files write it."""
    asb = crime["category"] == "anti-social-behaviour"
    return [
        "" if asb else sha256(str(crime["id"]).encode()).hexdigest(),
        crime["month"],
        FORCES[crime["location_type"]],
        FORCES[crime["location_type"]],
        f"{crime['lon']:.6f}",
        f"{crime['lat']:.6f}",
        crime["street"] or "",
        crime["lsoa11cd_joined"] or "",
        "",
        LABELS[crime["category"]],
        crime["outcome"] or "",
        "",
    ]


def write_archive(table, path):
    """All months and forces of the table as an archive in the publisher's own form."""
    months = {}
    for batch in table.to_batches(max_chunksize=50_000):
        for crime in batch.to_pylist():
            months.setdefault((crime["month"], crime["location_type"]), []).append(official(crime))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for (month, force), rows in months.items():
            archive.writestr(f"{month}/{month}-{force.lower()}-street.csv", street.text(rows))
    return path


def test_every_crime_of_nine_boroughs_is_loaded_and_none_twice(london, tmp_path):
    archive = write_archive(london, tmp_path / "2018-06.zip")
    reports = street.take_in(archive)
    assert sum(report.rows_added for report in reports) == london.num_rows == RecordedCrime.objects.count()
    assert not RejectedRow.objects.exists()
    assert "2016-03" not in {f"{month:%Y-%m}" for month in ForceMonth.objects.values_list("month", flat=True)}
    by_type = Counter()
    for kind, total in CrimeCount.objects.filter(counting__kind="lsoa").values_list("crime_type", "total"):
        by_type[CrimeType(kind).label] += total
    assert by_type == Counter(LABELS[category] for category in london["category"].to_pylist())
    part = london.filter(london["borough"].to_numpy(zero_copy_only=False) == "Newham")
    again = street.take_in(write_archive(part, tmp_path / "newham.zip"))
    assert sum(report.rows_added for report in again) == 0
    assert RecordedCrime.objects.count() == london.num_rows


def test_grid_references_agree_with_the_ones_published_elsewhere(london, tmp_path):
    some = london.slice(0, 20_000)
    street.take_in(write_archive(some, tmp_path / "2016-01.zip"))
    known = {
        (round(crime["lon"] * 1e6), round(crime["lat"] * 1e6)): (crime["easting"], crime["northing"])
        for crime in some.to_pylist()
    }
    for point in MapPoint.objects.all():
        easting, northing = known[point.longitude_e6, point.latitude_e6]
        assert abs(point.easting - easting) < 3 and abs(point.northing - northing) < 3


@pytest.fixture(scope="session")
def west_yorkshire(tmp_path_factory):
    """Three months that a package carries for its own tests; fetched by name, kept outside the project."""
    cache = Path(os.environ.get("ALONGSIDE_TEST_CACHE", tmp_path_factory.mktemp("wheel")))
    if not list(cache.glob("crime_sim_toolkit-*.whl")):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--only-binary", ":all:"]
        done = subprocess.run(
            [*command, "--dest", str(cache), "crime-sim-toolkit==1.5.0"], capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"crime-sim-toolkit could not be fetched: {done.stderr.strip()[-200:]}")
    folder = tmp_path_factory.mktemp("west-yorkshire")
    with zipfile.ZipFile(next(cache.glob("crime_sim_toolkit-*.whl"))) as wheel:
        for name in wheel.namelist():
            if name.endswith("-street.csv"):
                wheel.extract(name, folder)
    return folder


@pytest.mark.network
def test_three_months_of_west_yorkshire_load_as_the_force_published_them(west_yorkshire):
    reports = street.take_in(west_yorkshire)
    assert [report.rows_added for report in reports] == [27_176, 28_537, 31_635]
    assert not RejectedRow.objects.exists()
    unplaced = RecordedCrime.objects.filter(point=None)
    assert unplaced.count() == 1_347 + 1_541 + 883
    asb = RecordedCrime.objects.filter(crime_type=CrimeType.ANTI_SOCIAL_BEHAVIOUR)
    assert asb.count() == 7_429 + 5_955 + 5_442
    again = street.take_in(west_yorkshire)
    assert [report.result for report in again] == ["held"] * 3


@pytest.mark.network
def test_an_overlapping_archive_of_west_yorkshire_adds_nothing(west_yorkshire, tmp_path):
    (path,) = west_yorkshire.rglob("2016-07*-street.csv")
    street.take_in(path)
    with path.open(newline="") as lines:
        rows = list(csv.reader(lines))
    assert tuple(rows[0]) == COLUMNS
    reissued = street.write(tmp_path / "reissued.csv", sorted(rows[1:], key=lambda row: row[9]))
    (report,) = street.take_in(reissued)
    assert (report.rows_added, report.rows_held) == (0, 27_176)
