"""One record in standard form: what is compared, and the keys by which candidates are found.

Every door uses this one: `standardise` runs it over a frame, the live system over a record as it arrives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from alongside.analysis.linkage import addresses, numbers
from alongside.analysis.linkage.dates import Birth, read_birth
from alongside.analysis.linkage.names import (
    Family,
    Given,
    family_root,
    read_family,
    read_given,
    split_full_name,
)
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.sounds import sound_of
from alongside.analysis.linkage.spellings import given_root
from alongside.analysis.linkage.text import as_text, fold

# To be raised whenever the same input would give another output.
STANDARD_VERSION = "3"


@dataclass(frozen=True, slots=True)
class Standard:
    """A record in standard form. Text is lower-case ASCII; "" is missing."""

    agency: str = ""
    nhs: str = ""
    upn: str = ""
    urn: str = ""
    given: str = ""
    given_root: str = ""
    given_sound: str = ""
    given_start: str = ""
    initial: str = ""
    middle: str = ""
    middle_root: str = ""
    family: str = ""
    family_root: str = ""
    family_sound: str = ""
    family_start: str = ""
    family_first: str = ""
    family_last: str = ""
    name: str = ""
    root_name: str = ""
    sound_name: str = ""
    dob: date | None = None
    birth: str = ""
    birth_key: str = ""
    birth_month: str = ""
    birth_year: str = ""
    birth_vague: bool = False
    sex: str = ""
    house: str = ""
    street: str = ""
    postcode: str = ""
    sector: str = ""
    address: str = ""
    phone: str = ""

    @property
    def bag(self) -> str:
        """The roots of first, second and last names, sorted: the same in whatever order they were given. Empty when
        one of first and last name is missing."""
        if not (self.given and self.family):
            return ""
        return " ".join(sorted({self.given_root, self.middle_root, self.family_first, self.family_last} - {""}))


@dataclass(frozen=True, slots=True)
class Column:
    """A field of `Standard` as a store keeps it; `longest` is the greatest length of a text."""

    name: str
    kind: Literal["text", "date", "bool"]
    longest: int = 0


_LONGEST = {
    "agency": 80, "nhs": 10, "upn": 13, "urn": 40, "given": 40, "given_root": 40, "given_sound": 40, "given_start": 3, "initial": 1,
    "middle": 120, "middle_root": 40, "family": 60, "family_root": 60, "family_sound": 60, "family_start": 3,
    "family_first": 40, "family_last": 40, "name": 101, "root_name": 101, "sound_name": 101, "birth": 10, "birth_key": 10,
    "birth_month": 7, "birth_year": 4, "sex": 1, "house": 40, "street": 80, "postcode": 9, "sector": 9, "address": 130,
    "phone": 15,
}  # fmt: skip


def _column(name: str) -> Column:
    if name == "dob":
        return Column(name, "date")
    return Column(name, "bool") if name == "birth_vague" else Column(name, "text", _LONGEST[name])


COLUMNS: tuple[Column, ...] = tuple(_column(field.name) for field in fields(Standard))

_MALE, _FEMALE = ("m", "male", "boy", "man", "1"), ("f", "female", "girl", "woman", "2")
# The NHS writes 1 for male and 2 for female.
_SEXES = dict.fromkeys(_MALE, "m") | dict.fromkeys(_FEMALE, "f")


def standardise_record(record: Mapping[str, object], settings: Settings | None = None) -> Standard:
    """A record, with any of the columns of `standardise`, in standard form.

    A value that cannot be read is missing here; the caller keeps the record as it was sent.
    """
    text = {name: as_text(record.get(name)) for name in _INPUT_TEXT}
    first, middle, family = read_names(text["first_name"], text["middle_name"], text["surname"])
    agency = read_agency(record.get("agency"))
    education = (settings or Settings()).education
    standard: dict[str, Any] = {
        "agency": agency,
        "nhs": numbers.nhs_number(text["nhs_number"]),
        "upn": numbers.pupil_number(text["upn"]) if numbers.is_education(agency, education) else "",
        "urn": numbers.reference(text["urn"]),
        "sex": read_sex(record.get("sex")),
        "phone": numbers.telephone(text["phone"]),
    }
    standard |= name_fields(first, middle, family) | birth_fields(read_birth(record.get("dob")))
    standard |= address_fields(text["house"], text["street"], text["postcode"])
    return Standard(**standard)


_INPUT_TEXT = (
    "upn", "nhs_number", "urn", "first_name", "middle_name", "surname", "house", "street", "postcode", "phone",
)  # fmt: skip


def read_agency(value: object) -> str:
    return fold(as_text(value))[:80]


def read_sex(value: object) -> str:
    return _SEXES.get(fold(as_text(value)), "")


def read_names(first_name: str, middle_name: str, surname: str) -> tuple[str, tuple[str, ...], Family]:
    """First name, other given names, surname. A whole name in one of the two fields is taken apart."""
    given, family = read_given(first_name), read_family(surname)
    if is_whole_name(given, family):
        before, after = split_full_name(first_name if given.first else surname)
        given, family = read_given(before), read_family(after)
    first, middle = join_given(given, read_given(middle_name))
    return first, middle, family


def is_whole_name(given: Given, family: Family) -> bool:
    """Whether one field seems to hold first name and surname together, for the other is empty."""
    return bool(given.others) if not family.whole else (not given.first and len(family.parts) > 1)


def join_given(given: Given, second: Given) -> tuple[str, tuple[str, ...]]:
    """The first name, and all other given names in order."""
    names = tuple(name for name in (given.first, *given.others, second.first, *second.others) if name)
    return (names[0], names[1:]) if names else ("", ())


def given_fields(first: str) -> dict[str, str]:
    root = given_root(first)
    return {
        "given": first,
        "given_root": root,
        "given_sound": sound_of(root),
        "given_start": root[:3],
        "initial": root[:1],
    }


def middle_fields(middle: tuple[str, ...]) -> dict[str, str]:
    return {"middle": " ".join(middle)[:120], "middle_root": given_root(middle[0]) if middle else ""}


def family_fields(family: Family) -> dict[str, str]:
    roots = [family_root(part) for part in family.parts]
    whole = "".join(roots)[:60]
    return {
        "family": family.whole,
        "family_root": whole,
        "family_sound": sound_of(whole),
        "family_start": whole[:3],
        "family_first": roots[0] if roots else "",
        "family_last": roots[-1] if roots else "",
    }


def whole_name(first: str, family: str) -> str:
    return f"{first} {family}" if first and family else ""


def either_order(one: str, other: str) -> str:
    return " ".join(sorted((one, other))) if one and other else ""


def name_fields(first: str, middle: tuple[str, ...], family: Family) -> dict[str, str]:
    fields = given_fields(first) | middle_fields(middle) | family_fields(family)
    return fields | {
        "name": whole_name(first, family.whole),
        "root_name": whole_name(fields["given_root"], fields["family_root"]),
        "sound_name": either_order(fields["given_sound"], fields["family_sound"]),
    }


def birth_fields(born: Birth) -> dict[str, object]:
    if born.day is None:
        keys = dict.fromkeys(("birth", "birth_key", "birth_month"), "")
        return {"dob": None, **keys, "birth_year": born.year, "birth_vague": born.vague}
    low, high = sorted((born.day.month, born.day.day))
    return {
        "dob": born.day,
        "birth": born.day.isoformat(),
        "birth_key": f"{born.year}-{low:02}-{high:02}",
        "birth_month": born.day.isoformat()[:7],
        "birth_year": born.year,
        "birth_vague": born.vague,
    }


def address_fields(house_text: str, street_text: str, postcode_text: str) -> dict[str, str]:
    code = addresses.postcode(postcode_text)
    home, road = addresses.house(house_text), addresses.street(street_text)
    return {
        "house": home,
        "street": road,
        "postcode": code,
        "sector": addresses.sector(code),
        "address": whole_address(home, road, code),
    }


def whole_address(home: str, road: str, code: str) -> str:
    """House with postcode; with the street where the postcode is missing."""
    place = code or road
    return f"{home} {place}" if home and place else ""
