"""Populations: made from the bands held, never estimated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.areas import actions, queries
from alongside.areas.errors import NoPopulation
from alongside.areas.rules import tiled
from alongside.areas.states import Sex
from tests.areas.invented import BOROUGH, keep, keep_wards, people, ward_code

BANDS = ((0, 9, 10), (10, 15, 20), (16, 24, 30), (25, 120, 40))
WARD = ward_code(0, 0)


def population(code=WARD, **more):
    return queries.population_of(code, **{"vintage": 2022, "year": 2024, **more})


@pytest.mark.django_db
def test_bands_add_up_where_they_fit():
    keep(actions.load_population, people(WARD, *BANDS))
    assert population() == 100
    assert population(age_from=10, age_to=24) == 50
    assert population(age_from=16) == 70


@pytest.mark.django_db
def test_bands_that_do_not_fit_are_named_and_not_estimated():
    keep(actions.load_population, people(WARD, *BANDS))
    with pytest.raises(NoPopulation, match=r"Ages 10 to 17 of \w+ cannot be made from the bands held: 0 to 9"):
        population(age_from=10, age_to=17)


@pytest.mark.django_db
def test_a_year_that_is_not_held_is_named():
    keep(actions.load_population, people(WARD, *BANDS))
    with pytest.raises(NoPopulation, match="is held for 2024, not for 2019"):
        population(year=2019)


@pytest.mark.django_db
def test_nothing_held_says_how_to_load_it():
    with pytest.raises(NoPopulation, match="alongside load population"):
        population()


@pytest.mark.django_db
def test_men_and_women_make_everybody_where_everybody_is_not_held():
    keep(actions.load_population, people(WARD, (0, 120, 48), sex=Sex.MALE) + people(WARD, (0, 120, 52), sex=Sex.FEMALE))
    assert population() == 100
    assert population(sex=Sex.FEMALE) == 52


@pytest.mark.django_db
def test_one_sex_alone_is_not_everybody():
    keep(actions.load_population, people(WARD, (0, 120, 48), sex=Sex.MALE))
    with pytest.raises(NoPopulation):
        population()


@pytest.mark.django_db
def test_a_borough_is_the_sum_of_all_its_wards():
    keep_wards(2, 1)
    keep(actions.load_population, people(ward_code(0, 0), *BANDS) + people(ward_code(1, 0), *BANDS))
    assert population(BOROUGH) == 200
    assert queries.populations_of("ward", vintage=2022, year=2024, parent_code=BOROUGH) == {
        ward_code(0, 0): 100,
        ward_code(1, 0): 100,
    }


@pytest.mark.django_db
def test_a_borough_with_a_ward_missing_has_no_sum():
    keep_wards(2, 1)
    keep(actions.load_population, people(ward_code(0, 0), *BANDS))
    with pytest.raises(NoPopulation):
        population(BOROUGH)


bands = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda band: band[0] <= band[1]),
    st.integers(0, 5),
    max_size=8,
)


def ways_to_fill(held, first, last):
    """Every way to lay bands end to end from first to last, by trying all."""
    if first == last + 1:
        return [0]
    return [
        count + rest
        for (start, end), count in held.items()
        if start == first and end <= last
        for rest in ways_to_fill(held, end + 1, last)
    ]


@given(bands, st.integers(0, 8), st.integers(0, 8))
def test_bands_are_laid_end_to_end_whenever_that_is_possible(held, first, last):
    if first <= last:
        total, ways = tiled(held, first, last), ways_to_fill(held, first, last)
        assert (total in ways) if ways else (total is None)
