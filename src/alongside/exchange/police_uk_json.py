"""Answers of the data.police.uk interface, kept as JSON: street-level crime, as the rows of a street file would say it.

The interface names the same crime by the same identifier as the archives do, so that a crime that comes both ways is
one. It does not say which force reported it, nor the LSOA: the first must be told.
"""

import csv
import io
import json
from typing import Any

from alongside.exchange.police_uk import COLUMNS

MOST_BYTES = 256 * 1024 * 1024
_TYPES = {
    "anti-social-behaviour": "Anti-social behaviour",
    "criminal-damage-arson": "Criminal damage and arson",
    "public-disorder-weapons": "Public disorder and weapons",
}
_TRANSPORT = "British Transport Police"
_OTHERS = (
    (frozenset({"object_of_search"}), "stops and searches: load them with alongside load stops"),
    (frozenset({"crime", "person_id"}), "outcomes: only street-level crime is loaded"),
)


class NotStreetJson(Exception):
    """The file holds something else. The text says what, and what to do."""


class ForceNotSaid(Exception):
    """Nobody said which force reported these crimes."""


def street_csv(raw: bytes, force: str) -> bytes:
    """The same crimes as a street file. Raises `NotStreetJson` and `ForceNotSaid`."""
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotStreetJson("JSON that cannot be read: download it again") from None
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise NotStreetJson("JSON, but no list of crimes as the interface of data.police.uk answers")
    first = set(told[0]) if told else set()
    for marks, words in _OTHERS:
        if marks <= first:
            raise NotStreetJson(words)
    if not {"category", "month", "location"} <= first:
        raise NotStreetJson("JSON, but no list of crimes as the interface of data.police.uk answers")
    if not force:
        raise ForceNotSaid("an answer of the interface does not say which force reported the crimes: add --force NAME")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(_row(one, force) for one in told)
    return out.getvalue().encode()


def _row(one: dict[str, Any], force: str) -> tuple[str, ...]:
    place = one.get("location") or {}
    street = (place.get("street") or {}).get("name") or ""
    by = _TRANSPORT if one.get("location_type") == "BTP" else force
    slug = str(one.get("category") or "")
    kind = _TYPES.get(slug) or slug.replace("-", " ").capitalize()
    outcome = (one.get("outcome_status") or {}).get("category") or ""
    identifier, month = str(one.get("persistent_id") or ""), str(one.get("month") or "")
    position = (str(place.get("longitude") or ""), str(place.get("latitude") or ""), str(street))
    return (identifier, month, by, by, *position, "", "", kind, str(outcome), "")
