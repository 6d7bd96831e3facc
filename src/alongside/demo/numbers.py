"""Numbers that are well formed and belong to nobody: ranges that are kept for tests and for drama."""

from collections.abc import Iterator
from random import Random

from alongside.common.identifiers import UPN_LETTERS

# Authority 005 of the pupil numbers is none of the real ones; letter pairs in a postcode leave out C, I, K, M, O, V.
PUPIL_AUTHORITY = "005"
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def nhs_numbers(rng: Random) -> Iterator[str]:
    """Different numbers of the test range (999), each with its right check digit, in no order."""
    place = rng.randrange(1_000_000)
    for _ in range(1_000_000):
        place = (place + 618_033) % 1_000_000
        nine = f"999{place:06d}"
        check = -sum(int(digit) * (10 - at) for at, digit in enumerate(nine)) % 11
        if check < 10:
            yield f"{nine}{check}"


def pupil_number(school: int, year: int, serial: int) -> str:
    """A pupil number with its check letter, of an authority that does not exist."""
    rest = f"{PUPIL_AUTHORITY}{school % 10_000:04d}{year % 100:02d}{serial % 1_000:03d}"
    total = sum(int(digit) * place for place, digit in enumerate(rest, start=2))
    return UPN_LETTERS[total % 23] + rest


def mobile(rng: Random) -> str:
    return f"07700 900{rng.randrange(1_000):03d}"


def landline(rng: Random) -> str:
    return f"01632 960{rng.randrange(200, 1_000):03d}"


def one_digit_wrong(number: str, rng: Random) -> str:
    """As it is when somebody types it badly: the check digit shows it."""
    place = rng.randrange(3, len(number))
    other = rng.choice([digit for digit in "0123456789" if digit != number[place]])
    return number[:place] + other + number[place + 1 :]
