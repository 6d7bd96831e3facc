"""Codes by which somebody without an account finds the answer. Only a keyed digest is kept: who reads the database
cannot look a code up, and a code says nothing of who holds it."""

from secrets import SystemRandom

from django.utils.crypto import salted_hmac

from alongside.common.references import RandomSource, parse_reference, short_reference

ANSWER, DOOR, JOIN, REVIEW = "AN", "SAF", "NE", "CR"
GROUPS = 3


def new_code(prefix: str, source: RandomSource | None = None) -> str:
    """AN-7K4-M9Q-C3D: one of 17 thousand million, with a check character."""
    return short_reference(prefix, source or SystemRandom(), groups=GROUPS)


def digest_of(code: str) -> str:
    return salted_hmac("alongside.community.codes", code, algorithm="sha256").hexdigest()


def digest_of_typed(typed: str, *prefixes: str) -> str | None:
    """The digest of a code as somebody typed it; None where it cannot be one."""
    read = parse_reference(typed[:60], prefixes, groups=GROUPS)
    return digest_of(str(read.value)) if not read.problem else None
