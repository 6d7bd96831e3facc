"""Answers of the data.police.uk interface, kept as JSON: street-level crime and outcomes, as the rows of a street file
and of a file of outcomes would say them.

The interface names the same crime by the same identifier as the archives do, so that a crime that comes both ways is
one, and a decision that comes both ways too. It does not say which force reported it, nor the LSOA: the first must be
told.
"""

import csv
import io
import json
from typing import Any

from alongside.exchange.police_uk import COLUMNS
from alongside.exchange.police_uk_outcomes import COLUMNS as OUTCOME_COLUMNS

MOST_BYTES = 256 * 1024 * 1024
_TYPES = {
    "anti-social-behaviour": "Anti-social behaviour",
    "criminal-damage-arson": "Criminal damage and arson",
    "public-disorder-weapons": "Public disorder and weapons",
}
_TRANSPORT = "British Transport Police"
_STOPS = "stops and searches: load them with alongside load stops"
_OTHER = "JSON, but no list of crimes or outcomes as the interface of data.police.uk answers"


class NotPoliceJson(Exception):
    """The file holds something else. The text says what, and what to do."""


class ForceNotSaid(Exception):
    """Nobody said which force reported these crimes."""


def as_published(raw: bytes, force: str) -> bytes:
    """The same crimes as a street file, or the same outcomes as a file of outcomes. Raises `NotPoliceJson` and
    `ForceNotSaid`.
    """
    told = _told(raw)
    first = set(told[0]) if told else set()
    if "object_of_search" in first:
        raise NotPoliceJson(_STOPS)
    is_outcomes = {"category", "date", "crime"} <= first
    if not is_outcomes and not {"category", "month", "location"} <= first:
        raise NotPoliceJson(_OTHER)
    if not force:
        raise ForceNotSaid("an answer of the interface does not say which force reported the crimes: add --force NAME")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(OUTCOME_COLUMNS if is_outcomes else COLUMNS)
    writer.writerows(_outcome_row(one, force) if is_outcomes else _row(one, force) for one in told)
    return out.getvalue().encode()


def _told(raw: bytes) -> list[dict[str, Any]]:
    """What the answer lists; of the answer on one crime, each of its outcomes with the crime beside it."""
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotPoliceJson("JSON that cannot be read: download it again") from None
    if isinstance(told, dict) and isinstance(told.get("outcomes"), list) and isinstance(told.get("crime"), dict):
        told = [{**one, "crime": told["crime"]} for one in told["outcomes"] if isinstance(one, dict)]
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise NotPoliceJson(_OTHER)
    return told


def _row(one: dict[str, Any], force: str) -> tuple[str, ...]:
    slug = _text(one.get("category"))
    kind = _TYPES.get(slug) or slug.replace("-", " ").capitalize()
    by, outcome = _force(one, force), _text(_part(one, "outcome_status").get("category"))
    return (_text(one.get("persistent_id")), _text(one.get("month")), by, by, *_place(one), "", "", kind, outcome, "")


def _outcome_row(one: dict[str, Any], force: str) -> tuple[str, ...]:
    """Its month is that of the decision, as in the published files, and not that of the crime."""
    crime = _part(one, "crime")
    by, told = _force(crime, force), _text(_part(one, "category").get("name"))
    return (_text(crime.get("persistent_id")), _text(one.get("date")), by, by, *_place(crime), "", "", told)


def _force(crime: dict[str, Any], force: str) -> str:
    return _TRANSPORT if crime.get("location_type") == "BTP" else force


def _place(crime: dict[str, Any]) -> tuple[str, str, str]:
    place = _part(crime, "location")
    return _text(place.get("longitude")), _text(place.get("latitude")), _text(_part(place, "street").get("name"))


def _part(one: dict[str, Any], name: str) -> dict[str, Any]:
    part = one.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
