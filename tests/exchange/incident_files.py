"""Invented incidents in the layouts of real publishers: rows of ours, headings of theirs."""

import csv
import io
import json
from random import Random

CHICAGO = ("Date", "Primary Type", "Longitude", "Latitude", "District")
PORTLAND = ("category", "date", "x_2913_ft", "y_2913_ft")
LONDON = ("Incident Number", "Date of incident", "Time", "Offence", "Easting", "Northing", "Victim name")


def text(header, rows):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def chicago(rows=60):
    """Twelve-hour clock, month first, longitude and latitude; one at Null Island, one in the hour that comes twice."""
    rng = Random(1)
    made = [
        (
            f"{1 + number % 3:02}/{1 + number % 28:02}/2018 {1 + number % 12:02}:{number % 60:02}:00 {('AM', 'PM')[number % 2]}",
            ("ASSAULT", "ROBBERY")[number % 2],
            f"{-87.65 + rng.random() / 50:.4f}",
            f"{41.85 + rng.random() / 50:.4f}",
            "12",
        )
        for number in range(rows)
    ]
    return text(CHICAGO, [*made, ("02/10/2018 01:30:00 AM", "ASSAULT", "0", "0", "12")])


def portland(rows=60):
    rng = Random(2)
    made = [
        (
            "burglary",
            f"2016-0{8 + number % 2}-{1 + number % 28:02}",
            7_660_000 + rng.randrange(9_000),
            680_000 + rng.randrange(9_000),
        )
        for number in range(rows)
    ]
    return text(
        PORTLAND, [*made, ("burglary", "2031-08-01", 7_660_000, 680_000), ("burglary", "2016-08-05", "=A1", 680_000)]
    )


def london(rows=60, first=1, **bad):
    """A police list with a reference, day first, a clock of its own, and a column that names people."""
    rng = Random(3)
    made = [
        (
            f"LP/{number}", f"{1 + number % 28}/{1 + number % 3}/2026", f"{number % 24:02}:{number % 60:02}",
            ("Robbery", "Violence with injury", "Knife point robbery")[number % 3],
            537_000 + rng.randrange(2_000), 189_000 + rng.randrange(2_000), "Somebody Invented",
        )
        for number in range(first, first + rows)
    ]  # fmt: skip
    if bad:
        made.append(tuple({**dict(zip(LONDON, made[-1], strict=True)), "Incident Number": "LP/x", **bad}.values()))
    return text(LONDON, made)


def square(west, south, side):
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
