"""Keeping the directory of services: what contracts offer comes in by itself, all else is listed by a member."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from alongside.areas.errors import OutsideGrid
from alongside.areas.grid import to_grid
from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.periods import month_of
from alongside.common.text import TextError, clean_line, clean_text, fold_name
from alongside.outcomes.directory_drafts import ListingDraft
from alongside.outcomes.directory_rules import faults_in, normal_postcode
from alongside.outcomes.directory_states import Listing, Room, Topic
from alongside.outcomes.models.directory import ListedProvider, ListedService, ListingChange
from alongside.outcomes.queries.directory import draft_of
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import LONDON, Viewer
from alongside.support.measures.offers import Offer, UsualWait, offers

KEEPERS = (Permission.KEEP_COMMUNITY, Permission.KEEP_CONTRACTS)
LINES = {
    "name": 120, "provider": 120, "alert": 300, "telephone": 30, "email": 254, "website": 200, "address": 200,
    "postcode": 12, "opening_note": 300, "for_whom": 200, "how_to_refer": 600, "cost": 120, "languages": 200,
    "access": 300,
}  # fmt: skip
# What a contract says is not typed beside it.
FROM_CONTRACT = ("provider", "least_age", "most_age", "for_whom", "wards")
KEPT = (
    "name", "summary", "topic", "status", "alert", "telephone", "email", "website", "address", "postcode",
    "opening_note", "least_age", "most_age", "for_whom", "self_referral", "how_to_refer", "cost", "languages", "access",
)  # fmt: skip
NOT_A_KEEPER = "the role may not keep the directory of services"


def list_service(*, draft: ListingDraft, sent_key: UUID, by: Viewer, at: datetime) -> UUID:
    """Put a service into the directory; gives its number. The same `sent_key` twice is one service.

    Raises `Invalid` where something that people need is missing.
    """
    _may_keep(by, "new", Act.CREATE)
    good = _checked(draft)
    try:
        with transaction.atomic():
            row = ListedService(sent_key=sent_key, checked_on=by.day, changed_at=at, provider=_provider(good.provider))
            _write(row, good, at)
            row.save(force_insert=True)
            _keep_change(row, "Listed", by.actor, at)
    except IntegrityError:
        return ListedService.objects.get(sent_key=sent_key).pk
    return row.pk


def amend_service(
    *, service_id: UUID, draft: ListingDraft, version: int, reason: str, by: Viewer, at: datetime
) -> None:  # fmt: skip
    """Change what a service says, with the reason; it counts as checked today.

    Raises `Stale` with what stands there now where somebody changed it since `version`.
    """
    _may_keep(by, str(service_id), Act.CHANGE)
    with transaction.atomic():
        row = _held(service_id)
        if row.contract:
            now = draft_of(row)
            draft = replace(draft, **{name: getattr(now, name) for name in FROM_CONTRACT})
        good, why = _checked(draft), _line(reason, 300, "The reason", "reason")
        if row.changes != version:
            raise Stale("Somebody else has changed this service since you opened it.", draft_of(row))
        row.provider = _provider(good.provider)
        row.changes, row.checked_on = row.changes + 1, by.day
        _write(row, good, at)
        row.save()
        _keep_change(row, why or "Amended", by.actor, at)


def confirm_service(*, service_id: UUID, by: Viewer, at: datetime) -> None:
    """Say that everything about a service is still true today."""
    _may_keep(by, str(service_id), Act.CHANGE)
    with transaction.atomic():
        row = _held(service_id)
        row.checked_on = by.day
        row.save(update_fields=["checked_on"])
        _note(row, "Checked: still true", by.actor, at)


def bring_in_contracts(*, by: Actor, at: datetime) -> int:
    """Let the directory follow the contracts: new ones come in, terms are brought up to date, ended ones leave.

    Places and waits are told as they stood on the first of the month, once: looking twice tells of nobody. Gives how
    many services were added or changed. A contract that cannot be read leaves the others as they are.
    """
    as_at = month_of(at.astimezone(LONDON).date())
    found = {one.reference: one for one in offers(as_at, at)}
    rows = {one.contract: one for one in _from_contracts()}
    done = 0
    for reference, offer in found.items():
        with transaction.atomic():
            row = rows.get(reference)
            done += _bring_in(offer, as_at, by, at) if row is None else _bring_up(row, offer, as_at, by, at)
    for reference, row in rows.items():
        if reference not in found and row.status != Listing.DEFUNCT:
            with transaction.atomic():
                row.status, row.changed_at, row.changes = Listing.DEFUNCT, at, row.changes + 1
                row.save(update_fields=["status", "changed_at", "changes"])
                _keep_change(row, "Its contract has ended", by, at)
            done += 1
    return done


def _from_contracts() -> QuerySet[ListedService]:
    return ListedService.objects.select_related("provider").exclude(contract="")


def _bring_in(offer: Offer, as_at: date, by: Actor, at: datetime) -> int:
    row = ListedService(
        contract=offer.reference, name=offer.title, summary=_summary(offer), topic=Topic.GANGS,
        telephone=offer.telephone, how_to_refer=_how(offer), checked_on=at.astimezone(LONDON).date(), changed_at=at,
        cost="Free", provider=_provider(offer.provider, offer.provider_code, offer.telephone),
    )  # fmt: skip
    _follow(row, offer)
    _tell(row, offer, as_at)
    row.search_key = _search_key(row)
    row.save(force_insert=True)
    _keep_change(row, f"Came in from the contract {offer.reference}", by, at)
    return 1


def _bring_up(row: ListedService, offer: Offer, as_at: date, by: Actor, at: datetime) -> int:
    changed = _follow(row, offer)
    told = row.told_as_at != as_at
    if told:
        _tell(row, offer, as_at)
    if not changed and not told:
        return 0
    row.changed_at = at
    if changed:
        row.changes += 1
    row.save()
    if changed:
        _keep_change(row, "The terms of its contract changed", by, at)
    return 1


def _follow(row: ListedService, offer: Offer) -> bool:
    """Ages, area, who it is for and places follow the contract; gives whether anything did change."""
    said = {
        "least_age": offer.least_age, "most_age": offer.most_age, "for_whom": offer.for_whom,
        "wards": list(offer.areas), "capacity": offer.capacity,
    }  # fmt: skip
    if row.status == Listing.DEFUNCT:
        said["status"] = Listing.ACTIVE
    changed = any(getattr(row, name) != value for name, value in said.items())
    for name, value in said.items():
        setattr(row, name, value)
    return changed


def _tell(row: ListedService, offer: Offer, as_at: date) -> None:
    full = Room.WAITING if offer.keeps_a_list else Room.FULL
    row.room, row.told_as_at = full if offer.is_full else Room.PLACES, as_at
    row.wait = _wait(offer.wait)


def _wait(wait: UsualWait | None) -> dict[str, int | None]:
    if wait is None:
        return {}
    return {"weeks": wait.weeks, "low": wait.low, "high": wait.high, "about": wait.about}


def _summary(offer: Offer) -> str:
    helps = "; ".join(one.lower() if not one[:2].isupper() else one for one in offer.strands)
    return f"Help with: {helps}. It belongs to “{offer.pathway}”."


def _how(offer: Offer) -> str:
    return f"A partner refers: {offer.referrers}. Ask somebody you trust, such as a teacher, or phone and ask how."


def _checked(draft: ListingDraft) -> ListingDraft:
    """The draft with clean text. Raises `Invalid` for the first thing that cannot stand."""
    lines = {name: _line(str(getattr(draft, name)), most, "This", name) for name, most in LINES.items()}
    try:
        summary = clean_text(draft.summary, 2_000, "What it does")
    except TextError as broken:
        raise Invalid(str(broken), "summary") from None
    lines["postcode"] = normal_postcode(lines["postcode"])
    good = replace(draft, summary=summary, **lines)  # type: ignore[arg-type]
    for field, words in faults_in(good):
        raise Invalid(words, field)
    return good


def _line(text: str, most: int, name: str, field: str) -> str:
    try:
        return clean_line(text, most, name)
    except TextError as broken:
        raise Invalid(str(broken), field) from None


def _write(row: ListedService, good: ListingDraft, at: datetime) -> None:
    for name in KEPT:
        setattr(row, name, getattr(good, name))
    row.wards = list(good.wards)
    row.opening = [[one.day, one.opens.strftime("%H:%M"), one.closes.strftime("%H:%M")] for one in good.opening]
    row.days = "".join(str(day) for day in sorted({one.day for one in good.opening}))
    row.easting, row.northing = _position(good)
    row.changed_at, row.search_key = at, _search_key(row)


def _position(good: ListingDraft) -> tuple[float | None, float | None]:
    if good.position is None:
        return None, None
    try:
        point = to_grid(*good.position)
    except OutsideGrid as outside:
        raise Invalid(str(outside), "position") from None
    return round(point.easting), round(point.northing)


def _search_key(row: ListedService) -> str:
    return fold_name(f"{row.name} {row.provider.name} {row.summary} {Topic(row.topic).label}")


def _provider(name: str, agency_code: str = "", telephone: str = "") -> ListedProvider:
    made, _ = ListedProvider.objects.get_or_create(
        name=name, defaults={"agency_code": agency_code, "telephone": telephone}
    )
    return made


def _held(service_id: UUID) -> ListedService:
    row = ListedService.objects.select_for_update(of=("self",)).select_related("provider").filter(pk=service_id).first()
    if row is None:
        raise Invalid("That service is not in the directory. Open the list and choose again.")
    return row


def _may_keep(by: Viewer, subject: str, act: Act) -> None:
    if not any(by.may(one) for one in KEEPERS):
        raise refuse(by, "listed service", subject, NOT_A_KEEPER, act=act)


def _keep_change(row: ListedService, reason: str, by: Actor, at: datetime) -> None:
    said = {name: getattr(row, name) for name in (*KEPT, "wards", "opening", "capacity")}
    ListingChange.objects.create(
        service=row, number=row.changes, said={**said, "provider": row.provider.name}, reason=reason[:300], by=by.name,
        agency_code=by.agency_code, at=at,
    )  # fmt: skip
    _note(row, reason, by, at)


def _note(row: ListedService, reason: str, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=Act.CHANGE, subject_kind="listed service", subject_id=str(row.pk), reason=reason))
