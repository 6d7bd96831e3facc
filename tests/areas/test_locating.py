"""Which area a point lies in: every point in one area at most, and in the one where it really is."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.areas import actions, queries
from tests.areas.invented import SIDE, SOUTH, WEST, keep, keep_wards, square, ward_code, wards

pytestmark = pytest.mark.django_db
inside = st.floats(0.3, SIDE - 0.3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(-2, 6), st.integers(-2, 6), inside, inside), min_size=1, max_size=20))
def test_points_lie_in_the_square_that_division_gives(db, points):
    keep_wards(4, 4)
    found = queries.locate(
        eastings=[WEST + column * SIDE + east for column, _, east, _ in points],
        northings=[SOUTH + row * SIDE + north for _, row, _, north in points],
        kind="ward",
        vintage=2022,
    )
    expected = [ward_code(column, row) if 0 <= column < 4 and 0 <= row < 4 else None for column, row, _, _ in points]
    assert found == expected


def test_a_point_on_a_shared_edge_belongs_to_one_area_and_always_the_same():
    keep_wards(2, 1)
    on_edge = queries.locate_one(WEST + SIDE, SOUTH + 500, "ward", 2022)
    assert on_edge in {ward_code(0, 0), ward_code(1, 0)}
    assert queries.locate_one(WEST + SIDE, SOUTH + 500, "ward", 2022) == on_edge


def test_points_without_a_position_lie_nowhere():
    keep_wards(1, 1)
    nowhere = float("nan")
    found = queries.locate(eastings=[nowhere, WEST + 5], northings=[SOUTH + 5, SOUTH + 5], kind="ward", vintage=2022)
    assert found == [None, ward_code(0, 0)]


def test_no_points_and_no_boundaries_give_no_answers():
    assert queries.locate(eastings=[], northings=[], kind="ward", vintage=2022) == []
    assert queries.locate_one(WEST, SOUTH, "ward", 2022) is None


def test_boundaries_that_change_are_found_anew_at_once():
    keep_wards(1, 1)
    assert queries.locate_one(WEST + 1_500, SOUTH + 500, "ward", 2022) is None
    keep_wards(2, 1)
    assert queries.locate_one(WEST + 1_500, SOUTH + 500, "ward", 2022) == ward_code(1, 0)


def test_vintages_and_kinds_do_not_mix():
    keep_wards(1, 1, vintage=2018)
    assert queries.locate_one(WEST + 500, SOUTH + 500, "ward", 2022) is None
    assert queries.locate_one(WEST + 500, SOUTH + 500, "lsoa", 2018) is None
    assert queries.locate_one(WEST + 500, SOUTH + 500, "ward", 2018) == ward_code(0, 0)


def test_a_hole_belongs_to_the_area_that_fills_it():
    island = square(0, 0, 100)
    around = wards(1, 1)[0]._replace(outline=square(0, 0).difference(island))
    within = wards(1, 2)[1]._replace(outline=island)
    keep(actions.load_boundaries, [around, within])
    assert queries.locate_one(WEST + 50, SOUTH + 50, "ward", 2022) == within.code
    assert queries.locate_one(WEST + 500, SOUTH + 50, "ward", 2022) == around.code


def test_one_query_locates_many_points(django_assert_num_queries):
    keep_wards(4, 4)
    queries.locate_one(WEST, SOUTH, "ward", 2022)
    many = np.linspace(WEST, WEST + 4 * SIDE, 5_000)
    with django_assert_num_queries(1):
        found = queries.locate(eastings=many, northings=many - WEST + SOUTH, kind="ward", vintage=2022)
    assert {code for code in found if code} >= {ward_code(number, number) for number in range(4)}
