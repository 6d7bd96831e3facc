"""Columns that may tell of a person: never kept, never mapped. Told by their heading, or by what their cells hold."""

import re
from collections.abc import Sequence

from alongside.exchange.tables import header_key

_PERSONS = [
    "victim",
    "suspect",
    "offender",
    "accused",
    "caller",
    "patient",
    "officer",
    "child",
    "person",
    "client",
    "complainant",
    "witness",
    "parent",
    "carer",
    "member",
    "staff",
    "reporter",
    "informant",
    "driver",
    "owner",
    "occupier",
    "nick",
    "maiden",
    "first",
    "fore",
    "given",
    "sur",
    "last",
    "family",
    "middle",
    "full",
    "known",
]
_NAMES = re.compile(rf"(?:name|names|(?:{'|'.join(_PERSONS)})s?(?:full|first|last|sur|given|fore)?names?)")
_WORDS = {
    "dob": "it holds dates of birth",
    "dateofbirth": "it holds dates of birth",
    "birthdate": "it holds dates of birth",
    "dateborn": "it holds dates of birth",
    "age": "it holds the age of each person: give age bands, if any",
    "nhsnumber": "it holds NHS numbers",
    "nhsno": "it holds NHS numbers",
    "nhs": "it holds NHS numbers",
    "upn": "it holds numbers of pupils",
    "nino": "it holds National Insurance numbers",
    "nationalinsurancenumber": "it holds National Insurance numbers",
    "hospitalnumber": "it holds numbers of patients",
    "patientid": "it holds numbers of patients",
    "ethnicity": "it holds the ethnicity of each person",
    "gender": "it holds the sex of each person",
    "sex": "it holds the sex of each person",
    "email": "it holds e-mail addresses",
    "emailaddress": "it holds e-mail addresses",
    "postcode": "it holds postcodes: some fifteen homes each",
    "vrm": "it holds number plates",
    "numberplate": "it holds number plates",
}
_ADDRESS = re.compile(
    r"(?:home|full|street|postal|victim|patient)?address(?:line)?\d?|addressline\d?|house(?:no|number|name)|uprn"
)
_PHONE = re.compile(r"(?:\w*(?:telephone|phone|mobile)(?:no|number)?|tel(?:no)?)")
_EMAIL_CELL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE_CELL = re.compile(r"(?:\+44|0044|0)[\s()-]*(?:\d[\s()-]*){9,10}")
_POSTCODE_CELL = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_HOME_CELL = re.compile(
    r"(?:flat \w+,? )?\d{1,4}[a-z]?,? [\w' ]+ (?:road|street|avenue|lane|close|drive|way|court|gardens|place|walk|rd|st|ave)\b.*",
    re.IGNORECASE,
)
_BIRTH_BAND = re.compile(r"\d{1,2}\s*(?:-|to|–)\s*\d{1,2}|(?:under|over|\d+\+).*", re.IGNORECASE)
_SHARE = 0.3
_LONG = 80
_NHS_LENGTH = 10


def reason_to_leave_out(heading: str, cells: Sequence[str]) -> str:
    """Why a column must not be kept; empty where nothing speaks against it. `cells`: examples, from all over the file."""
    key = header_key(heading)
    if _NAMES.fullmatch(key):
        return "its heading says that it holds names of people"
    if reason := _WORDS.get(key):
        return reason
    if _ADDRESS.fullmatch(key):
        return "its heading says that it holds addresses"
    if _PHONE.fullmatch(key):
        return "its heading says that it holds telephone numbers"
    return _by_cells([cell.strip() for cell in cells if cell.strip()])


def _by_cells(filled: Sequence[str]) -> str:
    if not filled:
        return ""
    looks = (
        (lambda cell: bool(_EMAIL_CELL.search(cell)), "its cells look like e-mail addresses"),
        (is_nhs_number, "its cells look like NHS numbers"),
        (lambda cell: bool(_PHONE_CELL.fullmatch(cell)), "its cells look like telephone numbers"),
        (lambda cell: bool(_POSTCODE_CELL.fullmatch(cell)), "its cells look like postcodes: some fifteen homes each"),
        (lambda cell: bool(_HOME_CELL.fullmatch(cell)), "its cells look like addresses of homes"),
        (lambda cell: len(cell) > _LONG, "its cells are long texts, which may name people"),
    )
    for look, reason in looks:
        if sum(look(cell) for cell in filled) > _SHARE * len(filled):
            return reason
    return ""


def is_nhs_number(cell: str) -> bool:
    digits = cell.replace(" ", "").replace("-", "")
    if len(digits) != _NHS_LENGTH or not digits.isascii() or not digits.isdecimal():
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[-1]) and check != 10
