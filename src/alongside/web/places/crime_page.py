"""The page of recorded crime: from what was chosen to figures, tables and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from alongside.areas.queries import areas_of, boundaries_of, vintages_of
from alongside.areas.states import AreaKind
from alongside.common.text import counted, sentence_list
from alongside.places import measures
from alongside.places.crime_types import VERSION
from alongside.places.measures import AreaCount, Figure, MonthCount, Scope
from alongside.places.queries import CountingSummary, lsoa_names
from alongside.places.states import Assignment
from alongside.web.design.charts import Bar, Mark, Series, bar_chart, line_chart
from alongside.web.design.maps import MapArea, ShadedMap, shaded_map
from alongside.web.design.wording import first_lower
from alongside.web.places.crime_deprivation import DeprivationLayer, deprivation_layer, index_for
from alongside.web.places.forms import Chosen
from alongside.web.places.offer import SPLITS, District, Offer

MOST_ROWS = 200
MOST_ON_MAP = 400
Row = list[str]


@dataclass(frozen=True, slots=True)
class CrimePage:
    figure: Figure
    what: str
    place: str
    period: str
    interval: str
    change: str
    gaps: list[str]
    sources: list[str]
    method: str
    month_chart: SafeString
    has_earlier: bool
    months: list[Row]
    type_chart: SafeString | None
    types: list[Row]
    area_map: ShadedMap | None
    areas: list[Row]
    areas_word: str
    areas_columns: list[str]
    areas_note: list[str]
    deprivation: DeprivationLayer | None


def crime_page(offer: Offer, chosen: Chosen) -> CrimePage:
    district = next((one for one in offer.districts if one.area.code == chosen.district), None)
    scope = scope_of(offer, chosen)
    figure = measures.figure(scope)
    months, earlier = figure.months, figure.earlier
    types = measures.by_type(scope) if chosen.crime_type is None else ()
    areas = _Areas.of(offer.splits[chosen.split], district, scope)
    what = chosen.crime_type.label if chosen.crime_type else "All recorded crime and anti-social behaviour"
    place = district.area.name if district else "All that is held"
    period = span_of_months(scope.first_month, scope.last_month)
    named = f"{what}, {place}, {period}"
    return CrimePage(
        figure=figure,
        what=what,
        place=place,
        period=period,
        interval=f"95% interval {_span(figure.interval.low, figure.interval.high)}",
        change=_change(figure),
        gaps=[*(_gap(month) for month in figure.gaps), *(_part(month) for month in figure.parts)],
        sources=[_source(note) for note in figure.sources],
        method=_method(figure),
        month_chart=_month_chart(named, months, earlier),
        has_earlier=any(month.total is not None for month in earlier),
        months=[_month_row(now, before) for now, before in zip(reversed(months), reversed(earlier), strict=True)],
        type_chart=_type_chart(named, types) if types else None,
        types=[[one.crime_type.label, f"{one.total:,}", _span(one.interval.low, one.interval.high)] for one in types],
        area_map=areas.map(named),
        areas=[areas.row(one) for one in areas.counts[:MOST_ROWS]],
        areas_word=SPLITS[chosen.split].partition(" (")[0],
        areas_columns=areas.columns(),
        areas_note=areas.notes(scope.crime_type is None),
        deprivation=areas.deprivation,
    )


def scope_of(offer: Offer, chosen: Chosen) -> Scope:
    district = next((one for one in offer.districts if one.area.code == chosen.district), None)
    way = district.counting if district else offer.everywhere
    codes = frozenset({district.area.code}) if district else None
    return Scope(way.id, chosen.first_month, chosen.last_month, codes, chosen.crime_type)


@dataclass(frozen=True, slots=True)
class _Areas:
    """The split of the page: counts by ward or LSOA, with names and outlines where they are held."""

    way: CountingSummary
    counts: Sequence[AreaCount]
    names: dict[str, str]
    vintage: int | None
    district: District | None
    deprivation: DeprivationLayer | None

    @classmethod
    def of(cls, way: CountingSummary, district: District | None, total: Scope) -> "_Areas":
        vintage = _outline_vintage(way)
        names = {area.code: area.name for area in areas_of(way.kind, vintage)} if vintage else {}
        inside = _codes_inside(way, vintage, district)
        scope = Scope(way.id, total.first_month, total.last_month, inside, total.crime_type)
        counts = measures.by_area(scope)
        unnamed = [count.code for count in counts if count.code not in names]
        layer = _deprivation(way, district) if district else None
        return cls(way, counts, {**lsoa_names(unnamed), **names}, vintage, district, layer)

    def columns(self) -> list[str]:
        known = self.way.kind == AreaKind.LSOA and self.deprivation is not None
        head = ["LSOA" if self.way.kind == AreaKind.LSOA else "Ward", "Count", "95% interval"]
        return [*head, "Deprivation"] if known else head

    def row(self, count: AreaCount) -> Row:
        name = self.names.get(count.code, count.code) if count.code else "No place, or outside all of them"
        cells = [name, f"{count.total:,}", _span(count.interval.low, count.interval.high)]
        if self.way.kind != AreaKind.LSOA or self.deprivation is None:
            return cells
        return [*cells, str(self.deprivation.deciles.get(count.code or "", "Not held"))]

    def map(self, named: str) -> ShadedMap | None:
        totals = {count.code: count.total for count in self.counts if count.code}
        if self.vintage is None or not totals or len(totals) > MOST_ON_MAP:
            return None
        parent = self.district.area.code if self.district else ""
        features = boundaries_of(self.way.kind, self.vintage, parent_code=parent)["features"]
        if not features:
            features = boundaries_of(self.way.kind, self.vintage)["features"]
        drawn = [
            MapArea(one["geometry"], totals[one["id"]], f"{one['properties']['name']}: {totals[one['id']]:,}")
            for one in features
            if one["id"] in totals
        ]
        most = max(self.counts, key=lambda count: (bool(count.code), count.total))
        words = f"{counted(len(drawn), 'area')}. The most: {self.names.get(most.code, most.code)}, {most.total:,}."
        return shaded_map("crime-map", f"{named}, by area", f"{words} Every number is in the table.", drawn)

    def _set(self) -> str:
        by_map_point = self.way.assignment == Assignment.MAP_POINT
        return f", boundaries of {self.vintage}" if by_map_point and self.vintage else ""

    def notes(self, is_all: bool) -> list[str]:
        found = [f"Counted {self.way.assignment.label}{self._set()}."]
        if self.way.assignment == Assignment.PUBLISHED:
            found.append("LSOAs are never added up to wards or boroughs: crimes without a place are in none of them.")
        elif self.district:
            found.append("Points on an edge fall to one side, so that areas need not add up to the total above.")
        hidden = len(self.counts) - MOST_ROWS
        if hidden > 0:
            found.append(f"The {MOST_ROWS} areas with the most are shown, of {len(self.counts):,}.")
        if len([one for one in self.counts if one.code]) > MOST_ON_MAP:
            found.append("There are too many areas for a map. Choose one place to see it.")
        found.append(
            "These are counts and not rates: where many people come by day or night, more is recorded, however few live there."
        )
        return found


def _outline_vintage(way: CountingSummary) -> int | None:
    """The boundaries that belong to a counting; by published codes, the newest held."""
    return way.vintage or next(iter(vintages_of(way.kind)), None)


def _codes_inside(way: CountingSummary, vintage: int | None, district: District | None) -> frozenset[str] | None:
    return None if district is None else _inside(way.kind, vintage, district)


def _inside(kind: str, vintage: int | None, district: District) -> frozenset[str]:
    inside = areas_of(kind, vintage, parent_code=district.area.code) if vintage else []
    if not inside and vintage:
        # Files of LSOAs often leave the district out; their names begin with it.
        inside = [area for area in areas_of(kind, vintage) if area.name.startswith(f"{district.area.name} ")]
    return frozenset(area.code for area in inside)


def _deprivation(way: CountingSummary, district: District) -> DeprivationLayer | None:
    index = index_for(way)
    if index is None:
        return None
    codes = _inside(AreaKind.LSOA, index.vintage, district)
    return deprivation_layer(district.area.name, codes, index, MOST_ON_MAP)


def _month_chart(named: str, months: Sequence[MonthCount], earlier: Sequence[MonthCount]) -> SafeString:
    series = [Series("This period", [_mark(month) for month in months])]
    if any(month.total is not None for month in earlier):
        series.append(Series("A year earlier", [_mark(month) for month in earlier], is_comparison=True))
    held = [month for month in months if month.total is not None]
    if not held:
        words = "None of these months is held."
    else:
        most, least = max(held, key=lambda month: month.total or 0), min(held, key=lambda month: month.total or 0)
        words = (
            f"Most in {most.month:%B %Y} ({most.total:,}), fewest in {least.month:%B %Y} ({least.total:,}). "
            "Every number is in the table."
        )
    return line_chart("crime-months", f"{named}, by month", words, series)


def _mark(month: MonthCount) -> Mark:
    return Mark(f"{month.month:%B %Y}", f"{month.month:%b %y}", month.total)


def _type_chart(named: str, types: Sequence[measures.TypeCount]) -> SafeString:
    bars = [
        Bar(one.crime_type.label, one.total, f"{one.total:,}", one.interval.low, one.interval.high) for one in types
    ]
    words = f"The most: {first_lower(bars[0].label)}, {bars[0].text}. Every number is in the table."
    return bar_chart("crime-types", f"{named}, by type", words, bars)


def _month_row(now: MonthCount, before: MonthCount) -> Row:
    return [f"{now.month:%B %Y}", _count_or_gap(now), _count_or_gap(before)]


def _count_or_gap(month: MonthCount) -> str:
    if month.total is None:
        return "Not held"
    without = f" without {sentence_list(month.missing)}" if month.missing else ""
    return f"{month.total:,}{without}" + (" (in part)" if month.is_part else "")


def _gap(month: MonthCount) -> str:
    return f"{month.month:%B %Y}: no file of {sentence_list(month.missing)} is held. This is a gap, not a zero."


def _part(month: MonthCount) -> str:
    return (
        f"{month.month:%B %Y} is held in part only: answers of the interface on single places. Outside them nothing is "
        "held of it. Load the force's file of the month to make it whole."
    )


def span_of_months(first: date, last: date | None) -> str:
    if last is None or first == last:
        return f"{first:%B %Y}"
    return f"{first:%B %Y} to {last:%B %Y}"


def _span(low: float, high: float) -> str:
    return f"{low:,.0f} to {high:,.0f}"


def _change(figure: Figure) -> str:
    """The change in one sentence, its interval beside it; no percentage where the counts cannot bear one."""
    compared = figure.comparison
    if compared is None:
        return figure.why_no_comparison
    when = span_of_months(compared.first_month, compared.last_month)
    against = f"In the same months a year earlier, {when}: {compared.total:,}."
    if compared.ratio is None:
        return f"{against} The counts are too small for a percentage."
    low, high = (100 * (limit - 1) for limit in (compared.ratio.interval.low, compared.ratio.interval.high))
    now = _more_or_fewer(compared.ratio.per_cent_change)
    return f"{against} That is {now} (95% interval {_more_or_fewer(low)} to {_more_or_fewer(high)})."


def _more_or_fewer(per_cent: float) -> str:
    rounded = round(per_cent)
    if rounded == 0:
        return "no change"
    return f"{abs(rounded)}% {'more' if rounded > 0 else 'fewer'}"


def _source(note: measures.SourceNote) -> str:
    extract = f"extract of {note.extracted:%-d %B %Y}" if note.extracted else "date of the extract not given"
    return (
        f"{note.force}: {counted(note.months, 'month')}, {extract}, loaded {note.loaded_at:%-d %B %Y}. {note.licence}."
    )


def _method(figure: Figure) -> str:
    return f"{figure.definition.name}, definition {figure.definition.version}; {VERSION}. Counted: {figure.counting}."
