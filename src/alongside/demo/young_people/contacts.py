"""Addresses and telephone numbers as an agency knows them: often an earlier home, sometimes the other parent's."""

from dataclasses import dataclass

import numpy as np

from alongside.demo.young_people import addresses, homes, rates
from alongside.demo.young_people.draws import Draws, Flags, Ints
from alongside.demo.young_people.families import Children
from alongside.demo.young_people.homes import Homes
from alongside.demo.young_people.known import Known
from alongside.demo.young_people.marks import Marks
from alongside.demo.young_people.name_lists import Texts
from alongside.demo.young_people.rates import RATES

OWN_PHONE_FROM = 12 * 365
PHONE_LASTS = 5 * 365
# The first signs, by which a postcode and a telephone number are nobody's, are never mistyped.
KEPT = {"postcode_typed_wrong": 2, "phone_typed_wrong": 5}


@dataclass(slots=True)
class Contact:
    house: Texts
    street: Texts
    postcode: Texts
    phone: Texts


def write_contacts(draws: Draws, where: Homes, children: Children, known: Known, marks: Marks) -> Contact:
    """The address and telephone of each record; None where they are not held."""
    key, agency, child = known.key, known.agency, known.child
    family = children.family[child]
    # Records are out of date: by half to one and a half times the agency's mean.
    age = (RATES.of("address_years_old")[agency] * 365 * 2 * draws.share("address age", key) ** 2 * 1.5).astype(
        np.int64
    )
    day = known.day - age
    other = homes.live_apart(draws, children)[child] & draws.chance(
        "other_parent", key, RATES.of("other_parent")[agency]
    )
    marks.note("other_parent", other)
    address = where.address(family, day, other)
    marks.note("old_address", address != where.address(family, known.day, other))
    town = homes.towns(draws, address)
    place = homes.postcode_places(draws, address)
    shared = _in_shared_home(draws, children, child, address, day)
    marks.note("shared_home", shared)
    home = homes.shared_home(draws, town, np.where(shared, children.key[child], 0))
    place = np.where(shared, home * 97 % homes.POSTCODES_A_TOWN, place)
    short = draws.chance("short kind", key, np.array([0.05, 0.1, 0.1, 0.45, 0.35])[agency])
    manner = draws.pick("flat manner", key, (0.6, 0.15, 0.1, 0.15))
    house = addresses.houses(draws, address, manner)
    house[shared] = np.array(addresses.SHARED_HOMES, dtype=object)[home[shared] % homes.SHARED_HOMES_A_TOWN]
    postcode = addresses.postcodes(town, place)
    contact = Contact(
        house=_typed_wrong(draws, known, "house_typed_wrong", house, marks),
        street=addresses.streets(draws, town, place, short),
        postcode=_spaced(draws, known, _typed_wrong(draws, known, "postcode_typed_wrong", postcode, marks)),
        phone=_phones(draws, children, known, other, shared, home, marks),
    )
    nowhere = draws.chance("no address", key, RATES.of("postcode_missing")[agency] * 0.7)
    for what in ("house", "street", "postcode"):
        texts = getattr(contact, what)
        texts[nowhere | draws.chance(f"{what}_missing", key, RATES.of(f"{what}_missing")[agency] * 0.35)] = None
    return contact


def _in_shared_home(draws: Draws, children: Children, child: Ints, address: Ints, day: Ints) -> Flags:
    """Young people in a hostel or a care home since some day, and families in a shelter for one stay."""
    moved_in = children.born[child] + 365 * 9 + draws.below("into shared home", children.key, 365 * 10)[child]
    alone = draws.chance("in shared home", children.key, rates.IN_SHARED_HOME)[child] & (day >= moved_in)
    return alone | draws.chance("shelter", address // 2, 0.012)


def _typed_wrong(draws: Draws, known: Known, what: str, texts: Texts, marks: Marks) -> Texts:
    """One digit or letter wrong, or two changed over."""
    wrong = draws.chance(what, known.key, RATES.of(what)[known.agency])
    marks.note(what, wrong)
    at = np.flatnonzero(wrong)
    places = draws.share(f"{what} place", known.key[at]).tolist()
    signs = draws.below(f"{what} sign", known.key[at], 9).tolist()
    for row, share, sign in zip(at.tolist(), places, signs, strict=True):
        texts[row] = _slipped(texts[row], KEPT.get(what, 0), share, sign)
    return texts


def _slipped(text: str, kept: int, share: float, sign: int) -> str:
    place = kept + int(share * (len(text) - kept))
    here = text[place]
    if here.isdigit():
        return text[:place] + str((int(here) + 1 + sign) % 10) + text[place + 1 :]
    if place + 1 < len(text) and text[place + 1] != here:
        return text[:place] + text[place + 1] + here + text[place + 2 :]
    return text[:place] + addresses.LETTERS[sign] + text[place + 1 :]


def _spaced(draws: Draws, known: Known, postcodes: Texts) -> Texts:
    """Some leave out the space, or write small letters."""
    for row in np.flatnonzero(draws.chance("no space", known.key, 0.12)).tolist():
        postcodes[row] = postcodes[row].replace(" ", "")
    for row in np.flatnonzero(draws.chance("small letters", known.key, 0.04)).tolist():
        postcodes[row] = postcodes[row].lower()
    return postcodes


def _phones(
    draws: Draws, children: Children, known: Known, other: Flags, shared: Flags, home: Ints, marks: Marks
) -> Texts:
    """A parent's number, the other parent's, the child's own, or the home's; each changes every few years."""
    key, agency, child = known.key, known.agency, known.child
    of_age = known.day - children.born[child] >= OWN_PHONE_FROM
    own = of_age & draws.chance("phone_childs", key, RATES.of("phone_childs")[agency])
    second = other | draws.chance("second parent's phone", key, 0.18)
    era = (known.day + draws.below("phone changes", children.family[child], PHONE_LASTS)) // PHONE_LASTS
    # The owner's number in one space: families (two parents), children, homes.
    owner = np.where(own, children.key[child] * 4 + 3, children.family[child] * 32 + second)
    owner = np.where(shared & ~own, 500_000_000 + home, owner)
    found = addresses.phones(owner * 8 + era, draws.pick("phone manner", key, (0.5, 0.35, 0.05, 0.1)))
    found = _typed_wrong(draws, known, "phone_typed_wrong", found, marks)
    found[draws.chance("phone_missing", key, RATES.of("phone_missing")[agency])] = None
    return found
