"""Which numbers a record holds: the child's, its second one, a sibling's by mistake, mistyped, or none."""

from dataclasses import dataclass

import numpy as np

from alongside.demo.young_people import numbers, rates
from alongside.demo.young_people.draws import Draws
from alongside.demo.young_people.families import Children
from alongside.demo.young_people.known import Known
from alongside.demo.young_people.marks import Marks
from alongside.demo.young_people.name_lists import Texts, are_there
from alongside.demo.young_people.rates import RATES

# A child's second NHS number: from a block that first numbers do not reach.
SECOND_BLOCK = 949
SECOND_SERIALS = 60_000_000


@dataclass(slots=True)
class Numbers:
    upn: Texts
    nhs_number: Texts
    urn: Texts


def write_numbers(draws: Draws, children: Children, known: Known, marks: Marks) -> Numbers:
    serial = numbers.serials(children)
    return Numbers(
        _held(draws, children, known, marks, "upn", rates.SECOND_UPN,
              numbers.pupil_numbers(children), numbers.pupil_numbers(children, temporary=True)),
        _held(draws, children, known, marks, "nhs", rates.SECOND_NHS,
              numbers.nhs_numbers(serial), numbers.nhs_numbers(serial, first_block=SECOND_BLOCK)),
        _held(draws, children, known, marks, "urn", rates.SECOND_URN,
              numbers.police_references(serial), numbers.police_references(serial + SECOND_SERIALS)),
    )  # fmt: skip


def _held(
    draws: Draws, children: Children, known: Known, marks: Marks, which: str, two: float, first: Texts, second: Texts
) -> Texts:
    """The number on each record, or None."""
    key, child, agency = known.key, known.child, known.agency
    held = draws.chance(which, key, RATES.of(which)[agency])
    has_sibling = children.sibling[child] != child
    copied = held & has_sibling & draws.chance(f"{which} of sibling", key, RATES.of("number_of_sibling")[agency])
    marks.note(f"{which}_of_sibling", copied)
    whose = np.where(copied, children.sibling[child], child)
    has_two = draws.chance(f"two {which}", children.key, two)[whose]
    takes_second = has_two & draws.chance(f"second {which}", key, 0.5)
    marks.note(f"{which}_second", held & takes_second)
    found = np.where(takes_second, second[whose], first[whose])
    wrong = held & draws.chance(f"{which} wrong", key, RATES.of("number_typed_wrong")[agency])
    marks.note(f"{which}_typed_wrong", wrong)
    found = numbers.typed_wrong(draws, which, key, found, wrong)
    found[~held] = None
    return _spaced(draws, known, found) if which == "nhs" else found


def _spaced(draws: Draws, known: Known, texts: Texts) -> Texts:
    """As it is printed on a card: three, three, four."""
    spaced = draws.chance("nhs spaced", known.key, 0.25) & are_there(texts)
    for row in np.flatnonzero(spaced).tolist():
        texts[row] = f"{texts[row][:3]} {texts[row][3:6]} {texts[row][6:]}"
    return texts
