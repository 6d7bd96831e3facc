"""A record as a hardened Bloom filter, and how alike two are: by fable-core alone, and the only module that touches it.

fable-core (MIT, University of Leipzig) brings every step: tokens, hash values, their positions, the size, hardening and
similarity. They are put together as FABLE's own service does for a record-level filter (CLKRBF: one filter for the whole
record, fields weighted by their number of hash values), bit for bit: tests/precheck holds it to that service's output.

Encoded are all names in one field, whatever their order (a father's name for a surname costs less so), and the day of
birth; the year of birth salts every token, so that no position means the same for children of two years. No address,
telephone, sex or number: on invented records they found hardly a child more, and what is not in a code cannot be read
out of it.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING, Any

from alongside.analysis.linkage import STANDARD_VERSION, Standard
from alongside.precheck.errors import LibraryMissing

if TYPE_CHECKING:
    from bitarray import bitarray


@dataclass(frozen=True, slots=True)
class Field:
    """Its name in the code, its weight (hash values for each token), and how many tokens it has on average."""

    name: str
    weight: int
    tokens: int


FIELDS = (Field("names", 1, 14), Field("birth_day", 2, 6))
HASHES = 55
# Chosen on invented records (benchmarks/precheck.py): above it lie hardly any two children but twins.
ALIKE = 0.63


@dataclass(frozen=True, slots=True)
class Encodable:
    """What of a record goes into its code."""

    year: str
    names: str
    birth_day: str

    @classmethod
    def of(cls, record: Standard) -> "Encodable | None":
        """None when a record says too little to be encoded: no whole name, or no year of birth."""
        if not record.bag or not record.birth_year:
            return None
        return cls(record.birth_year, record.bag, record.birth_key[5:])


def library() -> Any:
    try:
        import fable_core
    except ImportError as error:
        raise LibraryMissing(
            "The encoding library is not installed here. On the hub run `make precheck`; elsewhere "
            "`pip install alongside[precheck]` into an environment of its own."
        ) from error
    return fable_core


class Coder:
    """Encodes records under one key. Each token's positions are worked out once and kept."""

    def __init__(self, key: str) -> None:
        fable = library()
        self._key = key.encode()
        self._bits, self._common, harden = fable.bits, fable.common, fable.harden
        self._hardeners = (harden.xor_fold(), harden.rule_90())
        self._kept: dict[tuple[str, str, str], bitarray] = {}

    @cached_property
    def size(self) -> int:
        """Half of all bits are set on average: then a filter's fill tells least of the length of a name."""
        return int(self._bits.optimal_size(0.5, sum(HASHES * one.weight * one.tokens for one in FIELDS)))

    def code(self, record: Encodable) -> bytes:
        """The record's code, of the same length for every record."""
        values: Mapping[str, str] = {"names": record.names, "birth_day": record.birth_day}
        filled = self._empty()
        for field in FIELDS:
            for token in self._common.tokenize(values[field.name]):
                filled |= self._positions(record.year, field, token)
        for harden in self._hardeners:
            filled = harden(filled)
        return bytes(filled.tobytes())

    def _positions(self, year: str, field: Field, token: str) -> "bitarray":
        found = self._kept.get((year, field.name, token))
        if found is None:
            found = self._empty()
            digest = hmac.digest(self._key, f"{year}{field.name}{token}".encode(), "sha256")
            one, two, three, four = self._common.destructure_digest(digest)
            seed = one ^ two ^ three ^ four
            self._bits.random_hash(found, HASHES * field.weight, Random(seed))  # noqa: S311 (the digest is the secret)
            self._kept[year, field.name, token] = found
        return found

    def _empty(self) -> "bitarray":
        return _empty(self.size)


class Comparer:
    """Compares codes without a key."""

    def __init__(self, code: bytes) -> None:
        self._dice = library().similarity.dice
        self._code = _bits(code)

    def is_like(self, other: bytes) -> bool:
        return bool(self._dice(self._code, _bits(other)) >= ALIKE)


def _empty(size: int = 0) -> "bitarray":
    from bitarray import bitarray

    return bitarray(size)


def _bits(code: bytes) -> "bitarray":
    found = _empty()
    found.frombytes(code)
    return found


def scheme() -> str:
    """Names what a code means: fields, settings, library, and a code that both sides must make alike."""
    parts = [f"{one.name}:{one.weight}:{one.tokens}" for one in FIELDS]
    trial = Coder("trial").code(Encodable("2012", "amina okafor", "05-14"))
    said = "|".join([*parts, str(HASHES), str(ALIKE), STANDARD_VERSION]).encode() + trial
    return f"1-{sha256(said).hexdigest()[:16]}"
