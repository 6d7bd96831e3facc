"""Identifiers checked by their own rules: what is well formed, and in plain words what is wrong.

A well-formed number is not yet the right person's number; nothing here matches people. The words of a problem
never repeat the number that was typed, so that they may be logged.
"""

import re
import unicodedata
from dataclasses import dataclass

SPACING = re.compile(r"[\s\-\u2010-\u2015\u2212.]+")
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


@dataclass(frozen=True)
class Checked:
    """`value` is the normal form to keep, or None with the `problem`; a `warning` does not stop it."""

    value: str | None = None
    problem: str | None = None
    warning: str | None = None

    @property
    def is_good(self) -> bool:
        return self.value is not None


def _problem(words: str) -> Checked:
    return Checked(problem=words)


def _compact(text: str) -> str:
    return SPACING.sub("", unicodedata.normalize("NFKC", text)).upper()


def _digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def nhs_number(text: str) -> Checked:
    """Ten digits, the last a check digit modulo 11. Numbers that begin with 999 are for tests only."""
    number = _compact(text)
    if not _digits(number):
        return _problem("An NHS number has digits only, such as 999 123 4578.")
    if len(number) != 10:
        return _problem(f"An NHS number has 10 digits; this has {len(number)}.")
    if len(set(number)) == 1:
        return _problem("One digit ten times over is not an NHS number. Leave it empty if it is not known.")
    # A check digit of 10 cannot be written, so such numbers are never issued.
    check = -sum(int(digit) * (10 - place) for place, digit in enumerate(number[:9])) % 11
    if check != int(number[9]):
        return _problem("The last digit does not fit the others: one is wrong, or two have changed places.")
    for_tests = number.startswith("999")
    return Checked(number, warning="Numbers that begin with 999 are for tests only." if for_tests else None)


def unique_pupil_number(text: str) -> Checked:
    """Check letter, authority (3), establishment (4), year (2), serial (3); a temporary one ends in a letter.

    For education only: never a key between agencies, and not shown on screen.
    """
    number = _compact(text)
    if len(number) != 13:
        return _problem(f"A UPN has 13 characters; this has {len(number)}.")
    if not re.fullmatch(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]", number):
        return _problem("A UPN is a letter and 12 digits; only a temporary one has a letter at the end.")
    values = [int(c) if c.isdecimal() else UPN_LETTERS.index(c) for c in number[1:]]
    if UPN_LETTERS[sum(value * place for place, value in enumerate(values, start=2)) % 23] != number[0]:
        return _problem("The first letter does not fit the rest: one is wrong, or two have changed places.")
    warnings = []
    if int(number[1:4]) not in LA_CODES:
        warnings.append(f"Authority {number[1:4]} is not in our list: it may be new, or mistyped.")
    if number[12].isalpha():
        warnings.append("This is a temporary UPN; a permanent one will replace it.")
    return Checked(number, warning=" ".join(warnings) or None)


def _codes(text: str) -> frozenset[int]:
    spans = (part.partition("-") for part in text.split())
    return frozenset(code for first, _, last in spans for code in range(int(first), int(last or first) + 1))


# Authority numbers of the Department for Education, its "pseudo" ones (001-005, Wales, the islands) and the
# authorities formed up to 2023 (838-839 Dorset, Bournemouth; 940-943 Northamptonshire, Cumbria) included.
LA_CODES = _codes(
    "1-5 201-213 301-320 330-336 340-344 350-359 370-373 380-384 390-394 420 660-681 701-708 800-803 "
    "805-808 810-813 815-816 820-823 825-826 830-831 835-841 845-846 850-852 855-857 860-861 865-896 "
    "908-909 916 919 921 925-926 928-929 931 933 935-938 940-943"
)


def school_urn(text: str) -> Checked:
    """The unique reference number of a school: six digits. It changes when a school becomes an academy."""
    urn = _compact(text)
    if not _digits(urn) or len(urn) != 6 or urn[0] == "0":
        return _problem("A school's URN has 6 digits, such as 123456.")
    return Checked(urn)


def property_uprn(text: str) -> Checked:
    """The unique property reference number: up to 12 digits, kept as text without leading zeros."""
    uprn = _compact(text)
    if not _digits(uprn) or len(uprn) > 12 or not uprn.strip("0"):
        return _problem("A UPRN has 1 to 12 digits and is not all zeros.")
    return Checked(uprn.lstrip("0"))


_POSTCODE = re.compile(
    r"(?:(?:[A-PR-UWYZ][0-9][0-9ABCDEFGHJKPSTUW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRVWXY]?)[0-9][ABD-HJLNP-UW-Z]{2}"
    r"|GIR0AA|BF1[0-9][ABD-HJLNP-UW-Z]{2})"
)


def postcode(text: str) -> Checked:
    """A full postcode in capitals with its one space, e.g. 'AB1 2DE'. That it exists is not checked."""
    code = _compact(text)
    if not _POSTCODE.fullmatch(code):
        return _problem("This is not a full postcode. Write it like AB1 2DE, or leave it empty.")
    return Checked(f"{code[:-3]} {code[-3:]}")


# The first three characters say what an area is. Only kinds that the system deals in are named.
GSS_KINDS = {
    "E01": "lsoa", "E02": "msoa", "E05": "ward", "E06": "unitary", "E07": "district", "E08": "metropolitan",
    "E09": "borough", "E10": "county", "E12": "region", "E92": "country", "W01": "lsoa", "W02": "msoa",
    "W05": "ward", "W06": "unitary", "W92": "country",
}  # fmt: skip


def gss_code(text: str) -> Checked:
    """A code of the Government Statistical Service: a letter and eight digits, e.g. 'E09000031'."""
    code = _compact(text)
    if not re.fullmatch(r"[EJKLMNSW][0-9]{8}", code):
        return _problem("A GSS area code is a letter and 8 digits, such as E09000031.")
    return Checked(code)


def gss_kind(code: str) -> str:
    """The kind of area a GSS code is for; empty where it is none of ours."""
    return GSS_KINDS.get(code[:3], "")
