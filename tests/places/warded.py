"""An invented borough of a few square wards, and recorded crime in them by ward and month."""

import json
from datetime import UTC, datetime

import numpy as np

from alongside.areas.grid import to_lonlat_all
from alongside.audit.entries import Actor
from alongside.common.periods import add_months, parse_month
from alongside.exchange.official_intake import take_in_boundaries
from alongside.places import queries
from alongside.places.actions import ask_for_run, load_counts, work_next_run
from alongside.places.count_drafts import CountBatch, CountRow, CountSourceDraft
from alongside.places.states import RunKind
from tests.places import street

AT = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
ANALYST = Actor("LBC", "member:7", "Ines Alvarado", "analyst")
LICENCE = "Invented for tests"
BOROUGH = "E09999001"
SIDE, WEST, SOUTH = 1_000, 530_000, 180_000


def ward_code(number, vintage):
    return f"E05{vintage % 100:02d}{number:04d}"


def draw(folder, wards=5, vintage=2024):
    """Take in the borough and its wards, squares in a row; with no wards the borough alone."""
    folder.mkdir(parents=True, exist_ok=True)
    year = vintage % 100
    district = {f"LAD{year}CD": BOROUGH, f"LAD{year}NM": "Larkmere"}
    outlines = [(district, 0, max(wards, 1))]
    take_in(folder / "borough.geojson", outlines, vintage)
    if wards:
        rows = [
            ({f"WD{year}CD": ward_code(k, vintage), f"WD{year}NM": f"Ward {chr(65 + k)}", **district}, k, 1)
            for k in range(wards)
        ]
        take_in(folder / "wards.geojson", rows, vintage)


def record(folder, table, first="2024-01", kind="Violence and sexual offences", extracted=None, name="street.csv"):
    """Load months (rows) x wards (columns) of crimes; a row of None is a month that no file brings."""
    rows, number = [], sum(map(ord, name + kind)) * 100_000
    for back, counts in enumerate(table):
        month = f"{add_months(parse_month(first), back):%Y-%m}"
        for ward, count in enumerate(counts if counts is not None else ()):
            for _ in range(int(count)):
                number += 1
                rows.append(street.row(number, month=month, crime_type=kind, **_place(ward)))
    street.take_in(street.write(folder / name, rows), at=AT, extracted=extracted)


def publish(table, first="2022-01", key="mps:ward:2022", changed=0, name="wards.csv"):
    """Load counts as a publisher of ward tables gives them; `changed` wards have another code from half-way on."""
    months = [add_months(parse_month(first), back) for back in range(len(table))]
    rows = []
    for back, (month, counts) in enumerate(zip(months, table, strict=True)):
        for ward, count in enumerate(counts if counts is not None else ()):
            is_new = ward < changed and back >= len(table) // 2
            code = ward_code(ward + (50 if is_new else 0), 2022)
            called = f"Ward {chr(65 + ward)}{' new' if is_new else ''}"
            rows.append(
                CountRow(back, code, called, "Marshside", "Violence against the person", "", "Offences", month, count)
            )
    source = CountSourceDraft(
        key, "Crime by ward", "Marshside Police", "OGL", "ward", "crimes", force="Metropolitan Police Service"
    )
    held = {month for month, counts in zip(months, table, strict=True) if counts is not None}
    batch = CountBatch(source, name, name.ljust(64, "x"), 10, "wide", iter(rows), months=held)
    load_counts(batch=batch, by=ANALYST, at=AT)


def even(months=30, wards=5, mean=6, seed=1):
    """Counts about one mean, as chance has them."""
    return np.random.default_rng(seed).poisson(mean, (months, wards)).tolist()


def watched(**settings):
    """Ask for a watch and work it through; the run as it then stands."""
    run_id = ask_for_run(kind=RunKind.WARD_WATCH, settings=settings, by=ANALYST, at=AT)
    work_next_run(clock=lambda: AT)
    return queries.run(run_id)


def _place(ward):
    longitude, latitude = to_lonlat_all([WEST + SIDE * (ward + 0.5)], [SOUTH + SIDE / 2])
    return {"longitude": f"{longitude[0]:.6f}", "latitude": f"{latitude[0]:.6f}", "location": f"On or near {ward}"}


def take_in(path, outlines, vintage):
    features = []
    for properties, first, many in outlines:
        west, east = WEST + SIDE * first, WEST + SIDE * (first + many)
        corners = np.array([[west, SOUTH], [east, SOUTH], [east, SOUTH + SIDE], [west, SOUTH + SIDE], [west, SOUTH]])
        ring = np.column_stack(to_lonlat_all(corners[:, 0].astype(float), corners[:, 1].astype(float))).tolist()
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    take_in_boundaries(path, by=street.LOADER, at=AT, vintage=vintage, licence=LICENCE)
