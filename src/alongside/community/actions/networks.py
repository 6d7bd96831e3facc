"""Residents' networks: written by the one who runs it, joined by anybody with a code, their events."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.community import clocks, public_rows, wording
from alongside.community.actions.standing import allowed, own
from alongside.community.actions.telling import Receipt
from alongside.community.codes import JOIN, digest_of, new_code
from alongside.community.errors import ChangedMeanwhile, CommunityRefused
from alongside.community.models import JoinRequest, Network, NetworkEvent
from alongside.partners.access import writing
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

LONGEST_EVENT = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class NetworkDraft:
    name: str
    about: str
    meets: str = ""
    contact: str = ""
    ward_code: str = ""
    ward_name: str = ""


@dataclass(frozen=True, slots=True)
class EventDraft:
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    about: str = ""


def offer_network(*, draft: NetworkDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Write down a network of the resident's own agency. It is public once a moderator has read it."""
    allowed(by, "residents’ network", "", Permission.RUN_NETWORK)
    fields = _network_fields(draft)
    try:
        with writing():
            made = Network.objects.create(
                **fields, agency_id=by.agency_id, agency_code=by.agency_code, sent_key=sent_key, changed_at=at
            )
            _note(by.actor, Act.CREATE, "residents’ network", made.pk, at)
    except IntegrityError:
        return Network.objects.get(sent_key=sent_key).pk
    return made.pk


def change_network(*, network_id: int, draft: NetworkDraft, changes: int, by: Viewer, at: datetime) -> None:
    """Put other words. What is public stays as it was until a moderator has read the new ones."""
    allowed(by, "residents’ network", network_id, Permission.RUN_NETWORK)
    fields = _network_fields(draft)
    with writing():
        row = _network(network_id, by)
        if row.changes != changes:
            raise ChangedMeanwhile(f"{row.name}\n\n{row.about}\n\n{row.meets}\n\n{row.contact}")
        for name, value in fields.items():
            setattr(row, name, value)
        row.changes, row.changed_at = changes + 1, at
        row.save()
        _note(by.actor, Act.CHANGE, "residents’ network", row.pk, at)


def close_network(*, network_id: int, by: Viewer, at: datetime) -> None:
    """Take a network off the public list for good."""
    allowed(by, "residents’ network", network_id, Permission.RUN_NETWORK)
    with writing():
        row = _network(network_id, by)
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        _note(by.actor, Act.CHANGE, "residents’ network", row.pk, at)


def ask_to_join(*, network_id: int, called: str, words: str, sent_key: UUID, by: Actor, at: datetime) -> Receipt:
    """Somebody would like to join. The reply waits behind the code; no address is asked for."""
    row = public_rows.networks().filter(pk=network_id).first()
    if row is None:
        raise CommunityRefused("That network is not on the list any more. Choose another.")
    name = wording.line(called, "called", "What to call you", most=60, needed=False)
    said = wording.words(words, "words", "Your words", most=1_000, needed=False)
    code, due_at = new_code(JOIN), clocks.due(at, clocks.ANSWER)
    try:
        with writing():
            JoinRequest.objects.create(
                network=row, called=name, words=said, code_digest=digest_of(code), sent_key=sent_key, asked_at=at
            )
            _note(by, Act.CREATE, "wish to join", row.pk, at)
    except IntegrityError:
        return Receipt("", due_at)
    return Receipt(code, due_at)


def reply_to_join(*, request_id: int, reply: str, by: Viewer, at: datetime) -> None:
    """Say where and when to come. It can be read with the code alone."""
    allowed(by, "wish to join", request_id, Permission.RUN_NETWORK)
    said = wording.words(reply, "reply", "Your reply", most=1_000)
    with writing():
        row = JoinRequest.objects.select_for_update().select_related("network").filter(pk=request_id).first()
        if row is None:
            raise CommunityRefused("That wish is not held here any more. They are forgotten after some weeks.")
        own(by, "wish to join", request_id, row.network.agency_id)
        row.reply, row.replied_at = said, at
        row.save(update_fields=["reply", "replied_at"])
        _note(by.actor, Act.CHANGE, "wish to join", row.pk, at)


def offer_event(*, network_id: int, draft: EventDraft, sent_key: UUID, by: Viewer, at: datetime) -> int:
    """Write down an event of the network. It is public once a moderator has read it."""
    allowed(by, "event", "", Permission.RUN_NETWORK)
    fields = _event_fields(draft)
    try:
        with writing():
            row = _network(network_id, by)
            made = NetworkEvent.objects.create(network=row, sent_key=sent_key, **fields)
            _note(by.actor, Act.CREATE, "event", made.pk, at)
    except IntegrityError:
        return NetworkEvent.objects.get(sent_key=sent_key).pk
    return made.pk


def change_event(*, event_id: int, draft: EventDraft, changes: int, by: Viewer, at: datetime) -> None:
    """Move or reword an event. It leaves the public list until a moderator has read it."""
    fields = _event_fields(draft)
    with writing():
        row = _event(event_id, by)
        if row.changes != changes:
            raise ChangedMeanwhile(f"{row.title}\n\n{row.place}\n\n{row.about}")
        for name, value in fields.items():
            setattr(row, name, value)
        row.changes = changes + 1
        row.save()
        _note(by.actor, Act.CHANGE, "event", row.pk, at)


def call_off_event(*, event_id: int, by: Viewer, at: datetime) -> None:
    """Say that an event does not take place. It stays on the list, marked so, and calendars are told."""
    with writing():
        row = _event(event_id, by)
        if row.called_off_at is None:
            row.called_off_at = at
            row.save(update_fields=["called_off_at"])
            _note(by.actor, Act.CHANGE, "event", row.pk, at)


def _network_fields(draft: NetworkDraft) -> dict[str, str]:
    return {
        "name": wording.line(draft.name, "name", "The name", most=120),
        "about": wording.words(draft.about, "about", "What the network does", most=1_500),
        "meets": wording.line(draft.meets, "meets", "When and where you meet", most=300, needed=False),
        "contact": wording.line(draft.contact, "contact", "The contact", needed=False),
        "ward_code": draft.ward_code[:9],
        "ward_name": draft.ward_name[:120],
    }


def _event_fields(draft: EventDraft) -> dict[str, object]:
    if draft.ends_at <= draft.starts_at:
        raise CommunityRefused("The event must end after it begins. Check both times.", "ends")
    if draft.ends_at - draft.starts_at > LONGEST_EVENT:
        raise CommunityRefused("That is longer than a day. Enter one event for each day.", "ends")
    return {
        "title": wording.public(wording.line(draft.title, "title", "The title", most=120), "title"),
        "about": wording.words(draft.about, "about", "What happens there", most=1_500, needed=False),
        "place": wording.line(draft.place, "place", "The place"),
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
    }


def _network(network_id: int, by: Viewer) -> Network:
    row = Network.objects.select_for_update().filter(pk=network_id, closed_at__isnull=True).first()
    if row is None:
        raise CommunityRefused("That network is not held here, or is closed.")
    own(by, "residents’ network", network_id, row.agency_id)
    return row


def _event(event_id: int, by: Viewer) -> NetworkEvent:
    allowed(by, "event", event_id, Permission.RUN_NETWORK)
    row = NetworkEvent.objects.select_for_update().select_related("network").filter(pk=event_id).first()
    if row is None:
        raise CommunityRefused("That event is not held here.")
    own(by, "event", event_id, row.network.agency_id)
    return row


def _note(actor: Actor, act: Act, kind: str, id: int, at: datetime) -> None:
    record(Entry(at=at, actor=actor, act=act, subject_kind=kind, subject_id=str(id)))
