"""Official boundary files: whatever the attributes are called, and whatever is wrong with a feature."""

import json

import pytest
import shapely

from alongside.areas.errors import AreaFileRefused
from alongside.areas.states import AreaKind
from alongside.exchange.boundaries import read_boundaries
from tests.areas.invented import feature, geojson, square

LONDON = shapely.box(-0.02, 51.58, -0.01, 51.59)


def read(tmp_path, *features, name="file.geojson", options=None, **members):
    return read_boundaries(geojson(tmp_path / name, features, **members), **(options or {}))


@pytest.mark.parametrize(
    ("properties", "code", "name", "parent", "vintage"),
    [
        ({"WD22CD": "E05000001", "WD22NM": "Mill", "LAD22CD": "E09999001"}, "E05000001", "Mill", "E09999001", 2022),
        ({"LSOA21CD": "E01000001", "LSOA21NM": "Mill 001A"}, "E01000001", "Mill 001A", "", 2021),
        ({"lsoa21cd": "E01000001", "lsoa21nm": "Mill", "lad22cd": "E06000001"}, "E01000001", "Mill", "E06000001", 2021),
        ({"OBJECTID": 1, "MSOA11CD": "E02000001", "MSOA11NM": "Mill 001"}, "E02000001", "Mill 001", "", 2011),
        ({"LSOA11CD": "E01000001", "LSOA11NM": "Mill", "MSOA11CD": "E02000001"}, "E01000001", "Mill", "", 2011),
        ({"LAD23CD": "E09999001", "LAD23NM": "Nowhere"}, "E09999001", "Nowhere", "", 2023),
        ({"CTYUA23CD": "E10000001", "CTYUA23NM": "Nowhereshire"}, "E10000001", "Nowhereshire", "", 2023),
    ],
)  # fmt: skip
def test_the_code_is_found_under_its_many_names(tmp_path, properties, code, name, parent, vintage):
    batch = read(tmp_path, feature(properties, LONDON))
    (draft,) = batch.rows
    assert (draft.code, draft.name, draft.parent_code, batch.vintage) == (code, name, parent, vintage)


@pytest.mark.parametrize(
    "properties",
    [
        {"gss_code": "E05000001", "name": "Mill", "LB_GSS_CD": "E09999001"},
        {"GSS_CODE": "E05000001", "NAME": "Mill", "lad_code": "E09999001", "HECTARES": 3.1},
        {"code": "e05000001", "area_name": "Mill", "borough_code": "E09999001"},
    ],
)
def test_plain_names_need_the_vintage_to_be_stated(tmp_path, properties):
    with pytest.raises(AreaFileRefused, match="State it: --vintage 2022"):
        read(tmp_path, feature(properties, LONDON))
    (draft,) = read(tmp_path, feature(properties, LONDON), options={"vintage": 2014}).rows
    assert (draft.code, draft.kind, draft.name, draft.parent_code) == ("E05000001", AreaKind.WARD, "Mill", "E09999001")


@pytest.mark.parametrize("name", ["file.geojson", "file.json", "file.geojson.gz"])
def test_plain_and_gzipped_files_are_read_and_known_by_their_hash(tmp_path, name):
    batch = read(tmp_path, feature({"WD22CD": "E05000001", "WD22NM": "Mill"}, LONDON), name=name)
    assert batch.file_name == name
    assert len(batch.sha256) == 64
    assert batch.licence == "Open Government Licence v3.0"


def test_longitude_and_latitude_become_metres_of_the_grid(tmp_path):
    (draft,) = read(tmp_path, feature({"WD22CD": "E05000001", "WD22NM": "Mill"}, LONDON)).rows
    assert draft.outline.centroid.coords[0] == pytest.approx((537_600, 189_500), abs=600)


@pytest.mark.parametrize("how", [{"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}}, {}])
def test_metres_of_the_grid_are_taken_as_they_are_when_stated(tmp_path, how):
    options = {} if how else {"crs": "EPSG:27700"}
    one = feature({"WD22CD": "E05000001", "WD22NM": "Mill"}, square(0, 0))
    (draft,) = read(tmp_path, one, options=options, **how).rows
    assert draft.outline.bounds == (520_000, 180_000, 521_000, 181_000)


def test_metres_that_nobody_stated_are_not_taken_for_degrees(tmp_path):
    with pytest.raises(AreaFileRefused, match="state it: --crs EPSG:27700"):
        read(tmp_path, feature({"WD22CD": "E05000001", "WD22NM": "Mill"}, square(0, 0)))


def test_another_system_of_positions_is_refused(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    with pytest.raises(AreaFileRefused, match="states positions in"):
        read(tmp_path, feature({"WD22CD": "E05000001", "WD22NM": "Mill"}, LONDON), crs=crs)


GOOD = feature({"WD22CD": "E05000001", "WD22NM": "Mill"}, LONDON)


@pytest.mark.parametrize(
    ("properties", "geometry", "field", "problem"),
    [
        ({"WD22CD": "E0500000", "WD22NM": "Hill"}, LONDON, "WD22CD", "a letter and 8 digits"),
        ({"WD22CD": None, "WD22NM": "Hill"}, LONDON, "WD22CD", "a letter and 8 digits"),
        ({"WD22CD": "E34000001", "WD22NM": "Hill"}, LONDON, "WD22CD", "no kind of area that is used here"),
        ({"WD22CD": "E05000001", "WD22NM": "Hill"}, LONDON, "WD22CD", "occurs already in row 1"),
        ({"WD22CD": "E05000002"}, LONDON, "WD22NM", "has no name"),
        ({"WD22CD": "E05000002", "WD22NM": "Hi\x00ll"}, LONDON, "WD22NM", "NUL"),
        ({"WD22CD": "E05000002", "WD22NM": "Hill"}, shapely.Point(0, 51), "geometry", "must be a Polygon"),
        ({"WD22CD": "E05000002", "WD22NM": "Hill"}, shapely.box(2, 48, 3, 49), "geometry", "outside Great Britain"),
        ({"WD22CD": "E05000002", "WD22NM": "Hill"}, shapely.Polygon(), "geometry", "must be a Polygon"),
    ],
)
def test_a_feature_that_fails_is_a_reject_by_row_and_field_and_the_others_stay(
    tmp_path, properties, geometry, field, problem
):
    batch = read(tmp_path, GOOD, feature(properties, geometry))
    assert [draft.code for draft in batch.rows] == ["E05000001"]
    (reject,) = batch.rejects
    assert (reject.row, reject.field) == (2, field)
    assert problem in reject.problem


@pytest.mark.parametrize("geometry", [None, {"type": "Polygon"}, {"type": "Polygon", "coordinates": [[[0], [1]]]}, "x"])
def test_a_damaged_geometry_is_a_reject(tmp_path, geometry):
    damaged = {"type": "Feature", "properties": {"WD22CD": "E05000002", "WD22NM": "Hill"}, "geometry": geometry}
    (reject,) = read(tmp_path, GOOD, damaged).rejects
    assert (reject.row, reject.field) == (2, "geometry")


def test_an_outline_that_crosses_itself_is_mended(tmp_path):
    bow_tie = shapely.Polygon([(-0.02, 51.58), (-0.01, 51.59), (-0.01, 51.58), (-0.02, 51.59)])
    (draft,) = read(tmp_path, feature({"WD22CD": "E05000002", "WD22NM": "Hill"}, bow_tie)).rows
    assert draft.outline.is_valid
    assert draft.outline.geom_type == "MultiPolygon"


def test_islands_and_height_are_read(tmp_path):
    islands = shapely.MultiPolygon([LONDON, shapely.box(-0.05, 51.58, -0.04, 51.59)])
    (draft,) = read(tmp_path, feature({"WD22CD": "E05000002", "WD22NM": "Hill"}, shapely.force_3d(islands, 12))).rows
    assert len(draft.outline.geoms) == 2
    assert not draft.outline.has_z


def test_a_collection_with_lines_left_in_it_keeps_its_areas(tmp_path):
    mixed = shapely.GeometryCollection([LONDON, shapely.LineString([(0, 51), (0.1, 51)])])
    (draft,) = read(tmp_path, feature({"WD22CD": "E05000002", "WD22NM": "Hill"}, mixed)).rows
    assert draft.outline.geom_type == "Polygon"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "not a GeoJSON feature collection"),
        (b'{"type": "FeatureCollection", "features": []}', "not a GeoJSON feature collection"),
        (json.dumps({"features": [{"properties": {"id": 1}}]}).encode(), "no attribute with GSS codes.*It has: id"),
        (json.dumps({"features": [{"properties": None}]}).encode(), "It has: none at all"),
    ],
)
def test_a_file_that_is_no_boundary_file_is_refused_as_a_whole(tmp_path, content, problem):
    path = tmp_path / "file.geojson"
    path.write_bytes(content)
    with pytest.raises(AreaFileRefused, match=problem):
        read_boundaries(path)


def test_a_file_without_one_good_feature_is_refused_with_its_first_problems(tmp_path):
    with pytest.raises(AreaFileRefused, match=r"no row that can be loaded\. Row 1, WD22CD: A GSS area code"):
        read(tmp_path, feature({"WD22CD": "?", "WD22NM": "Hill"}, LONDON))


def test_a_year_that_cannot_be_meant_is_refused(tmp_path):
    with pytest.raises(AreaFileRefused, match="22 is not a year"):
        read(tmp_path, GOOD, options={"vintage": 22})
