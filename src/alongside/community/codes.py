"""Codes by which somebody without an account finds the answer. Only a keyed digest is kept: who reads the database
cannot look a code up, and a code says nothing of who holds it."""

from secrets import SystemRandom

from django.utils.crypto import salted_hmac

from alongside.common.references import RandomSource, parse_reference, short_reference

ANSWER, DOOR, JOIN, REVIEW = "AN", "SAF", "NE", "CR"
# So long that trying them out is hopeless, however patiently: with a thousand codes in use, 20,000 tries in every hour of
# a year find one of them once in six hundred years. So nobody's look at a code has to be refused because others look.
GROUPS = 4
SHORT = 3
"""Of codes that were given out before: they are read until the words behind them are forgotten."""


def new_code(prefix: str, source: RandomSource | None = None) -> str:
    """AN-7K4-M9Q-C3D-6T9: one of 116 million million, with a check character."""
    return short_reference(prefix, source or SystemRandom(), groups=GROUPS)


def digest_of(code: str) -> str:
    return salted_hmac("alongside.community.codes", code, algorithm="sha256").hexdigest()


def digest_of_typed(typed: str, *prefixes: str) -> str | None:
    """The digest of a code as somebody typed it; None where it cannot be one."""
    read = _read(typed, prefixes)
    return digest_of(read[1]) if read else None


def groups_in(typed: str, *prefixes: str) -> int:
    """How many groups a code has as somebody typed it; 0 where it cannot be one."""
    read = _read(typed, prefixes)
    return read[0] if read else 0


def _read(typed: str, prefixes: tuple[str, ...]) -> tuple[int, str] | None:
    for groups in (GROUPS, SHORT):
        read = parse_reference(typed[:60], prefixes, groups=groups)
        if not read.problem:
            return groups, str(read.value)
    return None
