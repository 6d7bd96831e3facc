"""Reads of the directory. It is public: nobody need be known to read it, and nothing of who reads is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import ExpressionWrapper, F, FloatField, QuerySet

from alongside.areas.grid import to_lonlat
from alongside.areas.queries import area, areas_of, latest_vintage, middle_of_district
from alongside.areas.states import AreaKind
from alongside.common.text import fold_name
from alongside.outcomes.directory_drafts import ListingDraft, Opening
from alongside.outcomes.directory_rules import OLDEST, apart, distance_words, district_of, opening_words
from alongside.outcomes.directory_states import SHOWN, Listing, Room, Topic
from alongside.outcomes.models.directory import ListedProvider, ListedService

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Near:
    """Where somebody looks from: a name to say, and a point in metres of the British National Grid."""

    name: str
    easting: float
    northing: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. `shown_only`: leave out what takes nobody and what has ended."""

    words: str = ""
    topic: str = ""
    age: int | None = None
    least_age: int | None = None
    most_age: int | None = None
    self_only: bool = False
    near: Near | None = None
    within_metres: float | None = None
    day: int | None = None
    modified_after: datetime | None = None
    provider: UUID | None = None
    located_only: bool = False
    shown_only: bool = True


@dataclass(frozen=True, slots=True)
class ProviderShown:
    id: UUID
    name: str
    telephone: str
    is_partner: bool


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """A service as anybody may read it. `longitude` and `latitude` are None where no position is told."""

    id: UUID
    provider: ProviderShown
    draft: ListingDraft
    topic: str
    status: Listing
    ages: str
    opening: tuple[str, ...]
    area: str
    distance: str
    metres: float | None
    longitude: float | None
    latitude: float | None
    capacity: int | None
    room: Room
    wait: str
    waited: dict[str, int | None]
    told_as_at: date | None
    from_contract: bool
    contract: str
    changes: int
    checked_on: date
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the directory."""

    rows: tuple[ServiceShown, ...]
    number: int
    size: int
    total: int


def services(wanted: Wanted, *, page: int = 1, size: int = 20) -> Part:
    """One page, the nearest first where it is known from where; two queries, however many there are."""
    rows = _found(wanted)
    total = rows.count()
    size = max(1, min(size, MOST_AT_ONCE))
    number = max(1, page)
    return Part(
        tuple(_shown(row, wanted.near) for row in rows[(number - 1) * size : number * size]), number, size, total
    )  # fmt: skip


def service(service_id: UUID, near: Near | None = None) -> ServiceShown | None:
    row = ListedService.objects.select_related("provider").filter(pk=service_id).first()
    return _shown(row, near) if row else None


def located(number: str, number_of: Callable[[ServiceShown], str]) -> ServiceShown | None:
    """The service at a place that has this number, among those that have a place."""
    rows = _found(Wanted(located_only=True, shown_only=False))
    return next((shown for shown in (_shown(row, None) for row in rows) if number_of(shown) == number), None)


def providers() -> tuple[str, ...]:
    """Names of those who run something, for a form to choose from."""
    return tuple(ListedProvider.objects.order_by("name").values_list("name", flat=True))


def wards_to_choose() -> tuple[tuple[str, str], ...]:
    """Code and name of every ward held, of the newest set of boundaries."""
    vintage = latest_vintage(AreaKind.WARD)
    if vintage is None:
        return ()
    found = [(one.code, one.name) for one in areas_of(AreaKind.WARD, vintage)]
    return tuple(sorted(found, key=lambda one: one[1]))


def near_ward(code: str) -> Near | None:
    vintage = latest_vintage(AreaKind.WARD)
    found = area(code, vintage) if vintage else None
    if found is None or found.kind is not AreaKind.WARD:
        return None
    return Near(found.name, found.easting, found.northing)


def near_district(typed: str) -> Near | None:
    """From a postcode district, or a whole postcode that is cut to it at once: the rest is looked at nowhere."""
    district = district_of(typed)
    middle = middle_of_district(district) if district else None
    return Near(district, *middle) if middle else None


def counts_by_topic() -> tuple[tuple[str, int], ...]:
    """How many services that somebody may turn to there are for each topic, none included."""
    found: dict[str, int] = {}
    for topic in ListedService.objects.filter(status__in=SHOWN).values_list("topic", flat=True):
        found[topic] = found.get(topic, 0) + 1
    return tuple((str(one.label), found.get(one, 0)) for one in Topic)


def is_empty() -> bool:
    return not ListedService.objects.exists()


def draft_of(row: ListedService) -> ListingDraft:
    """A service as it would be typed."""
    position = None
    if row.easting is not None and row.northing is not None:
        point = to_lonlat(row.easting, row.northing)
        position = (round(point.longitude, 5), round(point.latitude, 5))
    return ListingDraft(
        name=row.name, provider=row.provider.name, summary=row.summary, topic=row.topic, status=row.status,
        alert=row.alert, telephone=row.telephone, email=row.email, website=row.website, address=row.address,
        postcode=row.postcode, position=position, opening=_opening(row.opening), opening_note=row.opening_note,
        least_age=row.least_age, most_age=row.most_age, for_whom=row.for_whom, wards=tuple(row.wards),
        self_referral=row.self_referral, how_to_refer=row.how_to_refer, cost=row.cost, languages=row.languages,
        access=row.access,
    )  # fmt: skip


def _found(wanted: Wanted) -> QuerySet[ListedService]:
    rows = ListedService.objects.select_related("provider")
    if wanted.shown_only:
        rows = rows.filter(status__in=SHOWN)
    for word in fold_name(wanted.words).split()[:8]:
        rows = rows.filter(search_key__contains=word)
    for name, value in (("topic", wanted.topic), ("provider", wanted.provider)):
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.age is not None:
        rows = rows.filter(least_age__lte=wanted.age, most_age__gte=wanted.age)
    if wanted.least_age is not None:
        rows = rows.filter(most_age__gte=wanted.least_age)
    if wanted.most_age is not None:
        rows = rows.filter(least_age__lte=wanted.most_age)
    if wanted.self_only:
        rows = rows.filter(self_referral=True)
    if wanted.modified_after is not None:
        rows = rows.filter(changed_at__gte=wanted.modified_after)
    if wanted.day is not None:
        rows = rows.filter(days__contains=str(wanted.day))
    if wanted.located_only or wanted.within_metres is not None:
        rows = rows.filter(easting__isnull=False)
    return _ordered(rows, wanted)


def _ordered(rows: QuerySet[ListedService], wanted: Wanted) -> QuerySet[ListedService]:
    near = wanted.near
    if near is None:
        return rows.order_by("name", "id")
    east, north = F("easting") - near.easting, F("northing") - near.northing
    rows = rows.annotate(apart=ExpressionWrapper(east * east + north * north, output_field=FloatField()))
    if wanted.within_metres is not None:
        rows = rows.filter(apart__lte=wanted.within_metres**2)
    return rows.order_by(F("apart").asc(nulls_last=True), "name", "id")


def _shown(row: ListedService, near: Near | None) -> ServiceShown:
    draft = draft_of(row)
    metres = None
    if near is not None and row.easting is not None and row.northing is not None:
        metres = apart(near.easting, near.northing, row.easting, row.northing)
    longitude, latitude = draft.position or (None, None)
    return ServiceShown(
        id=row.pk, draft=draft, topic=str(Topic(row.topic).label), status=Listing(row.status),
        provider=ProviderShown(row.provider.pk, row.provider.name, row.provider.telephone, bool(row.provider.agency_code)),
        ages=ages_words(row.least_age, row.most_age), opening=opening_words(draft.opening), area=_area(row.wards),
        distance=distance_words(metres) if metres is not None else "", metres=metres, longitude=longitude,
        latitude=latitude, capacity=row.capacity, room=Room(row.room), wait=_wait_words(row.wait), waited=row.wait,
        told_as_at=row.told_as_at, from_contract=bool(row.contract), contract=row.contract, changes=row.changes,
        checked_on=row.checked_on, changed_at=row.changed_at,
    )  # fmt: skip


def _opening(rows: Sequence[Sequence[object]]) -> tuple[Opening, ...]:
    return tuple(
        Opening(int(str(day)), time.fromisoformat(str(opens)), time.fromisoformat(str(closes)))
        for day, opens, closes in rows
    )


def ages_words(least: int, most: int) -> str:
    if least == 0 and most >= OLDEST:
        return "All ages"
    if most >= OLDEST:
        return f"{least} and over"
    return f"Up to {most}" if least == 0 else f"{least} to {most}"


def _area(wards: Sequence[str]) -> str:
    return ", ".join(wards) if wards else "The whole borough"


def _wait_words(wait: dict[str, int | None]) -> str:
    if not wait:
        return ""
    limits = f"{wait['low']} to {wait['high']}" if wait["high"] else f"from {wait['low']}, with no upper end yet"
    weeks = wait["weeks"]
    return (
        f"Half of those referred met somebody within {weeks} {'week' if weeks == 1 else 'weeks'} "
        f"(95% interval {limits}; about {wait['about']} people, those who still wait counted)."
    )
