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
    told = Q(pk__in=[])
    for one in identifiers:
        part = Q(person_id=one.person_id)
        if one.since is not None:
            part &= Q(event__at__gte=one.since)
        if one.until is not None:
            part &= Q(event__at__lt=one.until)
        told |= part
    return Event.objects.filter(pk__in=EventPerson.objects.filter(told).values("event_id")).order_by("-pk")


def of_agency(agency_code: str) -> QuerySet[Event]:
    return Event.objects.filter(agency_code=agency_code).order_by("-pk")


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
    events = dict(Event.objects.order_by().values_list("agency_code").annotate(Count("pk")))
    seals = {row["agency_code"]: row for row in _seal_sums()}
    last = Q()
    for code, row in seals.items():
        last |= Q(agency_code=code, number=row["last"])
    roots = dict(Seal.objects.filter(last).values_list("agency_code", "root")) if seals else {}
    verified = _last_verified()
    return [
        LogStanding(
            code, events.get(code, 0), seals.get(code, _NO_SEAL)["sealed"], seals.get(code, _NO_SEAL)["seals"],
            seals.get(code, _NO_SEAL)["sealed_at"], roots.get(code, ""), *verified.get(code, (None, "")),
        )
        for code in sorted(set(events) | set(seals))
    ]  # fmt: skip


_NO_SEAL = {"sealed": 0, "seals": 0, "sealed_at": None}


def _seal_sums() -> QuerySet[Seal, dict[str, object]]:
    return (
        Seal.objects.order_by()
        .values("agency_code")
        .annotate(sealed=Sum("count"), seals=Count("pk"), sealed_at=Max("at"), last=Max("number"))
    )


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
