"""What makes a published crime the same crime.

The rule, in full:

1. A row with a Crime ID is one crime, wherever and however often the ID is published.
2. A row without one (every anti-social behaviour incident, and much before 2012) has no identity of its own.
   Rows alike in month, force, crime type, place and wording of the place are told apart only by how many
   there are: two alike in one file are two incidents. Across files the larger number stands, so that the
   same file again, or the same month in another archive, adds nothing. The LSOA code and the outcome are no
   part of the likeness: the publisher rewrites both from one extract to the next.

A key is 64 bits. In ten million crimes the chance that any two differing ones share a key is below one in
300,000; the raw file is kept.
"""

from datetime import date
from hashlib import blake2b

_HEX_DIGITS = 64


def crime_key(crime_id: str) -> int:
    """The key of a Crime ID: the head of the publisher's own hash, or of ours when it is not a hash."""
    if len(crime_id) == _HEX_DIGITS:
        try:
            digest = bytes.fromhex(crime_id)
        except ValueError:
            digest = b""
        if len(digest) == _HEX_DIGITS // 2:
            return int.from_bytes(digest[:8], "big", signed=True)
    return _key("crime", crime_id)


def point_key(longitude_e6: int, latitude_e6: int, location: str) -> int:
    """The key of a map point. Two names at one spot are two points, as published."""
    return _key("point", str(longitude_e6), str(latitude_e6), location)


def incident_key(month: date, force: str, crime_type: int, point: int | None) -> int:
    """The key that rows without a Crime ID share when nothing published tells them apart."""
    return _key("incident", month.isoformat(), force, str(crime_type), "" if point is None else str(point))


def _key(*parts: str) -> int:
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
