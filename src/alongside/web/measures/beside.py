"""Police beside hospital: two series of one month axis, by two definitions, never added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from alongside.outcomes.definitions import VersionTold
from alongside.outcomes.queries.measure_series import HeldSeries, MonthSeries, held_series, series
from alongside.outcomes.queries.measures import definition
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.incident_states import Measured
from alongside.places.queries.area_months import count_sources_for
from alongside.places.queries.held_counts import LEAST, HeldTable, count_files_told, recent_counts
from alongside.web.design.charts import line_chart
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.wording import day, number
from alongside.web.measures.pictures import GAP, cut, first_of

HOSPITAL = "hospital-violence-attendances"
MONTHS = 36
HELD_BACK = "held back"
FEWEST_REJECTS = 20
Row = tuple[str, ...]
Option = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Beside:
    """`police` is None where no police series is held that this member may see."""

    hospital: HeldTable
    hospital_definition: VersionTold
    kind: str
    police: HeldSeries | None
    told: MonthSeries | None
    drawn: tuple[SafeString, ...]
    rows: tuple[Row, ...]
    breaks: tuple[str, ...]
    hospitals: tuple[Option, ...]
    kinds: tuple[Option, ...]
    polices: tuple[Option, ...]
    areas: tuple[Option, ...]


@page(Permission.SEE_MEASURES, Permission.SEE_PLACES)
@require_safe
def page_of(request: PageRequest) -> HttpResponse:
    found = _beside(request)
    context: dict[str, Any] = {"found": found, "least": LEAST, "may_study": request.viewer.may(Permission.STUDY_PLACES)}
    if found is not None:
        files = count_files_told(request.viewer, found.hospital.key)
        context["files"] = [
            (
                one.name, _span(one.first_month, one.last_month), number(one.rows_rejected),
                one.sha256[:12], day(one.loaded_at),
            )
            for one in files
        ]  # fmt: skip
        context["rejects"] = [
            (one.name, str(row), column or "whole row", reason)
            for one in files
            for row, column, reason in one.rejects[:FEWEST_REJECTS]
        ]
    return render(request, "measures/beside.html", context)


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "No month"
    return f"{first:%B %Y}" if first == last else f"{first:%B %Y} to {last:%B %Y}"


def _hospitals(viewer: Viewer) -> list[tuple[str, str]]:
    return [
        (one.key, one.name)
        for one in count_sources_for(viewer)
        if one.measured == Measured.HOSPITAL and one.holds_back_small
    ]


def _beside(request: PageRequest) -> Beside | None:
    """None where no hospital's counts are held, or none that this member may see: the two look the same."""
    asked, viewer = request.GET, request.viewer
    known = _hospitals(viewer)
    key = next((one for one, _ in known if one == asked.get("hospital")), known[0][0] if known else "")
    hospital, told_as = recent_counts(viewer, key, months=MONTHS), definition(HOSPITAL)
    if hospital is None or told_as is None:
        return None
    kind = asked.get("kind", "") if asked.get("kind") in hospital.groups else ""
    polices = [one for one in held_series(viewer) if one.definition.measured == "police"]
    # First what counts what the hospital counts: violence.
    polices.sort(key=lambda one: one.definition.measure != told_as.measure)
    police = first_of(polices, asked.get("police", ""))
    area = asked.get("area", "")
    told = (series(police, area) or series(police, police.areas[0][0])) if police and police.areas else None
    months = _months(hospital, told)
    theirs = dict(zip(told.months, told.counts, strict=True)) if told else {}
    ours = _of_kind(hospital, kind)
    breaks = [*(told.breaks if told else ()), *told_as.text.breaks]
    return Beside(
        hospital, told_as, kind, police, told,
        _drawn(months, ours, hospital, told_as, police, told),
        tuple((f"{month:%B %Y}", _police(theirs, month), _hospital(ours, month)) for month in months),
        tuple(f"{one.month:%B %Y}: {one.words}" for one in breaks if months and months[0] < one.month <= months[-1]),
        tuple((one, name, one == key) for one, name in known),
        (("", "All", kind == ""), *((one, one, one == kind) for one in hospital.groups)),
        tuple((one.name, f"{one.definition.name} ({one.source})", one is police) for one in polices),
        tuple((code, name, told is not None and name == told.area) for code, name in (police.areas if police else ())),
    )  # fmt: skip


def _months(hospital: HeldTable, told: MonthSeries | None) -> list[date]:
    """Those that either holds, from the hospital's first on: before it there is nothing to set beside."""
    held = {*hospital.months, *(told.months if told else ())}
    first = hospital.months[0]
    return sorted(month for month in held if month >= first)[-MONTHS:]


def _of_kind(hospital: HeldTable, kind: str) -> dict[date, int | None]:
    if not kind:
        return dict(zip(hospital.months, hospital.totals, strict=True))
    place = hospital.groups.index(kind)
    return {month: row[place] for month, row in zip(hospital.months, hospital.counts, strict=True)}


def _police(theirs: dict[date, int | None], month: date) -> str:
    count = theirs.get(month)
    return GAP if count is None else number(count)


def _hospital(ours: dict[date, int | None], month: date) -> str:
    if month not in ours:
        return GAP
    count = ours[month]
    return HELD_BACK if count is None else number(count)


def _drawn(
    months: Sequence[date],
    ours: dict[date, int | None],
    hospital: HeldTable,
    told_as: VersionTold,
    police: HeldSeries | None,
    told: MonthSeries | None,
) -> tuple[SafeString, ...]:
    """Two drawings, each with its own scale: one scale would ask to be read as shares of one whole."""
    note = "Gaps are months that are not held, or are held back, and breaks. The table holds the same numbers."
    lines = cut("Hospital", months, ours, told_as.text.breaks)
    pictures = [line_chart("hospital-months", f"{hospital.name}: by month", note, lines)]
    if police is not None and told is not None:
        lines = cut("Police", months, dict(zip(told.months, told.counts, strict=True)), told.breaks)
        pictures.insert(0, line_chart("police-months", f"{police.definition.name}: by month", note, lines))
    return tuple(pictures)
