"""Invented people for the tests of the demo, without a database."""

from datetime import date
from random import Random

from alongside.demo.building import Crowd, draw_crowd
from alongside.demo.families import Families, SchoolPlace
from alongside.demo.records import Records

TODAY = date(2026, 11, 17)
SCHOOLS = [
    SchoolPlace("elmsgate-academy", "Elmsgate Academy", 1, range(11, 19), 6),
    SchoolPlace("saltmarsh-high", "Saltmarsh High", 2, range(11, 17), 3),
    SchoolPlace("larkmere-grange", "Larkmere Grange", 3, range(4, 19)),
    SchoolPlace("tern-primary", "Tern Primary School", 4, range(4, 12)),
]


def families(seed: int = 1) -> Families:
    return Families(Random(seed), TODAY, ["Tern Row", "Osier Lane", "Lock Street"], SCHOOLS)


def crowd(seed: int = 1, today: date = TODAY) -> Crowd:
    rng = Random(seed)
    return draw_crowd(Families(rng, today, ["Tern Row", "Osier Lane", "Lock Street"], SCHOOLS), Records(rng, today))
