"""The national register of schools, its links, and shorter lists."""

from datetime import date

import pytest

from alongside.areas.drafts import SchoolLinkDraft
from alongside.areas.errors import AreaFileRefused
from alongside.areas.states import SchoolSector, SchoolStatus
from alongside.exchange.schools_register import read_school_links, read_schools, tells_links

HEADING = (
    "URN,LA (code),LA (name),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),"
    "OpenDate,CloseDate,PhaseOfEducation (name),Postcode,Easting,Northing"
)
GOOD = "100001,399,Nowhere,St Wulfstan’s,Academy converter,Open,01-09-2012,,Primary,ZZ1 1AA,537000,189000"
MILL = "100002,399,Nowhere,Mill Lane,{type},{status},{opened},,Primary,{postcode},{easting},{northing}"
PLAIN = {"type": "Community school", "status": "Open", "opened": "", "postcode": "", "easting": "", "northing": ""}


def read(tmp_path, *rows, heading=HEADING, reader=read_schools, encoding="cp1252"):
    path = tmp_path / "register.csv"
    path.write_bytes("\n".join([heading, *rows]).encode(encoding))
    return reader(path, vintage=2025)


def test_the_registers_own_layout_is_read(tmp_path):
    (school,) = read(tmp_path, GOOD.replace("ZZ1", "AB1")).rows
    assert (school.urn, school.name, school.phase) == ("100001", "St Wulfstan’s", "Primary")
    assert (school.sector, school.status) == (SchoolSector.STATE, SchoolStatus.OPEN)
    assert (school.postcode, school.easting, school.northing) == ("AB1 1AA", 537_000, 189_000)
    assert (school.la_code, school.opened, school.closed) == ("399", date(2012, 9, 1), None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"type": "Other independent school"}, {"sector": SchoolSector.INDEPENDENT}),
        ({"status": "Closed"}, {"status": SchoolStatus.CLOSED}),
        ({"easting": "0", "northing": "0"}, {"easting": None, "northing": None}),
        ({"opened": "2012-09-01"}, {"opened": date(2012, 9, 1)}),
    ],
)
def test_what_the_register_says_in_its_own_words_is_understood(tmp_path, given, kept):
    (school,) = read(tmp_path, MILL.format(**{**PLAIN, **given})).rows
    assert {name: getattr(school, name) for name in kept} == kept


@pytest.mark.parametrize(
    ("given", "field", "problem"),
    [
        ({"status": "Haunted"}, "EstablishmentStatus (name)", "must be open, closed"),
        ({"opened": "31-02-2012"}, "OpenDate", "written like 31-08-2019"),
        ({"postcode": "nowhere"}, "Postcode", "not a full postcode"),
        ({"easting": "x", "northing": "189000"}, "Easting", "must be a number"),
        ({"easting": "-0.1", "northing": "51.5"}, "Easting", "outside Great Britain"),
        ({"type": "T" * 101}, "TypeOfEstablishment (name)", "100 characters or fewer"),
    ],
)
def test_a_school_that_fails_is_a_reject_by_row_and_field_and_the_others_stay(tmp_path, given, field, problem):
    batch = read(tmp_path, GOOD.replace("ZZ1", "AB1"), MILL.format(**{**PLAIN, **given}))
    assert [school.urn for school in batch.rows] == ["100001"]
    (reject,) = batch.rejects
    assert (reject.row, reject.field) == (2, field)
    assert problem in reject.problem


@pytest.mark.parametrize(
    ("row", "field"),
    [("12345,Mill", "URN"), ("100001,", "name"), ("100001,Mill\n100001,Mill again", "URN")],
)
def test_a_school_needs_a_number_of_its_own_and_a_name(tmp_path, row, field):
    batch = read(tmp_path, "100009,Good", *row.split("\n"), heading="URN,name")
    assert batch.rejects[-1].field == field


def test_a_short_list_with_longitude_and_latitude_is_read_and_the_rest_is_not_stated(tmp_path):
    (school,) = read(tmp_path, "100001,Mill,51.58321533,-0.02403328", heading="URN,name,lat,lon").rows
    assert (school.easting, school.northing) == pytest.approx((537_000, 189_000), abs=0.2)
    assert (school.sector, school.status) == (SchoolSector.NOT_STATED, SchoolStatus.NOT_STATED)


@pytest.mark.parametrize(("heading", "missing"), [("name,Postcode", "number"), ("URN,Postcode", "name")])
def test_a_list_without_numbers_or_names_is_refused(tmp_path, heading, missing):
    with pytest.raises(AreaFileRefused, match=f"no column for the school's {missing}"):
        read(tmp_path, "x,y", heading=heading)


LINKS = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate"


def links(tmp_path, *rows):
    return read(tmp_path, *rows, heading=LINKS, reader=read_school_links)


def test_links_say_which_school_took_which_others_place(tmp_path):
    batch = links(
        tmp_path,
        "100001,100002,Mill Academy,Successor,01-09-2012",
        "100004,100003,Old School,Predecessor,01-09-2012",
        "100001,100009,Nursery,Sixth Form Centre Link,01-09-2012",
    )
    assert batch.rows == [SchoolLinkDraft(1, "100001", "100002"), SchoolLinkDraft(2, "100003", "100004")]
    assert tells_links(tmp_path / "register.csv")


def test_the_same_link_told_from_both_sides_is_one_link(tmp_path):
    batch = links(tmp_path, "100001,100002,B,Successor,", "100002,100001,A,Predecessor,")
    assert (len(batch.rows), batch.rejects) == (1, [])


def test_a_second_successor_and_a_link_to_itself_are_rejects(tmp_path):
    batch = links(
        tmp_path,
        "100001,100002,B,Successor,",
        "100001,100003,C,Successor - Split School,",
        "100005,100005,E,Successor,",
    )
    assert [(reject.row, reject.problem) for reject in batch.rejects] == [
        (2, "100001 has another successor already: one is kept."),
        (3, "A school cannot be linked to itself."),
    ]
