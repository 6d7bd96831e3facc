"""Populations as published: long and wide, and every row that cannot be used."""

import pytest

from alongside.areas.drafts import PopulationDraft
from alongside.areas.errors import AreaFileRefused
from alongside.areas.states import Sex
from alongside.exchange.populations import age_band, read_populations


def read(tmp_path, text, name="population_mid2019.csv", **options):
    path = tmp_path / name
    path.write_text(text)
    return read_populations(path, **options)


def test_a_long_file_has_one_count_a_row(tmp_path):
    batch = read(
        tmp_path, 'area,year,sex,age,count\nE01000001,2019,F,0-15,"1,250"\nE01000001,2019,M,90+,2\n', vintage=2011
    )
    assert batch.rows == [
        PopulationDraft("E01000001", Sex.FEMALE, 0, 15, 1250, 2019),
        PopulationDraft("E01000001", Sex.MALE, 90, 120, 2, 2019),
    ]


def test_a_wide_file_has_a_column_for_each_band_and_sex(tmp_path):
    heading = "LSOA11CD,LSOA11NM,LAD11CD,Persons_All-Ages,Persons_0-15,Males_65+,Females_16-29"
    batch = read(tmp_path, f"{heading}\nE01000001,Mill,E09999001,10,4,1,3\n")
    assert batch.vintage == 2011
    assert batch.rows == [
        PopulationDraft("E01000001", Sex.ALL, 0, 120, 10, 2019),
        PopulationDraft("E01000001", Sex.ALL, 0, 15, 4, 2019),
        PopulationDraft("E01000001", Sex.MALE, 65, 120, 1, 2019),
        PopulationDraft("E01000001", Sex.FEMALE, 16, 29, 3, 2019),
    ]


def test_single_years_of_age_are_bands_of_one(tmp_path):
    batch = read(tmp_path, "LAD2021 Code,All Ages,0,1,90+\nE09999001,6,1,2,3\n")
    assert batch.vintage == 2021
    assert [(row.age_from, row.age_to, row.people) for row in batch.rows] == [
        (0, 120, 6),
        (0, 0, 1),
        (1, 1, 2),
        (90, 120, 3),
    ]


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        ("All Ages", (0, 120)),
        ("7", (7, 7)),
        ("16-29", (16, 29)),
        ("16 to 29", (16, 29)),
        ("Aged 5 to 9 years", (5, 9)),
        ("65+", (65, 120)),
        ("Age 90 and over", (90, 120)),
        ("Aged 85 years and over", (85, 120)),
        ("0 years", (0, 0)),
        ("29-16", None),
        ("adult", None),
        ("16-200", None),
        ("", None),
    ],
)
def test_ages_are_read_as_they_are_printed(words, ages):
    assert age_band(words) == ages


@pytest.mark.parametrize(
    ("row", "field", "problem"),
    [
        ("E0100001,2019,F,0-15,5", "area", "a letter and 8 digits"),
        ("E01000002,19,F,0-15,5", "year", "four digits"),
        ("E01000002,2019,X,0-15,5", "sex", "male, female or all"),
        ("E01000002,2019,F,young,5", "age", "“young” is not an age"),
        ("E01000002,2019,F,0-15,-5", "count", "not negative"),
        ("E01000002,2019,F,0-15,5.5", "count", "a whole number"),
        ("E01000002,2019,F,0-15,", "count", "a whole number"),
        ("E01000002,2019,F,0-15,9999999999", "count", "a whole number"),
        ("E01000001,2019,F,0-15,6", "area", "has this count already in row 1"),
        ("E01000002,2019,F,0-15", "whole row", "has 4 cells"),
    ],
)
def test_a_row_that_fails_is_a_reject_by_row_and_field_and_the_others_stay(tmp_path, row, field, problem):
    batch = read(tmp_path, f"area,year,sex,age,count\nE01000001,2019,F,0-15,5\n{row}\n", vintage=2011)
    assert len(batch.rows) == 1
    (reject,) = batch.rejects
    assert (reject.row, reject.field) == (2, field)
    assert problem in reject.problem


def test_a_bad_code_in_a_wide_row_is_told_once(tmp_path):
    batch = read(tmp_path, "LSOA11CD,0-15,16+\nE01000001,1,2\nnowhere,1,2\n")
    assert [(reject.row, reject.field) for reject in batch.rejects] == [(2, "LSOA11CD")]


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("LSOA11CD,0-15\nE01000001,1\n", "counts.csv", "State it: --year 2019"),
        ("code,0-15\nE01000001,1\n", "mid2019.csv", "State it: --vintage 2021"),
        ("LSOA11CD,name\nE01000001,Mill\n", "mid2019.csv", "neither a column for the age nor columns for bands"),
        ("name,0-15\nMill,1\n", "mid2019.csv", "no column for the area's code"),
        ("LSOA11CD,age,count\nE01000001,5,1\n", "x.csv", "State it: --year 2019"),
        ("LSOA11CD,0-15\nMill,1\n", "mid2019.csv", "no row that can be loaded"),
    ],
)
def test_a_file_that_cannot_be_understood_is_refused_as_a_whole(tmp_path, text, name, problem):
    with pytest.raises(AreaFileRefused, match=problem):
        read(tmp_path, text, name)


def test_year_and_vintage_may_be_stated(tmp_path):
    batch = read(tmp_path, "code,0-15\nE01000001,1\n", "counts.csv", year=2020, vintage=2011)
    assert (batch.vintage, batch.rows[0].year) == (2011, 2020)
