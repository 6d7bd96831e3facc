"""How one field of two records compares for the eye of a reviewer."""

from datetime import date

import pytest

from alongside.people import side_by_side as compare


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ([("Sânziana", "Lungu-Țel")], [("SANZIANA", "Lungu Tel")], (True, "")),
        ([("Amina", "Okafor")], [("Okafor", "Amina")], (True, "in another order")),
        ([("Hasan", "Karadeniz")], [("Hüsnü", "Karadeniz")], (False, "last name alike, first names different")),
        ([("Ada", "Marsh")], [("Ada", "Quill")], (False, "first name alike, last names different")),
        ([("Ada", "Marsh"), ("Adaeze", "Marsh")], [("Adaeze", "Marsh")], (True, "")),
        ([("Ada", "Marsh")], [("Bo", "Quill")], (False, "")),
        ([], [("Bo", "Quill")], (None, "")),
        ([("", "Marsh")], [("", "Quill")], (False, "")),
    ],
)
def test_names(left, right, told):
    assert compare.names(left, right) == told


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        (date(2012, 5, 4), date(2012, 5, 4), (True, "")),
        (date(2012, 5, 4), date(2012, 4, 5), (False, "day and month swapped")),
        (date(2012, 5, 4), date(2012, 5, 14), (False, "one figure apart")),
        (date(2012, 5, 4), date(2009, 11, 30), (False, "")),
        (None, date(2012, 5, 4), (None, "")),
    ],
)
def test_dates_of_birth(left, right, told):
    assert compare.births(left, right) == told


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ([("12 Quayside Mews", "LK1 2AB")], [("12, Quayside Mews", "lk12ab")], (True, "")),
        ([("12 Quayside Mews", "LK1 2AB")], [("14 Quayside Mews", "LK1 2AB")], (False, "the same postcode")),
        ([("12 Quayside Mews", "")], [("14 Quayside Mews", "")], (False, "")),
        ([], [("14 Quayside Mews", "LK1 2AB")], (None, "")),
    ],
)
def test_addresses(left, right, told):
    assert compare.addresses(left, right) == told


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        ("01632 960 222", "+44 1632 960222", True),
        ("01632 960 222", "01632 960 223", False),
        ("", "01632 960 222", None),
    ],
)
def test_telephones(left, right, told):
    assert compare.telephones(left, right).alike is told
