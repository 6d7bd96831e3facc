"""The page of all wards in a ward watch: from a stored answer to words, tables and figures. Nothing is reckoned anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from alongside.areas.queries import boundaries_of
from alongside.areas.states import AreaKind
from alongside.common.text import counted
from alongside.places.queries import RunDetail
from alongside.web.design.maps import MapArea, ShadedMap, shaded_map
from alongside.web.design.ranges import FunnelMark, funnel_chart
from alongside.web.places.ward_told import Cell, Told, alert_row, month_words, stands


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
        alerts=[alert_row(told, alert, with_ward=True) for alert in told.result["alerts"]],
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
            "Alert" if code in alerts else stands(seen, low, high),
            f"{following['mean'][place][0]:,.1f}", f"{following['low'][place][0]:,} to {following['high'][place][0]:,}",
        ]  # fmt: skip


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
