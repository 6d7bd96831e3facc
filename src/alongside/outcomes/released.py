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

# What is the same for every count of a release or a measure and long (how small counts are held back, the method) stands
# in the JSON once: in every row it was two thirds of the file.
COLUMNS = (
    "release", "measure", "version", "domain", "title", "place", "first_day", "day_after_last", "group", "count",
    "held_back", "low_95", "high_95", "people", "rate_per_100000", "rate_low_95", "rate_high_95", "here_times_there",
    "here_times_low_95", "here_times_high_95", "share", "share_low_95", "share_high_95", "median_weeks",
    "median_low_95", "median_high_95", "median_over_weeks", "year_before", "change_ratio", "change_low_95",
    "change_high_95", "change_here_over_there", "over_there_low_95", "over_there_high_95", "noun", "definition", "source",
    "licence", "comparator", "rounded_to",
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
            "release": body["number"], "measure": measure["code"],
            **{name: measure[name] for name in COLUMNS if name in measure},
        }  # fmt: skip
        changed = {(one["to"], one["place"], _group(one)): one for one in measure["changes"]}
        for part in measure["slices"]:
            when = {"first_day": part["first"], "day_after_last": part["until"]}
            for cell in (*part["cells"], *part["beside"]):
                place = {"place": cell["place"]} if "place" in cell else {}
                change = changed.get((part["first"], cell.get("place", ""), _group(cell)), {})
                yield {**said, **when, **place, **_cell(cell), **_share(cell, part.get("share")), **_change(change)}


def _group(cell: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {label}" for name, label in cell["of"].items()) or "All together"


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    weeks = cell.get("weeks", {})
    return {
        "group": _group(cell), "count": cell["count"], "held_back": "yes" if cell["count"] is None else "no",
        "low_95": cell.get("low"), "high_95": cell.get("high"), "people": cell.get("people"),
        "rate_per_100000": cell.get("rate"), "rate_low_95": cell.get("rate_low"), "rate_high_95": cell.get("rate_high"),
        "here_times_there": cell.get("times"), "here_times_low_95": cell.get("times_low"),
        "here_times_high_95": cell.get("times_high"), "median_weeks": weeks.get("median"),
        "median_low_95": weeks.get("low"), "median_high_95": weeks.get("high"),
        "median_over_weeks": weeks.get("followed") if weeks and weeks["median"] is None else None,
    }  # fmt: skip


def _share(cell: Mapping[str, Any], share: Mapping[str, Any] | None) -> dict[str, Any]:
    """A measure's share stands in the row of the group of which it is the share."""
    if share is None or "place" in cell or list(cell["of"].values()) != [share["of"]]:
        return {}
    return {"share": share["share"], "share_low_95": share["low"], "share_high_95": share["high"]}


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    """Against the same part of the year before: only in the rows of the newest period."""
    against = change.get("against", {})
    return {
        "year_before": change.get("before"), "change_ratio": change.get("ratio"), "change_low_95": change.get("low"),
        "change_high_95": change.get("high"), "change_here_over_there": against.get("ratio"),
        "over_there_low_95": against.get("low"), "over_there_high_95": against.get("high"),
    }  # fmt: skip
