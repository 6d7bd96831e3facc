"""Reading the log. Callers decide first who may (`partners.access`): here are only the questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from alongside.audit.models import Event, EventPerson, Seal
from alongside.audit.states import Act, Outcome


@dataclass(frozen=True, slots=True)
class Logged:
    """An identifier under which a person was logged: always, or only in [since, until) while a link stood."""

    person_id: UUID
    since: datetime | None = None
    until: datetime | None = None


def about_person(identifiers: Iterable[Logged]) -> QuerySet[Event]:
    """Everything that told of this person, newest first (pass every identifier the person has had)."""
    return Event.objects.filter(_names(identifiers)).order_by("-pk")


def refusals_about(identifiers: Iterable[Logged]) -> QuerySet[Event]:
    """Who was refused this person, newest first: by her identifier, or by a reference of hers that somebody tried."""
    asked = list(identifiers)
    matters = Event.objects.filter(_names(asked), subject_kind__in=MATTERS).order_by()
    tried = Q(subject_kind__in=MATTERS, subject_id__in=matters.values("subject_id"))
    for name in {*matters.values_list("subject_id", flat=True), *(str(one.person_id) for one in asked)} - {""}:
        tried |= Q(subject_kind="page", subject_id__icontains=name)
    return Event.objects.filter(_names(asked) | tried, outcome=Outcome.REFUSED).order_by("-pk")


MATTERS = ("concern", "request", "plan")


def _names(identifiers: Iterable[Logged]) -> Q:
    told = Q(pk__in=[])
    for one in identifiers:
        part = Q(person_id=one.person_id)
        if one.since is not None:
            part &= Q(event__at__gte=one.since)
        if one.until is not None:
            part &= Q(event__at__lt=one.until)
        told |= part
    return Q(pk__in=EventPerson.objects.filter(told).values("event_id"))


def of_agency(agency_code: str) -> QuerySet[Event]:
    return Event.objects.filter(agency_code=agency_code).order_by("-pk")


def about(subject_kind: str, subject_id: str) -> QuerySet[Event]:
    """Everything that was done with one thing, whoever did it, newest first."""
    return Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-pk")


def recent_refusals() -> QuerySet[Event]:
    return Event.objects.filter(outcome=Outcome.REFUSED).order_by("-pk")


@dataclass(frozen=True, slots=True)
class LogStanding:
    """How far an agency's log is sealed, as it says of itself; whether it holds, only verifying can tell."""

    agency_code: str
    events: int
    sealed: int
    seals: int
    sealed_at: datetime | None
    root: str
    verified_at: datetime | None
    verified: str

    @property
    def unsealed(self) -> int:
        return max(0, self.events - self.sealed)


def standings() -> list[LogStanding]:
    """Every agency that has a log, by code, in four queries."""
    counted = Event.objects.order_by().values("agency_code").annotate(n=Count("pk")).values_list("agency_code", "n")
    events: dict[str, int] = dict(counted)
    seals, verified = _sealed(), _last_verified()
    made = []
    for code in sorted(events.keys() | seals.keys()):
        at, words = verified.get(code, (None, ""))
        sealed, number, sealed_at, root = seals.get(code, (0, 0, None, ""))
        made.append(LogStanding(code, events.get(code, 0), sealed, number, sealed_at, root, at, words))
    return made


def _sealed() -> dict[str, tuple[int, int, datetime, str]]:
    """By agency: events sealed, number, time and root of the last seal."""
    rows = Seal.objects.order_by().values("agency_code").annotate(sealed=Sum("count"), last=Max("number"))
    found = list(rows.values_list("agency_code", "sealed", "last"))
    if not found:
        return {}
    last = Q()
    for code, _, number in found:
        last |= Q(agency_code=code, number=number)
    ends = {seal.agency_code: seal for seal in Seal.objects.filter(last)}
    return {code: (sealed, number, ends[code].at, ends[code].root) for code, sealed, number in found}


def _last_verified() -> dict[str, tuple[datetime, str]]:
    rows = Event.objects.filter(act=Act.VERIFY, subject_kind="log", outcome=Outcome.ALLOWED).order_by("pk")
    latest = rows.values("subject_id").annotate(last=Max("pk")).order_by().values("last")
    found = Event.objects.filter(pk__in=latest).values_list("subject_id", "at", "reason")
    return {code: (at, reason) for code, at, reason in found}


def agency_codes() -> list[str]:
    """The agencies that have a log."""
    return sorted(Event.objects.order_by().values_list("agency_code", flat=True).distinct())


def seals_after(agency_code: str, number: int) -> list[Seal]:
    """The seals that follow a number, in order."""
    return list(Seal.objects.filter(agency_code=agency_code, number__gt=number).order_by("number"))


def times_opened(kind: str, id: str, agency_code: str) -> tuple[int, datetime | None]:
    """How often an agency opened one thing, and when it last did."""
    rows = Event.objects.filter(
        subject_kind=kind, subject_id=id, agency_code=agency_code, act=Act.VIEW, outcome=Outcome.ALLOWED
    )
    told = rows.order_by().aggregate(times=Count("pk"), last=Max("at"))
    return told["times"], told["last"]
