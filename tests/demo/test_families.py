"""Invented homes: who lives there, and that they are the same each time."""

from collections import Counter

from alongside.common.periods import age_on
from alongside.demo.names import traditions
from tests.demo.borough_of import TODAY, crowd, families


def test_the_same_seed_and_day_invent_the_same_people_and_records():
    assert crowd(7) == crowd(7)
    assert crowd(7) != crowd(8)


def test_every_child_is_a_child_and_of_an_age_that_her_school_takes():
    children = [child for home in families().households(2_000) for child in home.children]
    ages = {child.key: age_on(child.born, TODAY) for child in children}
    assert set(ages.values()) == set(range(5, 18))
    assert all(child.school != "tern-primary" or ages[child.key] < 12 for child in children)


def test_a_home_shares_its_address_and_nobody_shares_a_number():
    homes = list(families().households(1_000))
    assert all(len({one.home for one in home.everybody}) == 1 for home in homes)
    everybody = [one for home in homes for one in home.everybody]
    assert len({one.nhs for one in everybody}) == len({one.key for one in everybody}) == len(everybody)


def test_there_are_twins_with_one_birthday_and_two_names():
    homes = families().households(3_000)
    twins = [
        (one, other)
        for home in homes
        for place, one in enumerate(home.children)
        for other in home.children[place + 1 :]
        if one.born == other.born
    ]
    assert len(twins) > 5
    assert all(one.given != other.given and one.school == other.school for one, other in twins)


def test_there_are_strangers_of_the_same_name():
    everybody = [one for home in crowd().households for one in home.everybody]
    assert max(Counter(one.name for one in everybody).values()) > 1
    known = crowd().known.children
    assert known["stranger"].name == known["fadumo"].name and known["stranger"].born != known["fadumo"].born


def test_some_women_bore_another_name_before():
    mothers = [one for home in families().households(600) for one in home.adults if one.former]
    assert mothers and all(one.sex == "female" for one in mothers)


def test_names_come_from_many_traditions_with_their_spellings():
    assert len(traditions()) >= 12
    for tradition in traditions():
        assert len(tradition.girls) >= 8 and len(tradition.boys) >= 8 and len(tradition.further) > 50
    everybody = [name for one in traditions() for name in (*one.girls, *one.boys)]
    assert sum(bool(name.spellings) for name in everybody) > 200
    assert sum(bool(name.script) for name in everybody) > 40
