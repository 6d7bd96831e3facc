"""Addresses and telephone numbers as texts. Nobody lives there: areas, towns, streets and numbers are invented."""

from functools import lru_cache

import numpy as np

from alongside.demo.young_people.draws import Draws, Flags, Ints
from alongside.demo.young_people.homes import POSTCODES_A_TOWN
from alongside.demo.young_people.name_lists import FOLDER, Texts

# "ZL" and further letter pairs that no post office uses (ZE is Shetland); twenty towns in each.
AREAS = tuple(f"Z{letter}" for letter in "LABCDFGHKMNPQRSTUVWXY")
TOWNS_AN_AREA = 20
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
MIDDLES = ("", "", "", " Bank", " Croft", " Dale", " Field", " Grove", " Head", " Hurst", " Mead", " Side")
KINDS = ("Road", "Street", "Avenue", "Close", "Lane", "Gardens", "Way", "Drive", "Crescent", "Terrace", "Row", "Court")
SHORT_KINDS = ("Rd", "St", "Ave", "Cl", "Ln", "Gdns", "Way", "Dr", "Cres", "Terr", "Row", "Ct")
SHARED_HOMES = ("Harbour House", "Beacon House", "The Lodge", "Linden Court", "Orchard House", "Kestrel House",
                "The Willows", "Anchor Hostel", "St Brannoc's", "Fern Lodge", "Meadow View", "Lantern House")  # fmt: skip
POSTCODES_A_STREET = 3


def postcodes(town: Ints, place: Ints) -> Texts:
    """The postcodes as texts; each made once."""
    wanted, where = np.unique(town * POSTCODES_A_TOWN + place, return_inverse=True)
    made = [_postcode(*divmod(one, POSTCODES_A_TOWN)) for one in wanted.tolist()]
    return np.array(made, dtype=object)[where] if made else np.array([], dtype=object)


def _postcode(town: int, place: int) -> str:
    area, district = AREAS[town // TOWNS_AN_AREA], town % TOWNS_AN_AREA + 1
    unit = (place // 10 * 163 + town * 7) % 400
    return f"{area}{district} {place % 10}{LETTERS[unit // 20]}{LETTERS[unit % 20]}"


def streets(draws: Draws, town: Ints, place: Ints, short: Flags) -> Texts:
    """The street of each postcode: three postcodes lie in one street. Some write `Rd` for `Road`."""
    number = town * POSTCODES_A_TOWN + place // POSTCODES_A_STREET
    start = draws.below("street start", number, len(_street_starts()))
    middle = draws.below("street middle", number, len(MIDDLES))
    kind = draws.pick("street kind", number, [1 / (at + 2) for at in range(len(KINDS))])
    return _street_texts()[short.astype(np.int64), start, middle, kind]


@lru_cache(maxsize=1)
def _street_starts() -> tuple[str, ...]:
    lines = (FOLDER / "streets.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _street_texts() -> np.ndarray:
    """Every street that can be, both ways of writing its kind."""
    return np.array(
        [
            [[[f"{start}{middle} {kind}" for kind in kinds] for middle in MIDDLES] for start in _street_starts()]
            for kinds in (KINDS, SHORT_KINDS)
        ],
        dtype=object,
    )


def houses(draws: Draws, address: Ints, manner: Ints) -> Texts:
    """The house of each address. Manner: 0 with its flat, 1 flat without comma, 2 the flat after, 3 without its flat."""
    number = 1 + draws.below("house", address, 140) // (1 + draws.below("low house", address, 3))
    flat = np.where(draws.chance("flat", address, 0.22), 1 + draws.below("flat number", address, 24), 0)
    letter = np.where(draws.chance("house letter", address, 0.05), 1 + draws.below("letter", address, 3), 0)
    packed = ((manner * 25 + flat) * 4 + letter) * 200 + number
    wanted, where = np.unique(packed, return_inverse=True)
    made = [_house(one) for one in wanted.tolist()]
    return np.array(made, dtype=object)[where] if made else np.array([], dtype=object)


def _house(packed: int) -> str:
    rest, number = divmod(packed, 200)
    rest, letter = divmod(rest, 4)
    manner, flat = divmod(rest, 25)
    house = f"{number}{'ABC'[letter - 1] if letter else ''}"
    if not flat or manner == 3:
        return house
    return (f"Flat {flat}, {house}", f"Flat {flat} {house}", f"{house} Flat {flat}")[manner]


def phones(keys: Ints, manner: Ints) -> Texts:
    """A telephone number for each key: 06 is given to nobody in Britain. Manner: how it is spaced."""
    wanted, where = np.unique(keys * 4 + manner, return_inverse=True)
    number = (wanted // 4 * 612_345_679 + 123_456_789) % 1_000_000_000
    made = [_phone(f"{one:09d}", way) for one, way in zip(number.tolist(), (wanted % 4).tolist(), strict=True)]
    return np.array(made, dtype=object)[where] if made else np.array([], dtype=object)


def _phone(nine: str, manner: int) -> str:
    return (
        f"06{nine[:3]} {nine[3:]}",
        f"06{nine}",
        f"+44 6{nine[:3]} {nine[3:]}",
        f"06{nine[:3]} {nine[3:6]} {nine[6:]}",
    )[manner]
