"""A ward watch as a file: every range as CSV, the wards with their next month as GeoJSON, both with what they rest on."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alongside.areas.queries import boundaries_of
from alongside.areas.states import AreaKind
from alongside.exchange.concern_downloads import MARK, neutral
from alongside.places.queries import RunDetail

COLUMNS = ("ward", "name", "measure", "month", "counted", "expected", "low", "high", "alert")


def ward_watch_csv(run: RunDetail) -> bytes:
    """One line for each ward, measure and month with a range; a month to come has no count. The settings, licences and
    warnings stand above the table, each in a line that begins with a hash."""
    lines = io.StringIO()
    for key, value in provenance(run).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines.write(f"# {key}: {' '.join(text.split())}\r\n")
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for row in _rows(run):
        writer.writerow([neutral(cell) for cell in row])
    return (MARK + lines.getvalue()).encode()


def ward_watch_geojson(run: RunDetail) -> bytes:
    """Outlines in longitude and latitude, each with what its ward counted last and what to expect next."""
    result = run.result or {}
    held = result["outlines"]
    features = boundaries_of(AreaKind.WARD, held["vintage"], parent_code=held["district"])["features"] if held else []
    place = {ward["code"]: number for number, ward in enumerate(result["wards"])}
    for feature in features:
        if feature["id"] in place:
            feature["properties"] |= _properties(result, place[feature["id"]])
    kept = [feature for feature in features if feature["id"] in place]
    told = {"type": "FeatureCollection", "features": kept, "provenance": provenance(run)}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def provenance(run: RunDetail) -> dict[str, Any]:
    """All that is needed to repeat the answer and to use it lawfully."""
    result = run.result or {}
    return {
        "question": run.summary.title,
        "settings": {name: value for name, value in run.settings.items() if value != ""},
        "sources": result["sources"],
        "licences": list(run.licences),
        "data_hash": run.data_hash,
        "library_version": run.library_version,
        "alerts": f"{result['correction']}, {result['alpha']:.0%}, over {result['looked_at']:,} counts",
        "answered": run.summary.ended_at.isoformat() if run.summary.ended_at else "",
        "notes": [*filter(None, [result["partial"]]), *result["breaks"], *result["notes"], *_gaps(result)],
    }


def _gaps(result: Mapping[str, Any]) -> list[str]:
    return [f"{month} is not held: a gap, not a zero." for month in result["gaps"]]


def _rows(run: RunDetail) -> Iterator[list[str]]:
    result = run.result or {}
    alerts = {(alert["ward"], alert["measure"], alert["month"]) for alert in result["alerts"]}
    column = {month: number for number, month in enumerate(result["months"])}
    for measure in result["measures"]:
        for place, ward in enumerate(result["wards"]):
            for number, month in enumerate(result["judged"]):
                is_alert = (ward["code"], measure["key"], month) in alerts
                seen = str(measure["counts"][place][column[month]])
                yield _row(ward, measure, month, seen, measure, place, number, "alert" if is_alert else "")
            for number, month in enumerate(measure["next"]["months"]):
                yield _row(ward, measure, month, "", measure["next"], place, number, "")


def _row(
    ward: Mapping[str, str], measure: Mapping[str, Any], month: str, seen: str, ranges: Mapping[str, Sequence[Any]],
    place: int, number: int, alert: str,
) -> list[str]:  # fmt: skip
    limits = [str(ranges[name][place][number]) for name in ("mean", "low", "high")]
    return [ward["code"], ward["name"], measure["name"], month, seen, *limits, alert]


def _properties(result: Mapping[str, Any], place: int) -> dict[str, Any]:
    newest = result["months"].index(result["judged"][-1])
    code = result["wards"][place]["code"]
    told: dict[str, Any] = {
        "newest_month": result["judged"][-1],
        "next_month": result["measures"][0]["next"]["months"][0],
    }
    for measure in result["measures"]:
        key, following = measure["key"], measure["next"]
        told |= {
            f"{key} counted": measure["counts"][place][newest],
            f"{key} low": measure["low"][place][-1],
            f"{key} high": measure["high"][place][-1],
            f"{key} next expected": following["mean"][place][0],
            f"{key} next low": following["low"][place][0],
            f"{key} next high": following["high"][place][0],
        }
    told["alerts"] = sum(alert["ward"] == code for alert in result["alerts"])
    return told
