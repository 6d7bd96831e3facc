"""Two periods compared as a file: CSV or GeoPackage, each with its settings, licences and data hash inside."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from alongside.areas.outlines import from_geojson
from alongside.areas.queries import boundaries_of
from alongside.exchange.concern_downloads import MARK, neutral
from alongside.exchange.geopackage import Column, Table, geopackage
from alongside.places.queries import RunDetail
from alongside.places.source_forms import NATIONAL_GRID

FEW = "1 to 4"
COLUMNS = (
    Column("source", str), Column("code", str), Column("name", str), Column("before", int), Column("earlier", int),
    Column("later", int), Column("ratio", float), Column("ratio_low", float), Column("ratio_high", float),
    Column("p", float), Column("p_corrected", float), Column("beyond_chance", int),
)  # fmt: skip
COUNTS = ("before", "earlier", "later")


def comparison_csv(run: RunDetail) -> bytes:
    """One line for the whole place and for each area, source by source. The settings stand above the table, each in a
    line that begins with a hash."""
    lines = io.StringIO()
    for key, value in provenance(run).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines.write(f"# {key}: {' '.join(text.split())}\r\n")
    writer = csv.writer(lines)
    writer.writerow(column.name for column in COLUMNS)
    for one, row in _rows(run):
        told = dict(zip((column.name for column in COLUMNS), _cells(one, row), strict=True))
        for name in COUNTS:
            if told[name] is None and not one["is_open"] and not (name == "before" and not one["before"]):
                told[name] = FEW
        writer.writerow(["" if cell is None else neutral(str(cell)) for cell in told.values()])
    return (MARK + lines.getvalue()).encode()


def comparison_geopackage(run: RunDetail, *, at: datetime) -> bytes:
    """A layer of areas for each source, all rows in the table `compared`, and the table `provenance`."""
    told = [
        (key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for key, value in provenance(run).items()
    ]
    tables = list(_layers(run))
    tables.append(Table("compared", "The whole place and its areas", COLUMNS, [_cells(*pair) for pair in _rows(run)]))
    tables.append(Table("provenance", "How this was made", (Column("name", str), Column("value", str)), told))
    return geopackage(tables, plane=NATIONAL_GRID, at=at)


def has_areas(run: RunDetail) -> bool:
    """Whether there is anything to draw: an answer from before areas had codes has its numbers alone."""
    return any(_drawn(one) for one in (run.result or {})["sources"])


def provenance(run: RunDetail) -> dict[str, Any]:
    """All that is needed to repeat the answer and to use it lawfully."""
    sources = (run.result or {})["sources"]
    return {
        "question": run.summary.title,
        "settings": {name: value for name, value in run.settings.items() if value not in ("", [])},
        "periods": [f"{one['source']}: {one['spans'][0]} and {one['spans'][1]}" for one in sources],
        "sources": [line for one in sources for line in one["origins"]],
        "licences": list(run.licences),
        "data_hash": run.data_hash,
        "library_version": run.library_version,
        "test": f"exact, of two counts given their sum; over the areas: {(run.result or {})['correction']}",
        "answered": run.summary.ended_at.isoformat() if run.summary.ended_at else "",
        "notes": [
            *(words for one in sources for words in [*one["changes_of_recording"], *filter(None, [one["left_out"]])]),
            *("Counts of 1 to 4 are withheld." for one in sources if not one["is_open"]),
            "A change is no effect. The sources are never added up: one event may be in two.",
        ],
    }


def _rows(run: RunDetail) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for one in (run.result or {})["sources"]:
        for row in [one["whole"], *one["areas"]]:
            yield one, row


def _cells(one: Mapping[str, Any], row: Mapping[str, Any]) -> list[Any]:
    ratio = row["ratio"] or [None] * 3
    return [
        one["source"], row.get("code", ""), row["name"], row["before"], row["earlier"], row["later"], *ratio, row["p"],
        row["p_adjusted"], int(row["is_change"]),
    ]  # fmt: skip


def _drawn(one: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return one["areas"] if one.get("division") else []


def _layers(run: RunDetail) -> Iterator[Table]:
    for number, one in enumerate((run.result or {})["sources"], start=1):
        rows = {row["code"]: row for row in _drawn(one)}
        if not rows:
            continue
        features = boundaries_of(one["division"]["kind"], one["division"]["vintage"])["features"]
        held = [feature for feature in features if feature["id"] in rows]
        shapes = list(from_geojson([json.dumps(feature["geometry"]) for feature in held]))
        cells = [_cells(one, rows[feature["id"]]) for feature in held]
        yield Table(f"areas_{number}", f"{one['source']}: areas of the comparison", COLUMNS, cells, shapes)
