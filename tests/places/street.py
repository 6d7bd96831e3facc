"""Invented street files in the publisher's layout, for tests."""

import csv
import io
from datetime import UTC, datetime
from hashlib import sha256

from alongside.audit.entries import Actor
from alongside.exchange.police_uk import COLUMNS
from alongside.exchange.police_uk_intake import Terms, load
from alongside.exchange.police_uk_outcomes import COLUMNS as OUTCOME_COLUMNS

LOADER = Actor.system("test")
AT = datetime(2024, 6, 15, 12, 0, tzinfo=UTC)
FORCE = "Larkmere Police"
ASB = "Anti-social behaviour"


def crime_id(number):
    return sha256(str(number).encode()).hexdigest()


def row(number=1, **changed):
    """One good row; `number` makes the Crime ID, None leaves it out. Keywords change other cells."""
    cells = {
        "crime_id": "" if number is None else crime_id(number),
        "month": "2023-05",
        "reported_by": FORCE,
        "falls_within": FORCE,
        "longitude": "-0.120000",
        "latitude": "51.500000",
        "location": "On or near Heron Walk",
        "lsoa_code": "E01999001",
        "lsoa_name": "Larkmere 001A",
        "crime_type": ASB if number is None else "Burglary",
        "last_outcome_category": "" if number is None else "Under investigation",
        "context": "",
    }
    return list((cells | changed).values())


def text(rows, header=COLUMNS):
    lines = io.StringIO()
    csv.writer(lines).writerows([header, *rows])
    return lines.getvalue()


def write(path, rows, *, encoding="utf-8", header=COLUMNS):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text(rows, header).encode(encoding))
    return path


def take_in(*paths, at=AT, **terms):
    """Load for real; the answers, one a file."""
    return list(load(list(paths), by=LOADER, at=at, terms=Terms(**terms)))


def decision(number, outcome, *, month="2023-06"):
    """One row of an outcomes file."""
    place = ("-0.120000", "51.500000", "On or near Heron Walk", "E01999001", "Larkmere 001A")
    return [crime_id(number), month, FORCE, FORCE, *place, outcome]


def decisions(path, rows):
    return write(path, rows, header=OUTCOME_COLUMNS)
