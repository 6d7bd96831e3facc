"""What makes an incident of a set the same incident.

1. With a reference of the sender: the reference, wherever it comes again.
2. Without one: time, place (to a decimetre) and kind. Rows alike in all three are told apart only by how many there
   are: two alike in one file are two incidents, and across files the larger number stands, so that the same month in
   another file adds nothing.
3. Where rows alike are said to be victims of one event, they are one incident, whatever their references.
"""

from hashlib import blake2b


def by_reference(reference: str) -> int:
    return _key("reference", reference.casefold())


def by_likeness(minute: int, x: float | None, y: float | None, kind: str) -> int:
    place = "" if x is None or y is None else f"{x:.1f},{y:.1f}"
    return _key("alike", str(minute), place, kind.casefold())


def _key(*parts: str) -> int:
    digest = blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
