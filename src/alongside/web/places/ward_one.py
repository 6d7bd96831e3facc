"""The page of one ward in a ward watch: each measure by month, with what was to be expected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from alongside.common.periods import parse_month
from alongside.common.text import counted, sentence_list
from alongside.places.queries import RunDetail
from alongside.web.design.ranges import Ranged, range_chart
from alongside.web.places.ward_told import Cell, Told, alert_row, month_words, stands

RULES = {
    "outside limits": "a month outside the limits",
    "shift": "seven or more months in a row on one side of the usual",
    "trend": "seven or more months in a row each higher, or each lower, than the one before",
    "two of three": "two of three months close to a limit",
}
CHARTS = {"XmR": "single counts with moving ranges (XmR)", "c": "counts (c chart)"}


@dataclass(frozen=True, slots=True)
class WardMeasure:
    """One measure on the page of one ward."""

    name: str
    chart: SafeString
    sentence: str
    control: str
    rows: list[list[str]]
    earlier: list[list[str]]


@dataclass(frozen=True, slots=True)
class WardPage:
    name: str
    place: str
    month: str
    alerts: list[list[Cell]]
    measures: list[WardMeasure]
    warnings: list[str]
    basis: list[str]
    facts: list[tuple[str, str]]


def ward_page(run: RunDetail, code: str) -> WardPage | None:
    """None for a ward that this watch did not look at."""
    told = Told(run)
    if code not in told.names:
        return None
    place = list(told.names).index(code)
    return WardPage(
        name=told.names[code],
        place=told.result["place"],
        month=month_words(told.newest),
        alerts=[alert_row(told, one, with_ward=False) for one in told.result["alerts"] if one["ward"] == code],
        measures=[_ward_measure(told, one, code, place) for one in told.by_size()],
        warnings=told.warnings(),
        basis=told.basis(),
        facts=told.facts(),
    )


def _ward_measure(told: Told, measure: Mapping[str, Any], code: str, place: int) -> WardMeasure:
    months = list(_months_of(told, measure, code, place))
    newest = next(month for month in reversed(months) if not month.is_to_come and month.low is not None)
    coming = next(month for month in months if month.is_to_come)
    first = next(number for number, month in enumerate(months) if month.low is not None)
    sentence = (
        f"{newest.label}: {newest.value:,.0f} counted, {newest.low:,.0f} to {newest.high:,.0f} expected. "
        f"{coming.label}: {coming.low:,.0f} to {coming.high:,.0f} expected."
    )
    return WardMeasure(
        name=measure["name"],
        chart=range_chart(
            f"ward-{measure['key']}", f"{measure['name']}, {told.names[code]}, by month", sentence, months
        ),
        sentence=sentence,
        control=_control(measure["charts"][place]),
        rows=[_month_row(month) for month in reversed(months[first:])],
        earlier=[_month_row(month)[:2] for month in reversed(months[:first])],
    )


def _months_of(told: Told, measure: Mapping[str, Any], code: str, place: int) -> Iterator[Ranged]:
    judged = {label: number for number, label in enumerate(told.result["judged"])}
    alerts = {
        alert["month"]
        for alert in told.result["alerts"]
        if alert["ward"] == code and alert["measure"] == measure["key"]
    }
    for shown, label in enumerate(told.result["months"]):
        at = judged.get(label)
        limits = [None if at is None else measure[name][place][at] for name in ("low", "high", "mean")]
        yield _ranged(label, measure["counts"][place][shown], limits, stands_out=label in alerts)
    following = measure["next"]
    for number, label in enumerate(following["months"]):
        limits = [following[name][place][number] for name in ("low", "high", "mean")]
        yield _ranged(label, None, limits, is_to_come=True)


def _ranged(
    label: str, value: int | None, limits: Sequence[Any], *, stands_out: bool = False, is_to_come: bool = False
) -> Ranged:
    month = parse_month(label)
    low, high, mean = limits
    return Ranged(f"{month:%B %Y}", f"{month:%b %y}", value, low, high, mean, stands_out, is_to_come)


def _month_row(month: Ranged) -> list[str]:
    label = f"{month.label[:3]} {month.label[-4:]}"
    seen = "To come" if month.is_to_come else "Not held" if month.value is None else f"{month.value:,.0f}"
    if month.low is None or month.high is None:
        return [label, seen, "", ""]
    words = "Alert" if month.stands_out else ""
    if not words and month.value is not None:
        words = stands(int(month.value), int(month.low), int(month.high))
    return [label, seen, f"{month.low:,.0f} to {month.high:,.0f}", words]


def _control(chart: Mapping[str, Any]) -> str:
    if "refused" in chart:
        return str(chart["refused"])
    limits = (
        f"Control chart of {CHARTS[chart['kind']]}, limits from the first {counted(chart['baseline'], 'month')}: usual "
        f"{chart['centre']:,}, limits {chart['lower']:,} to {chart['upper']:,}."
    )
    if not chart["signals"]:
        return f"{limits} Nothing in the months looked at is more than noise by its rules."
    aid = "Such signals help to read one chart; they are not alerts, for many charts are looked at."
    found = [f"{RULES[one['rule']]} ({_span(one['from'], one['to'])})" for one in chart["signals"]]
    return f"{limits} By its rules: {sentence_list(found, 'and')}. {aid}"


def _span(first: str, last: str) -> str:
    return month_words(first) if first == last else f"{month_words(first)} to {month_words(last)}"
