"""Names on a map are moved until none covers another; on a phone those for which there is no room are left out."""

import re

from alongside.web.design.map_names import names_on
from alongside.web.design.place_map import MetreFrame

FRAME = MetreFrame.around([[(0.0, 0.0), (4000.0, 4000.0)]])


def drawn(names, tags=()):
    told = re.findall(
        r'<text class="al-place__name( [^"]*)?" x="([\d.-]+)" y="([\d.-]+)">([^<]*)', names_on(FRAME, names, tags)
    )
    return {words: (bool(extra), float(x), float(y)) for extra, x, y, words in told}


def test_a_name_alone_stands_in_the_middle_of_its_place():
    x, y = FRAME.point(2000.0, 2000.0)
    assert drawn([((2000.0, 2000.0), "Quayside")]) == {"Quayside": (False, round(x, 1), round(y, 1))}


def test_two_names_at_one_spot_stand_one_above_the_other():
    found = drawn([((2000.0, 2000.0), "Quayside"), ((2010.0, 2000.0), "Saltmarsh")])
    assert abs(found["Quayside"][2] - found["Saltmarsh"][2]) > 19


def test_a_name_gives_way_to_the_tag_of_a_hot_area_and_a_phone_leaves_it_out():
    at = (2000.0, 2000.0)
    found = drawn([(at, "Quayside"), ((600.0, 3500.0), "Heath")], [(at, "1P")])
    assert found["Quayside"][0] and found["Quayside"][2] != FRAME.point(*at)[1] and not found["Heath"][0]


def test_nothing_to_name_draws_nothing():
    assert names_on(FRAME, [], [((1.0, 1.0), "1P")]) == ""
