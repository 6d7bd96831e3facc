"""A release as text and as table: one form each, to the byte, so that their fingerprints can be checked by anybody."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

FORMAT, FORMAT_VERSION = "alongside scoreboard release", 1
LICENCE = "Open Government Licence v3.0"
RULE = (
    "Counts from 1 to {least} are held back, and so is every count from which one of them could be worked out to within "
    "{threshold}, in this release or by laying it beside earlier ones. A period that was released is repeated as it was; "
    "only a release that says that it corrects counts it anew. Periods of one measure never overlap. Intervals, shares "
    "and ratios are made of counts that are shown. Where a measure says so, counts are rounded."
)

COLUMNS = (
    "release", "measure", "version", "domain", "title", "place", "first_day", "day_after_last", "group", "count",
    "held_back", "low_95", "high_95", "rate_per_100000", "rate_low_95", "rate_high_95", "median_weeks", "noun",
    "definition", "source", "licence", "comparator", "method", "rounded_to", "suppression",
)  # fmt: skip


def text_of(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def table_of(body: Mapping[str, Any]) -> str:
    """One row for each count, with all that it must say of itself; no cell can run as a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(body):
        writer.writerow([_neutral(str(row.get(name, "") if row.get(name) is not None else "")) for name in COLUMNS])
    return text.getvalue()


def _neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _rows(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for measure in body["measures"]:
        said = {
            "release": body["number"], "measure": measure["code"], "suppression": body["suppression"],
            **{name: measure[name] for name in COLUMNS if name in measure},
        }  # fmt: skip
        for part in measure["slices"]:
            when = {"first_day": part["first"], "day_after_last": part["until"]}
            for cell in (*part["cells"], *part["beside"]):
                yield {**said, **when, **_cell(cell)}


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    group = "; ".join(f"{name}: {label}" for name, label in cell["of"].items()) or "All together"
    told: dict[str, Any] = {
        "group": group, "count": cell["count"], "held_back": "yes" if cell["count"] is None else "no",
        "low_95": cell.get("low"), "high_95": cell.get("high"), "rate_per_100000": cell.get("rate"),
        "rate_low_95": cell.get("rate_low"), "rate_high_95": cell.get("rate_high"),
        "median_weeks": cell.get("weeks", {}).get("median"),
    }  # fmt: skip
    return {**told, "place": cell["place"]} if "place" in cell else told
