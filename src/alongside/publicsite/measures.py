"""A measure of a release as its page shows it: headline, chart, table, what it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from alongside.publicsite.charts import Mark, line_chart
from alongside.publicsite.funnels import FunnelShown, funnels
from alongside.publicsite.tables import TableShown
from alongside.publicsite.wording import HELD, change, count, limits, per_cent, period, short, weeks

Json = Mapping[str, Any]
GAP = "Not held"
FEW_PLACES = 2


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """`headline`: the last period in one sentence; `tables`: the numbers of the chart first, then each dimension."""

    said: Json
    headline: str
    chart: Markup
    tables: tuple[TableShown, ...]
    funnels: tuple[FunnelShown, ...]
    changes: tuple[str, ...]
    no_change: str
    has_held: bool
    has_gap: bool


def shown(measure: Json) -> MeasureShown:
    slices = measure["slices"]
    cells = [cell for one in slices for cell in one["cells"]]
    tables = [_totals(measure), *(_split(measure, name) for name in measure["dimensions"])]
    tables += [_both(measure, slices[-1])] if slices and len(measure["dimensions"]) == 2 else []
    tables += [_beside(measure)] if any(one["beside"] for one in slices) else []
    return MeasureShown(
        measure, headline(measure), _chart(measure), tuple(tables), funnels(measure),
        tuple(map(change, _told_changes(measure))),
        _why_no_change(measure), any(cell["count"] is None for cell in cells), any(one["missing"] for one in slices),
    )  # fmt: skip


def _told_changes(measure: Json) -> Sequence[Json]:
    """Here, and elsewhere where that is one place or two: the changes of many boroughs are in the data, not in a list."""
    elsewhere = {one["place"] for one in measure["changes"] if one.get("place")}
    return [one for one in measure["changes"] if not one.get("place") or len(elsewhere) <= FEW_PLACES]


def headline(measure: Json) -> str:
    """The last period that holds a number, in words."""
    last = next((one for one in reversed(measure["slices"]) if not one["missing"]), None)
    if last is None:
        return "No period of it is held yet."
    when = period(last["first"], last["until"])
    if share := last.get("share"):
        return (
            f"{when}: {share['of'].lower()}, {share['count']:,} of {share['whole']:,} {measure['noun']} "
            f"({per_cent(share['share'])}; 95% interval {per_cent(share['low'])} to {per_cent(share['high'])})."
        )
    waits = [(*cell["of"].values(), weeks(cell["weeks"])) for cell in last["cells"] if "weeks" in cell]
    if waits:
        return f"{when}, median wait: {'; '.join(f'{label} {told}' for label, told in waits)}."
    total = _total(last)
    if total is None or total["count"] is None:
        return f"{when}: the number of {measure['noun']} is held back."
    interval = f" (95% interval {limits(total)})" if limits(total) else ""
    return f"{when}: {total['count']:,} {measure['noun']}{interval}{_parts(measure, last)}."


def _parts(measure: Json, last: Json) -> str:
    """What was done by its categories: a sum of those who came and those who never began would pass for a success."""
    if not measure["is_process"] or len(measure["dimensions"]) != 1:
        return ""
    ((name, labels),) = measure["dimensions"].items()
    told = [f"{label[0].lower()}{label[1:]} {_text(last, _cell(last, **{name: label})).lower()}" for label in labels]
    return f" ({'; '.join(told)})"


def _total(one: Json) -> Json | None:
    return next((cell for cell in one["cells"] if not cell["of"]), None)


def _cell(one: Json, **of: str) -> Json | None:
    return next((cell for cell in one["cells"] if cell["of"] == of), None)


def _text(one: Json, cell: Json | None) -> str:
    return GAP if one["missing"] else count(cell["count"]) if cell else "0"


def _chart(measure: Json) -> Markup:
    marks, until = [], ""
    for one in measure["slices"]:
        if until and one["first"] != until:
            marks.append(Mark("", "", None))  # what lies between was not counted: no line leads over it
        until = one["until"]
        total = _total(one) or {"count": None}
        marks.append(
            Mark(
                period(one["first"], one["until"]), short(one["first"]), total["count"], total.get("low"),
                total.get("high"),
            )
        )  # fmt: skip
    words = f"{measure['title']} by period, with 95% intervals where it is counted so. The table below holds the same."
    return line_chart(f"chart-{measure['code']}", measure["title"], words, marks)


def _totals(measure: Json) -> TableShown:
    rows = []
    for one in reversed(measure["slices"]):
        total = _total(one)
        share = one.get("share")
        told = f"{per_cent(share['share'])} ({per_cent(share['low'])} to {per_cent(share['high'])})" if share else ""
        interval = limits(total) if total and total["count"] is not None else ""
        rows.append((period(one["first"], one["until"]), _text(one, total), told or interval))
    has_share = any("share" in one for one in measure["slices"])
    last = f"Share {_share_of(measure)} (95% interval)" if has_share else "95% interval"
    columns = ("Period", measure["noun"].capitalize(), last)
    if all(not row[2] for row in rows):
        return TableShown("All together, by period", columns[:2], tuple(row[:2] for row in rows))
    return TableShown("All together, by period", columns, tuple(rows))


def _share_of(measure: Json) -> str:
    found = next((one["share"]["of"] for one in measure["slices"] if one.get("share")), "")
    return f"“{found}”" if found else ""


def _split(measure: Json, name: str) -> TableShown:
    """A dimension in the last four periods; waits and rates in the newest."""
    recent = list(reversed(measure["slices"]))[:4]
    labels = measure["dimensions"][name]
    columns = [name, *(period(one["first"], one["until"]) for one in recent)]
    newest = recent[0] if recent else {"cells": [], "missing": ""}
    extra = {label: _extra(_cell(newest, **{name: label})) for label in labels}
    if any(extra.values()):
        kind = "Median wait, newest period" if _has(newest, "weeks") else "Per 100,000 people, newest period"
        columns.append(kind)
    rows = []
    for label in labels:
        cells = [_text(one, _cell(one, **{name: label})) for one in recent]
        rows.append((label, *cells, *([extra[label] or "Too few to show"] if any(extra.values()) else [])))
    return TableShown(f"By {name.lower()}", tuple(columns), tuple(rows))


def _has(one: Json, key: str) -> bool:
    return any(key in cell for cell in one["cells"])


def _extra(cell: Json | None) -> str:
    if cell is None:
        return ""
    if "weeks" in cell:
        return weeks(cell["weeks"])
    if "rate" in cell:
        return f"{cell['rate']:,.1f} ({cell['rate_low']:,.1f} to {cell['rate_high']:,.1f})"
    return ""


def _both(measure: Json, newest: Json) -> TableShown:
    one, other = measure["dimensions"]
    columns = (one, *measure["dimensions"][other])
    rows = tuple(
        (label, *(_text(newest, _cell(newest, **{one: label, other: column})) for column in columns[1:]))
        for label in measure["dimensions"][one]
    )
    return TableShown(
        f"By {one.lower()} and {other.lower()}, {period(newest['first'], newest['until'])}", columns, rows
    )  # fmt: skip


def _beside(measure: Json) -> TableShown:
    newest = next(one for one in reversed(measure["slices"]) if one["beside"])
    columns = (
        "Place",
        "Group",
        measure["noun"].capitalize(),
        "Per 100,000 (95% interval)",
        "Here, times theirs (95% interval)",
    )
    rows = []
    for cell in newest["beside"]:
        rate = _extra(cell) if "rate" in cell else ""
        times = f"{cell['times']:.2f} ({cell['times_low']:.2f} to {cell['times_high']:.2f})" if "times" in cell else ""
        rows.append((cell["place"], ", ".join(cell["of"].values()), count(cell["count"]), rate, times))
    used = [place for place in range(5) if place < 3 or any(row[place] for row in rows)]
    return TableShown(
        f"Elsewhere, {period(newest['first'], newest['until'])}", tuple(columns[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in rows),
    )  # fmt: skip


def _why_no_change(measure: Json) -> str:
    if measure["changes"]:
        return ""
    if measure["is_process"]:
        return "This counts what the partnership did. Whether it helped is another question."
    return "Not compared with the year before: of the same part of it too little is held, or the counts are too small."


def named(measures: Sequence[Json], domain: str) -> list[Json]:
    return [one for one in measures if one["domain"] == domain]


__all__ = ["HELD", "MeasureShown", "TableShown", "headline", "named", "shown"]
