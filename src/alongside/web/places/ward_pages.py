"""The pages of a ward watch: from a stored answer to words, tables and figures. Nothing is reckoned anew here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alongside.areas.queries import boundaries_of
from alongside.areas.states import AreaKind
from alongside.common.periods import parse_month
from alongside.common.text import counted, sentence_list
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.queries import RunDetail
from alongside.web.design.maps import MapArea, ShadedMap, shaded_map
from alongside.web.design.ranges import FunnelMark, Ranged, funnel_chart, range_chart

RULES = {
    "outside limits": "a month outside the limits",
    "shift": "seven or more months in a row on one side of the usual",
    "trend": "seven or more months in a row each higher, or each lower, than the one before",
    "two of three": "two of three months close to a limit",
}
CHARTS = {"XmR": "single counts with moving ranges (XmR)", "c": "counts (c chart)"}
RECORDED = (
    "Counted: crimes that the police recorded and published by month, put into wards by their anonymised map points. "
    "What was never reported is not in it.",
    "The police publish a month and no day. A point is not an address.",
)
PUBLISHED = (
    "Counted: what the publisher counted in each ward and month, by its own ward codes. What was never reported is not "
    "in it, nor what has no usable place.",
)
EITHER = (
    "A count above its range can mean more crime, more reporting, or a change of recording. Ask before you act on it.",
    "The data was made anonymous before it was published, so that small numbers are shown as published.",
)
Cell = str | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that can be chosen, and the address of the same page with it."""

    name: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class WatchPage:
    place: str
    month: str
    lead: str
    looked: list[str]
    alerts: list[list[Cell]]
    measures: list[Measure]
    measure: str
    wards: list[list[str]]
    next_month: str
    funnel: SafeString | None
    funnel_words: str
    funnel_rows: list[list[str]]
    map: ShadedMap | None
    warnings: list[str]
    notes: list[str]
    scores: list[list[str]]
    score_words: str
    basis: list[str]
    facts: list[tuple[str, str]]


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


class Told:
    """A stored answer by name: what the pages and the download read from it."""

    def __init__(self, run: RunDetail) -> None:
        assert run.result is not None
        self.run, self.result = run, run.result
        self.names = {ward["code"]: ward["name"] for ward in self.result["wards"]}
        self.measures: list[Mapping[str, Any]] = self.result["measures"]
        self.newest = self.result["judged"][-1]

    def measure(self, key: str) -> Mapping[str, Any]:
        """The measure of that key, else the one with most counted."""
        return next((one for one in self.measures if one["key"] == key), self.by_size()[0])

    def by_size(self) -> list[Mapping[str, Any]]:
        """The measures, the one with most counted first."""
        return sorted(self.measures, key=lambda one: -sum(sum(filter(None, row)) for row in one["counts"]))

    def title_of(self, key: str) -> str:
        return str(next(one["name"] for one in self.measures if one["key"] == key))

    def warnings(self) -> list[str]:
        gaps = [f"{month_words(month)} is not held. It is a gap and not a zero." for month in self.result["gaps"]]
        breaks = [f"Break in the series. {words}" for words in self.result["breaks"]]
        return [*filter(None, [self.result["partial"]]), *gaps, *breaks]

    @property
    def _vintage(self) -> str:
        vintage = self.result["vintage"]
        return f"boundaries of {vintage}" if vintage else "boundaries as the publisher has them"

    def basis(self) -> list[str]:
        """What was counted, and how far it goes."""
        return [*(RECORDED if self.run.settings["source"] == RECORDED_CRIME else PUBLISHED), *EITHER]

    def facts(self) -> list[tuple[str, str]]:
        held, settings = self.result["held"], self.run.settings
        return [
            ("Measures", "; ".join(one["name"] for one in self.measures)),
            ("Place", f"{counted(len(self.names), 'ward')} of {self.result['place']}, {self._vintage}"),
            ("Months used", f"{month_words(held['first'])} to {month_words(held['last'])}, {held['months']} held"),
            ("Compared with", "What each ward's own past, and that of all wards together, led to expect of the month"),
            ("Correction of the alerts", f"{self.result['correction']}, {self.result['alpha']:.0%}"),
            ("Sources", "\n".join(self.result["sources"])),
            ("Licence", "\n".join(self.run.licences)),
            ("Settings", ", ".join(f"{name} {_setting(value)}" for name, value in settings.items() if value != "")),
            ("Fingerprint of the data (SHA-256)", self.run.data_hash),
            ("Version", f"Alongside {self.run.library_version}; nothing in it is random, so that there is no seed"),
        ]  # fmt: skip


def watch_page(run: RunDetail, chosen: str) -> WatchPage:
    told = Told(run)
    measure = told.measure(chosen)
    base = reverse("ward_watch_run", args=[run.summary.id])
    following = measure["next"]["months"][0]
    return WatchPage(
        place=told.result["place"],
        month=month_words(told.newest),
        lead=told.result["lead"],
        looked=told.result["looked"],
        alerts=[_alert_row(told, alert, with_ward=True) for alert in told.result["alerts"]],
        measures=[
            Measure(one["name"], f"{base}?measure={one['key']}#measure", one is measure) for one in told.by_size()
        ],
        measure=measure["name"],
        wards=list(_ward_rows(told, measure)),
        next_month=month_words(following),
        funnel=_funnel(told, measure),
        funnel_words=measure["funnel"].get("refused") or _funnel_words(measure["funnel"]),
        funnel_rows=list(_funnel_rows(told, measure["funnel"])),
        map=_map(told, measure),
        warnings=told.warnings(),
        notes=[*told.result["notes"], *measure["notes"]],
        scores=[_score(row) for row in measure["model"]["scores"]],
        score_words=_score_words(measure["model"]),
        basis=told.basis(),
        facts=told.facts(),
    )


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
        alerts=[_alert_row(told, one, with_ward=False) for one in told.result["alerts"] if one["ward"] == code],
        measures=[_ward_measure(told, one, code, place) for one in told.by_size()],
        warnings=told.warnings(),
        basis=told.basis(),
        facts=told.facts(),
    )


def month_words(label: str) -> str:
    return f"{_month(label):%B %Y}"


def _month(label: str) -> date:
    return parse_month(label)


def _setting(value: Any) -> str:
    return sentence_list([str(each) for each in value], "and") if isinstance(value, list) else str(value)


def _alert_row(told: Told, alert: Mapping[str, Any], *, with_ward: bool) -> list[Cell]:
    link = reverse("ward_watch_ward", args=[told.run.summary.id, alert["ward"]])
    which = f"{told.title_of(alert['measure'])}, {month_words(alert['month'])}"
    first: list[Cell] = [{"text": told.names[alert["ward"]], "href": link}, which] if with_ward else [which]
    more = "More than expected" if alert["is_more"] else "Fewer than expected"
    return [*first, f"{alert['count']:,}", f"{alert['mean']:,} ({alert['low']:,} to {alert['high']:,})", more,
            f"{alert['adjusted']:g}"]  # fmt: skip


def _ward_rows(told: Told, measure: Mapping[str, Any]) -> Iterator[list[str]]:
    shown = told.result["months"].index(told.newest)
    alerts = {
        alert["ward"]
        for alert in told.result["alerts"]
        if alert["month"] == told.newest and alert["measure"] == measure["key"]
    }
    for place, (code, name) in enumerate(told.names.items()):
        seen, mean = measure["counts"][place][shown], measure["mean"][place][-1]
        low, high = measure["low"][place][-1], measure["high"][place][-1]
        following = measure["next"]
        link = reverse("ward_watch_ward", args=[told.run.summary.id, code])
        yield [
            format_html('<a class="govuk-link" href="{}">{}</a>', link, name), f"{seen:,}", f"{mean:,.1f}", f"{low:,} to {high:,}",
            "Alert" if code in alerts else _stands(seen, low, high),
            f"{following['mean'][place][0]:,.1f}", f"{following['low'][place][0]:,} to {following['high'][place][0]:,}",
        ]  # fmt: skip


def _stands(seen: int, low: int, high: int) -> str:
    return "Above its range" if seen > high else "Below its range" if seen < low else "Within"


def _funnel(told: Told, measure: Mapping[str, Any]) -> SafeString | None:
    found = measure["funnel"]
    if "refused" in found:
        return None
    names = list(told.names.values())
    marks = [
        FunnelMark(
            f"{names[one['ward']]}: {one['seen']:,}, expected {one['expected']:,}", one["expected"], one["ratio"],
            tuple(one["warning"]), tuple(one["action"]), one["stands"] in ("high", "low"),
        )
        for one in found["points"]
    ]  # fmt: skip
    return funnel_chart(
        "ward-funnel", f"{measure['name']}: each ward against its part of before", found["words"], marks
    )


def _funnel_words(found: Mapping[str, Any]) -> str:
    spread = (
        f" The limits are widened, because wards vary more than chance (dispersion {found['dispersion']:g})."
        if found["dispersion"] > 1
        else ""
    )
    return f"{found['words']}{spread}"


def _funnel_rows(told: Told, found: Mapping[str, Any]) -> Iterator[list[str]]:
    names = list(told.names.values())
    for one in sorted(found.get("points", ()), key=lambda each: -each["ratio"]):
        yield [names[one["ward"]], f"{one['seen']:,}", f"{one['expected']:,}", f"{one['ratio']:.2f}",
               f"{one['warning'][0]:.2f} to {one['warning'][1]:.2f}", one["stands"].capitalize()]  # fmt: skip


def _map(told: Told, measure: Mapping[str, Any]) -> ShadedMap | None:
    following = measure["next"]
    place = {code: number for number, code in enumerate(told.names)}
    held = told.result["outlines"]
    features = boundaries_of(AreaKind.WARD, held["vintage"], parent_code=held["district"])["features"] if held else []
    drawn = [
        MapArea(
            one["geometry"], round(following["mean"][place[one["id"]]][0]),
            f"{told.names[one['id']]}: {following['low'][place[one['id']]][0]:,} to "
            f"{following['high'][place[one['id']]][0]:,} expected",
        )
        for one in features
        if one["id"] in place
    ]  # fmt: skip
    if not drawn:
        return None
    month = month_words(following["months"][0])
    words = f"{counted(len(drawn), 'ward')}. Every number is in the table."
    return shaded_map("ward-map", f"{measure['name']}, expected in {month}, by ward", words, drawn)


def _score(row: Mapping[str, Any]) -> list[str]:
    return [row["name"].capitalize(), f"{row['error']:.2f}", f"{row['deviance']:.3f}", f"{row['cover']:.0%}"]


def _score_words(model: Mapping[str, Any]) -> str:
    first, last, months = model["months"]
    return (
        f"Used: {model['name']}. {model['why']} Each of the {counted(months, 'month')} from {month_words(first)} to "
        f"{month_words(last)} was foretold from those before it, and held against what was recorded."
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
    month = _month(label)
    low, high, mean = limits
    return Ranged(f"{month:%B %Y}", f"{month:%b %y}", value, low, high, mean, stands_out, is_to_come)


def _month_row(month: Ranged) -> list[str]:
    label = f"{month.label[:3]} {month.label[-4:]}"
    seen = "To come" if month.is_to_come else "Not held" if month.value is None else f"{month.value:,.0f}"
    if month.low is None or month.high is None:
        return [label, seen, "", ""]
    words = "Alert" if month.stands_out else ""
    if not words and month.value is not None:
        words = _stands(int(month.value), int(month.low), int(month.high))
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
