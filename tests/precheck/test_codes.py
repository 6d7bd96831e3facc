"""What a code is: FABLE's own, hardened, salted, and of one length. Run where the encoding library is."""

import pytest

# Made by FABLE's own service (fable-pprl-service, masking with fable-core 0.2.0): CLKRBF filter, HMAC-SHA256, random
# hashing, bigrams with “_”, weights 1 and 2 over 55 hash values, salted with 2012, XOR folding, then rule 90.
KEY = "0123456789abcdef" * 4
SERVICE_SAYS = {
    ("amina okafor", "05-14"): (
        "MYD8z4XYmA3jqXUDHt5yNkK43c5rMoQmPhZCiejL0mvtwba//rxWSpC01BhsaqknEG+0QSgl1TcRLeB/rKOnVjdLkrVT3fSdBiXifEJlN5sERAS8"
        "RvYTjIuq3kgkrAOSU857ZqNqVP90se66AWO3yoaMCVuIAMe3F3RZMJYINBVZ"
    ),
    ("muhammad ali", ""): (
        "b9EwyWDHBxw/qS5P8sk4oY7roagrn+RIkYMT6OUBlvBougdvU9AByGcDrQq7BakzVVJITSXZTDwE7zNVzAawlCgTetvrrWrUSgD5+WL6RRA+KBPu"
        "uKkFvNeeT66ueNlCSc40sVvUjsxCa6pwxApJlFpOmoLffoKAPdpqFQvG70uS"
    ),
}
CODES = """
import json, sys
from base64 import b64encode
from alongside.precheck.coding import Coder, Comparer, Encodable
def code(key, year, name, day): return Coder(key).code(Encodable(year, name, day))
def alike(one, other): return Comparer(one).is_like(other)
def differing(one, other): return sum((a ^ b).bit_count() for a, b in zip(one, other)) / len(one) / 8
"""
AMINA = '"2012", "amina okafor", "05-14"'


@pytest.fixture
def says(desk):
    return lambda expression: desk.python(f"{CODES}\nprint(json.dumps({expression}))")


@pytest.mark.parametrize("record", SERVICE_SAYS)
def test_a_code_is_bit_for_bit_what_fables_own_service_makes(says, record):
    assert says(f'b64encode(code("{KEY}", "2012", *{record})).decode()') == SERVICE_SAYS[record]


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ('"2012", "amina okafor", "05-14"', True),
        ('"2012", "aminah okafor", "05-14"', True),
        ('"2012", "okafor amina", "05-14"', True),
        ('"2012", "amina okafor lindqvist", "05-14"', True),
        ('"2012", "amina thornbury", "05-14"', False),
        ('"2012", "amina okafor", "11-30"', False),
        ('"2012", "elsie thornbury", "05-14"', False),
        ('"2013", "amina okafor", "05-14"', False),
    ],
)
def test_small_differences_are_alike_and_another_child_or_year_is_not(says, other, alike):
    assert says(f'alike(code("k", {AMINA}), code("k", {other}))') is alike


def test_under_another_key_or_year_the_same_child_is_another_code(says):
    for other in (f'"l", {AMINA}', '"k", "2013", "amina okafor", "05-14"'):
        assert 0.4 < says(f'differing(code("k", {AMINA}), code({other}))') < 0.6


def test_every_code_has_one_length_and_half_its_bits(says):
    lengths = says('[len(code("k", "2012", name, "05-14")) for name in ("li o", "amina okafor", "x" * 101)]')
    assert len(set(lengths)) == 1
    filled = says(f'sum(b.bit_count() for b in code("k", {AMINA})) / len(code("k", {AMINA})) / 8')
    assert 0.4 < filled < 0.6
